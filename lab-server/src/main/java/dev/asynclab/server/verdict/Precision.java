package dev.asynclab.server.verdict;

import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When an adaptive run may stop: when its intervals are narrow, whatever they say.
///
/// Stopping at the first significant look finds differences between identical programs in a quarter of the runs;
/// stopping on width leaves the intervals honest.
public final class Precision {

    /// No comparison needs to be known better than this.
    private static final double NARROW = StrictMath.log(1.05);
    /// A large ratio is known well enough at a quarter of its own logarithm.
    private static final double SHARE_OF_ESTIMATE = 0.25;

    private Precision() {}

    /// Whether every primary comparison is narrow enough: half width <= max(ln 1.05, |estimate| / 4).
    /// Comparisons that more rounds cannot help (void, failing, not run) are left out.
    public static boolean satisfied(Plan plan, List<TrialRecord> records, Calibration calibration) {
        return comparisons(Judgement.of(plan, records, calibration)).stream()
                .allMatch(logRatios -> narrow(logRatios, plan.pairs().size()));
    }

    /// ln(a / b) by round for every primary comparison that more rounds can help.
    static List<double[]> comparisons(Judgement judgement) {
        Pairs pairs = new Pairs(judgement);
        List<double[]> all = new ArrayList<>();
        for (Scenario.Point point : judgement.plan().scenario().points()) {
            for (Scenario.Pair pair : judgement.plan().pairs()) {
                Optional<Plan.Cell> a = hopeful(judgement, pair.a(), point);
                Optional<Plan.Cell> b = hopeful(judgement, pair.b(), point);
                if (a.isPresent() && b.isPresent()) {
                    all.add(pairs.logRatios(a.get(), b.get()));
                }
            }
        }
        return all;
    }

    private static Optional<Plan.Cell> hopeful(Judgement judgement, String variant, Scenario.Point point) {
        return judgement
                .runs()
                .cell(variant, point.at())
                .filter(Plan.Cell::runs)
                .filter(c -> judgement.validity().voidReason(c).isEmpty())
                .filter(c -> judgement.validity().cannotWin(c).isEmpty());
    }

    static boolean narrow(double[] logRatios, int comparisons) {
        Interval logs = SignedRank.interval(logRatios, RoundsNeeded.ALPHA / 2 / StrictMath.max(1, comparisons));
        double halfWidth = (logs.hi() - logs.lo()) / 2;
        return halfWidth <= StrictMath.max(NARROW, SHARE_OF_ESTIMATE * StrictMath.abs(logs.estimate()));
    }
}
