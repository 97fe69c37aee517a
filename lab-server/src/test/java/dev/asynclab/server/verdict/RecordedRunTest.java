package dev.asynclab.server.verdict;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunRequest;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.Entries;
import dev.asynclab.server.capsule.Manifest;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The recorded run that other tests judge again and open: written with the real serialisation from made-up
/// windows,
/// noisy enough that every interval has digits to lose. `-Dlab.approve=true` writes it anew.
public class RecordedRunTest {

    private static final Path FOLDER = Path.of("src/test/resources/recorded/run");

    private static final String TEXT = """
            format: lab/v1
            id: recorded
            title: a run to be judged again
            lesson:
              predict:
                - {id: first, ask: Which is first?, answer: rank, of: throughput, at: {callers: 1000, size: 1KiB}}
                - id: pool-rate
                  ask: How many?
                  answer: number
                  of: throughput of pool-50
                  at: {size: 1KiB, callers: 1000}
                  within: 15%
                - id: nobody
                  ask: Who wins?
                  answer: choice
                  options: [{say: Nobody, when: throughput of event-loop ~ throughput of virtual-threads within 5%}]
            backends: {orders: {kind: fast, delay: 100ms, body: "${size}"}}
            task: [{call: orders}]
            models:
              event-loop: {}
              virtual-threads: {}
              pool-50: {use: platform-threads, threads: 50}
            load: {closed: {concurrency: "${callers}"}}
            sweep: {callers: [1000], size: [256B, 1KiB]}
            expect:
              - {id: saturated, that: throughput of pool-50 ~ bound within 10%, grade: must}
              - id: waiting-is-cheap
                that: throughput of virtual-threads @ size=1KiB,callers=1000 >= 19x throughput of pool-50
              - {id: elsewhere, that: latency.p99 of each <= 10s, at: {size: 256B, callers: 1000}}
            """;

    /// The run as it stands in the folder.
    public static Capsule capsule() {
        var scenario = ((Reading.Valid) ScenarioReader.read("scenario.yaml", TEXT, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Profile.QUICK, 7, 2, Profile.QUICK.budget());
        var noise = new SplittableRandom(11);
        Trials trials = new Trials(plan)
                .add("event-loop", 8, _ -> Window.at(9_600 * noise.nextDouble(0.96, 1.04)))
                .add("virtual-threads", 8, _ -> Window.at(9_500 * noise.nextDouble(0.96, 1.04)))
                .add("pool-50", 8, _ -> pool(490 * noise.nextDouble(0.98, 1.01)));
        List<TrialRecord> records = inTurn(trials.records());
        var calibration =
                new Calibration(Map.of("orders", new Calibration.BackendCapacity(312_345, 81_234.5, 24_987.6)));
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("cores", 2);
        environment.put("jdk", "25");
        environment.put("lab", "recorded");
        Map<String, String> predictions = Map.of("first", "pool-50, event-loop = virtual-threads", "pool-rate", "50/s");
        var facts = new RunFacts(
                "20260105-100000-recorded",
                null,
                "succeeded",
                "2026-01-05T10:00:00Z",
                "2026-01-05T10:02:00Z",
                "lab run recorded.yaml --profile quick --seed 7",
                predictions);
        ResultDocument result = Judge.judge(plan, records, calibration, environment, facts);
        var request = new RunRequest(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.of("quick"),
                Optional.of(150.0),
                OptionalLong.of(7),
                predictions,
                Optional.empty());
        var manifest = new Manifest(
                Manifest.FORMAT, facts.run(), null, request, 2, predictions, 24, "recorded", "2026-01-05T09:59:00Z");
        return new Capsule(manifest, TEXT, records, calibration, result);
    }

    /// Each variant has its own place in the round, as a real run gives it.
    private static List<TrialRecord> inTurn(List<TrialRecord> records) {
        List<String> variants =
                records.stream().map(TrialRecord::variant).distinct().toList();
        return records.stream()
                .map(r -> new TrialRecord(
                        r.round(),
                        variants.indexOf(r.variant()),
                        r.attempt(),
                        r.variant(),
                        r.outcome(),
                        r.detail(),
                        requireNonNull(r.ready()),
                        r.cells(),
                        r.references()))
                .toList();
    }

    private static Window pool(double throughput) {
        Window window = Window.at(throughput);
        window.backendPeak = 50;
        window.latency = Window.distribution(2.04e9, 2_000);
        return window;
    }

    @Test
    void the_recorded_run_is_what_the_serialisation_writes() throws IOException {
        Map<String, String> entries = new TreeMap<>(Entries.write(capsule()));
        if (Boolean.getBoolean("lab.approve")) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                Files.writeString(FOLDER.resolve(entry.getKey()), entry.getValue());
            }
        }
        // The verdict may improve; what was measured and decided must stay readable as it was written.
        for (String name : List.of("manifest.json", "scenario.yaml", "trials.jsonl", "calibration.json")) {
            assertEquals(entries.get(name), Files.readString(FOLDER.resolve(name)), name);
        }
    }

    @Test
    void it_has_something_of_everything_that_is_judged() {
        ResultDocument result = capsule().result();
        assertEquals("holds", result.outcome());
        assertEquals(6, result.pairs().size());
        assertFalse(result.pairs().stream().allMatch(p -> p.verdict().equals("tie")));
        assertEquals(3, result.predictions().size());
    }
}
