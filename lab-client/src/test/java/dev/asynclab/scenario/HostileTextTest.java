package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/// Whatever the text, the answer is a scenario or at least one problem with a place; nothing is ever thrown, and no
/// input makes the reader recurse or compute without bound.
class HostileTextTest {
    private static final String VALID =
            "format: lab/v1\ntitle: T\nmodels: {event-loop: {}}\nload: {batch: {tasks: 1}}\ntask: [{wait: 1ms}]\n";

    @TestFactory
    Stream<DynamicTest> a_hostile_text_is_refused_with_a_place() {
        return hostile().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> refused(e.getValue())));
    }

    private static void refused(String text) {
        var reading = ScenarioReader.read("hostile.yaml", text, Settings.NONE);
        var invalid = assertInstanceOf(Reading.Invalid.class, reading, "accepted");
        assertPlaces(invalid);
    }

    private static void assertPlaces(Reading.Invalid invalid) {
        assertFalse(invalid.problems().isEmpty(), "refused without a reason");
        for (Problem problem : invalid.problems()) {
            assertTrue(problem.line() > 0 && problem.column() > 0 && problem.length() > 0, problem::toString);
        }
    }

    private static Map<String, String> hostile() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("empty", "");
        texts.put("only a comment", "# nothing\n");
        texts.put("5,000 opening brackets", "[".repeat(5_000));
        texts.put("5,000 opening braces", "{".repeat(5_000));
        texts.put("20,000 hyphens in a line", "- ".repeat(20_000));
        texts.put("1,000 nested mappings", nested(1_000));
        texts.put("33 levels", "a: " + "[".repeat(33) + "]".repeat(33));
        texts.put("30,000 values", "a: [" + "1,".repeat(30_000) + "]");
        texts.put("a 500 kB integer", "a: " + "9".repeat(500_000));
        texts.put("a 200 kB integer", VALID.replace("1ms", "9".repeat(200_000)));
        texts.put("a quoted 60 kB integer", VALID.replace("tasks: 1", "tasks: \"" + "9".repeat(60_000) + "\""));
        texts.put("an exponent", VALID.replace("tasks: 1", "tasks: 1e999999999"));
        texts.put("a hexadecimal number of 1,000 digits", VALID.replace("tasks: 1", "tasks: 0x" + "f".repeat(1_000)));
        texts.put("a bomb of aliases", bomb());
        texts.put("a list that holds itself", "a: &a [*a]");
        texts.put("NUL", "format: lab/v1\ntitle: a\0b\n");
        texts.put("a byte order mark inside", "format: lab/v1\ntitle: a\uFEFFb\n");
        texts.put("a high surrogate alone", "format: lab/v1\ntitle: \uD800\n");
        texts.put("a low surrogate alone", "\uDC00");
        texts.put("1 MiB", "# " + "x".repeat(1 << 20));
        texts.put("200 KiB of three bytes each", "# " + "\u20AC".repeat(200 * 1024));
        texts.put("a tag", "format: !!java.net.URL [\"http://example.org\"]");
        texts.put("a global tag", "!<tag:yaml.org,2002:js/function> x");
        texts.put("a merge key", "a: &b {c: d}\ne: {<<: *b}");
        texts.put("a mapping as key", "{a: b}: c\n? [d]\n: e\n");
        texts.put("a directive", "%YAML 9.9\n---\na: b\n");
        texts.put("broken escapes", "a: \"\\xZZ\"\nb: \"\\uD800\"");
        texts.put("a long key", "x".repeat(2_000) + ": 1");
        texts.put("a name of 70,000 letters", "a: " + "x".repeat(70_000));
        texts.put("every axis with 100 values", manyAxes());
        texts.put("nested fan-out of nothing", fanOut());
        texts.put("a claim of 60,000 characters", VALID + "expect: [{id: a, that: " + "( ".repeat(30_000) + "}]");
        texts.put("10,000 unknown references", VALID.replace("1ms", "${a} ".repeat(5_000)));
        texts.put("4,000 params and as many unknown references", manyNames());
        texts.put("4,000 backends and as many unknown calls", manyBackends());
        texts.put("400 points of 800 steps", manySteps());
        return texts;
    }

    private static String manyNames() {
        var text = new StringBuilder(VALID.replace("task: [{wait: 1ms}]\n", "params:\n"));
        for (int i = 0; i < 4_000; i++) {
            text.append("  p").append(i).append(": 1\n");
        }
        text.append("task:\n");
        for (int i = 0; i < 4_000; i++) {
            text.append("  - wait: \"${q").append(i).append("}\"\n");
        }
        return text.toString();
    }

    private static String manyBackends() {
        var text = new StringBuilder(VALID.replace("task: [{wait: 1ms}]\n", "backends:\n"));
        for (int i = 0; i < 4_000; i++) {
            text.append("  p").append(i).append(": {}\n");
        }
        text.append("task:\n");
        for (int i = 0; i < 4_000; i++) {
            text.append("  - call: q").append(i).append('\n');
        }
        return text.toString();
    }

    /// As large as points and steps may be together, with one mistake at the end.
    private static String manySteps() {
        var text = new StringBuilder(VALID.replace("task: [{wait: 1ms}]\n", "task:\n"));
        text.append("  - {wait: \"${a}ms\"}\n".repeat(800));
        return text.append("sweep: {a: {from: 1, to: 20, step: +1}, b: {from: 1, to: 20, step: +1}}\nx: 1\n")
                .toString();
    }

    private static String nested(int depth) {
        var text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append(" ".repeat(i / 8)).append("{a: ");
        }
        return text.toString();
    }

    private static String bomb() {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 25; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        return text.toString();
    }

    private static String manyAxes() {
        var text = new StringBuilder(VALID).append("sweep:\n");
        for (int axis = 0; axis < 40; axis++) {
            text.append("  a").append(axis).append(": {from: 1, to: 100, step: +1}\n");
        }
        return text.toString();
    }

    /// 10,000 to the power of 8 empty branches, if anybody counted them all.
    private static String fanOut() {
        String step = "{repeat: {times: 1, steps: []}}";
        for (int i = 0; i < 8; i++) {
            step = "{parallel: {times: 10000, steps: [" + step + "]}}";
        }
        return VALID.replace("{wait: 1ms}", step);
    }

    @Test
    void a_byte_order_mark_at_the_start_and_windows_line_ends_are_fine() {
        assertInstanceOf(
                Reading.Valid.class,
                ScenarioReader.read("t.yaml", "\uFEFF" + VALID.replace("\n", "\r\n"), Settings.NONE));
    }

    @Test
    void a_problem_behind_windows_line_ends_stands_in_the_right_line() {
        String text = VALID.replace("title", "titel").replace("\n", "\r\n");
        var invalid = assertInstanceOf(Reading.Invalid.class, ScenarioReader.read("t.yaml", text, Settings.NONE));
        assertTrue(invalid.problems().getFirst().line() == 2, invalid::toString);
    }

    /// The published YAML test suite: valid and invalid YAML, none of it a scenario.
    @TestFactory
    Stream<DynamicTest> every_case_of_the_yaml_test_suite_is_answered() throws IOException {
        Path suite = corpora().resolve("yaml-test-suite");
        Assumptions.assumeTrue(Files.isDirectory(suite), "SKIPPED: no yaml-test-suite below -Dlab.corpora");
        try (var files = Files.walk(suite)) {
            var cases = files.filter(f -> f.endsWith("in.yaml")).sorted().toList();
            assertTrue(cases.size() >= 350, "the suite has more cases");
            return cases.stream()
                    .map(f -> DynamicTest.dynamicTest(
                            suite.relativize(f).toString(), () -> refused(Files.readString(f))));
        }
    }

    /// Strings that break software, as values, keys and whole files.
    @Test
    void every_naughty_string_is_answered() throws IOException {
        Path file = corpora().resolve("naughty-strings/blns.json");
        Assumptions.assumeTrue(Files.isRegularFile(file), "SKIPPED: no naughty-strings below -Dlab.corpora");
        var strings = JsonMapper.builder().build().readTree(Files.readString(file));
        assertTrue(strings.size() > 400, "the list is longer");
        for (var string : strings) {
            String text = string.stringValue();
            for (String hostile : new String[] {
                text, VALID.replace("T\n", text + "\n"), VALID.replace("event-loop", text), VALID + text + ": 1\n"
            }) {
                if (ScenarioReader.read("t.yaml", hostile, Settings.NONE) instanceof Reading.Invalid invalid) {
                    assertPlaces(invalid);
                }
            }
        }
    }

    private static Path corpora() {
        return Path.of(System.getProperty("lab.corpora", ""));
    }
}
