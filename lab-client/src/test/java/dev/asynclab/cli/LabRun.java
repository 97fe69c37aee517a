package dev.asynclab.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// One command line run in a made-up home, and what it printed.
record LabRun(int exitCode, String out, String err) {

    /// @param folder current folder; `lab` and `data` below it are the lab's home and the user's data
    static LabRun in(Path folder, String... arguments) {
        return in(folder, Map.of(), false, arguments);
    }

    static LabRun in(Path folder, Map<String, String> environment, boolean colour, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var screen = new Screen(stream(out), stream(err), false, colour, Context.width(environment));
        var home = new Home(folder.resolve("lab"), folder.resolve("data"));
        int code = Lab.run(arguments, new Context(screen, home, environment, folder, false));
        return new LabRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
