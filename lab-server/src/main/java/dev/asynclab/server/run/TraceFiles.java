package dev.asynclab.server.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The traces of one run: two files for each traced cell, deleted with the run.
///
/// A name from outside is only ever compared with those that are there or planned, before it is part of a path.
///
/// @param folder made when the first trace is written
public record TraceFiles(Path folder) {

    /// What there is of a trace.
    public enum Kind {
        /// Chrome's trace format.
        TRACE(".trace.json"),
        /// The recording of Flight Recorder.
        JFR(".jfr");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /// Of a run whose processes write to `directory`.
    static TraceFiles in(Path directory) {
        return new TraceFiles(directory.resolve("traces"));
    }

    /// Where a file of a cell belongs; its folder exists then.
    ///
    /// @param cell id of a planned cell, which is fit for a file name
    Path file(String cell, Kind kind) {
        try {
            return Files.createDirectories(folder).resolve(cell + kind.suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cells with a trace, sorted.
    List<String> cells() {
        return names().filter(n -> n.endsWith(Kind.TRACE.suffix))
                .map(n -> n.substring(0, n.length() - Kind.TRACE.suffix.length()))
                .sorted()
                .toList();
    }

    /// A file of a cell; empty when there is none.
    Optional<byte[]> read(String cell, Kind kind) {
        return names().filter(n -> n.equals(cell + kind.suffix)).findFirst().map(n -> bytes(folder.resolve(n)));
    }

    /// Every file by its name: those for a browser first, then the recordings, which are larger; each kind sorted.
    SequencedMap<String, byte[]> all() {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            names().filter(n -> n.endsWith(kind.suffix)).sorted().forEach(n -> files.put(n, bytes(folder.resolve(n))));
        }
        return files;
    }

    /// Keeps the files of a run that was made elsewhere.
    ///
    /// @param files by names of planned cells
    void keep(Map<String, byte[]> files) throws IOException {
        if (!files.isEmpty()) {
            Files.createDirectories(folder);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private Stream<String> names() {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
