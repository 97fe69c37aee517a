package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import dev.asynclab.server.run.Runs.Prediction;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsLockTest {

    @TempDir
    Path folder;

    @Test
    void answers_can_be_changed_until_measuring_starts_and_not_after() throws Exception {
        var running = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var lab = new EngineFixture(folder, (plan, done, _, listener) -> {
            running.countDown();
            go.await();
            return EngineFixture.measureAll(plan, done, listener);
        })) {
            String run = lab.submit();
            assertEquals(new Prediction.Kept(Map.of("who", "1")), lab.engine.predict(run, Map.of("who", "1")));
            assertEquals(new Prediction.Kept(Map.of("who", "two")), lab.engine.predict(run, Map.of("who", "two")));
            lab.engine.start();
            running.await();
            assertEquals(new Prediction.Locked("running"), lab.engine.predict(run, Map.of("who", "1")));
            go.countDown();
            lab.untilEnd(run);
            assertEquals(new Prediction.Locked("succeeded"), lab.engine.predict(run, Map.of("who", "1")));
            assertEquals(Map.of("who", "two"), lab.store.predictions(run));
        }
    }

    @Test
    void a_run_that_is_continued_after_a_crash_stays_locked() {
        try (var lab = new EngineFixture(folder, (plan, done, _, l) -> EngineFixture.measureAll(plan, done, l))) {
            String run = lab.submit();
            move(lab, run, RunState.QUEUED, RunState.STARTING);
            assertTrue(lab.store.predict(run, Map.of("who", "1")));
            move(lab, run, RunState.STARTING, RunState.RUNNING);
            move(lab, run, RunState.RUNNING, RunState.INTERRUPTED);
            move(lab, run, RunState.INTERRUPTED, RunState.QUEUED);
            assertFalse(lab.store.predict(run, Map.of("who", "2")));
            assertEquals(Map.of("who", "1"), lab.store.predictions(run));
        }
    }

    private static void move(EngineFixture lab, String run, RunState from, RunState to) {
        assertTrue(lab.store.move(Transition.of(run, Set.of(from), to, EngineFixture.NOW)));
    }

    @Test
    void an_answer_that_cannot_be_scored_is_refused_with_what_is_allowed() {
        try (var lab = new EngineFixture(folder, (plan, done, _, l) -> EngineFixture.measureAll(plan, done, l))) {
            String run = lab.submit();
            var wrong = assertInstanceOf(Prediction.Wrong.class, lab.engine.predict(run, Map.of("who", "3")));
            assertTrue(
                    wrong.problems().getFirst().message().contains("it takes 1 (one), 2 (two)"),
                    wrong.problems().toString());
            assertInstanceOf(Prediction.Wrong.class, lab.engine.predict(run, Map.of("whom", "1")));
            assertInstanceOf(Prediction.NoSuchRun.class, lab.engine.predict("nowhere", Map.of()));
            var request = EngineFixture.request("text").predicting(Map.of("who", "3"));
            assertInstanceOf(Runs.Submission.Invalid.class, lab.engine.submit(request, null, "f"));
            var right = EngineFixture.request("text").predicting(Map.of("who", "1"));
            String predicted = EngineFixture.accepted(lab.engine.submit(right, null, "f"));
            assertEquals(Map.of("who", "1"), lab.store.predictions(predicted));
        }
    }
}
