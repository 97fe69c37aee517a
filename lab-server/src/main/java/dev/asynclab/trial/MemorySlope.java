package dev.asynclab.trial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Memory per task as the slope of memory over tasks in flight, read at several levels of one load.
///
/// The difference of two readings charges the tasks with everything that happened between them: connections, code,
/// whatever a model sets up once under load. All levels have that alike, so it is no part of their slope.
final class MemorySlope {

    /// Fewer levels than this say little about a slope.
    static final int FEWEST_LEVELS = 4;

    /// With fewer tasks than this on the lowest level the noise of the readings is all there is.
    private static final int FEWEST_TASKS = 10;

    /// Memory while so many tasks were in flight.
    record Level(int inFlight, MemoryReading memory) {

        private long bytes() {
            return memory.outsideHeapBytes() + memory.liveHeapBytes();
        }
    }

    private MemorySlope() {}

    /// Bytes per task: the median slope of all pairs of levels (Theil; Sen, Estimates of the regression coefficient
    /// based on Kendall's tau, JASA 63, 1968). Not least squares: what spoils a reading is the compiler's or the
    /// collector's memory of a moment, and one such reading pulls a line through four points with it, but hardly
    /// moves the median of their six slopes.
    ///
    /// Null with fewer than four levels or fewer than ten tasks on the lowest.
    static @Nullable Double bytesPerTask(List<Level> levels) {
        if (levels.size() < FEWEST_LEVELS || levels.stream().anyMatch(l -> l.inFlight() < FEWEST_TASKS)) {
            return null;
        }
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            for (int j = i + 1; j < levels.size(); j++) {
                Level a = levels.get(i);
                Level b = levels.get(j);
                if (a.inFlight() != b.inFlight()) {
                    slopes.add((double) (a.bytes() - b.bytes()) / (a.inFlight() - b.inFlight()));
                }
            }
        }
        return slopes.isEmpty() ? null : median(slopes);
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return (values.get((values.size() - 1) / 2) + values.get(values.size() / 2)) / 2;
    }
}
