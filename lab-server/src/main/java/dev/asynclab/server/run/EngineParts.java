package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.RunFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What a [RunEngine] works with: everything that touches the world outside is handed in.
///
/// @param environment facts of the machine, read when a run is judged
/// @param seeds numbers for runs that name no seed, and for run ids
/// @param cores processors a trial may use
/// @param queueLimit runs that may wait
/// @param drainGrace how long [RunEngine#close()] lets the current run go on
public record EngineParts(
        RunStore store,
        ScenarioLibrary library,
        Reader reader,
        Runner runner,
        Judging judging,
        Supplier<Map<String, Object>> environment,
        InstantSource clock,
        LongSupplier seeds,
        FreeSpace disk,
        int cores,
        int queueLimit,
        Duration drainGrace) {

    /// Reads a scenario text.
    public interface Reader {
        Reading read(String name, String text, Settings settings);
    }

    /// Carries a plan out on the calling thread; must end soon after an interrupt.
    public interface Runner {

        /// @param done trials of an earlier attempt, not to be measured again
        /// @param directory for the logs of the processes
        Experiment.Outcome run(Plan plan, List<TrialRecord> done, Path directory, Experiment.Listener listener)
                throws LaboratoryFailure, InterruptedException;
    }

    /// From measurements to the result.
    public interface Judging {
        ResultDocument judge(Plan plan, Experiment.Outcome outcome, Map<String, Object> environment, RunFacts facts);
    }

    /// The disk that holds the store.
    public interface FreeSpace {
        long usableBytes();

        long totalBytes();
    }
}
