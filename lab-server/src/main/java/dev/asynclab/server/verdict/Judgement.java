package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;

/// The parts a verdict is made of, built once from what was stored.
record Judgement(
        Plan plan, Observations runs, Bounds bounds, Validity validity, Samples samples, Calibration calibration) {

    static Judgement of(Plan plan, List<TrialRecord> records, Calibration calibration) {
        Observations runs = new Observations(plan, records);
        Bounds bounds = new Bounds(runs, calibration);
        Validity validity = new Validity(runs, bounds, calibration);
        Samples samples = new Samples(runs, new MetricValues(runs, bounds), validity);
        return new Judgement(plan, runs, bounds, validity, samples, calibration);
    }
}
