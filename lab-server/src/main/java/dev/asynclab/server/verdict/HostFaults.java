package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import java.util.Optional;

/// What the machine did to a window. Each rule answers the evidence when it fires.
final class HostFaults {

    /// Share of a window a quota may stop us.
    static final double THROTTLED = 0.01;
    /// Pages that may pass between memory and swap: 256 KiB of some idle program are not our fault.
    static final long SWAPPED_PAGES = 64;
    /// A stepped clock or a suspended machine shows as at least this much skew.
    static final long SKEW_MILLIS = 50;

    private final Observations runs;

    HostFaults(Observations runs) {
        this.runs = runs;
    }

    Optional<String> throttled(Plan.Cell cell, int round) {
        return runs.host(cell, round).flatMap(host -> {
            Long nanos = host.throttledNanos();
            return nanos != null && nanos > THROTTLED * host.nanos()
                    ? Optional.of("a container quota stopped the process for "
                            + Wording.percent((double) nanos / host.nanos()) + " of the window")
                    : Optional.empty();
        });
    }

    Optional<String> swap(Plan.Cell cell, int round) {
        return runs.host(cell, round)
                .map(TrialRecord.HostWindow::swappedPages)
                .filter(p -> p > SWAPPED_PAGES)
                .map(p -> Wording.number(p) + " pages were swapped");
    }

    Optional<String> clock(Plan.Cell cell, int round) {
        return runs.host(cell, round)
                .map(TrialRecord.HostWindow::wallSkewMillis)
                .filter(ms -> StrictMath.abs(ms) > SKEW_MILLIS)
                .map(ms -> "the wall clock moved " + ms + " ms against the monotonic clock");
    }
}
