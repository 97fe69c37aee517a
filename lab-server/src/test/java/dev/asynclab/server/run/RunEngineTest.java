package dev.asynclab.server.run;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The timeout only ends a test that hangs.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunEngineTest {

    @TempDir
    Path data;

    private static final EngineParts.Runner MEASURES =
            (plan, done, directory, listener) -> EngineFixture.measureAll(plan, done, listener);

    /// Says when it has begun, then measures until it is interrupted.
    private static EngineParts.Runner endless(CountDownLatch begun) {
        return (plan, done, directory, listener) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            throw new IllegalStateException("only an interrupt ends this");
        };
    }

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
    void an_idempotency_key_gives_the_same_run_again_and_refuses_another_request() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            Submission first = lab.engine.submit(EngineFixture.request("text"), "key", "print");
            Submission again = lab.engine.submit(EngineFixture.request("text"), "key", "print");
            assertTrue(((Submission.Accepted) again).replayed());
            assertEquals(EngineFixture.accepted(first), EngineFixture.accepted(again));
            assertEquals(
                    new Submission.KeyReused("key"),
                    lab.engine.submit(EngineFixture.request("other"), "key", "other print"));
            assertEquals(1, lab.engine.list(null, null, null, 10, null).runs().size());
        }
    }

    @Test
    void what_cannot_run_is_refused_with_every_problem() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            RunRequest wrong = new RunRequest(
                    Optional.empty(),
                    Optional.of("wrong"),
                    Map.of(),
                    Map.of(),
                    Optional.of("slow"),
                    Optional.of(Double.NaN),
                    OptionalLong.empty());
            Submission.Invalid invalid =
                    assertInstanceOf(Submission.Invalid.class, lab.engine.submit(wrong, null, "f"));
            assertEquals(
                    List.of("unknown-profile", "bad-budget", "wrong"),
                    invalid.problems().stream().map(p -> p.code()).toList());
            RunRequest nowhere = new RunRequest(
                    Optional.of("nowhere"),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty());
            assertEquals(new Submission.NoSuchScenario("nowhere"), lab.engine.submit(nowhere, null, "f"));
        }
    }

    /// Two smoke trials of 0.7 + 0.5 + (0.3 + 0.2 + 0.5 + 2 x 0.01) s = 2.22 s, no backends: 4.44 s.
    @Test
    void a_budget_that_holds_no_round_is_refused_and_the_least_is_named() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            Submission.Invalid invalid =
                    assertInstanceOf(Submission.Invalid.class, lab.engine.submit(within(4.9), null, "f"));
            assertEquals("bad-budget", invalid.problems().getFirst().code());
            assertTrue(invalid.problems().getFirst().toString().contains("--budget 5s"), invalid.problems()::toString);
            assertInstanceOf(Submission.Accepted.class, lab.engine.submit(within(5), null, "f"));
        }
    }

    private static RunRequest within(double seconds) {
        RunRequest request = EngineFixture.request("text");
        return new RunRequest(
                request.scenario(),
                request.inline(),
                request.set(),
                request.only(),
                request.profile(),
                Optional.of(seconds),
                request.seed());
    }

    @Test
    void a_plan_says_what_it_can_show_before_anything_starts() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            RunRequest smoke = EngineFixture.request("text");
            RunRequest quick = new RunRequest(
                    smoke.scenario(),
                    smoke.inline(),
                    smoke.set(),
                    smoke.only(),
                    Optional.of("quick"),
                    Optional.empty(),
                    smoke.seed());
            PlanDocument plan = assertInstanceOf(Runs.Planned.Ok.class, lab.engine.plan(quick))
                    .plan();
            // one pair: 2 / 2^6 <= 0.05, so six rounds at least; quick plans eight, and twelve at most
            assertEquals(List.of(6, 8, 12), List.of(plan.roundsNeeded(), plan.rounds(), plan.roundsMax()));
            assertEquals(0.05, plan.noise());
            String forecast = plan.forecast();
            assertTrue(forecast != null && forecast.startsWith("8 rounds: differences of about 11 %"), forecast);
            assertNull(assertInstanceOf(Runs.Planned.Ok.class, lab.engine.plan(smoke))
                    .plan()
                    .forecast());
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
    void a_full_queue_and_a_full_disk_refuse_before_acceptance() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES, 1)) {
            String first = lab.submit();
            assertInstanceOf(Submission.QueueFull.class, lab.engine.submit(EngineFixture.request("t"), null, "f"));
            // 5 % of 100 GiB is more than 1 GiB, so 1 GiB is the floor.
            lab.usableBytes.set((1L << 30) - 1);
            assertEquals(
                    new Submission.DiskFull((1L << 30) - 1, 1L << 30),
                    lab.engine.submit(EngineFixture.request("t"), null, "f"));
            lab.usableBytes.set(1L << 30);
            assertEquals(Change.DONE, lab.engine.cancel(first));
            assertInstanceOf(Submission.Accepted.class, lab.engine.submit(EngineFixture.request("t"), null, "f"));
            lab.engine.close();
            assertInstanceOf(Submission.Draining.class, lab.engine.submit(EngineFixture.request("t"), null, "f"));
        }
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
    void a_queued_run_is_cancelled_at_once_a_running_one_by_interrupt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        try (EngineFixture lab = new EngineFixture(data, endless(begun))) {
            lab.engine.start();
            String running = lab.submit();
            begun.await();
            String queued = lab.submit();
            assertEquals(0, lab.engine.status(queued).orElseThrow().position());
            assertEquals(Change.DONE, lab.engine.cancel(queued));
            assertEquals("cancelled", lab.state(queued));
            assertEquals(Change.STILL_RUNNING, lab.engine.delete(running));
            assertEquals(Change.DONE, lab.engine.cancel(running));
            List<String> types =
                    lab.untilEnd(running).stream().map(RunEvent::type).toList();
            assertEquals("end", types.getLast());
            assertFalse(types.contains("verdict"));
            assertEquals("cancelled", lab.state(running));
            assertEquals(Change.ALREADY_ENDED, lab.engine.cancel(running));
            assertEquals(Change.NO_SUCH_RUN, lab.engine.cancel("nothing"));
        }
    }

    @Test
    void a_cancelled_run_whose_thread_heeds_nothing_ends_all_the_same_and_has_no_last_word()
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (EngineFixture lab = new EngineFixture(data, (plan, done, directory, listener) -> {
            if (plan.scenario().text().equals("stubborn")) {
                begun.countDown();
                awaitWhateverHappens(released);
            }
            return EngineFixture.measureAll(plan, done, listener);
        })) {
            lab.engine.start();
            String stubborn = EngineFixture.accepted(lab.engine.submit(EngineFixture.request("stubborn"), null, "f"));
            begun.await();
            String next = lab.submit();
            assertEquals(Change.DONE, lab.engine.cancel(stubborn));
            lab.untilEnd(stubborn); // while its thread still waits to be released
            assertEquals("cancelled", lab.state(stubborn));
            assertEquals("queued", lab.state(next));
            released.countDown();
            lab.untilEnd(next);
            assertEquals("succeeded", lab.state(next));
            assertEquals("cancelled", lab.state(stubborn));
            assertEquals("end", lab.engine.events(stubborn, 0).getLast().type());
            assertEquals(List.of(), lab.engine.trials(stubborn));
        }
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                continue;
            }
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
    void a_shutdown_interrupts_the_run_and_the_next_start_continues_it() throws InterruptedException {
        CountDownLatch firstTrial = new CountDownLatch(1);
        String run;
        try (EngineFixture lab = new EngineFixture(data, (plan, done, directory, listener) -> {
            listener.trial(EngineFixture.record(0, "one"));
            firstTrial.countDown();
            new CountDownLatch(1).await();
            throw new IllegalStateException("only an interrupt ends this");
        })) {
            lab.engine.start();
            run = lab.submit();
            firstTrial.await();
            lab.engine.close();
            assertEquals("interrupted", lab.state(run));
        }
        List<TrialRecord> given = new ArrayList<>();
        try (EngineFixture lab = new EngineFixture(data, (plan, done, directory, listener) -> {
            given.addAll(done);
            return EngineFixture.measureAll(plan, done, listener);
        })) {
            lab.engine.start();
            lab.untilEnd(run);
            assertEquals(List.of(EngineFixture.record(0, "one")), given);
            assertEquals("succeeded", lab.state(run));
            assertEquals(2, lab.engine.trials(run).size());
            // A shutdown in good order costs no attempt.
            assertEquals(1, lab.store.find(run).orElseThrow().attempt());
        }
    }

    /// Brings a queued run to where a killed process would have left it.
    private static void crashWhileRunning(EngineFixture lab, String run) {
        lab.store.move(Transition.of(run, Set.of(RunState.QUEUED), RunState.STARTING, EngineFixture.NOW));
        lab.store.move(Transition.of(run, Set.of(RunState.STARTING), RunState.RUNNING, EngineFixture.NOW));
    }

    @Test
    void a_crash_costs_an_attempt_and_the_second_one_poisons_the_run() throws InterruptedException {
        String once;
        String twice;
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            once = lab.submit();
            twice = lab.submit();
            crashWhileRunning(lab, once);
            lab.store.trial(once, Instant.EPOCH, EngineFixture.record(0, "one"));
            crashWhileRunning(lab, twice);
            lab.store.move(Transition.of(twice, Set.of(RunState.RUNNING), RunState.QUEUED, EngineFixture.NOW)
                    .again());
            crashWhileRunning(lab, twice);
        }
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            lab.engine.start();
            lab.untilEnd(once);
            assertEquals("succeeded", lab.state(once));
            assertEquals(
                    List.of(1, 2),
                    lab.engine.trials(once).stream().map(TrialRecord::attempt).toList());
            assertEquals("poisoned", lab.state(twice));
            assertEquals(
                    "the server died during this run 2 times, the last two in the same trial",
                    lab.engine.status(twice).orElseThrow().reason());
        }
    }

    @Test
    void a_run_that_got_on_between_two_crashes_is_not_their_cause() throws InterruptedException {
        String run;
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            run = lab.submit();
            crashWhileRunning(lab, run);
            lab.store.move(Transition.of(run, Set.of(RunState.RUNNING), RunState.QUEUED, EngineFixture.NOW)
                    .again());
            crashWhileRunning(lab, run);
            lab.store.trial(run, Instant.EPOCH, ofAttempt(2, EngineFixture.record(0, "one")));
        }
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            lab.engine.start();
            lab.untilEnd(run);
            assertEquals("succeeded", lab.state(run));
            assertEquals(
                    List.of(2, 3),
                    lab.engine.trials(run).stream().map(TrialRecord::attempt).toList());
        }
    }

    private static TrialRecord ofAttempt(int attempt, TrialRecord r) {
        return new TrialRecord(
                r.round(),
                r.order(),
                attempt,
                r.variant(),
                r.outcome(),
                r.detail(),
                java.util.Objects.requireNonNull(r.ready()),
                r.cells(),
                r.references());
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
