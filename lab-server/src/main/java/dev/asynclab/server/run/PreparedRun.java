package dev.asynclab.server.run;

import dev.asynclab.api.Figures;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Profile;
import dev.asynclab.api.RunRequest;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What reading a request gives: a plan, or why there is none.
sealed interface PreparedRun {

    /// @param revision of the library scenario; null for an inline one
    record Ready(Plan plan, String text, @Nullable String revision) implements PreparedRun {

        /// Trial processes of the planned rounds; every round has the same number.
        int trials() {
            return plan.rounds() * Order.round(plan, 1).trials().size();
        }
    }

    record Invalid(List<Problem> problems) implements PreparedRun {}

    record NoSuchScenario(String id) implements PreparedRun {}

    /// A run longer than a day is a mistake in the unit.
    double LONGEST_BUDGET_SECONDS = 24 * 60 * 60;

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
                Plan plan = Planner.plan(valid.scenario(), profile.get(), seed, cores, budget);
                yield new Ready(plan, text, revision);
            }
        };
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
        RunRequest asked = run.request();
        RunRequest decided = new RunRequest(
                Optional.empty(),
                Optional.of(text),
                asked.set(),
                asked.only(),
                Optional.of(run.profile()),
                Optional.of(run.budgetSeconds()),
                java.util.OptionalLong.of(run.seed()));
        String name = asked.scenario().orElse("scenario") + ".yaml";
        return of(decided, name, text, run.revision(), reader, cores, () -> run.seed());
    }
}
