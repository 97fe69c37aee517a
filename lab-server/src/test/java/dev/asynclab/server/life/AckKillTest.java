package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A run that was answered 202 is there after `kill -9`, at whatever moment, and under its idempotency key there
/// is no second one. `-Dlab.kills=200` makes a soak of it. The time limit only ends a test that hangs.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class AckKillTest {

    private static final int KILLS = Integer.getInteger("lab.kills", 2);
    private static final long SEED = Long.getLong("lab.kills.seed", 20261121);
    private static final int THREADS = 4;
    private static final int EACH = 12;

    /// The queue of a folder takes 1,000 runs; 15 times 4 threads of 12 are 720.
    private static final int KILLS_IN_A_FOLDER = 15;

    static final String WAITS = """
            format: lab/v1
            title: waits
            task: [{wait: 1ms}]
            models: {virtual-threads: {}}
            load: {closed: {concurrency: 2}}
            """;

    @TempDir
    Path folder;

    @Test
    void no_acknowledged_run_is_lost_and_none_is_doubled() throws Exception {
        Random random = new Random(SEED);
        int acknowledged = 0;
        Map<String, String> promised = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Path data = folder.resolve("data-" + kill / KILLS_IN_A_FOLDER);
            if (kill % KILLS_IN_A_FOLDER == 0) {
                promised.clear();
            }
            try (RealServer server = RealServer.start(data)) {
                assertKept(server, promised);
                Map<String, String> answered = submitUntilKilled(server, kill, random);
                acknowledged += answered.size();
                promised.putAll(answered);
            }
            if ((kill + 1) % KILLS_IN_A_FOLDER == 0 || kill + 1 == KILLS) {
                try (RealServer server = RealServer.start(data)) {
                    assertKept(server, promised);
                }
            }
        }
        System.out.printf("%d runs acknowledged, %d kills, 0 lost (seed %d)%n", acknowledged, KILLS, SEED);
        // Each kill waits for one answer at least.
        assertTrue(acknowledged >= KILLS);
    }

    /// @return run by key, of those that were answered
    private static Map<String, String> submitUntilKilled(RealServer server, int kill, Random random) throws Exception {
        Map<String, String> answered = new ConcurrentHashMap<>();
        CountDownLatch enough = new CountDownLatch(1 + random.nextInt(THREADS * EACH - THREADS));
        int spin = random.nextInt(100_000);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < EACH; i++) {
                    String key = "kill-" + kill + "-" + thread + "-" + i;
                    try {
                        RealServer.Reply reply = server.submit(WAITS, key);
                        if (reply.status() == 202) {
                            answered.put(key, reply.field("id"));
                            enough.countDown();
                        }
                    } catch (IOException | InterruptedException e) {
                        return; // killed: no answer, no promise
                    }
                }
            }));
        }
        enough.await();
        for (int i = 0; i < spin; i++) {
            Thread.onSpinWait();
        }
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        return answered;
    }

    private static void assertKept(RealServer server, Map<String, String> promised) throws Exception {
        Map<String, String> kept = new TreeMap<>();
        for (Map.Entry<String, String> promise : promised.entrySet()) {
            RealServer.Reply again = server.submit(WAITS, promise.getKey());
            assertEquals(202, again.status(), again.body());
            kept.put(promise.getKey(), again.field("id"));
            assertEquals(200, server.get("runs/" + promise.getValue()).status());
        }
        assertEquals(promised, kept);
    }
}
