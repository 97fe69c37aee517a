package dev.asynclab.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.asynclab.server.run.ScenarioLibrary.Saved;
import dev.asynclab.server.run.ScenarioLibrary.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileScenarioLibraryTest {

    @TempDir
    Path folder;

    private FileScenarioLibrary library = new FileScenarioLibrary(Path.of("unused"), Path.of("unused"));

    @BeforeEach
    void ship() throws IOException {
        Path shipped = Files.createDirectory(folder.resolve("shipped"));
        Files.writeString(shipped.resolve("later.yaml"), "lesson:\n  track: 1\n  order: 5\ntask: x\n");
        Files.writeString(shipped.resolve("sooner.yaml"), "lesson:\n  track: 0\n  order: 20\n");
        Files.writeString(shipped.resolve("bare.yaml"), "task:\n  track: 0\n");
        Files.writeString(shipped.resolve("ROWS.md"), "no scenario");
        library = new FileScenarioLibrary(shipped, folder.resolve("own"));
    }

    @Test
    void lessons_come_in_teaching_order_then_files_without_a_lesson_then_own_ones() {
        library.create("a-mine", "lesson:\n  track: 0\n  order: 1\n");
        assertEquals(
                List.of("sooner", "later", "bare", "a-mine"),
                library.all().stream().map(Stored::id).toList());
    }

    @Test
    void an_own_scenario_is_created_replaced_and_deleted() throws IOException {
        Stored first = ok(library.create("mine", "abc"));
        // SHA-256 of "abc" is the first example of FIPS 180-2.
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", first.revision());
        assertEquals(new Saved.IdTaken(), library.create("mine", "two"));
        Stored second = ok(library.replace("mine", first.revision(), "two"));
        assertEquals(Optional.of(second), library.find("mine"));
        assertEquals(new Saved.Stale(second.revision()), library.replace("mine", first.revision(), "three"));
        assertEquals(new Saved.Stale(second.revision()), library.delete("mine", first.revision()));
        try (Stream<Path> files = Files.list(folder.resolve("own"))) {
            assertEquals(
                    List.of("mine.yaml"),
                    files.map(f -> f.getFileName().toString()).toList());
        }
        assertEquals(second, ok(library.delete("mine", null)));
        assertEquals(Optional.empty(), library.find("mine"));
        assertEquals(new Saved.NoSuchScenario(), library.delete("mine", null));
    }

    @Test
    void shipped_scenarios_cannot_be_changed() {
        Stored shipped = library.find("later").orElseThrow();
        assertEquals(new Saved.IdTaken(), library.create("later", "x"));
        assertEquals(new Saved.Shipped(), library.replace("later", shipped.revision(), "x"));
        assertEquals(new Saved.Shipped(), library.delete("later", null));
        assertEquals(Optional.of(shipped), library.find("later"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "../shipped/later", "..", "a/b", "a\\b", "A", "a--b", "-a", "a-", "a.yaml", "a\n", "a\0"})
    void a_name_that_is_no_id_reaches_no_file(String id) {
        assertEquals(Optional.empty(), library.find(id));
        assertThrows(IllegalArgumentException.class, () -> library.create(id, "x"));
        assertEquals(new Saved.NoSuchScenario(), library.replace(id, "r", "x"));
        assertEquals(new Saved.NoSuchScenario(), library.delete(id, null));
    }

    @Test
    void an_id_has_at_most_64_characters() {
        ok(library.create("a".repeat(64), "x"));
        assertThrows(IllegalArgumentException.class, () -> library.create("a".repeat(65), "x"));
    }

    private static Stored ok(Saved saved) {
        return ((Saved.Ok) saved).scenario();
    }
}
