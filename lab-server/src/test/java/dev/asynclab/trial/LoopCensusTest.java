package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopCensusTest {

    @ParameterizedTest
    @CsvSource({"event-loop, 1", "event-loop, 3", "netty, 1", "netty, 3", "reactor, 1", "reactor, 3"})
    void every_loop_of_a_loop_model_takes_tasks(String model, int loops) throws Exception {
        Map<String, String> parameters =
                Map.of("loops", Integer.toString(loops), "offload", "false", "io", "nio", "concurrency", "0");
        try (ConcurrencyModel instance = Models.create(model, new Setup(parameters, 1, 2))) {
            assertEquals(OptionalInt.of(loops), LoopCensus.seen(instance, loops));
        }
    }

    @Test
    void virtual_threads_do_not_show_their_loop() throws Exception {
        try (ConcurrencyModel instance = Models.create("coroutine", new Setup(Map.of(), 1, 2))) {
            assertEquals(OptionalInt.empty(), LoopCensus.seen(instance, 1));
        }
    }

    @Test
    void a_model_with_fewer_loops_than_it_says_is_found_out() throws InterruptedException {
        try (OneThread instance = new OneThread(Executors.newSingleThreadExecutor())) {
            assertEquals(OptionalInt.of(1), LoopCensus.seen(instance, 4));
        }
    }

    /// Says it has four loops and has one.
    private record OneThread(ExecutorService thread) implements ConcurrencyModel {
        @Override
        public void start(Task task, Completion done) {
            thread.execute(() -> {
                done.started();
                done.succeeded(0);
            });
        }

        @Override
        public Map<String, String> limits() {
            return Map.of("loops", "4");
        }

        @Override
        public void close() {
            thread.close();
        }
    }
}
