package dev.asynclab.cli;

import dev.asynclab.api.Problem;
import dev.asynclab.client.ServerRefusal;
import dev.asynclab.client.ServerUnreachable;
import dev.asynclab.scenario.Spelling;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns whatever goes wrong into a message and an exit code.
record CommandLineFailures(Context context) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int HELP_WIDTH = 100;

    /// A command line that means nothing: what is wrong, what was perhaps meant, where to read on.
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        PrintStream err = context.screen().err();
        Optional<String> command = unknownCommand(failure, line);
        err.println("lab: "
                + Printable.line(command.map(c -> "there is no command '" + c + "'")
                        .orElse(String.valueOf(failure.getMessage()))));
        command.flatMap(c -> Spelling.closest(c, line.getSubcommands().keySet()))
                .ifPresent(c -> err.println("  did you mean '" + c + "'?"));
        UnmatchedArgumentException.printSuggestions(failure, context.screen().errWriter());
        err.println("  help: " + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /// The first word, when it should have been a command and is none.
    private static Optional<String> unknownCommand(ParameterException failure, CommandLine line) {
        return failure instanceof UnmatchedArgumentException unmatched && line.getParent() == null
                ? unmatched.getUnmatched().stream().findFirst().filter(w -> !w.startsWith("-"))
                : Optional.empty();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (failure instanceof ParameterException wrong) {
            return handleParseException(wrong, new String[0]);
        }
        if ("1".equals(context.environment().get("LAB_DEBUG"))) {
            failure.printStackTrace(context.screen().err());
        }
        return switch (failure) {
            case Refusal refusal -> {
                ProblemPrinter.print(context.screen().err(), refusal.problems());
                yield refusal.exitCode();
            }
            case ServerRefusal refusal -> {
                ProblemPrinter.print(context.screen().err(), refusal.problems());
                yield exitCode(refusal);
            }
            case ServerUnreachable unreachable -> {
                ProblemPrinter.print(context.screen().err(), List.of(unreachable.problem()));
                yield ExitCode.UNREACHABLE;
            }
            case FileSystemException file -> {
                ProblemPrinter.print(context.screen().err(), List.of(problem(file)));
                yield ExitCode.USAGE;
            }
            default -> bug(failure);
        };
    }

    /// 422 is the server's word for an invalid scenario; every other 4xx is a request that means nothing; 5xx is
    /// a server that cannot serve.
    private static int exitCode(ServerRefusal refusal) {
        if (refusal.status() == 422) {
            return ExitCode.INVALID;
        }
        return refusal.status() >= 500 || refusal.status() == 429 ? ExitCode.UNREACHABLE : ExitCode.USAGE;
    }

    /// A file that cannot be read or written is seldom the lab's fault.
    private Problem problem(FileSystemException failure) {
        String why = switch (failure) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "access is denied";
            case FileAlreadyExistsException _ -> "it exists already";
            default -> Objects.requireNonNullElse(failure.getReason(), "the system refuses it");
        };
        String file = context.shown(Path.of(Objects.requireNonNullElse(failure.getFile(), "")));
        return Problem.general("file-failed", "`" + file + "`: " + why, "name another file, or mend this one");
    }

    private int bug(Exception failure) {
        String what = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        context.screen().note("lab: internal error: " + Printable.line(what) + " (" + details(failure) + ")");
        return ExitCode.BUG;
    }

    private String details(Exception failure) {
        try {
            Path file = context.home().data().resolve("logs/lab-error.txt");
            Files.createDirectories(file.getParent());
            var trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            Files.writeString(file, trace.toString());
            return "details in " + file;
        } catch (IOException _) {
            return "LAB_DEBUG=1 shows the details";
        }
    }
}
