package dev.asynclab.cli;

import dev.asynclab.api.Figures;
import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.PlanDocument.PlannedCell;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.Sentences;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lab plan`: what a run would do.
@Command(
        name = "plan",
        header = "Show what a run would do and how long it would take; start nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab plan pool-queueing", "  lab plan mine.yaml --only model=event-loop,pool-50 -o json"})
final class PlanCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("cell", "model", "at", "state", "reason");
    private final Context context;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    PlanCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RunRequest request = run.request(context);
        try (var connection = Connection.toRunningOrStarted(context, server, false)) {
            PlanDocument plan = connection.client().plan(request);
            print(plan);
        }
        return ExitCode.HOLDS;
    }

    private void print(PlanDocument plan) {
        Screen screen = context.screen();
        if (output.format() == Format.JSON) {
            screen.print(Json.pretty(plan));
            return;
        }
        List<List<Object>> rows = plan.cells().stream()
                .map(c -> List.<Object>of(c.id(), c.model(), Sentences.at(c.at()), c.state(), c.reason()))
                .toList();
        screen.print(new Listing(COLUMNS, rows).as(output.format()));
        long planned = plan.cells().stream().filter(PlanCommand::planned).count();
        screen.note("%s: %d cells x %d rounds, %d trial processes, about %s of a budget of %s"
                .formatted(
                        Printable.line(plan.scenario()),
                        planned,
                        plan.rounds(),
                        plan.trials(),
                        Figures.duration(plan.estimatedSeconds()),
                        Figures.duration(plan.budgetSeconds())));
        screen.note("%s in each cell and %s need %s; warming up %s per trial process"
                .formatted(
                        counted(plan.comparisons(), "comparison"),
                        counted(plan.intervalClaims(), "claim"),
                        counted(plan.roundsNeeded(), "round"),
                        warmUp(plan)));
        String forecast = plan.forecast();
        if (forecast != null) {
            screen.note(Printable.line(forecast));
        }
        if (!plan.verdicts()) {
            screen.note("this plan names no winners");
        }
        plan.warnings().forEach(w -> screen.note("warning: " + Printable.line(w)));
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String warmUp(PlanDocument plan) {
        String least = Figures.duration(plan.warmUpSeconds());
        return plan.warmUpMostSeconds() > plan.warmUpSeconds()
                ? least + " to " + Figures.duration(plan.warmUpMostSeconds()) + ", until steady"
                : least;
    }

    private static boolean planned(PlannedCell cell) {
        return cell.state().equals("planned");
    }
}
