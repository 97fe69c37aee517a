package dev.asynclab.server.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Python side of the lab in a folder of its own, where an interpreter can read it and keep its compiled code.
///
/// @param folder holds the package `labtrial`
record PythonFiles(Path folder) {

    private static final String PACKAGE = "labtrial";

    /// Copied out of the jar, or of the class folder, by the first who asks; removed when the JVM ends.
    static PythonFiles ofThisJvm() {
        return Unpacked.FILES;
    }

    private static final class Unpacked {
        static final PythonFiles FILES = unpack();
    }

    /// What the interpreter is given to run.
    Path trial() {
        return folder.resolve(PACKAGE);
    }

    Path probe() {
        return trial().resolve("probe.py");
    }

    private static PythonFiles unpack() {
        URL source = PythonFiles.class.getResource("/python/" + PACKAGE + "/__main__.py");
        if (source == null) {
            throw new IllegalStateException("the Python side is not part of this build");
        }
        try {
            Path folder = Files.createTempDirectory("lab-python-"); // for this user alone
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove " + folder));
            URI uri = source.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    copy(jar.getPath("/python", PACKAGE), folder.resolve(PACKAGE));
                }
            } else {
                copy(Path.of(uri).resolveSibling(""), folder.resolve(PACKAGE));
            }
            return new PythonFiles(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".py")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder: the system cleans up what is left.
        }
    }
}
