package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WholeBlocksTest {

    private static final String TEXT = """
            format: lab/v1
            title: two in one process and one alone
            task: [{wait: 1ms}]
            models:
              first: {use: virtual-threads, isolation: shared}
              alone: {use: virtual-threads}
              second: {use: virtual-threads, isolation: shared}
            load: {closed: {concurrency: 2}}
            """;

    @Test
    void half_a_shared_process_is_measured_again_and_all_else_is_kept() {
        Scenario scenario = ((Reading.Valid) ScenarioReader.read("t.yaml", TEXT, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Profile.QUICK, 1, 2, Profile.QUICK.budget());
        List<TrialRecord> done = List.of(
                trial(1, 0, "first"),
                trial(1, 1, "second"),
                trial(1, 2, "alone"),
                trial(2, 0, "alone"),
                trial(2, 1, "first"));
        // round 2 was cut between the two of the shared process, whose second now has no warm process to run in
        assertEquals(done.subList(0, 4), WholeBlocks.of(plan, done));
    }

    private static final FromTrial.Ready READY = new FromTrial.Ready(1, 1, Map.of());

    private static TrialRecord trial(int round, int order, String variant) {
        return new TrialRecord(round, order, 1, variant, "cancelled", "cut", READY, List.of(), List.of());
    }
}
