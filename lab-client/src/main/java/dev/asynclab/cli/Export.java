package dev.asynclab.cli;

import dev.asynclab.client.LabClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// A file a result is written to, in the format its suffix names.
record Export(Path file, Kind kind) {

    /// The formats, longest suffix first.
    enum Kind {
        JUNIT(".junit.xml"),
        JSON(".json"),
        HTML(".html"),
        CSV(".csv"),
        MD(".md");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /// Checked before anything runs: a result with nowhere to go is found out too late.
    static Export to(Context context, String typed) {
        return to(context, typed, typed);
    }

    /// The same in a format that need not be that of the name.
    ///
    /// @param format something that ends in the suffix of a format
    static Export to(Context context, String typed, String format) {
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(k -> format.endsWith(k.suffix))
                .findFirst();
        if (kind.isEmpty()) {
            String known = Arrays.stream(Kind.values()).map(k -> k.suffix).collect(Collectors.joining(" "));
            throw Refusal.of(
                    ExitCode.USAGE, "unknown-suffix", "`" + typed + "` names no format", "end it in one of: " + known);
        }
        Path file = context.file(typed);
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "no-such-folder",
                    "no folder `" + context.shown(folder) + "` for " + typed,
                    "make it first, so that the result has somewhere to go");
        }
        return new Export(file, kind.get());
    }

    /// @param json the result document as the server gave it
    void write(LabClient client, String run, String json) throws IOException, InterruptedException {
        Files.writeString(
                file,
                switch (kind) {
                    case JUNIT -> JunitReport.of(LabClient.document(json));
                    case JSON -> json;
                    case HTML -> client.report(run);
                    case CSV -> client.results(run, "text/csv");
                    case MD -> client.results(run, "text/markdown");
                });
    }
}
