package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.run.TraceFiles.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFilesTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void a_run_without_traces_has_none_and_gets_no_folder() throws IOException {
        TraceFiles files = TraceFiles.in(folder);
        assertEquals(List.of(), files.cells());
        assertTrue(files.read("a", Kind.TRACE).isEmpty());
        try (var made = Files.list(folder)) {
            assertEquals(0, made.count());
        }
    }

    @Test
    void a_cell_counts_once_its_timeline_is_there() throws IOException {
        TraceFiles files = TraceFiles.in(folder);
        Files.writeString(files.file("b@callers=8", Kind.TRACE), "b");
        Files.writeString(files.file("a", Kind.TRACE), "a");
        Files.writeString(files.file("recorded-only", Kind.JFR), "c");
        assertEquals(List.of("a", "b@callers=8"), files.cells());
        assertArrayEquals(
                "b".getBytes(StandardCharsets.UTF_8),
                files.read("b@callers=8", Kind.TRACE).orElseThrow());
        assertTrue(files.read("a", Kind.JFR).isEmpty());
    }

    @Test
    void a_name_from_outside_leads_nowhere_else() throws IOException {
        Files.writeString(folder.resolve("secret.jfr"), "secret");
        TraceFiles files = TraceFiles.in(folder);
        Files.writeString(files.file("a", Kind.JFR), "a");
        for (String name : List.of("../secret", "./a", folder.resolve("secret").toString(), "", "a\0")) {
            assertTrue(files.read(name, Kind.JFR).isEmpty(), name);
        }
    }
}
