package dev.asynclab.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/// `lab help`: what `--help` says, for who asks with a word.
@Command(
        name = "help",
        header = "Show what a command does, with examples; without a name, all commands.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab help", "  lab help run"})
final class HelpCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "The name of a command.")
    private @Nullable String command;

    @CommandLine.Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine lab = Objects.requireNonNull(spec).commandLine().getParent();
        CommandLine about = command == null ? lab : lab.getSubcommands().get(command);
        if (about == null) {
            throw new CommandLine.UnmatchedArgumentException(lab, List.of(String.valueOf(command)));
        }
        about.usage(lab.getOut());
        return ExitCode.HOLDS;
    }
}
