package dev.asynclab.api;

import dev.asynclab.api.Glossary.Entry;
import java.util.List;
import java.util.stream.Stream;

/// The words that are defined nowhere else: how a run is made, what it can find, and what its bounds are made of.
final class GlossaryTexts {

    private static final String VERDICT = "verdict";
    private static final String OUTCOME = "outcome";
    private static final String BOUND = "bound";

    private static final List<Entry> MEASURING = List.of(
            Entry.of(
                    "model",
                    "measuring",
                    "A way to write concurrent work: threads, loops, processes. Every model of a run does the same work.",
                    "cell"),
            Entry.of("kernel", "measuring", "A computation with a known result, used as work for the CPU."),
            Entry.of(
                    "backend",
                    "measuring",
                    "A server of the lab that answers calls after a declared delay.",
                    "backend-capacity"),
            Entry.of(
                    "sweep point",
                    "measuring",
                    "One combination of the values a scenario varies, for example callers = 1000.",
                    "cell"),
            Entry.of("cell", "measuring", "One model at one sweep point.", "sweep-point", "round"),
            Entry.of(
                    "trial",
                    "measuring",
                    "One fresh process that measures one model at every sweep point. Nothing is carried over to the "
                            + "next trial.",
                    "round"),
            Entry.of(
                    "round",
                    "measuring",
                    "One trial of each model, in an order drawn anew. Models are compared inside a round, so that a "
                            + "slow minute of the machine hits all of them.",
                    "trial",
                    "interval"),
            Entry.of(
                    "window",
                    "measuring",
                    "The stretch of a trial that is measured, after the warm-up. Counters are differences over it.",
                    "trial"),
            Entry.of(
                    "caller",
                    "measuring",
                    "Whoever hands in a task and waits for its result; with a closed load, as many as its concurrency.",
                    "closed"),
            Entry.of(
                    "canary",
                    "measuring",
                    "A fixed piece of work in a process of its own, before and after each trial of a standard or publish "
                            + "run. What changes from one to the next changed in the machine, not in a model.",
                    "trial",
                    "cpu-contended",
                    "clock"),
            Entry.of(
                    "profile",
                    "measuring",
                    "How much care a run takes: how many rounds, how long each window.",
                    "smoke",
                    "quick",
                    "standard",
                    "publish"),
            Entry.of(
                    "median",
                    "measuring",
                    "The middle of the rounds: half of them lie below, half above. One disturbed round moves it little.",
                    "interval"),
            Entry.of(
                    "interval",
                    "measuring",
                    "Where the typical value lies, with an error of at most 5 %. It is computed from the ranks of the "
                            + "rounds and assumes no shape of the noise.",
                    "round",
                    "margin"),
            Entry.of(
                    "margin",
                    "measuring",
                    "The difference below which two models count as equal. A winner needs the whole interval beyond it, "
                            + "a tie the whole interval within it.",
                    "tie",
                    "interval"),
            Entry.of(
                    "a-a resolution",
                    "measuring",
                    "The difference a run sees between one model and the same model under a second name. No margin of "
                            + "the run is finer.",
                    "margin"),
            Entry.of(
                    "flag",
                    "measuring",
                    "A condition of a cell in more than 10 % of its rounds that a reader should know of.",
                    "void"),
            Entry.of(
                    "mechanism",
                    "measuring",
                    "A named explanation of a result. It is shown only when the counters it needs were measured and are "
                            + "past their thresholds.",
                    "claim"),
            Entry.of(
                    "prediction",
                    "measuring",
                    "An answer given before the run, locked when it starts, and scored by what was measured.",
                    "claim"),
            Entry.of(
                    "crossover",
                    "measuring",
                    "The value of an axis at which the winner changes.",
                    "swap",
                    "departure",
                    "none"),
            Entry.of(
                    "exploratory",
                    "measuring",
                    "A comparison of figures the run was not made to compare. It hints at what to measure next and is "
                            + "not a verdict; about one finding in ten is expected to be chance.",
                    "verdict"),
            Entry.of(
                    "latency",
                    "measuring",
                    "Time of a task from its intended start, waiting to be started included.",
                    "service"),
            Entry.of(
                    "service",
                    "measuring",
                    "Time of a task from its actual start. The waiting before it is in latency, not here.",
                    "latency"),
            Entry.of(
                    "dispatch",
                    "measuring",
                    "Time an empty task waits before it starts: how soon the model turns to new work."));

    private static final List<Entry> LOADS = List.of(
            Entry.of(
                    "batch",
                    "load",
                    "A number of tasks handed over at once. What counts is the time to the last result.",
                    "wall"),
            Entry.of(
                    "closed",
                    "load",
                    "A fixed number of callers, each of which starts its next task when the last one ended. A slow model "
                            + "is asked less.",
                    "open",
                    "caller"),
            Entry.of(
                    "open",
                    "load",
                    "Tasks arrive at a rate, whether or not the model keeps up. Latency counts from the intended start.",
                    "closed",
                    "offered-rate"));

    private static final List<Entry> VERDICTS = List.of(
            Entry.of(
                    VERDICT,
                    VERDICT,
                    "What a run says about two models at one sweep point, on its primary metric.",
                    "a-beats-b",
                    "tie",
                    "inconclusive",
                    "void"),
            Entry.of(
                    "a-beats-b",
                    VERDICT,
                    "The first model is better than the second by more than the margin, over the whole interval.",
                    "margin",
                    "interval"),
            Entry.of(
                    "b-beats-a",
                    VERDICT,
                    "The second model is better than the first by more than the margin, over the whole interval.",
                    "margin",
                    "interval"),
            Entry.of(
                    "tie",
                    VERDICT,
                    "The whole interval of the ratio lies within the margin: equality is shown, not assumed.",
                    "margin",
                    "inconclusive"),
            Entry.of(
                    "inconclusive",
                    "verdict, outcome, crossover",
                    "The rounds do not decide it: the noise is larger than what is to be told apart. More rounds or a "
                            + "quieter machine may.",
                    "interval",
                    "round"),
            Entry.of(
                    "void",
                    "verdict, outcome, state",
                    "Something other than the models decided the figures: the load generator, a backend, another "
                            + "program. Nothing is said about the models.",
                    "flag"));

    private static final List<Entry> OUTCOMES = List.of(
            Entry.of(
                    "claim",
                    OUTCOME,
                    "A statement written in the scenario before anything is measured.",
                    "holds",
                    "refuted",
                    "inconclusive",
                    "not-run"),
            Entry.of(
                    OUTCOME,
                    OUTCOME,
                    "What became of a claim; that of a run is the outcome of its claims of grade must.",
                    "claim"),
            Entry.of("holds", OUTCOME, "The measurement shows the claim, over the whole interval.", "claim"),
            Entry.of(
                    "refuted",
                    OUTCOME,
                    "The measurement shows the opposite of the claim, over the whole interval.",
                    "claim"),
            Entry.of(
                    "not-run",
                    "outcome, state",
                    "It was not measured here, for a reason that is given: too few cores, a variant that is not part "
                            + "of the run.",
                    "skipped"),
            Entry.of("measured", "state", "The cell has figures.", "cell"),
            Entry.of("skipped", "state", "The scenario leaves the cell out and says why.", "cell"),
            Entry.of("must", "grade", "The run fails when such a claim is refuted.", "claim"),
            Entry.of("usually", "grade", "Such a claim holds on most machines; a refutation is shown.", "claim"),
            Entry.of("interesting", "grade", "Nothing follows from such a claim; it is worth a look.", "claim"),
            Entry.of("exercise", "grade", "Such a claim becomes true by a student's change.", "claim"));

    private static final List<Entry> CROSSOVERS = List.of(
            Entry.of("swap", "crossover", "Each of two models wins on one side of the value.", "crossover"),
            Entry.of("departure", "crossover", "At this value a tie turns into a win.", "crossover", "tie"),
            Entry.of(
                    "none",
                    "crossover",
                    "It is shown that the winner does not change between the ends of the axis.",
                    "crossover"));

    private static final List<Entry> BOUNDS = List.of(
            Entry.of(
                    BOUND,
                    BOUND,
                    "The best figure the declared delays, limits and the machine allow, computed and not measured. The "
                            + "smallest of its terms binds.",
                    "efficiency"),
            limit("one task / (delay + CPU)", "One task at a time, each as long as its delays and its computing."),
            limit("callers / delay", "All callers wait: none can ask again before its answer is there."),
            limit("tasks / delay", "All tasks of the batch are under way and wait for their delays."),
            limit("in flight / delay", "An open load may have no more tasks under way; all of them wait."),
            limit("threads / delay", "All threads of the pool are held by tasks that wait."),
            limit("children / delay", "All child processes are held by tasks that wait."),
            limit("subscriptions / delay", "As many tasks as may be subscribed at once wait."),
            limit("connections / hold", "All connections are in use, each for the time of a call."),
            limit("permits / delay", "All permits of a limit inside the task are taken, each for the time inside."),
            limit(
                    "max-concurrent / call delay",
                    "The declared limit of a backend: so many calls at once, each as long as its delay.",
                    "declared-limit"),
            Entry.of(
                    "declared limit",
                    BOUND,
                    "A limit of a backend the scenario asks for. Reaching it is a result and voids nothing.",
                    "max-concurrent-call-delay",
                    "backend-saturated"),
            limit("cores / CPU per task", "All cores are busy with the CPU time of the tasks.", "cpu.per-task"),
            limit(
                    "kernel rate on all cores",
                    "The kernels alone, on all cores and without any model, reach this rate."),
            limit("loops / time on the loop", "All event loops are held by steps that compute or block."),
            limit("one lock / time inside", "One at a time holds the lock while it computes."),
            limit(
                    "backend capacity",
                    "The rate the backend reached when it was calibrated before the run.",
                    "backend-saturated"),
            limit("offered rate", "Tasks arrive at this rate; no model can complete more.", "open"),
            limit("slow share of a call", "The declared share of slow answers: no model can make them rarer."));

    /// All of them.
    static final List<Entry> ALL = Stream.of(MEASURING, LOADS, VERDICTS, OUTCOMES, CROSSOVERS, BOUNDS)
            .flatMap(List::stream)
            .toList();

    private GlossaryTexts() {}

    private static Entry limit(String term, String text, String... see) {
        return Entry.of(
                term,
                BOUND,
                text,
                Stream.concat(Stream.of(BOUND), Stream.of(see)).toArray(String[]::new));
    }
}
