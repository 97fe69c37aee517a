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
public record Capsule(
        Manifest manifest, String scenario, List<TrialRecord> trials, Calibration calibration, ResultDocument result) {

    public Capsule {
        trials = List.copyOf(trials);
    }
}
