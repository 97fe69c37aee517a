package dev.asynclab.server.calibrate;

import dev.asynclab.api.CalibrationCard;
import dev.asynclab.api.CalibrationCard.Line;
import dev.asynclab.server.fork.CalibrationBench;
import dev.asynclab.server.fork.CalibrationBench.Outcome;
import dev.asynclab.server.fork.LaboratoryFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Fills in a calibration card: about a minute on a quiet machine.
///
/// Everything goes the way of a run: backend process, trial process, the same recording. Only the expectations are
/// known beforehand.
public final class CardRun {

    private static final Duration WATCHED = Duration.ofSeconds(2);

    private final CalibrationBench bench;
    private final int cores;
    private final Consumer<String> progress;

    /// @param progress told what is measured next
    public CardRun(CalibrationBench bench, int cores, Consumer<String> progress) {
        this.bench = bench;
        this.cores = cores;
        this.progress = progress;
    }

    /// Measures every line.
    ///
    /// @param taken when, ISO 8601
    /// @param environment facts of this machine
    /// @throws LaboratoryFailure when a process did not do what it was told
    public CalibrationCard run(String taken, Map<String, Object> environment)
            throws LaboratoryFailure, InterruptedException {
        List<Line> lines = new ArrayList<>();
        progress.accept("timers");
        lines.addAll(TimerLines.of(TimerFloor.measure()));
        progress.accept("foreign CPU");
        lines.add(HostLines.foreign(cores, bench.foreignShare(WATCHED, true)));
        CardCells cells = new CardCells(cores, bench.open(CardCells.DELAYS));
        progress.accept("waiting, Little's law, a stall of the backend, a blocked loop");
        Outcome loop = bench.run(cells.loop());
        lines.addAll(LoopLines.of(loop.cells()));
        progress.accept("computing on all cores");
        lines.add(HostLines.kernel(bench.run(cells.kernel()), bench.foreignShare(Duration.ofMillis(500), false)));
        progress.accept("parked virtual threads");
        lines.add(HostLines.parked(bench.run(cells.parked())));
        return new CalibrationCard(CalibrationCard.FORMAT, taken, Fingerprint.of(environment), environment, lines);
    }
}
