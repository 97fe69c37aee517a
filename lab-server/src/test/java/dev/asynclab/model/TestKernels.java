package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import java.util.List;
import java.util.Map;

/// Kernels for tests.
final class TestKernels {
    private TestKernels() {}

    /// A kernel with a defect.
    record Broken() implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("broken", "", List.of(), "", v -> new Broken());
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of();
        }

        @Override
        public long run() {
            throw new IllegalStateException("broken on purpose");
        }
    }

    /// Computes for a time, whoever interrupts it.
    record Stubborn(long nanos) implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("stubborn", "", List.of(), "", v -> new Stubborn(v.get("nanos")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("nanos", nanos);
        }

        @Override
        public long run() {
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return 0;
        }
    }

    /// Vector (sum of i, number of items): the checksum is 1 x sum + 2 x number.
    record Numbers(long items) implements Divisible {
        @Override
        public KernelKind kind() {
            return new KernelKind("numbers", "", List.of(), "", v -> new Numbers(v.get("items")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("items", items);
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public void run(long from, long to, long[] into) {
            for (long i = from; i < to; i++) {
                into[0] += i;
                into[1]++;
            }
        }
    }

    /// Fails in the middle.
    record Stumbling(long items) implements Divisible {
        @Override
        public KernelKind kind() {
            return new KernelKind("stumbling", "", List.of(), "", v -> new Stumbling(v.get("items")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("items", items);
        }

        @Override
        public void run(long from, long to, long[] into) {
            if (from <= items / 2 && items / 2 < to) {
                throw new IllegalStateException("broken on purpose");
            }
        }
    }
}
