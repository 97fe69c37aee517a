package dev.asynclab.server.fork;

import static dev.asynclab.server.fork.PythonConversation.cell;
import static dev.asynclab.server.fork.PythonConversation.prepare;
import static dev.asynclab.wire.EveryForm.FIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Kernels;
import dev.asynclab.server.fork.PythonConversation.Variant;
import dev.asynclab.wire.EveryForm.Work;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The trial process in CPython, as the control JVM sees it: the same lines, the same figures, the same end.
@Tag("slow")
@Timeout(120)
class PythonTrialTest {
    private static final String VARIANTS = "dev.asynclab.server.fork.PythonConversation#variants";

    private final PythonConversation python = new PythonConversation();

    @AfterEach
    void end() {
        python.close();
    }

    @Test
    void the_generator_of_an_open_load_is_a_process_beside_the_model_and_ends_with_its_cell() throws Exception {
        Variant variant = PythonConversation.variants().findFirst().orElseThrow();
        Work five = new Work(5, List.of(FIVE));
        python.start(variant);
        python.send(prepare(variant, List.of(cell(variant, "c", five, new ToTrial.Open(1_000, false, 100)))));
        assertEquals(
                "a process of its own",
                python.next(FromTrial.Ready.class).limits().get("generator"));
        Process trial = python.process();
        assertEquals(0, trial.descendants().count());
        python.send(new ToTrial.Measure("c", 0, 100_000_000));
        python.next(FromTrial.Edge.class);
        assertEquals(1, trial.descendants().count());
        python.next(FromTrial.Edge.class);
        Measurement m = python.next(FromTrial.Result.class).measurement();
        assertEquals(0, trial.descendants().count());
        // It cannot send one before it is due, nor all of them at the very nanosecond.
        assertTrue(m.lateness99Nanos() > 0, m::toString);
        assertEquals(1, m.processesPeak());
        python.shutdown();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_cancelled_order_is_answered_and_the_next_one_is_carried_out(Variant variant) throws Exception {
        python.start(variant);
        Work hour = new Work(0, List.of(new Step.Wait(3_600_000_000_000L)));
        Work five = new Work(5, List.of(FIVE));
        ToTrial.Cell stuck = cell(variant, "stuck", hour, new ToTrial.Closed(8));
        ToTrial.Cell good = cell(variant, "good", five, new ToTrial.Closed(8));
        python.send(prepare(variant, List.of(good, stuck)));
        python.next(FromTrial.Ready.class);
        python.send(new ToTrial.Measure("stuck", 0, 3_600_000_000_000L));
        assertEquals(new FromTrial.Edge("stuck", true), python.next(FromTrial.Edge.class));

        python.send(new ToTrial.Cancel());
        assertEquals("cancelled", python.next(FromTrial.Failed.class).reason());

        assertTrue(python.measure("good", 1_000_000).completed() > 0);
        python.shutdown();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void the_end_of_the_input_ends_the_process_and_its_children_whatever_they_do(Variant variant) throws Exception {
        Process trial = python.started(variant);
        python.next(FromTrial.Hello.class);
        Work busy = new Work(5, List.of(FIVE, new Step.Compute(Kernels.create("fibonacci", Map.of("n", 30L)), false)));
        python.send(prepare(
                variant,
                List.of(
                        cell(variant, "first", new Work(0, List.of()), new ToTrial.Closed(1)),
                        cell(variant, "c", busy, new ToTrial.Closed(4)))));
        python.next(FromTrial.Ready.class);
        List<ProcessHandle> children = trial.descendants().toList();
        assertEquals(variant.model().equals("python-processes"), !children.isEmpty());
        python.send(new ToTrial.Measure("c", 0, 3_600_000_000_000L));
        python.next(FromTrial.Edge.class);

        python.closeOrders();

        assertTrue(trial.waitFor(20, TimeUnit.SECONDS));
        children.forEach(PythonConversation::awaitEnd);
    }

    @Test
    void orders_that_make_no_sense_are_refused_and_the_conversation_goes_on() throws Exception {
        Variant variant = PythonConversation.variants().findFirst().orElseThrow();
        python.start(variant);
        ToTrial good = prepare(variant, List.of(cell(variant, "c", new Work(5, List.of(FIVE)), new ToTrial.Closed(1))));
        String line = Lines.write(good);

        assertEquals("bad-order", python.refused("this is not JSON"));
        assertEquals("bad-order", python.refused("[]"));
        assertEquals("bad-order", python.refused("{\"type\":\"dance\"}"));
        assertEquals("bad-order", python.refused(Lines.write(new ToTrial.Measure("c", 0, 1))));
        assertEquals("bad-order", python.refused(line.replace("\"version\":1", "\"version\":9")));
        assertEquals("bad-order", python.refused(line.replace("\"step\":\"compute\"", "\"step\":\"dance\"")));
        assertEquals("bad-order", python.refused(line.replace("\"concurrency\":1", "\"concurrency\":0")));
        assertEquals("bad-order", python.refused("{\"type\":\"replace\"}"));
        assertEquals("unavailable", python.refused(line.replace("python-asyncio", "python-dance")));

        // An unknown field is of a later version, and is passed over.
        python.raw(line.replace("\"version\":1", "\"version\":1,\"mood\":\"good\""));
        python.next(FromTrial.Ready.class);
        assertEquals("bad-order", python.refused(line));
        assertEquals("bad-order", python.refused(Lines.write(new ToTrial.Measure("other", 0, 1))));
        python.send(new ToTrial.Replace((ToTrial.Prepare) good));
        python.next(FromTrial.Ready.class);
        assertTrue(python.measure("c", 1_000_000).completed() > 0);
        python.send(new ToTrial.Cancel());
        assertEquals("cancelled", python.next(FromTrial.Failed.class).reason());
        python.shutdown();
    }

    @Test
    void histograms_are_those_of_the_java_library() throws Exception {
        Variant variant = PythonConversation.variants().findFirst().orElseThrow();
        python.start(variant);
        Work moment = new Work(0, List.of(new Step.Wait(1_000_000)));
        python.send(prepare(variant, List.of(cell(variant, "c", moment, new ToTrial.Closed(50)))));
        python.next(FromTrial.Ready.class);

        Distribution d = python.measure("c", 300_000_000).latency();

        Histogram decoded = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(d.histogram())), 0);
        assertEquals(d.count(), decoded.getTotalCount());
        assertEquals(d.mean(), decoded.getMean(), 1e-6 * d.mean());
        assertEquals(d.max(), decoded.getMaxValue());
        assertEquals(d.p50(), decoded.getValueAtPercentile(50));
        assertEquals(d.p90(), decoded.getValueAtPercentile(90));
        assertEquals(3, decoded.getNumberOfSignificantValueDigits());
        // A task waits for a millisecond: none took less, to three digits.
        assertTrue(decoded.getMinValue() >= 999_000, () -> "" + decoded.getMinValue());
        python.shutdown();
    }

    @Test
    void a_reference_rate_is_that_of_the_cores_without_a_model() throws Exception {
        Variant variant = PythonConversation.variants().findFirst().orElseThrow();
        python.start(variant);
        ToTrial.Cell waits = cell(variant, "waits", new Work(0, List.of(new Step.Wait(1))), new ToTrial.Closed(1));
        ToTrial.Cell computes = cell(variant, "computes", new Work(5, List.of(FIVE)), new ToTrial.Closed(1));
        python.send(prepare(variant, List.of(waits, computes)));
        python.next(FromTrial.Ready.class);

        python.send(new ToTrial.Reference("waits", 10_000_000));
        assertEquals(new FromTrial.ReferenceRate("waits", 0, 0), python.next(FromTrial.ReferenceRate.class));
        python.send(new ToTrial.Reference("computes", 10_000_000));
        FromTrial.ReferenceRate rate = python.next(FromTrial.ReferenceRate.class);
        assertTrue(rate.tasksPerSecond() > 0 && rate.cpuNanosPerTask() > 0, rate.toString());
        python.shutdown();
    }
}
