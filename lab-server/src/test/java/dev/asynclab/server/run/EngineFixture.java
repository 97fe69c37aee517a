package dev.asynclab.server.run;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Lesson;
import dev.asynclab.api.Load;
import dev.asynclab.api.Measure;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import dev.asynclab.scenario.Reading;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.store.FileScenarioLibrary;
import dev.asynclab.server.store.Store;
import dev.asynclab.server.verdict.RunFacts;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// An engine on a real store in a folder, with a scripted experiment. A smoke run of its scenario is two trials.
final class EngineFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-20T14:30:00Z");

    static final EngineParts.Runner MEASURES = (plan, done, directory, listener) -> measureAll(plan, done, listener);

    final Store store;
    final Path data;
    final RunEngine engine;
    final AtomicLong usableBytes = new AtomicLong(Long.MAX_VALUE);

    EngineFixture(Path data, EngineParts.Runner runner) {
        this(data, runner, 1_000);
    }

    EngineFixture(Path data, EngineParts.Runner runner, int queueLimit) {
        this.data = data;
        store = Store.open(data);
        AtomicLong seeds = new AtomicLong();
        EngineParts.FreeSpace disk = new EngineParts.FreeSpace() {
            @Override
            public long usableBytes() {
                return usableBytes.get();
            }

            @Override
            public long totalBytes() {
                return 100L << 30;
            }
        };
        engine = new RunEngine(new EngineParts(
                store,
                new FileScenarioLibrary(data.resolve("shipped"), data.resolve("scenarios")),
                (name, text, settings) -> text.equals("wrong")
                        ? new Reading.Invalid(List.of(Problem.general("wrong", "it is wrong", "make it right")))
                        : new Reading.Valid(scenario(text), List.of()),
                runner,
                (plan, outcome, environment, facts) -> result(outcome, facts),
                () -> Map.of("cores", 2),
                () -> NOW,
                seeds::incrementAndGet,
                disk,
                2,
                queueLimit,
                Duration.ZERO));
    }

    /// The text `paints` stands for a task whose work can be looked at.
    private static StepSpec step(String text) {
        return text.equals("paints")
                ? new StepSpec.Compute("julia", Map.of("size", 9L, "iterations", 5L), false)
                : new StepSpec.Wait(Duration.ofMillis(10));
    }

    static Scenario scenario(String text) {
        List<Scenario.Variant> variants = List.of(
                new Scenario.Variant("one", "virtual-threads", Scenario.Isolation.PROCESS),
                new Scenario.Variant("two", "event-loop", Scenario.Isolation.PROCESS));
        Scenario.TaskKind task = new Scenario.TaskKind("task", 1, List.of(step(text)));
        Map<String, BackendSpec> none = Map.of();
        Scenario.Point point = new Scenario.Point(
                Map.of(), List.of(task), new Load.Closed(10), none, Map.of("one", Map.of(), "two", Map.of()), Map.of());
        Measure measure = new Measure(
                Metric.THROUGHPUT,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Scenario.Isolation.PROCESS,
                OptionalLong.empty());
        return new Scenario(
                "waits",
                "Waits",
                List.of(),
                List.of(),
                Optional.of(lesson()),
                List.of(),
                variants,
                List.of(point),
                List.of(),
                measure,
                List.of(),
                List.of(),
                List.of(),
                text,
                "0".repeat(64));
    }

    /// Asks `who`, to be answered with 1 or 2.
    private static Lesson lesson() {
        List<Lesson.Option> options = List.of(
                new Lesson.Option("one", Optional.empty(), Optional.empty()),
                new Lesson.Option("two", Optional.empty(), Optional.empty()));
        Lesson.Prediction who = new Lesson.Prediction(
                "who", "Who?", "choice", Optional.empty(), Map.of(), Optional.empty(), options, Optional.empty());
        return new Lesson(0, 0, "intro", 1, "", List.of(who), "", List.of(), List.of());
    }

    static RunRequest request(String text) {
        return new RunRequest(
                Optional.empty(),
                Optional.of(text),
                Map.of(),
                Map.of(),
                Optional.of("smoke"),
                Optional.empty(),
                OptionalLong.of(7));
    }

    /// Measures every trial that is not done, without waiting.
    static Experiment.Outcome measureAll(Plan plan, List<TrialRecord> done, Experiment.Listener listener) {
        List<TrialRecord> records = new ArrayList<>(done);
        for (Plan.Trial trial : Order.round(plan, 1).trials()) {
            if (done.stream().noneMatch(d -> d.order() == trial.order())) {
                listener.event(
                        "trial-started",
                        Map.of("round", 1, "variant", trial.variant().name()));
                TrialRecord record = record(trial.order(), trial.variant().name());
                records.add(record);
                listener.trial(record);
            }
        }
        return new Experiment.Outcome(records, new Calibration(Map.of()), List.of());
    }

    /// With nulls and nested records of both packages, so that storing it proves something.
    static TrialRecord record(int order, String variant) {
        Measurement.Distribution none = Measurement.Distribution.EMPTY;
        Measurement measurement = new Measurement(
                variant,
                1,
                2,
                3,
                0,
                Map.of("timeout", 3L),
                0.1,
                4,
                List.of(),
                5,
                0,
                0,
                6,
                7,
                0.5,
                none,
                none,
                none,
                Map.of("task", none),
                1.5,
                8L,
                null,
                null,
                9L,
                null,
                null,
                10,
                1,
                null,
                0.25,
                null,
                0,
                0,
                0,
                0,
                new dev.asynclab.wire.TimeSplit(1, 2, 3, 4, 9),
                new ProcessFigures(
                        11L,
                        new ProcessFigures.Carriers(2, 3, 1.5, 2, 0.5, 4),
                        null,
                        none,
                        12L,
                        null,
                        13L,
                        null,
                        new ProcessFigures.Drift(1.25, 2.5),
                        null,
                        14L,
                        null));
        TrialRecord.HostWindow host =
                new TrialRecord.HostWindow(1, 2, null, 3L, null, null, 0.125, null, null, -4, null);
        return new TrialRecord(
                1,
                order,
                1,
                variant,
                "measured",
                null,
                new FromTrial.Ready(1, 2, Map.of("threads", "50")),
                List.of(
                        new TrialRecord.CellRecord(variant, measurement, host, List.of(), null),
                        new TrialRecord.CellRecord("other", null, null, List.of(), "did-not-finish")),
                List.of(new FromTrial.ReferenceRate(variant, 1.5, 2.5)));
    }

    private static ResultDocument result(Experiment.Outcome outcome, RunFacts facts) {
        return new ResultDocument(
                ResultDocument.FORMAT,
                facts.run(),
                new ResultDocument.ScenarioRef("waits", null, "0".repeat(64)),
                "smoke",
                "succeeded",
                "holds",
                outcome.records().size() + " trials",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("cores", 2),
                7,
                NOW.toString(),
                NOW.toString(),
                facts.repeatWith(),
                null,
                null,
                null,
                facts.artifacts());
    }

    String submit() {
        return accepted(engine.submit(request("text"), null, "f"));
    }

    static String accepted(Runs.Submission submission) {
        return ((Runs.Submission.Accepted) submission).status().id();
    }

    /// Waits for the run's last event.
    List<RunEvent> untilEnd(String run) throws InterruptedException {
        List<RunEvent> events = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch end = new CountDownLatch(1);
        try (Runs.Subscription _ = engine.subscribe(run, 0, e -> {
            events.add(e);
            if (e.type().equals("end")) {
                end.countDown();
            }
        })) {
            end.await();
        }
        return List.copyOf(events);
    }

    String state(String run) {
        return engine.status(run).orElseThrow().state();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
