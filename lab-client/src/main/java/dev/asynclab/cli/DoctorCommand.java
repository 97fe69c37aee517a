package dev.asynclab.cli;

import dev.asynclab.api.CalibrationCard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab doctor`: what on this machine would make figures unreliable.
@Command(
        name = "doctor",
        header = "Look at this machine: what would make measurements unreliable, and what to do about it.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab doctor", "  lab doctor -o json", "  lab doctor --calibrate"})
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--calibrate",
            description = "Measure what is known beforehand: delays, rates, stalls, timers. About a minute.")
    private boolean calibrate;

    @Option(
            names = "--strict",
            description = "With --calibrate: exit status 7 when a line is out of range, for scripts.")
    private boolean strict;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (calibrate) {
            return calibrated();
        }
        List<Finding> findings = new ArrayList<>(Machine.findings(context.home()));
        findings.add(LastCard.finding(context.home()));
        if (output.format() != Format.TABLE) {
            var rows = findings.stream()
                    .map(f -> List.<Object>of(f.name(), f.ok(), f.value(), f.fix()))
                    .toList();
            context.screen().print(new Listing(List.of("check", "ok", "value", "fix"), rows).as(output.format()));
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

    private int calibrated() throws IOException, InterruptedException {
        context.screen().note("calibrating, about a minute; keep the machine quiet");
        CalibrationChild.run(context.home());
        CalibrationCard card = LastCard.read(context.home())
                .orElseThrow(() -> Refusal.of(
                        ExitCode.FAILED,
                        "no-calibration-card",
                        "the calibration left no card that can be read",
                        "look at " + context.home().data().resolve(CalibrationCard.FILE)));
        CardText.print(card, output.format(), context.screen());
        return strict && !card.inRange() ? ExitCode.INCONCLUSIVE : ExitCode.HOLDS;
    }

    /// One thing looked at.
    ///
    /// @param ok whether it is as measurements want it
    /// @param value what was found
    /// @param fix what to do about it, in words; of interest when it is not ok
    record Finding(String name, boolean ok, String value, String fix) {}
}
