package dev.asynclab.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What every word of a report means.
///
/// Metrics, flags, mechanisms, models, kernels and backends are explained from where they are defined; the other
/// words have their text in [GlossaryTexts]. A word with two uses, such as the flag and the mechanism
/// `loop-blocked`, has one entry that says both.
public final class Glossary {

    /// One word.
    ///
    /// @param id lower case without spaces, the same as in results where the word is an id there:
    ///     `latency.p99`, `a-beats-b`, `callers-delay`
    /// @param term as a report writes it: `callers / delay`
    /// @param kind what sort of word it is: `metric`, `flag`, `verdict` ...
    /// @param text one or two sentences
    /// @param see ids of entries that say more
    public record Entry(String id, String term, String kind, String text, List<String> see) {
        public Entry {
            see = List.copyOf(see);
        }

        /// An entry whose id follows from the word.
        static Entry of(String term, String kind, String text, String... see) {
            return new Entry(idOf(term), term, kind, text, List.of(see));
        }

        private Entry and(Entry other) {
            List<String> both =
                    Stream.concat(see.stream(), other.see.stream()).distinct().toList();
            return new Entry(id, term, kind + ", " + other.kind, text + " " + other.text, both);
        }
    }

    private static final Map<String, Entry> ENTRIES = entries();

    private Glossary() {}

    /// Every entry, words of the same kind together.
    public static List<Entry> all() {
        return List.copyOf(ENTRIES.values());
    }

    /// The entry of a word, written as in a report or as an id.
    public static Optional<Entry> of(String word) {
        return Optional.ofNullable(ENTRIES.get(idOf(word)));
    }

    /// `callers-delay` of `callers / delay`.
    private static String idOf(String word) {
        return word.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^-+|-+$", "");
    }

    private static Map<String, Entry> entries() {
        Stream<Entry> defined = Stream.of(
                        Arrays.stream(Metric.values()).map(Glossary::metric),
                        Catalogue.flags().stream().map(Glossary::flag),
                        Catalogue.mechanisms().stream().map(Glossary::mechanism),
                        Profile.ALL.stream().map(Glossary::profile),
                        Catalogue.models().stream().map(m -> model(m, "A model: ")),
                        PythonModels.all().stream().map(m -> model(m, "A model in real CPython: ")),
                        BrokenModels.all().stream().map(m -> model(m, "A model that is broken on purpose: ")),
                        Catalogue.kernels().stream()
                                .map(k -> Entry.of(k.id(), "kernel", "A kernel: " + k.summary() + ".")),
                        Catalogue.backends().stream()
                                .map(b -> Entry.of(b.id(), "backend", "A kind of backend: " + b.summary() + ".")))
                .flatMap(s -> s);
        return Stream.concat(GlossaryTexts.ALL.stream(), defined)
                .collect(Collectors.toMap(Entry::id, e -> e, Entry::and, LinkedHashMap::new));
    }

    private static Entry metric(Metric metric) {
        String unit = metric.unit().symbol();
        String better = metric.better() == Metric.Better.HIGHER ? "more is better" : "less is better";
        return Entry.of(
                metric.id(),
                "metric",
                sentence(metric.summary()) + (unit.isEmpty() ? " A number" : " In " + unit) + "; " + better + ".",
                near(metric.id()));
    }

    /// The group of a metric has an entry of its own where its members share an idea.
    private static String[] near(String id) {
        int dot = id.indexOf('.');
        String group = dot < 0 ? "" : id.substring(0, dot);
        return GlossaryTexts.ALL.stream().anyMatch(e -> e.id().equals(group)) ? new String[] {group} : new String[0];
    }

    private static Entry flag(Catalogue.Flag flag) {
        String use = flag.causedByModel()
                ? "The model itself can cause it, so the rounds count as its result."
                : flag.id().equals("cpu-contended")
                        ? "Figures that hang on the CPU are left out in such a round."
                        : "A round with it is void for every model.";
        return Entry.of(flag.id(), "flag", "A flag: " + flag.summary() + ". " + use, "flag");
    }

    private static Entry mechanism(Catalogue.Mechanism mechanism) {
        return Entry.of(
                mechanism.id(),
                "mechanism",
                "A mechanism: " + mechanism.sentence() + ". Seen when: " + mechanism.evidence()
                        + ". What would change it: " + mechanism.change() + ".",
                "mechanism");
    }

    private static Entry profile(Profile profile) {
        String rounds = profile.rounds() == profile.roundsMax()
                ? profile.rounds() + (profile.rounds() == 1 ? " round" : " rounds")
                : profile.rounds() + " to " + profile.roundsMax() + " rounds";
        String verdicts = profile.verdicts() ? "" : " It names no winners.";
        return Entry.of(
                profile.id(),
                "profile",
                "A profile: " + rounds + ", windows of at least " + seconds(profile.window()) + ", done within "
                        + seconds(profile.budget()) + "." + verdicts,
                "profile");
    }

    private static String seconds(java.time.Duration duration) {
        return Figures.of(duration.toMillis() / 1e3, "s");
    }

    private static Entry model(Catalogue.Model model, String what) {
        String asyncio = model.asyncio().isEmpty() ? "" : " In Python: " + model.asyncio() + ".";
        return Entry.of(model.id(), "model", what + model.idiom() + "." + asyncio, "model");
    }

    private static String sentence(String summary) {
        return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
    }
}
