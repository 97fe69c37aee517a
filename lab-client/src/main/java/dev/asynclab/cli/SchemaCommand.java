package dev.asynclab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lab schema`: the JSON Schema of scenario files, for editors.
@Command(
        name = "schema",
        header = "Print the JSON Schema of scenario files, for editors.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab schema > scenario.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    private final Context context;

    SchemaCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path schema = context.home().schema();
        if (!Files.isRegularFile(schema)) {
            throw Refusal.of(
                    ExitCode.USAGE, "no-schema", "no schema at " + schema, "run `lab` from a complete copy of the lab");
        }
        context.screen().print(Files.readString(schema).stripTrailing());
        return ExitCode.HOLDS;
    }
}
