package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaCommandTest {

    @TempDir
    Path folder;

    private Path jar;
    private Path cache;

    @BeforeEach
    void make() throws IOException {
        jar = Files.createFile(folder.resolve("lab-server.jar"));
        cache = Files.createFile(folder.resolve("trial-event-loop.aot"));
    }

    private boolean startsFromCache(Path classes) {
        JavaCommand java = new JavaCommand(Path.of("java"), classes.toString(), folder);
        List<String> command = java.trial("event-loop", 2, 2, folder.resolve("pauses.log"));
        return command.contains("-XX:AOTCache=" + cache);
    }

    @Test
    void a_cache_made_from_the_jar_is_used() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
        Files.setLastModifiedTime(cache, FileTime.fromMillis(2_000));
        assertEquals(true, startsFromCache(jar));
    }

    @Test
    void a_cache_older_than_the_jar_is_not() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000));
        Files.setLastModifiedTime(cache, FileTime.fromMillis(1_000));
        assertEquals(false, startsFromCache(jar));
    }

    @Test
    void classes_in_folders_have_no_cache() throws IOException {
        assertEquals(false, startsFromCache(Files.createDirectory(folder.resolve("classes"))));
    }
}
