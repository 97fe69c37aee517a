package dev.asynclab.server.fork;

import dev.asynclab.server.record.TrialRecord.CanaryRun;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The canary of a run for as long as it lives. One that is lost costs its readings, not the run.
final class RunCanary implements AutoCloseable {

    private final CanaryProcess process;
    private boolean lost;

    private RunCanary(CanaryProcess process) {
        this.process = process;
    }

    /// @throws LaboratoryFailure when it does not come up
    static RunCanary start(List<String> command, Path directory) throws LaboratoryFailure, InterruptedException {
        try {
            return new RunCanary(CanaryProcess.start(command, directory));
        } catch (ChildGone e) {
            throw new LaboratoryFailure("the canary did not come up: " + e.detail());
        }
    }

    long pid() {
        return process.pid();
    }

    /// What its work takes now; null once it is lost.
    @Nullable
    CanaryRun read() throws InterruptedException {
        if (lost) {
            return null;
        }
        try {
            return process.compute();
        } catch (ChildGone e) {
            // An answer that comes late would be taken for that to the next order.
            process.close();
            lost = true;
            return null;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
