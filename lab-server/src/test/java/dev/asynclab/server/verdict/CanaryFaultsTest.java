package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Metric;
import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.record.TrialRecord.Canary;
import dev.asynclab.server.record.TrialRecord.CanaryRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanaryFaultsTest {

    private static final long MILLIS = 1_000_000;
    private static final Canary CALM = canary(250, 250, 250, 250);

    private final LabFixture lab = new LabFixture().variant("virtual-threads", "virtual-threads");

    private static Canary canary(long wallBefore, long cpuBefore, long wallAfter, long cpuAfter) {
        return new Canary(
                new CanaryRun(wallBefore * MILLIS, cpuBefore * MILLIS),
                new CanaryRun(wallAfter * MILLIS, cpuAfter * MILLIS));
    }

    /// One round for each canary, all of the same window.
    private Judgement judgement(Window window, @Nullable Canary... canaries) {
        return Judgement.of(lab.plan(), records(window, canaries), lab.calibration());
    }

    private List<TrialRecord> records(Window window, @Nullable Canary... canaries) {
        Trials trials = new Trials(lab.plan()).add("virtual-threads", canaries.length, r -> window);
        List<TrialRecord> records = new ArrayList<>();
        trials.records().forEach(r -> records.add(r.withCanary(canaries[r.round() - 1])));
        return records;
    }

    private Window computing() {
        lab.task(LabFixture.compute());
        Window window = Window.at(200);
        window.callsBackend = false;
        window.trialCores = 1.9;
        window.backendCores = 0;
        return window;
    }

    private static Set<String> codes(Judgement judgement) {
        Set<String> codes = new TreeSet<>();
        judgement.validity().findings().forEach(f -> codes.add(f.code() + " " + f.round()));
        return codes;
    }

    private static Plan.Cell cell(Judgement judgement) {
        return judgement.plan().cells().getFirst();
    }

    /// 274 / 250 is 1.096, just below the most there may be; 276 / 250 is 1.104.
    @Test
    void wall_time_of_computing_work_needs_a_canary_that_is_as_fast_after_as_before() {
        Judgement judgement = judgement(
                computing(), CALM, canary(250, 250, 274, 250), canary(250, 250, 276, 250), canary(276, 250, 250, 250));
        assertEquals(Set.of("cpu-contended 3", "cpu-contended 4"), codes(judgement));
        assertEquals(
                "the canary's work took 250 ms before the trial and 276 ms after it",
                judgement.validity().findings().getFirst().evidence());
        // The round is not void: figures that do not hang on wall time are judged.
        assertFalse(judgement.validity().isVoid(cell(judgement), 3));
        Contention contention = judgement.validity().contention();
        assertTrue(contention.disturbs(Metric.WALL, cell(judgement), 3).isPresent());
        assertTrue(contention.disturbs(Metric.CPU_PER_TASK, cell(judgement), 3).isEmpty());
        assertTrue(
                contention.disturbs(Metric.MEMORY_PER_TASK, cell(judgement), 3).isEmpty());
    }

    @Test
    void waiting_work_does_not_ask_the_canary() {
        Judgement judgement = judgement(Window.at(9_600), CALM, canary(250, 250, 400, 250));
        assertEquals(Set.of(), codes(judgement));
    }

    /// The median is 200 ms, of which 5 % are 10 ms; 209 and 211 are just below and above, 189 is below by more.
    /// After the second trial and before the third the processor is at another speed: both are void.
    @Test
    void another_speed_of_the_processor_voids_rounds_of_computing_work_and_queues_them_again() {
        assertEquals(Set.of(), codes(speeds(200, 209, 209, 200)));

        Judgement judgement = speeds(200, 211, 212, 200);
        assertEquals(Set.of("clock 2", "clock 3"), codes(judgement));
        assertEquals(
                "the canary's work took 211 ms of CPU time, the run's median is 200 ms: the processor changed its speed",
                judgement.validity().findings().getFirst().evidence());
        assertTrue(judgement.validity().isVoid(cell(judgement), 2));
        assertFalse(judgement.validity().isVoid(cell(judgement), 1));
        assertEquals(
                List.of(2, 3),
                Validity.roundsToRepeat(
                        lab.plan(), records(computing(), trials(200, 211, 212, 200)), lab.calibration(), Map.of()));
        // Faster is another speed as well.
        assertEquals(Set.of("clock 2", "clock 3"), codes(speeds(200, 189, 188, 200)));
    }

    /// What the last trial left behind makes one reading dearer, not the next.
    @Test
    void one_reading_alone_is_no_speed_of_the_processor() {
        assertEquals(Set.of(), codes(speeds(200, 240, 200, 200)));
        assertEquals(Set.of(), codes(speeds(200, 200, 240, 200)));
        assertEquals(Set.of(), codes(speeds(200, 240, 180, 200)));
        // Before the first trial and after the last there is only one.
        assertEquals(Set.of("clock 1"), codes(speeds(240, 200, 200, 200)));
    }

    @Test
    void waiting_work_is_judged_at_any_speed_of_the_processor_but_for_its_cpu_time() {
        Judgement judgement = judgement(Window.at(9_600), trials(200, 211, 212, 200));
        assertEquals(Set.of(), codes(judgement));
        Contention contention = judgement.validity().contention();
        assertTrue(contention.disturbs(Metric.CPU_PER_TASK, cell(judgement), 2).isPresent());
        assertTrue(contention.disturbs(Metric.CPU_PER_TASK, cell(judgement), 1).isEmpty());
        assertTrue(contention.disturbs(Metric.THROUGHPUT, cell(judgement), 2).isEmpty());
    }

    private Judgement speeds(long first, long afterSecond, long beforeThird, long last) {
        return judgement(computing(), trials(first, afterSecond, beforeThird, last));
    }

    /// Four trials whose readings are 200 ms but for the first, those around the pause in the middle, and the last.
    private static Canary[] trials(long first, long afterSecond, long beforeThird, long last) {
        return new Canary[] {
            canary(200, first, 200, 200),
            canary(200, 200, 200, afterSecond),
            canary(200, beforeThird, 200, 200),
            canary(200, 200, 200, last)
        };
    }

    @Test
    void without_readings_nothing_is_said() {
        assertEquals(Set.of(), codes(judgement(computing(), null, null)));
        assertEquals("clocks agree", said(judgement(Window.at(9_600), null, null), "clock"));
        // Where CPU time cannot be read, wall time still tells.
        Canary half = new Canary(new CanaryRun(250 * MILLIS, null), new CanaryRun(300 * MILLIS, null));
        assertEquals(Set.of("cpu-contended 1"), codes(judgement(computing(), half)));
    }

    /// 204 / 200 of CPU time in both readings between two trials, and 218 / 200 of wall time.
    @Test
    void a_calm_canary_is_named_in_the_checks() {
        Canary at = canary(200, 200, 200, 200);
        Judgement judgement = judgement(Window.at(9_600), at, canary(200, 200, 200, 205), canary(218, 204, 200, 200));
        assertEquals(
                "host quiet; the canary's wall time before and after a trial differed by up to 9 %",
                said(judgement, "cpu-contended"));
        assertEquals(
                "clocks agree; the canary's CPU time between trials stayed within 2 % of its median",
                said(judgement, "clock"));
    }

    /// Where it is taken at all, which quick runs leave out.
    @Test
    void a_lost_canary_is_a_failed_check_that_says_since_when() {
        Canary at = canary(200, 200, 200, 200);
        lab.profile = Profile.STANDARD;
        assertEquals(
                "the canary was lost: 2 of 4 trials, the first in round 3, have no reading of the machine's speed",
                said(judgement(Window.at(9_600), at, at, null, null), "canary"));
        assertTrue(new Checks(judgement(Window.at(9_600), at, at))
                .all().stream().noneMatch(c -> c.code().equals("canary")));
        lab.profile = Profile.QUICK;
        assertTrue(new Checks(judgement(Window.at(9_600), null, null))
                .all().stream().noneMatch(c -> c.code().equals("canary")));
    }

    private static String said(Judgement judgement, String code) {
        return new Checks(judgement)
                .all().stream()
                        .filter(c -> c.code().equals(code))
                        .map(ResultDocument.Check::evidence)
                        .findFirst()
                        .orElseThrow();
    }
}
