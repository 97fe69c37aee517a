package dev.asynclab.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lab doctor`: what on this machine would make figures unreliable.
@Command(
        name = "doctor",
        header = "Look at this machine: what would make measurements unreliable, and what to do about it.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab doctor", "  lab doctor -o json"})
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, csv or md.")
    private Format format = Format.TABLE;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = Machine.findings(context.home());
        if (format != Format.TABLE) {
            var rows = findings.stream()
                    .map(f -> List.<Object>of(f.name(), f.ok(), f.value(), f.fix()))
                    .toList();
            context.screen().print(new Listing(List.of("check", "ok", "value", "fix"), rows).as(format));
            return ExitCode.HOLDS;
        }
        for (Finding finding : findings) {
            Screen screen = context.screen();
            String mark = finding.ok() ? screen.good("ok  ") : screen.doubtful("warn");
            String fix = finding.ok() ? "" : "   fix: " + finding.fix();
            screen.print(mark + "  " + Printable.left(finding.name(), 12) + finding.value() + fix);
        }
        return ExitCode.HOLDS;
    }

    /// One thing looked at.
    ///
    /// @param ok whether it is as measurements want it
    /// @param value what was found
    /// @param fix what to do about it, in words; of interest when it is not ok
    record Finding(String name, boolean ok, String value, String fix) {}
}
