package dev.asynclab.server.run;

import static dev.asynclab.server.run.EngineFixture.MEASURES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Runs.Change;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that do not end by themselves: cancelled, shut down, crashed. The timeout only ends a test that hangs.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunQueueTest {
    @TempDir
    Path data;

    /// Says when it has begun, then measures until it is interrupted.
    private static EngineParts.Runner endless(CountDownLatch begun) {
        return (plan, done, directory, listener) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            throw new IllegalStateException("only an interrupt ends this");
        };
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
}
