package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.ComparisonDocument.CellRatio;
import dev.asynclab.api.ComparisonDocument.Difference;
import dev.asynclab.api.ComparisonDocument.Side;
import dev.asynclab.api.ComparisonDocument.Unpaired;
import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareCommandTest {
    @TempDir
    Path folder = Path.of("");

    private static ComparisonDocument comparison(boolean comparable, boolean anyway) {
        List<String> problems = comparable ? List.of() : List.of("cores not the same (2 and 4)");
        var cell = new CellRatio(
                "pool@callers=1000",
                "pool",
                Map.of("callers", "1000"),
                "throughput",
                "/s",
                497.0,
                447.3,
                0.9,
                0.88,
                0.92,
                "worse");
        return new ComparisonDocument(
                ComparisonDocument.FORMAT,
                new Side("r-1", "pool-queueing", "0", "quick", "2026-01-05T10:00:00Z"),
                new Side("r-2", "pool-queueing", "0", "quick", "2026-01-06T10:00:00Z"),
                comparable,
                problems,
                comparable || !anyway ? null : "NOT COMPARABLE: " + problems.getFirst(),
                comparable ? List.of() : List.of(new Difference("cores", "2", "4", true)),
                comparable || anyway ? List.of(cell) : List.of(),
                List.of(new Unpaired("loop", "its definition changed")),
                List.of("--- r-1", "+++ r-2", "-threads: 50", "+threads: 60"));
    }

    private LabRun compare(boolean comparable, String... more) throws IOException {
        try (var server = new TestServer(asked ->
                Answer.json(Json.pretty(comparison(comparable, asked.path().endsWith("anyway=true")))))) {
            var arguments = new ArrayList<>(List.of("compare", "r-1", "r-2"));
            arguments.addAll(List.of(more));
            return LabRun.in(
                    folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments.toArray(String[]::new));
        }
    }

    @Test
    void runs_that_are_comparable_are_exit_0_with_ratio_and_interval_per_cell() throws IOException {
        LabRun run = compare(true);
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        for (String word : List.of("497/s", "447/s", "0.90", "0.88", "0.92", "worse", "+threads: 60", "not paired")) {
            assertTrue(run.out().contains(word), () -> word + " in " + run.out());
        }
    }

    @Test
    void runs_that_are_not_are_exit_9_and_the_difference_is_told() throws IOException {
        LabRun run = compare(false);
        assertEquals(ExitCode.NOT_COMPARABLE, run.exitCode());
        assertTrue(run.err().contains("not comparable: r-2: cores not the same (2 and 4)"), run.err());
        assertTrue(run.err().contains("--anyway"), run.err());
        assertTrue(run.out().contains("! cores: 2 -> 4"), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c.json", "c.csv", "c.md"})
    void compared_anyway_every_export_carries_the_banner(String file) throws IOException {
        LabRun run = compare(false, "--anyway", "--export", file);
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("!!! NOT COMPARABLE"), run.out());
        String written = Files.readString(folder.resolve(file));
        assertTrue(written.contains("NOT COMPARABLE: cores not the same (2 and 4)"), written);
        assertTrue(written.contains("pool@callers=1000"), written);
    }
}
