package dev.asynclab.server.run;

import dev.asynclab.api.Figures;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Profile;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.AnswerReader;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchPlanner;
import dev.asynclab.server.plan.Searches;
import dev.asynclab.server.plan.TraceRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What reading a request gives: a plan, or why there is none.
sealed interface PreparedRun {

    /// @param revision of the library scenario; null for an inline one
    record Ready(Plan plan, String text, @Nullable String revision) implements PreparedRun {

        /// Trial processes of the planned rounds, of a search that goes well, and of traces asked for; every round
        /// has the same number.
        int trials() {
            int rounds = plan.rounds() * Order.round(plan, 1).trials().size();
            int traces = plan.trace() ? TraceRound.trials(plan).size() : 0;
            return rounds + plan.searches().size() * Search.ROUNDS * 2 + traces;
        }
    }

    record Invalid(List<Problem> problems) implements PreparedRun {}

    record NoSuchScenario(String id) implements PreparedRun {}

    /// A run longer than a day is a mistake in the unit.
    double LONGEST_BUDGET_SECONDS = 24 * 60 * 60;

    /// Enough for a crossover of calls of 100 ms, and for a map of them.
    double CROSSOVER_BUDGET_SECONDS = 300;

    double MAP_BUDGET_SECONDS = 600;

    /// Drawn seeds are short enough to be typed.
    long DRAWN_SEEDS = 1_000_000_000L;

    /// Reads, checks and plans what a caller asks for.
    static PreparedRun of(
            RunRequest request, ScenarioLibrary library, EngineParts.Reader reader, int cores, LongSupplier seeds) {
        if (request.scenario().isPresent() == request.inline().isPresent()) {
            return new Invalid(List.of(Problem.general(
                    "scenario-or-inline",
                    "a run needs either `scenario` or `inline`, and not both",
                    "name a scenario of `lab list`, or send the text of a file")));
        }
        if (request.inline().isPresent()) {
            return of(request, "scenario.yaml", request.inline().get(), null, reader, cores, seeds)
                    .withSensibleBudget(request, cores);
        }
        String id = request.scenario().orElseThrow();
        Optional<ScenarioLibrary.Stored> stored = library.find(id);
        return stored.isEmpty()
                ? new NoSuchScenario(id)
                : of(request, id + ".yaml", stored.get().text(), stored.get().revision(), reader, cores, seeds)
                        .withSensibleBudget(request, cores);
    }

    private static PreparedRun of(
            RunRequest request,
            String name,
            String text,
            @Nullable String revision,
            EngineParts.Reader reader,
            int cores,
            LongSupplier seeds) {
        List<Problem> problems = new ArrayList<>();
        Optional<Profile> profile = Profile.of(request.profile().orElse(Profile.QUICK.id()));
        if (profile.isEmpty()) {
            problems.add(Problem.general(
                    "unknown-profile",
                    "profile `%s` is not known; profiles are %s"
                            .formatted(request.profile().orElse(""), Profile.ids()),
                    "leave it out to get " + Profile.QUICK.id()));
        }
        request.budgetSeconds()
                .filter(s -> !(s > 0 && s <= LONGEST_BUDGET_SECONDS))
                .ifPresent(s -> problems.add(Problem.general(
                        "bad-budget",
                        "a budget of %s seconds; it is above 0 and at most %.0f".formatted(s, LONGEST_BUDGET_SECONDS),
                        "leave it out to get the profile's")));
        return switch (reader.read(name, text, new Settings(request.set(), request.only()))) {
            case Reading.Invalid(List<Problem> found) -> {
                problems.addAll(found);
                yield new Invalid(problems);
            }
            case Reading.Valid valid when profile.isEmpty() || !problems.isEmpty() -> new Invalid(problems);
            case Reading.Valid valid -> {
                long seed = request.seed()
                        .orElseGet(() -> valid.scenario()
                                .measure()
                                .seed()
                                .orElseGet(() -> Math.floorMod(seeds.getAsLong(), DRAWN_SEEDS)));
                Duration budget = request.budgetSeconds()
                        .map(s -> Duration.ofMillis(Math.max(1, Math.round(s * 1000))))
                        .orElse(profile.get().budget());
                List<Problem> unreadable = AnswerReader.problems(valid.scenario(), request.predictions());
                if (!unreadable.isEmpty()) {
                    yield new Invalid(unreadable);
                }
                if (request.crossover().isPresent()) {
                    yield search(request, valid.scenario(), profile.get(), seed, cores, text, revision);
                }
                Settings settings = new Settings(request.set(), request.only());
                Plan plan = Planner.plan(valid.scenario(), profile.get(), seed, cores, budget, settings);
                yield new Ready(plan.tracing(request.traced()), text, revision);
            }
        };
    }

    /// A search takes longer than the sweep of a lesson, and has a budget of its own unless one is asked for.
    private static PreparedRun search(
            RunRequest request,
            Scenario file,
            Profile profile,
            long seed,
            int cores,
            String text,
            @Nullable String revision) {
        Searches searches = new Searches(file, new Settings(request.set(), Map.of()), profile, seed, cores);
        Optional<Search> search = searches.of(request.crossover().orElseThrow());
        if (search.isEmpty()) {
            return new Invalid(searches.problems());
        }
        double seconds =
                request.budgetSeconds().orElse(search.get().isMap() ? MAP_BUDGET_SECONDS : CROSSOVER_BUDGET_SECONDS);
        Plan plan = SearchPlanner.plan(search.get(), Duration.ofMillis(Math.max(1, Math.round(seconds * 1000))));
        return new Ready(plan.tracing(request.traced()), text, revision);
    }

    /// Refuses a budget asked for that does not hold a single round. Not asked of stored runs: what was accepted
    /// once is carried out.
    private PreparedRun withSensibleBudget(RunRequest request, int cores) {
        if (!(this instanceof Ready(Plan plan, String _, String _))
                || request.budgetSeconds().isEmpty()) {
            return this;
        }
        double least = Math.ceil(Planner.leastSeconds(plan.scenario(), plan.profile(), cores));
        double asked = request.budgetSeconds().get();
        return asked >= least
                ? this
                : new Invalid(List.of(Problem.general(
                        "bad-budget",
                        "a budget of %s; one round of this scenario takes about %s in profile %s"
                                .formatted(
                                        Figures.duration(asked),
                                        Figures.duration(least),
                                        plan.profile().id()),
                        "ask for --budget %.0fs or more, or for fewer models or axis values with --only"
                                .formatted(least))));
    }

    /// The plan of a stored run once more: the same text, settings, seed and budget give the same plan.
    static PreparedRun again(StoredRun run, String text, EngineParts.Reader reader, int cores) {
        RunRequest decided = run.request().decided(run.profile(), run.budgetSeconds(), run.seed());
        return decided(decided, text, run.revision(), reader, cores);
    }

    /// The plan of a request that leaves nothing open.
    static PreparedRun decided(
            RunRequest request, String text, @Nullable String revision, EngineParts.Reader reader, int cores) {
        // The name serves as the id of a text that has none.
        String name = request.scenario().orElse("scenario") + ".yaml";
        return of(request, name, text, revision, reader, cores, () -> 0);
    }
}
