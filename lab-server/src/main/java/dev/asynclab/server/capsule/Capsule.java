package dev.asynclab.server.capsule;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;

/// Everything a finished run consists of: enough to print it, to judge it anew, and to repeat it.
///
/// @param scenario the exact text
/// @param trials in the order they were stored
/// @param result as judged when the run ended
/// @param traces nothing is judged by them
public record Capsule(
        Manifest manifest,
        String scenario,
        List<TrialRecord> trials,
        Calibration calibration,
        ResultDocument result,
        CapsuleTraces traces) {

    public Capsule {
        trials = List.copyOf(trials);
    }

    /// Without traces.
    public Capsule(
            Manifest manifest,
            String scenario,
            List<TrialRecord> trials,
            Calibration calibration,
            ResultDocument result) {
        this(manifest, scenario, trials, calibration, result, CapsuleTraces.NONE);
    }

    /// The same with other traces.
    public Capsule with(CapsuleTraces others) {
        return new Capsule(manifest, scenario, trials, calibration, result, others);
    }
}
