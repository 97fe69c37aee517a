package dev.asynclab.model;

import dev.asynclab.model.Chunks.Range;
import dev.asynclab.workload.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The part of a job a child does: ranges, one after the other, and a vector of its own to add them up in.
final class ProcessModelPart implements AutoCloseable {

    private static final byte[] IN_ITS_SLOT = {};

    private final Step.Job job;
    private final Optional<SharedMemory> memory;
    private final long[] own;

    /// @param file of the shared memory; empty for none
    ProcessModelPart(Step.Job job, String file) throws IOException {
        this.job = job;
        this.own = new long[job.kernel().width()];
        this.memory = file.isEmpty()
                ? Optional.empty()
                : Optional.of(SharedMemory.open(Path.of(file), (long) own.length * Long.BYTES));
    }

    void accumulate(Range range) {
        job.kernel().run(range.from(), range.to(), own);
    }

    /// The vector of a range alone, ready to travel.
    byte[] compute(Range range, int slot) {
        long[] single = new long[own.length];
        job.kernel().run(range.from(), range.to(), single);
        return code(single, slot);
    }

    /// Everything accumulated, ready to travel.
    byte[] give(int slot) {
        return code(own, slot);
    }

    /// Accumulates what another child gave.
    void add(byte[] code, int slot) {
        long[] vector = new long[own.length];
        if (memory.isPresent()) {
            memory.get().read(slot, vector);
        } else {
            vector = PartCodec.decode(code, job.transport());
        }
        PartCodec.add(vector, own);
    }

    private byte[] code(long[] vector, int slot) {
        if (memory.isPresent()) {
            memory.get().write(slot, vector);
            return IN_ITS_SLOT;
        }
        return PartCodec.encode(vector, job.transport());
    }

    @Override
    public void close() {
        memory.ifPresent(SharedMemory::close);
    }
}
