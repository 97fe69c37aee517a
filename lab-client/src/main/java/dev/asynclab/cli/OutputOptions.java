package dev.asynclab.cli;

import picocli.CommandLine.Option;

/// The option of every command that prints in several formats.
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, csv or md.")
    private Format format = Format.TABLE;

    Format format() {
        return format;
    }
}
