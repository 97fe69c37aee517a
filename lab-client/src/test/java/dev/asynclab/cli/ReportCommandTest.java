package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class ReportCommandTest {
    private static final String RUN = "20260105-100000-recorded";

    @TempDir
    Path folder = Path.of("");

    /// A server whose answers say in which format they are.
    private LabRun report(String... more) throws IOException {
        String recorded = Recorded.json();
        try (var server = new TestServer(asked -> asked.path().endsWith("/report")
                ? new Answer(200, "text/html", "as html")
                : new Answer(
                        200,
                        asked.header().accept(),
                        asked.header().accept().equals("application/json")
                                ? recorded
                                : "as " + asked.header().accept()))) {
            var arguments = new ArrayList<>(List.of("report", RUN));
            arguments.addAll(List.of(more));
            return LabRun.in(
                    folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments.toArray(String[]::new));
        }
    }

    private void written(String file, String content, String... more) throws IOException {
        LabRun run = report(more);
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertEquals(file, run.out().strip());
        assertEquals(content, Files.readString(folder.resolve(file)));
    }

    @Test
    void a_report_is_a_page_unless_another_format_is_asked_for() throws IOException {
        written(RUN + ".html", "as html");
        written(RUN + ".md", "as text/markdown", "-o", "md");
        written(RUN + ".csv", "as text/csv", "-o", "csv");
    }

    @Test
    void a_file_gets_the_format_of_its_name_or_the_one_asked_for() throws IOException {
        written("mine.md", "as text/markdown", "--file", "mine.md");
        written("notes.txt", "as text/markdown", "-o", "md", "--file", "notes.txt");
        written("old.csv", "as text/csv", "--export", "old.csv");
    }

    @Test
    void what_cannot_be_written_is_refused_before_anything_is_asked() throws IOException {
        LabRun suffix = report("--file", "mine.txt");
        assertEquals(ExitCode.USAGE, suffix.exitCode());
        assertTrue(suffix.err().contains("end it in one of"), suffix.err());
        LabRun two = report("--file", "a.md", "--export", "b.md");
        assertEquals(ExitCode.USAGE, two.exitCode());
        assertTrue(two.err().contains("leave one of them out"), two.err());
        LabRun format = report("-o", "pdf");
        assertEquals(ExitCode.USAGE, format.exitCode());
    }
}
