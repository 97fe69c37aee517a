package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Texts a person has read and approved, in `src/test/resources/approved`. `-Dlab.approve=true` writes them anew;
/// the difference is then reviewed like code.
final class Approved {
    private static final Path FOLDER = Path.of("src/test/resources/approved");

    private Approved() {}

    static void matches(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        String actual = text.replace("\r\n", "\n").stripTrailing() + "\n";
        if (Boolean.getBoolean("lab.approve")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, actual);
        }
        String approved = Files.exists(file) ? Files.readString(file) : "(nothing approved yet)";
        assertEquals(approved, actual, () -> file + " differs; after reading it: mvn test -Dlab.approve=true");
    }
}
