package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final String RUN = "20260105-100000-recorded";

    @TempDir
    Path folder = Path.of("");

    private LabRun explain(String json, String... more) throws IOException {
        try (var server = new TestServer(_ -> Answer.json(json))) {
            var arguments = new ArrayList<>(List.of("explain", RUN));
            arguments.addAll(List.of(more));
            return LabRun.in(
                    folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments.toArray(String[]::new));
        }
    }

    @Test
    void a_word_of_the_glossary_needs_no_server() {
        LabRun run = LabRun.in(folder, "explain", "Callers / Delay");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("callers / delay   bound\n"), run.out());
        assertTrue(run.out().contains("see also: bound"), run.out());
    }

    @Test
    void a_word_nearly_right_is_answered_with_the_right_one() {
        LabRun run = LabRun.in(folder, "explain", "inconclusve");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("did you mean `inconclusive`?"), run.err());
    }

    @Test
    void a_run_is_explained_by_its_mechanisms_with_numbers_evidence_and_what_would_change_it() throws IOException {
        LabRun run = explain(Recorded.json());
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        Approved.matches("explain", run.out());
    }

    @Test
    void a_run_without_mechanisms_says_that_the_counters_do_not_show_why() throws IOException {
        LabRun run = explain(Recorded.json().replaceFirst("(?s)\"mechanisms\": \\[.*?\\n \\]", "\"mechanisms\": []"));
        assertTrue(run.out().contains("the counters do not show why; try `lab trace"), run.out());
    }

    @Test
    void a_claim_that_holds_for_another_reason_is_named() throws IOException {
        String other = Recorded.json().replaceFirst("\"mechanismSeen\": true", "\"mechanismSeen\": false");
        assertFalse(explain(Recorded.json()).out().contains("not for the stated reason"));
        LabRun run = explain(other);
        assertTrue(run.out().contains("holds, but not for the stated reason"), run.out());
        assertTrue(run.out().contains("was not seen"), run.out());
    }

    @Test
    void a_variant_that_is_not_part_of_the_run_is_refused() throws IOException {
        LabRun run = explain(Recorded.json(), "--model", "pol-50");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("did you mean `pool-50`?"), run.err());
    }

    @Test
    void where_no_mechanism_is_strongest_the_others_are_named() throws IOException {
        LabRun run = explain(Recorded.json(), "--model", "event-loop");
        assertTrue(run.out().contains("no mechanism has its strongest evidence there"), run.out());
    }
}
