package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Transport;
import java.nio.ByteBuffer;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// How the result vectors of one job travel from who computed them to who adds them up.
///
/// Thread-safe. One per job that is run, closed at its end. A [Part] is packed by the sender and opened once by the
/// receiver, so that both pay their share.
final class PartCodec implements AutoCloseable {

    private final Transport transport;
    private final int width;
    private final Optional<SharedMemory> memory;

    PartCodec(Step.Job job) {
        this.transport = job.transport();
        this.width = job.kernel().width();
        this.memory = transport == Transport.SHARED_MEMORY
                ? Optional.of(SharedMemory.create((long) width * Long.BYTES))
                : Optional.empty();
    }

    /// A vector on its way.
    sealed interface Part {

        /// Bytes moved; 0 for a reference.
        int bytes();

        /// Nothing but the address travels.
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Reference(long[] vector) implements Part {
            @Override
            public int bytes() {
                return 0;
            }
        }

        /// A coded copy travels.
        @SuppressWarnings("ArrayRecordComponent")
        record Encoded(byte[] code) implements Part {
            @Override
            public int bytes() {
                return code.length;
            }
        }

        /// The number of the slot travels in which the vector stands.
        record Slot(int slot, int bytes) implements Part {}
    }

    /// Hands a vector over; the sender must not touch it any more.
    Part pack(long[] vector) {
        return switch (transport) {
            case HEAP -> new Part.Reference(vector);
            case JSON, BINARY -> new Part.Encoded(encode(vector, transport));
            case SHARED_MEMORY -> {
                SharedMemory shared = memory.orElseThrow();
                int slot = shared.take();
                shared.write(slot, vector);
                yield new Part.Slot(slot, width * Long.BYTES);
            }
        };
    }

    /// Takes a vector over.
    long[] open(Part part) {
        return switch (part) {
            case Part.Reference(long[] vector) -> vector;
            case Part.Encoded(byte[] code) -> decode(code, transport);
            case Part.Slot(int slot, int _) -> {
                SharedMemory shared = memory.orElseThrow();
                long[] vector = new long[width];
                shared.read(slot, vector);
                shared.giveBack(slot);
                yield vector;
            }
        };
    }

    /// A vector as bytes, for the two transports that have bytes.
    static byte[] encode(long[] vector, Transport transport) {
        if (transport == Transport.JSON) {
            return JsonMapper.shared().writeValueAsBytes(vector);
        }
        ByteBuffer out = ByteBuffer.allocate(vector.length * Long.BYTES);
        out.asLongBuffer().put(vector);
        return out.array();
    }

    static long[] decode(byte[] code, Transport transport) {
        if (transport == Transport.JSON) {
            return JsonMapper.shared().readValue(code, long[].class);
        }
        long[] vector = new long[code.length / Long.BYTES];
        ByteBuffer.wrap(code).asLongBuffer().get(vector);
        return vector;
    }

    /// Adds a vector to another one, place by place.
    static void add(long[] vector, long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += vector[i];
        }
    }

    @Override
    public void close() {
        memory.ifPresent(SharedMemory::close);
    }
}
