package dev.asynclab.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A file that several threads or processes have mapped: slots of equal size, in which vectors stand.
///
/// Thread-safe. Who takes a slot writes it, tells its number to who reads it, and that one gives it back: nobody
/// touches a slot at the same time as another, so the memory itself needs no lock. The file grows by [#GROWTH]
/// slots at a time, each stretch with a mapping of its own, because a mapping cannot grow.
final class SharedMemory implements AutoCloseable {

    private static final int GROWTH = 64;

    private final Path file;
    private final boolean mine;
    private final long slotBytes;
    // Shared: any lane may write; confined to this object: unmapped by close() and not by a collector.
    private final Arena arena = Arena.ofShared();
    private final FileChannel channel;
    // All guarded by `this`.
    private final List<MemorySegment> stretches = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int slots;

    private SharedMemory(Path file, boolean mine, long slotBytes) throws IOException {
        this.file = file;
        this.mine = mine;
        this.slotBytes = slotBytes;
        this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// A new file in the folder for temporary files, deleted by [#close()].
    static SharedMemory create(long slotBytes) {
        try {
            return new SharedMemory(Files.createTempFile("asynclab-shared-", ".memory"), true, slotBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("no file for shared memory in the folder for temporary files", e);
        }
    }

    /// The file of another process.
    static SharedMemory open(Path file, long slotBytes) throws IOException {
        return new SharedMemory(file, false, slotBytes);
    }

    Path file() {
        return file;
    }

    /// A slot nobody uses.
    synchronized int take() {
        Integer slot = free.pollFirst();
        return slot == null ? slots++ : slot;
    }

    synchronized void giveBack(int slot) {
        free.addFirst(slot);
    }

    void write(int slot, long[] vector) {
        MemorySegment.copy(vector, 0, stretch(slot), ValueLayout.JAVA_LONG, at(slot), vector.length);
    }

    void read(int slot, long[] into) {
        MemorySegment.copy(stretch(slot), ValueLayout.JAVA_LONG, at(slot), into, 0, into.length);
    }

    private long at(int slot) {
        return slot % GROWTH * slotBytes;
    }

    /// The mapping a slot lies in; mapping beyond the end of the file makes the file longer.
    private synchronized MemorySegment stretch(int slot) {
        try {
            while (stretches.size() <= slot / GROWTH) {
                long bytes = GROWTH * slotBytes;
                stretches.add(channel.map(FileChannel.MapMode.READ_WRITE, stretches.size() * bytes, bytes, arena));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("shared memory cannot grow: " + file, e);
        }
        return stretches.get(slot / GROWTH);
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
            if (mine) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("shared memory cannot be given back: " + file, e);
        }
    }
}
