package dev.asynclab.cli;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The `lab` command: one subcommand per file, each with the same parts in the same order - what it takes, what it
/// does, what it prints.
@Command(
        name = "lab",
        header = "A concurrency laboratory: the same work on every concurrency model, with an honest verdict.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab list                      what there is to find out",
            "  lab run pool-queueing         run a scenario and print the verdict",
            "  lab source event-loop reactor read two models side by side",
            "  lab new scenario mine --from pool-queueing   change a copy, then `lab run mine.yaml`"
        },
        synopsisHeading = "%nUsage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class Lab implements Callable<Integer> {
    private static final List<String> HELP_SECTIONS = List.of(
            UsageMessageSpec.SECTION_KEY_HEADER,
            UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
            UsageMessageSpec.SECTION_KEY_FOOTER,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /// Read by [Context] before parsing, so that messages about the command line itself obey it too.
    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; NO_COLOR does the same.")
    @SuppressWarnings("UnusedVariable")
    private boolean noColour;

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    private Lab() {}

    @SuppressWarnings("SystemConsoleNull") // JDK 25 returned to a console that is absent when streams are redirected
    static void main(String[] arguments) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, Context.of(arguments, out, err, terminal, true)));
    }

    /// Runs one command line in this process's surroundings, without a terminal.
    ///
    /// @return the exit code
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return run(arguments, Context.of(arguments, out, err, false, false));
    }

    static int run(String[] arguments, Context context) {
        return commandLine(context).execute(arguments);
    }

    /// The whole command tree; also what completion scripts are made from.
    static CommandLine commandLine(Context context) {
        var line = new CommandLine(new Lab());
        Commands.all(context).forEach(line::addSubcommand);
        line.setOut(context.screen().outWriter());
        line.setErr(context.screen().errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(context.screen().colour() ? Ansi.ON : Ansi.OFF));
        line.getSubcommands()
                .values()
                .forEach(c -> c.getCommandSpec().usageMessage().synopsisHeading("%nUsage: "));
        line.setHelpSectionKeys(HELP_SECTIONS);
        line.setUsageHelpWidth(CommandLineFailures.HELP_WIDTH);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        var failures = new CommandLineFailures(context);
        line.setParameterExceptionHandler(failures);
        line.setExecutionExceptionHandler(failures);
        return line;
    }

    /// `lab` alone: the help, on standard error, because nothing was asked for.
    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getErr());
        return ExitCode.USAGE;
    }
}
