package dev.asynclab.cli;

import dev.asynclab.client.LabClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A run named on the command line by the file `lab export` wrote of it.
///
/// The server opens the file, checks it and keeps the run; from then on it is a run like any other.
final class CapsuleFile {
    static final String SUFFIX = ".zip";
    private static final long LARGEST_BYTES = 16L << 20;

    private CapsuleFile() {}

    static boolean is(String typed) {
        return typed.endsWith(SUFFIX);
    }

    /// The id of a run: as typed, the latest, or that of the file, which the server has then.
    static String run(Context context, LabClient client, String typed) throws IOException, InterruptedException {
        if (!is(typed)) {
            return LatestRun.id(client, typed);
        }
        Path file = context.file(typed);
        String shown = context.shown(file);
        if (!Files.isRegularFile(file)) {
            throw Refusal.of(
                    ExitCode.USAGE, "no-such-file", "no file `" + shown + "`", "`lab export RUN FILE.zip` writes one");
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "too-large",
                    "`" + shown + "` has more than 16 MiB",
                    "is this a file that `lab export` wrote?");
        }
        String id = client.open(Files.readAllBytes(file)).id();
        context.screen().note(shown + " is run " + Printable.line(id));
        return id;
    }
}
