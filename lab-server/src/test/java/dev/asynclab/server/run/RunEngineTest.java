package dev.asynclab.server.run;

import static dev.asynclab.server.run.EngineFixture.MEASURES;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Runs.Change;
import dev.asynclab.server.run.Runs.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs from their submission to their deletion, and whoever watches them. The timeout only ends a test that hangs.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunEngineTest {
    @TempDir
    Path data;

    @Test
    void a_successful_run_tells_its_story_in_order() throws InterruptedException {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            String run = lab.submit();
            lab.engine.start();
            List<RunEvent> events = lab.untilEnd(run);
            assertEquals(
                    List.of(
                            "state queued",
                            "state starting",
                            "plan",
                            "state running",
                            "trial-started",
                            "trial-finished",
                            "trial-started",
                            "trial-finished",
                            "verdict",
                            "state succeeded",
                            "end succeeded"),
                    events.stream()
                            .map(e -> (e.type() + " " + e.data().getOrDefault("state", "")).strip())
                            .toList());
            assertEquals(
                    LongStream.rangeClosed(1, 11).boxed().toList(),
                    events.stream().map(RunEvent::sequence).toList());
            assertEquals(2, events.get(7).data().get("done"));
            assertEquals(2, events.get(7).data().get("of"));
            assertEquals(events, lab.engine.events(run, 0));
            RunStatus status = lab.engine.status(run).orElseThrow();
            assertEquals("holds", status.outcome());
            assertEquals("2 trials", status.summary());
            assertEquals(1.0, status.progress());
            assertEquals("/api/v1/runs/" + run + "/events", status.links().get("events"));
            assertEquals(
                    "lab run waits.yaml --profile smoke --seed 7",
                    lab.engine.result(run).orElseThrow().repeatWith());
            assertEquals(Optional.of("text"), lab.engine.scenarioText(run));
        }
    }

    @Test
    void a_stored_trial_is_the_trial_that_was_measured() throws InterruptedException {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            lab.engine.start();
            String run = lab.submit();
            lab.untilEnd(run);
            List<TrialRecord> trials = lab.engine.trials(run);
            assertEquals(2, trials.size());
            for (TrialRecord trial : trials) {
                assertEquals(EngineFixture.record(trial.order(), trial.variant()), trial);
            }
        }
    }

    @Test
    void a_request_for_traces_reaches_the_experiment_and_stays_with_the_run() throws InterruptedException {
        List<Boolean> traced = new CopyOnWriteArrayList<>();
        EngineParts.Runner runner = (plan, done, directory, listener) -> {
            traced.add(plan.trace());
            return MEASURES.run(plan, done, directory, listener);
        };
        try (EngineFixture lab = new EngineFixture(data, runner)) {
            lab.engine.start();
            Submission submission =
                    lab.engine.submit(EngineFixture.request("text").tracing(), null, "print");
            String run = EngineFixture.accepted(submission);
            lab.untilEnd(run);
            lab.untilEnd(lab.submit());
            assertEquals(List.of(true, false), traced);
            assertEquals(
                    "lab run waits.yaml --profile smoke --seed 7 --trace",
                    lab.engine.result(run).orElseThrow().repeatWith());
            assertTrue(lab.engine.repeated(run).orElseThrow().traced());
            // Two trials of the round, and a trace of each model.
            assertEquals(4, store(lab, run).plannedTrials());
            assertEquals(List.of(), lab.engine.traces(run));
        }
    }

    @Test
    void what_a_run_computed_can_be_looked_at_until_it_is_deleted() throws InterruptedException {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            lab.engine.start();
            String run = EngineFixture.accepted(lab.engine.submit(EngineFixture.request("paints"), null, "f"));
            lab.untilEnd(run);
            var artifacts = requireNonNull(lab.engine.result(run).orElseThrow().artifacts());
            assertEquals(
                    List.of("julia-9-5.png"),
                    artifacts.stream().map(a -> a.name()).toList());
            assertEquals(List.of("julia-9-5.png"), lab.engine.artifacts(run));
            byte[] file = lab.engine.artifact(run, "julia-9-5.png").orElseThrow();
            assertEquals(artifacts.getFirst().bytes(), file.length);
            assertEquals(Change.DONE, lab.engine.delete(run));
            assertEquals(List.of(), lab.engine.artifacts(run));
        }
    }

    private static StoredRun store(EngineFixture lab, String run) {
        return lab.store.find(run).orElseThrow();
    }

    @Test
    void a_laboratory_that_does_not_come_up_fails_the_run_with_its_reason_and_the_next_run_goes_on()
            throws InterruptedException {
        try (EngineFixture lab = new EngineFixture(data, (plan, done, directory, listener) -> {
            if (plan.scenario().text().equals("bug")) {
                throw new IllegalArgumentException("first line\nsecond line");
            }
            throw new LaboratoryFailure("no backend");
        })) {
            lab.engine.start();
            String one = lab.submit();
            String two = EngineFixture.accepted(lab.engine.submit(EngineFixture.request("bug"), null, "f"));
            lab.untilEnd(one);
            lab.untilEnd(two);
            assertEquals("failed", lab.state(one));
            assertEquals("no backend", lab.engine.status(one).orElseThrow().reason());
            assertEquals(
                    "internal error, IllegalArgumentException: first line",
                    lab.engine.status(two).orElseThrow().reason());
        }
    }

    @Test
    void a_deleted_run_leaves_nothing() throws InterruptedException {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            lab.engine.start();
            String run = lab.submit();
            lab.untilEnd(run);
            assertTrue(Files.isDirectory(data.resolve("runs").resolve(run)));
            assertEquals(Change.DONE, lab.engine.delete(run));
            assertEquals(Optional.empty(), lab.engine.status(run));
            assertEquals(List.of(), lab.engine.events(run, 0));
            assertEquals(List.of(), lab.engine.trials(run));
            assertEquals(Optional.empty(), lab.engine.result(run));
            assertFalse(Files.exists(data.resolve("runs").resolve(run)));
            assertEquals(Change.NO_SUCH_RUN, lab.engine.delete(run));
        }
    }

    @Test
    void pages_follow_each_other_newest_first_without_gap_or_double() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            List<String> submitted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                submitted.add(lab.submit());
            }
            List<String> seen = new ArrayList<>();
            Runs.Page page = lab.engine.list("waits", "queued", "2026-11-20T14:30:00Z", 2, null);
            while (true) {
                page.runs().forEach(r -> seen.add(r.id()));
                if (page.nextPageToken() == null) {
                    break;
                }
                page = lab.engine.list("waits", "queued", "2026-11-20T14:30:00Z", 2, page.nextPageToken());
            }
            Collections.reverse(submitted);
            assertEquals(submitted, seen);
            assertEquals(
                    List.of(),
                    lab.engine.list(null, null, "2026-11-20T14:30:01Z", 2, null).runs());
        }
    }

    @Test
    void subscribers_that_join_while_events_are_published_get_each_event_once_and_in_order() throws Exception {
        int published = 300;
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            String run = lab.submit();
            List<List<Long>> received = new ArrayList<>();
            List<CountDownLatch> complete = new ArrayList<>();
            // The submission is event 1, so that the last one is published + 1.
            Thread publisher = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < published; i++) {
                    lab.store.event(run, Instant.EPOCH, "warning", Map.of("message", "n"));
                }
            });
            for (int after = 0; after < 20; after++) {
                List<Long> mine = Collections.synchronizedList(new ArrayList<>());
                CountDownLatch last = new CountDownLatch(1);
                received.add(mine);
                complete.add(last);
                lab.engine.subscribe(run, after, e -> {
                    mine.add(e.sequence());
                    if (e.sequence() == published + 1) {
                        last.countDown();
                    }
                });
            }
            publisher.join();
            for (int after = 0; after < received.size(); after++) {
                complete.get(after).await();
                assertEquals(
                        LongStream.rangeClosed(after + 1, published + 1).boxed().toList(), received.get(after));
            }
        }
    }
}
