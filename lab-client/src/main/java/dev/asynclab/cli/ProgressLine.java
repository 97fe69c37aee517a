package dev.asynclab.cli;

import dev.asynclab.api.RunStatus;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The progress of a run on standard error: on a terminal one line drawn over itself, elsewhere a new line now and
/// then.
///
/// It uses carriage returns and spaces, no escape sequences, so that the dumbest terminal shows it.
final class ProgressLine {
    private static final Duration REDRAWN = Duration.ofMillis(250);
    private static final Duration REPEATED = Duration.ofSeconds(5);
    private static final int BAR = 24;
    private final Screen screen;
    private final boolean quiet;
    private final LongSupplier nanoTime;
    private String shown = "";
    private String state = "";
    private String said = "";
    private long drawnNanos;

    /// @param nanoTime the clock, in nanoseconds from anywhere
    ProgressLine(Screen screen, boolean quiet, LongSupplier nanoTime) {
        this.screen = screen;
        this.quiet = quiet;
        this.nanoTime = nanoTime;
    }

    /// Shows the run's state if it changed, or if the last look is long enough ago.
    ///
    /// @param activity what is going on, from the last event; may be empty
    void show(RunStatus run, String activity) {
        long now = nanoTime.getAsLong();
        Duration pause = screen.terminal() ? REDRAWN : REPEATED;
        boolean changed = !state.equals(run.state());
        boolean due = state.isEmpty() || now - drawnNanos >= pause.toNanos();
        if (quiet || !(due || (changed && !screen.terminal()))) {
            return;
        }
        state = run.state();
        drawnNanos = now;
        draw(line(run, activity));
    }

    /// Prints a line that stays, unless it is empty or was the last one said.
    void say(String line) {
        if (!quiet && !line.isEmpty() && !line.equals(said)) {
            done();
            screen.note(Printable.line(line));
            said = line;
        }
    }

    /// Leaves an empty line for what comes next.
    void done() {
        if (!quiet && screen.terminal() && !shown.isEmpty()) {
            screen.err().print("\r" + " ".repeat(Printable.width(shown)) + "\r");
            screen.err().flush();
            shown = "";
        }
    }

    private void draw(String line) {
        if (!screen.terminal()) {
            screen.note(line);
            return;
        }
        String cut = Printable.cut(line, screen.width() - 1);
        screen.err().print("\r" + Printable.left(cut, Printable.width(shown)));
        screen.err().flush();
        shown = cut;
    }

    private String line(RunStatus run, String activity) {
        var line = new StringBuilder("run ").append(Printable.line(run.id())).append("  ");
        Integer position = run.position();
        if (position != null && run.state().equals("queued")) {
            return line.append("queued, ").append(position).append(" before it").toString();
        }
        int full = (int) Math.round(Math.clamp(run.progress(), 0.0, 1.0) * BAR);
        if (screen.terminal()) {
            line.append('[')
                    .append("=".repeat(full))
                    .append("-".repeat(BAR - full))
                    .append("]  ");
        }
        line.append(Math.round(run.progress() * 100)).append(" %  ").append(run.state());
        Double eta = run.etaSeconds();
        if (eta != null) {
            long seconds = Math.round(eta);
            line.append("  eta ").append("%d:%02d".formatted(seconds / 60, seconds % 60));
        }
        return line.append(activity.isEmpty() ? "" : "  " + Printable.line(activity))
                .toString();
    }
}
