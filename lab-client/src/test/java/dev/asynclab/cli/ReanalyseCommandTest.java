package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReanalyseCommandTest {
    @TempDir
    Path folder = Path.of("");

    private LabRun reanalyse(String fresh, String... more) throws IOException {
        String stored = Recorded.json();
        try (var server = new TestServer(asked -> Answer.json(asked.path().endsWith("fresh=true") ? fresh : stored))) {
            var arguments = new java.util.ArrayList<>(java.util.List.of("reanalyse", "r-1"));
            arguments.addAll(java.util.List.of(more));
            return LabRun.in(
                    folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments.toArray(String[]::new));
        }
    }

    @Test
    void the_same_bytes_are_said_to_be_the_same() throws IOException {
        LabRun run = reanalyse(Recorded.json(), "-o", "json");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertEquals(Recorded.json().strip(), run.out().strip());
        assertTrue(run.err().contains("byte for byte"), run.err());
    }

    @Test
    void another_figure_by_the_same_version_is_a_defect_and_by_another_version_news() throws IOException {
        String other = Recorded.json().replaceFirst("\"lo\": [0-9.]+", "\"lo\": 1.5");
        LabRun news = reanalyse(other);
        assertEquals(ExitCode.HOLDS, news.exitCode());
        assertTrue(news.err().contains("1.5 now"), news.err());
        String ours = "\"environment\": {\"lab\": \"" + VersionCommand.number() + "\",";
        LabRun defect = reanalyse(other.replaceFirst("\"environment\": \\{", ours));
        assertEquals(ExitCode.BUG, defect.exitCode(), defect.err());
    }
}
