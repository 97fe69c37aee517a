package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Files with mistakes, and for each the places, codes and suggestions that must be reported.
class MistakesTest {
    private static final Path CORPUS = Path.of("src/test/resources/mistakes.txt");

    private record Case(String name, String text, List<String> expected) {}

    @TestFactory
    Stream<DynamicTest> every_mistake_is_reported_at_its_place() throws IOException {
        var cases = cases();
        assertTrue(cases.size() >= 35, "the corpus was not found");
        if (Boolean.getBoolean("lab.approve")) {
            approve(cases);
        }
        return cases.stream()
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    assertFalse(
                            c.expected().isEmpty() && !Boolean.getBoolean("lab.approve"), "a mistake must be expected");
                    if (!Boolean.getBoolean("lab.approve")) {
                        assertEquals(
                                c.expected(),
                                report(c.text()),
                                () -> "rewrite with -Dlab.approve=true, then read the diff");
                    }
                }));
    }

    @Test
    void at_most_twenty_problems_are_reported_in_text_order() {
        var text = new StringBuilder("format: lab/v1\ntitle: T\n");
        for (int i = 0; i < 50; i++) {
            text.append("unknown-").append(i).append(": 1\n");
        }
        var problems = problems(text.toString());
        assertEquals(20, problems.size());
        // models, load and the workload are missing at line 1; unknown-0 stands in line 3, and so on.
        var lines = problems.stream().map(Problem::line).toList();
        assertEquals(lines.stream().sorted().toList(), lines);
        assertEquals(List.of(1, 1, 1, 3), lines.subList(0, 4));
    }

    private static List<Problem> problems(String text) {
        return switch (ScenarioReader.read("mistake.yaml", text, Settings.NONE)) {
            case Reading.Valid _ -> List.of();
            case Reading.Invalid(List<Problem> problems) -> problems;
        };
    }

    private static List<String> report(String text) {
        return problems(text).stream()
                .map(p -> "%d:%d+%d %s%s | %s | %s"
                        .formatted(
                                p.line(),
                                p.column(),
                                p.length(),
                                p.code(),
                                p.suggestion().map(s -> " -> " + s).orElse(""),
                                p.message(),
                                p.help()))
                .toList();
    }

    private static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        var blocks = Files.readString(CORPUS).split("\n=== ");
        for (int i = 1; i < blocks.length; i++) {
            String name = blocks[i].substring(0, blocks[i].indexOf('\n'));
            String body = blocks[i].substring(name.length() + 1);
            int cut = body.lastIndexOf("\n---\n") >= 0 ? body.lastIndexOf("\n---\n") : body.lastIndexOf("\n---");
            var expected =
                    body.substring(Math.min(body.length(), cut + 5)).lines().filter(l -> !l.isBlank());
            cases.add(new Case(name, body.substring(0, cut + 1), expected.toList()));
        }
        return cases;
    }

    private static void approve(List<Case> cases) throws IOException {
        String old = Files.readString(CORPUS);
        var out = new StringBuilder(old.substring(0, old.indexOf("\n=== ")));
        for (Case c : cases) {
            out.append("\n=== ").append(c.name()).append('\n').append(c.text()).append("---\n");
            report(c.text()).forEach(line -> out.append(line).append('\n'));
        }
        Files.writeString(CORPUS, out.toString());
    }
}
