package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.kernel.Primes;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Block;
import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.Step.Compute;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Parallel;
import dev.asynclab.workload.Step.Timeout;
import dev.asynclab.workload.Step.Wait;
import dev.asynclab.workload.Task;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TaskCodecTest {

    private static byte[] encode(Task task) throws IOException {
        var bytes = new ByteArrayOutputStream();
        TaskCodec.write(task, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Task decode(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        Task task = TaskCodec.read(in);
        assertEquals(-1, in.read(), "bytes left over");
        return task;
    }

    private static void comesBack(Task task) throws IOException {
        assertEquals(task, decode(encode(task)));
    }

    @Test
    void a_tree_of_every_kind_of_step_comes_back_equal() throws IOException {
        Step call = new Call("127.0.0.1", 65_535, "/orders/\u00fc", 3, 1_500_000_000L, 1 << 20);
        Step compute = new Compute(new Primes(1_000_000_000_000L, 7), true);
        Step parallel = new Parallel(
                List.of(List.of(call, compute), List.of(), List.of(new Parallel(List.of(List.of(call)), 0))), 2);
        Step timeout = new Timeout(Long.MAX_VALUE, List.of(parallel, new Wait(0)));
        Step limit = new Limit("bulkhead", 1, -1, List.of(timeout, new Block(1)));
        comesBack(new Task(Long.MAX_VALUE, List.of(limit, call, compute)));
        comesBack(new Task(0, List.of()));
    }

    @Test
    void steps_that_choose_share_move_and_divide_come_back_equal() throws IOException {
        List<Step> call = List.of(new Call("127.0.0.1", 80, "/", 1, 0, 0));
        comesBack(new Task(
                1,
                List.of(
                        new Step.Race(List.of(call, List.of()), 5),
                        new Step.Retry(List.of(call, call), 1_000),
                        new Step.Lock("l", Step.LockKind.REENTRANT, true, call),
                        new Step.Cache("c", new Keys(1_000, 1.1, -7), 10, Step.Policy.TTL, Long.MAX_VALUE, true, call),
                        new Step.Update("u", Step.How.CONFINED),
                        new Step.Hold(1 << 20, true),
                        new Step.Send(4_096, Step.Shape.RECORDS, Step.Codec.RAW),
                        new Step.Job(
                                new Primes(2, 9),
                                3,
                                Step.Distribute.GUIDED,
                                Step.Reduce.TREE,
                                Step.Transport.SHARED_MEMORY),
                        new Step.Graph(
                                List.of(
                                        new Step.Node("a", List.of(), call),
                                        new Step.Node("b", List.of("a"), List.of())),
                                true,
                                new Step.Before(-1, List.of("a"))))));
    }

    @Test
    void numbers_of_every_length_come_back() throws IOException {
        for (int bit = 0; bit < 63; bit++) {
            comesBack(new Task(1L << bit, List.of(new Wait((1L << bit) - 1), new Wait(-(1L << bit)))));
        }
        comesBack(new Task(Long.MIN_VALUE, List.of(new Wait(-1))));
    }

    @Test
    void every_kernel_of_the_catalogue_can_be_shipped() throws IOException {
        for (KernelKind described : Catalogue.kernels()) {
            var largest = described.parameters().stream()
                    .collect(Collectors.toMap(KernelKind.Parameter::name, KernelKind.Parameter::max));
            comesBack(new Task(1, List.of(new Compute(Kernels.create(described.id(), largest), false))));
        }
    }

    @Test
    void the_code_is_compact() throws IOException {
        // task id 1, count of steps 1, COMPUTE 1; "fibonacci" 2 + 9; count of parameters 1, "n" 2 + 1, 30 1; lock 1.
        assertEquals(
                3 + 11 + 1 + 3 + 1 + 1, encode(new Task(5, List.of(new Compute(new Fibonacci(30), false)))).length);
    }

    @Test
    void a_cut_off_or_unknown_code_is_refused() throws IOException {
        byte[] whole = encode(new Task(5, List.of(new Wait(1_000_000))));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(EOFException.class, () -> decode(cut));
        }
        whole[2] = 99; // the kind of the first step
        var e = assertThrows(IOException.class, () -> decode(whole));
        assertEquals("no step is coded as 99", e.getMessage());
    }
}
