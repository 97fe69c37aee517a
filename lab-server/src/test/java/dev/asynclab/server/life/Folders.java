package dev.asynclab.server.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// Copies of what servers leave behind.
public final class Folders {

    private Folders() {}

    /// Copies a folder with all that is in it.
    ///
    /// @param to must not be there yet
    /// @return `to`
    public static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) { // a folder before what is in it
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }
}
