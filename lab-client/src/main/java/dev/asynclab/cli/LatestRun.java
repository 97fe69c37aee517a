package dev.asynclab.cli;

import dev.asynclab.api.RunStatus;
import dev.asynclab.client.LabClient;
import java.util.Map;

/// The word `latest` in place of a run's id: the run submitted last.
final class LatestRun {
    static final String WORD = "latest";

    private LatestRun() {}

    /// The id of a run, as typed or looked up.
    static String id(LabClient client, String typed) throws InterruptedException {
        if (!typed.equals(WORD)) {
            return typed;
        }
        return client.runs(Map.of()).stream().map(RunStatus::id).findFirst().orElseThrow(LatestRun::none);
    }

    static Refusal none() {
        return Refusal.of(ExitCode.USAGE, "no-run", "there is no run to show yet", "`lab run two-by-two` makes one");
    }
}
