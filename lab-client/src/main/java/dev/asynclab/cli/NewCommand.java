package dev.asynclab.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab new`: a copy of a lesson to change.
@Command(
        name = "new",
        header = "Start a scenario of your own from a shipped one.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab new scenario mine --from pool-queueing", "  lab run mine.yaml"})
final class NewCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 64;
    private static final Pattern SCHEMA_COMMENT =
            Pattern.compile("^#\\s*(yaml-language-server:\\s*\\$schema=|\\$schema:).*");
    private final Context context;

    /// What is made.
    enum Kind {
        SCENARIO
    }

    @Parameters(index = "0", paramLabel = "scenario", description = "What to make: scenario.")
    private Kind kind = Kind.SCENARIO;

    @Parameters(index = "1", paramLabel = "ID", description = "Its id and file name: letters, digits, hyphens.")
    private String id = "";

    @Option(names = "--from", required = true, paramLabel = "OTHER", description = "The scenario to copy.")
    private String from = "";

    NewCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (kind != Kind.SCENARIO || !NAME.matcher(id).matches() || id.length() > LONGEST_NAME) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "bad-id",
                    "`" + id + "` is not an id: lower-case letters, digits and single hyphens, at most 64",
                    "for example: lab new scenario my-pools --from " + from);
        }
        var source = ScenarioSource.find(context, from);
        Path file = context.file(id + ".yaml");
        try {
            Files.writeString(file, copy(source.text(), file), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "file-exists",
                    "`" + context.shown(file) + "` exists already and is kept as it is",
                    "choose another id, or move the file away");
        }
        context.screen().print(context.shown(file));
        context.screen().note("next: change it, then `lab run " + context.shown(file) + "`");
        return ExitCode.HOLDS;
    }

    /// The text under its new id, with the schema comments pointing at this lab's schema: one for editors with the
    /// YAML language server, one for JetBrains.
    private String copy(String text, Path file) {
        String schema = schemaSeenFrom(file);
        var lines = new ArrayList<String>();
        lines.add("# yaml-language-server: $schema=" + schema);
        lines.add("# $schema: " + schema);
        boolean named = false;
        for (String line : text.lines().toList()) {
            if (SCHEMA_COMMENT.matcher(line).matches()) {
                continue;
            }
            boolean isId = line.startsWith("id:");
            lines.add(isId ? "id: " + id : line);
            named |= isId;
            if (line.startsWith("format:") && !named && !text.contains("\nid:")) {
                lines.add("id: " + id);
                named = true;
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private String schemaSeenFrom(Path file) {
        Path schema = context.home().schema();
        Path folder = file.getParent();
        if (folder == null || !java.util.Objects.equals(folder.getRoot(), schema.getRoot())) {
            return schema.toUri().toString();
        }
        String relative = folder.relativize(schema).toString().replace('\\', '/');
        return relative.startsWith(".") ? relative : "./" + relative;
    }
}
