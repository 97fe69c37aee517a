package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Finished trials survive `kill -9`; only the one in flight is measured again, and says so.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class CrashedRunTest {

    private static final String TWO_TRIALS = """
            format: lab/v1
            title: two trials
            task: [{wait: 1ms}]
            models: {one: {use: virtual-threads}, two: {use: platform-threads, threads: 4}}
            load: {closed: {concurrency: 2}}
            """;

    @TempDir
    Path folder;

    @Test
    void only_the_trial_in_flight_is_measured_again_and_two_crashes_in_it_end_the_run() throws Exception {
        Path data = folder.resolve("data");
        String run;
        String twice;
        try (RealServer server = RealServer.start(data)) {
            run = server.submit(TWO_TRIALS, "run").field("id");
            server.awaitEvent(run, e -> e.startsWith("trial-finished"));
            server.kill();
        }
        List<TrialRecord> finished = trials(data, run);
        assertEquals(List.of(1), attempts(finished));
        try (RealServer server = RealServer.start(data)) {
            server.awaitEvent(run, e -> e.startsWith("end"));
            assertEquals("succeeded", server.state(run));
            twice = server.submit(OrphanTest.CHILDREN, "twice").field("id");
            server.awaitEvent(twice, e -> e.startsWith("trial-started"));
            server.kill();
        }
        List<TrialRecord> all = trials(data, run);
        assertEquals(finished.getFirst(), all.getFirst());
        assertEquals(List.of(1, 2), attempts(all));
        try (RealServer server = RealServer.start(data)) {
            // The event of the first attempt is stored too: the second attempt's comes after it was queued again.
            server.family.await(
                    "the second attempt",
                    _ -> !server.family.members(OrphanTest.TRIAL).isEmpty());
            server.kill();
        }
        try (RealServer server = RealServer.start(data)) {
            RealServer.Reply end = server.get("runs/" + twice);
            assertEquals("poisoned", end.field("state"));
            assertTrue(end.field("reason").contains("2 times"), end.body());
        }
    }

    private static List<TrialRecord> trials(Path data, String run) {
        try (Store store = Store.open(data)) {
            return store.trials(run);
        }
    }

    private static List<Integer> attempts(List<TrialRecord> trials) {
        return trials.stream().map(TrialRecord::attempt).toList();
    }
}
