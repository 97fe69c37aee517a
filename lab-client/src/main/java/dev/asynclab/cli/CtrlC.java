package dev.asynclab.cli;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C, or SIGTERM, while a run is watched: the first one is remembered, so that the run can be cancelled in
/// good order; the second one leaves at once.
///
/// SIGTERM too, because `timeout 60 lab run ...` sends it: the run of a command that was ended would otherwise be
/// continued by the next server of the data folder, before the run that it was started for.
///
/// A shutdown hook could do the first half only: once hooks run, the JVM ignores every further signal.
final class CtrlC implements AutoCloseable {
    private static final Signal INT = new Signal("INT");
    private static final Signal TERM = new Signal("TERM");
    private final AtomicInteger pressed = new AtomicInteger();
    private final SignalHandler beforeInt;
    private final SignalHandler beforeTerm;

    private CtrlC() {
        beforeInt = Signal.handle(INT, _ -> press());
        beforeTerm = Signal.handle(TERM, _ -> press());
    }

    private void press() {
        if (pressed.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    static CtrlC listen() {
        return new CtrlC();
    }

    boolean pressed() {
        return pressed.get() > 0;
    }

    @Override
    public void close() {
        Signal.handle(INT, beforeInt);
        Signal.handle(TERM, beforeTerm);
    }
}
