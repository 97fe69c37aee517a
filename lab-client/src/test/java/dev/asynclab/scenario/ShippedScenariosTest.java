package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Claim;
import dev.asynclab.api.Lesson;
import dev.asynclab.api.Scenario;
import dev.asynclab.kernel.KernelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every shipped lesson owes, and that together they show every model.
class ShippedScenariosTest {
    private static final int MOST_LINES = 110;
    private static final List<String> SCHEMA_LINES =
            List.of("# yaml-language-server: $schema=./scenario.schema.json", "# $schema: ./scenario.schema.json");

    static List<Path> files() throws IOException {
        try (var files = Files.list(Scenarios.shipped())) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_valid_without_a_warning(Path file) throws IOException {
        var valid = assertInstanceOf(Reading.Valid.class, reading(file), () -> String.valueOf(file));
        assertEquals(List.of(), valid.warnings());
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_named_after_its_id(Path file) throws IOException {
        assertEquals(file.getFileName().toString(), read(file).id() + ".yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void tells_an_editor_where_its_schema_is(Path file) throws IOException {
        assertEquals(SCHEMA_LINES, Files.readAllLines(file).subList(0, 2));
    }

    @ParameterizedTest
    @MethodSource("files")
    void is_read_in_one_sitting(Path file) throws IOException {
        int lines = Files.readAllLines(file).size();
        assertTrue(lines < MOST_LINES, () -> lines + " lines; under " + MOST_LINES + " can be read at once");
    }

    @ParameterizedTest
    @MethodSource("files")
    void teaches_something_of_the_rows(Path file) throws IOException {
        Scenario scenario = read(file);
        assertTrue(scenario.lesson().isPresent(), "no lesson");
        assertTrue(!scenario.covers().isEmpty(), "covers nothing");
        for (String row : scenario.covers()) {
            assertTrue(rows().contains(row), () -> "covers row " + row + ", which ROWS.md does not have");
        }
    }

    /// Something must change: either a claim holds that the shipped file does not make yet (grade exercise), or one
    /// is refuted that it does make.
    @ParameterizedTest
    @MethodSource("files")
    void no_exercise_is_passed_before_it_is_done(Path file) throws IOException {
        Scenario scenario = read(file);
        for (Lesson.Exercise exercise : scenario.lesson().orElseThrow().exercises()) {
            var held = exercise.holds().stream().map(id -> grade(scenario, id)).toList();
            var refuted =
                    exercise.refuted().stream().map(id -> grade(scenario, id)).toList();
            assertTrue(
                    held.contains(Claim.Grade.EXERCISE) || refuted.stream().anyMatch(g -> g != Claim.Grade.EXERCISE),
                    () -> exercise.id() + " is passed by the file as it stands");
        }
    }

    @Test
    void every_model_of_the_catalogue_is_in_a_lesson_and_in_the_read_me() throws IOException {
        String readMe = Files.readString(Scenarios.shipped().resolveSibling("README.md"));
        for (Catalogue.Model model : Catalogue.models()) {
            assertTrue(shown(model.id()), () -> "no scenario shows " + model.id());
            assertTrue(readMe.contains("`" + model.id() + "`"), () -> "README.md does not mention " + model.id());
        }
    }

    /// Run by default, or asked for with `--only model=ID`.
    private static boolean shown(String model) throws IOException {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            for (Settings settings : List.of(Settings.NONE, new Settings(Map.of(), Map.of("model", List.of(model))))) {
                if (ScenarioReader.read(name, Files.readString(file), settings) instanceof Reading.Valid valid
                        && valid.scenario().variants().stream()
                                .anyMatch(v -> v.model().equals(model))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void every_kernel_of_the_catalogue_is_known_to_the_reader() {
        for (KernelKind kernel : Catalogue.kernels()) {
            String parameters = kernel.parameters().stream()
                    .map(p -> p.name() + ": " + p.min())
                    .collect(Collectors.joining(", "));
            String text = """
                    format: lab/v1
                    title: T
                    models: {sequential: {}}
                    load: {closed: {concurrency: 1}}
                    task: [{compute: {kernel: %s, %s}}]
                    """.formatted(kernel.id(), parameters);
            assertInstanceOf(Reading.Valid.class, ScenarioReader.read("t.yaml", text, Settings.NONE), kernel.id());
        }
    }

    @Test
    void the_index_is_fresh() throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        for (Path file : files()) {
            scenarios.add(read(file));
        }
        String index = ScenarioIndex.markdown(scenarios);
        Path file = Scenarios.shipped().resolve("README.md");
        if (Boolean.getBoolean("lab.approve")) {
            Files.writeString(file, index);
        }
        String how =
                " is stale; regenerate with: mvn -pl lab-client test -Dtest=ShippedScenariosTest -Dlab.approve=true";
        assertTrue(Files.isRegularFile(file), file + how);
        assertEquals(Files.readString(file), index, file + how);
        for (Scenario scenario : scenarios) {
            assertTrue(index.contains("[" + scenario.id() + "]"), () -> scenario.id() + " is in no track of the index");
        }
    }

    /// First column of the tables: `| 12 | ...`, `| F3 | ...`.
    private static Set<String> rows() throws IOException {
        return Pattern.compile("(?m)^\\| (F?\\d+) \\|")
                .matcher(Files.readString(Scenarios.shipped().resolve("ROWS.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Claim.Grade grade(Scenario scenario, String claim) {
        return scenario.claims().stream()
                .filter(c -> c.id().equals(claim))
                .map(Claim::grade)
                .findFirst()
                .orElseThrow(() -> new AssertionError(scenario.id() + " has no claim " + claim));
    }

    private static Scenario read(Path file) throws IOException {
        return assertInstanceOf(Reading.Valid.class, reading(file)).scenario();
    }

    private static Reading reading(Path file) throws IOException {
        return ScenarioReader.read(file.getFileName().toString(), Files.readString(file), Settings.NONE);
    }
}
