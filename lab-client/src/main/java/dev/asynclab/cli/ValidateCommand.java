package dev.asynclab.cli;

import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab validate`: every problem of every file at once.
@Command(
        name = "validate",
        header = "Check scenario files; print every problem with its place and the next step.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab validate mine.yaml", "  lab validate scenarios/*.yaml"})
final class ValidateCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or ids of shipped scenarios.")
    private List<String> files = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing about valid files.")
    private boolean quiet;

    ValidateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        int invalid = 0;
        for (String file : files) {
            var source = ScenarioSource.find(context, file);
            switch (source.reading(Settings.NONE)) {
                case Reading.Valid valid -> {
                    ProblemPrinter.print(context.screen().err(), source.shown(), source.text(), valid.warnings());
                    if (!quiet) {
                        context.screen().print(source.shown() + ": valid");
                    }
                }
                case Reading.Invalid wrong -> {
                    invalid++;
                    ProblemPrinter.print(context.screen().err(), source.shown(), source.text(), wrong.problems());
                }
            }
        }
        return invalid == 0 ? ExitCode.HOLDS : ExitCode.INVALID;
    }
}
