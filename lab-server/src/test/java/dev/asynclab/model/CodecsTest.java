package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Primes;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.Step.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecsTest {

    private static final Step.Distribute DYNAMIC = Step.Distribute.DYNAMIC;

    @ParameterizedTest
    @EnumSource(Codec.class)
    void a_payload_comes_back_equal(Codec codec) {
        Payload rows = Payload.of(320, Shape.RECORDS);
        assertEquals(rows, PayloadCodec.decode(PayloadCodec.encode(rows, codec), Shape.RECORDS, codec));
        Payload numbers = Payload.of(800, Shape.DOUBLES);
        var back = PayloadCodec.decode(PayloadCodec.encode(numbers, codec), Shape.DOUBLES, codec);
        assertArrayEquals(((Payload.Doubles) numbers).values(), ((Payload.Doubles) back).values());
        assertEquals(4950, back.sum()); // 0 + 1 + ... + 99
    }

    @Test
    void fixed_width_takes_what_its_fields_take() {
        assertEquals(800, PayloadCodec.encode(Payload.of(800, Shape.DOUBLES), Codec.BINARY).length);
        assertEquals(320, PayloadCodec.encode(Payload.of(320, Shape.RECORDS), Codec.BINARY).length);
        assertEquals(320, PayloadCodec.encode(Payload.of(320, Shape.RECORDS), Codec.RAW).length);
    }

    @Test
    void json_is_text_a_person_can_read() {
        var json = new String(PayloadCodec.encode(Payload.of(16, Shape.DOUBLES), Codec.JSON), StandardCharsets.UTF_8);
        assertEquals("{\"values\":[0.0,1.0]}", json);
    }

    @Test
    void within_a_process_raw_is_a_reference_and_costs_no_bytes() {
        Payload payload = Payload.of(800, Shape.DOUBLES);
        var raw = PayloadCodec.pack(payload, Codec.RAW);
        assertSame(payload, raw.open());
        assertEquals(0, raw.bytes());
        var binary = PayloadCodec.pack(payload, Codec.BINARY);
        assertEquals(800, binary.bytes());
        assertFalse(payload.equals(binary.open())); // another array with the same numbers
        assertEquals(4950, binary.open().sum());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_part_comes_back_equal(Transport transport) {
        long[] vector = {Long.MIN_VALUE};
        try (var codec = new PartCodec(new Step.Job(new Primes(2, 9), 1, DYNAMIC, Step.Reduce.CALLER, transport))) {
            var part = codec.pack(vector.clone());
            assertArrayEquals(vector, codec.open(part));
            int expected = switch (transport) {
                case HEAP -> 0;
                case BINARY, SHARED_MEMORY -> 8;
                case JSON -> "[-9223372036854775808]".length();
            };
            assertEquals(expected, part.bytes());
        }
    }

    @Test
    void shared_memory_grows_with_the_vectors_under_way_and_its_file_goes_with_it() throws Exception {
        var memory = SharedMemory.create(4 * Long.BYTES);
        var file = memory.file();
        try (memory;
                var seenElsewhere = SharedMemory.open(file, 4 * Long.BYTES)) {
            int slots = 200; // more than are mapped at a time
            int[] taken = new int[slots];
            for (int i = 0; i < slots; i++) {
                taken[i] = memory.take();
                memory.write(taken[i], new long[] {i, i + 1, i + 2, i + 3});
            }
            assertEquals(slots, Arrays.stream(taken).distinct().count());
            for (int i = 0; i < slots; i++) {
                long[] read = new long[4];
                seenElsewhere.read(taken[i], read);
                assertArrayEquals(LongStream.range(i, i + 4).toArray(), read);
                memory.giveBack(taken[i]);
            }
            assertTrue(memory.take() < slots);
        }
        assertFalse(Files.exists(file));
    }
}
