package dev.asynclab.cli;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while a run is watched: the first one is remembered, so that the run can be cancelled in good order; the
/// second one leaves at once.
///
/// A shutdown hook could do the first half only: once hooks run, the JVM ignores every further signal.
final class CtrlC implements AutoCloseable {
    private static final Signal SIGNAL = new Signal("INT");
    private final AtomicInteger pressed = new AtomicInteger();
    private final SignalHandler before;

    private CtrlC() {
        before = Signal.handle(SIGNAL, _ -> {
            if (pressed.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        });
    }

    static CtrlC listen() {
        return new CtrlC();
    }

    boolean pressed() {
        return pressed.get() > 0;
    }

    @Override
    public void close() {
        Signal.handle(SIGNAL, before);
    }
}
