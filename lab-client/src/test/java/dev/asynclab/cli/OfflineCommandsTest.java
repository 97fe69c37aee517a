package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineCommandsTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void a_lab_with_three_scenarios() throws IOException {
        Path scenarios = folder.resolve("lab/scenarios");
        Files.createDirectories(scenarios);
        Files.writeString(scenarios.resolve("b.yaml"), scenario("b", 2, "io", "What limits it?"));
        Files.writeString(scenarios.resolve("a.yaml"), scenario("a", 10, "cpu", "=cmd()"));
        Files.writeString(scenarios.resolve("broken.yaml"), "id: broken\ntitle: [\n");
        Files.writeString(scenarios.resolve("scenario.schema.json"), "{\"title\": \"lab/v1\"}");
        Path models = folder.resolve("lab/lab-server/src/main/java/dev/asynclab/model");
        Files.createDirectories(models);
        Files.writeString(models.resolve("EventLoopModel.java"), "class EventLoopModel {\n}\n");
        Files.writeString(models.resolve("VirtualThreadModel.java"), "class VirtualThreadModel {}\n");
    }

    @Test
    void the_list_is_in_reading_order_and_a_broken_file_does_not_hide_the_others() throws IOException {
        // Track 1: order 2 (b) before order 10 (a); without a lesson last.
        Approved.matches("list", LabRun.in(folder, "list").out());
        Approved.matches("list-json", LabRun.in(folder, "list", "-o", "json").out());
    }

    @Test
    void a_question_that_looks_like_a_formula_is_disarmed_in_csv() {
        String csv = LabRun.in(folder, "list", "-o", "csv").out();
        assertTrue(csv.contains(",'=cmd(),"), csv);
    }

    @Test
    void the_list_can_be_narrowed_by_tag() {
        String list = LabRun.in(folder, "list", "--tag", "io", "-o", "csv").out();
        assertEquals(2, list.lines().count(), list);
    }

    @Test
    void models_are_listed_and_those_broken_on_purpose_come_last_and_say_so() {
        List<String> lines =
                LabRun.in(folder, "list", "models", "-o", "csv").out().lines().toList();
        assertEquals("id,kind,title,idiom", lines.getFirst());
        assertTrue(lines.get(1).startsWith("sequential,model,"), lines::toString);
        assertTrue(lines.getLast().startsWith("broken-wall-clock-spin,broken on purpose,"), lines::toString);
        LabRun refused = LabRun.in(folder, "list", "modles");
        assertEquals(ExitCode.USAGE, refused.exitCode());
        assertTrue(refused.err().contains("write scenarios or models"), refused.err());
    }

    @Test
    void show_prints_the_file_as_written() throws IOException {
        assertEquals(
                scenario("b", 2, "io", "What limits it?"),
                LabRun.in(folder, "show", "b").out());
    }

    @Test
    void an_unknown_scenario_is_answered_with_the_nearest_one() {
        LabRun run = LabRun.in(folder, "show", "brokn");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("did you mean `broken`?"), run.err());
    }

    @Test
    void a_new_scenario_has_its_own_id_and_finds_the_schema() throws IOException {
        LabRun run = LabRun.in(folder, "new", "scenario", "mine", "--from", "b");
        assertEquals("mine.yaml", run.out().strip());
        String text = Files.readString(folder.resolve("mine.yaml"));
        assertTrue(
                text.startsWith("# yaml-language-server: $schema=./lab/scenarios/scenario.schema.json\n"
                        + "# $schema: ./lab/scenarios/scenario.schema.json\nformat: lab/v1\nid: mine\n"),
                text);
        assertEquals(2, text.lines().filter(l -> l.contains("$schema")).count(), text);
    }

    @Test
    void an_existing_file_is_never_overwritten() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), "my work");
        LabRun run = LabRun.in(folder, "new", "scenario", "mine", "--from", "b");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertEquals("my work", Files.readString(folder.resolve("mine.yaml")));
    }

    @Test
    void an_id_is_a_plain_name() {
        for (String bad : new String[] {"Mine", "../x", "a--b", "-a", "a".repeat(65)}) {
            assertEquals(
                    ExitCode.USAGE,
                    LabRun.in(folder, "new", "scenario", "--from", "b", "--", bad)
                            .exitCode(),
                    bad);
        }
    }

    @Test
    void two_models_stand_side_by_side_on_a_wide_screen_only() {
        String narrow =
                LabRun.in(folder, "source", "event-loop", "virtual-threads").out();
        assertTrue(narrow.startsWith("// ---- event-loop ----\nclass EventLoopModel {\n"), narrow);
        String wide = LabRun.in(folder, Map.of("COLUMNS", "160"), false, "source", "event-loop", "virtual-threads")
                .out();
        // (160 - 3) / 2 = 78 columns on the left.
        assertEquals(
                Printable.left("class EventLoopModel {", 78) + " | class VirtualThreadModel {}",
                wide.lines().toList().getFirst());
        LabRun unknown = LabRun.in(folder, "source", "event-lop");
        assertEquals(ExitCode.USAGE, unknown.exitCode());
        assertTrue(unknown.err().contains("did you mean `event-loop`?"), unknown.err());
    }

    @Test
    void a_file_that_is_not_there_is_a_problem_not_a_stack_trace() {
        LabRun run = LabRun.in(folder, "validate", "no.yaml");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().startsWith("lab: no-such-file: "), run.err());
    }

    @Test
    void colours_need_a_terminal_that_wants_them() {
        assertTrue(LabRun.in(folder, Map.of(), true, "doctor").out().contains("\u001b["));
        assertFalse(LabRun.in(folder, Map.of(), false, "doctor").out().contains("\u001b["));
    }

    @Test
    void every_shell_gets_a_script() {
        for (String shell : new String[] {"bash", "zsh", "fish"}) {
            LabRun run = LabRun.in(folder, "completion", shell);
            assertEquals(ExitCode.HOLDS, run.exitCode());
            assertTrue(run.out().contains("complete") && run.out().contains("validate"), shell);
        }
        assertEquals(ExitCode.USAGE, LabRun.in(folder, "completion", "tcsh").exitCode());
    }

    @Test
    void the_busy_share_is_what_was_not_idle() {
        // 100 ticks passed: 60 idle and 15 waiting for a disk, so 25 were busy.
        long[] before = {10, 0, 10, 100, 0, 0, 0, 0};
        long[] after = {25, 0, 20, 160, 15, 0, 0, 0};
        assertEquals(0.25, Machine.busyShare(before, after), 1e-9);
    }

    private static String scenario(String id, int order, String tag, String question) {
        return """
                # $schema: ./scenario.schema.json
                format: lab/v1
                id: %s
                title: About %s
                tags: [%s]
                lesson:
                  track: 1
                  order: %d
                  level: intro
                  minutes: 10
                  question: "%s"
                task:
                  - call: orders
                """.formatted(id, id, tag, order, question);
    }
}
