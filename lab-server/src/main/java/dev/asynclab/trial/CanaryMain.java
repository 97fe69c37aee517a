package dev.asynclab.trial;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.Primes;
import dev.asynclab.wire.CanaryMessage;
import dev.asynclab.wire.CanaryMessage.Computed;
import dev.asynclab.wire.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The canary of a run: a process that does the same piece of work before and after each trial, and says how long
/// it took. Whatever changes between two answers changed in the machine.
///
/// Standard input is the lifeline: at its end the process exits, at the latest after one run of the kernel.
public final class CanaryMain {

    /// A quarter of a second of CPU time where this was written: long against a time slice of the operating system,
    /// short against a trial.
    /// Integer arithmetic in registers, so that its CPU time follows the processor's frequency and hardly what
    /// others do to the caches. There are 216,816 primes up to three million.
    static final Kernel KERNEL = new Primes(2, 2_999_999);

    /// The first run is interpreted until the compiler has replaced its loop.
    private static final int WARM_UP_RUNS = 3;

    private CanaryMain() {}

    /// Runs until standard input ends. Takes no arguments.
    public static void main(String[] args) {
        PrintStream answers = System.out;
        System.setOut(System.err);
        int status = 1;
        try {
            obey(System.in, answers);
            status = 0;
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
        } finally {
            Runtime.getRuntime().halt(status);
        }
    }

    static void obey(InputStream orders, PrintStream answers) throws IOException {
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            compute();
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(orders, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Computed answer = switch (Lines.read(line, CanaryMessage.class)) {
                case CanaryMessage.Compute _ -> compute();
                case Computed _ -> throw new IOException("an answer came as an order: send compute");
            };
            answers.write((Lines.write(answer) + "\n").getBytes(StandardCharsets.UTF_8));
            answers.flush();
        }
    }

    private static Computed compute() {
        Long cpuBefore = NativeClocks.processNanos();
        long began = System.nanoTime();
        long result = KERNEL.run();
        long wall = System.nanoTime() - began;
        Long cpuAfter = NativeClocks.processNanos();
        return new Computed(wall, cpuBefore == null || cpuAfter == null ? null : cpuAfter - cpuBefore, result);
    }
}
