package dev.asynclab.server.verdict;

import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Healthy figures of a process for tests: 100 of 20,000 files, a heap of 100 bytes, two carriers.
final class Figures {

    @Nullable
    Long pssBytes;

    Measurement.@Nullable Distribution hiccup;
    ProcessFigures.@Nullable Pauses pauses;

    @Nullable
    Long openFiles = 100L;

    @Nullable
    Long gcCpuNanos = 1_000_000L;

    @Nullable
    Long heapAfterGcBytes = 10L;

    ProcessFigures.@Nullable Drift drift;
    ProcessFigures.@Nullable Pinned pinned;

    static ProcessFigures of(Consumer<Figures> change) {
        Figures figures = new Figures();
        change.accept(figures);
        return new ProcessFigures(
                figures.pssBytes,
                new ProcessFigures.Carriers(2, 2, 1, 2, 0, 0),
                figures.pauses,
                figures.hiccup,
                figures.openFiles,
                20_000L,
                figures.gcCpuNanos,
                1_000_000L,
                figures.drift,
                figures.heapAfterGcBytes,
                100L,
                figures.pinned);
    }
}
