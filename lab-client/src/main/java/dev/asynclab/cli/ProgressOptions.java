package dev.asynclab.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of every command that follows a run to its end and prints the result.
final class ProgressOptions {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    Format format() {
        return output.format();
    }

    boolean quiet() {
        return quiet;
    }
}
