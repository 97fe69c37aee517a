package dev.asynclab.cli;

import dev.asynclab.api.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab predict`: the questions of a lesson, asked before anything is measured.
@Command(
        name = "predict",
        header = "Answer the questions of a lesson before it is run; the run scores them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab predict pool-queueing             asks, and keeps the answers for `lab run --predict`",
            "  lab predict pool-queueing --answer pool-rate=500/s",
            "  lab predict pool-queueing --run 20260105-100000-0k3v9x2a   for a run that waits in the queue"
        })
final class PredictCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "ID|FILE", description = "A shipped scenario, or a file.")
    private String scenario = "";

    @Option(names = "--answer", paramLabel = "ID=VALUE", description = "The answer to one question. Repeatable.")
    private Map<String, String> answers = new LinkedHashMap<>();

    @Option(names = "--run", paramLabel = "RUN", description = "Hand the answers in for this run, not yet measured.")
    private @Nullable String run;

    @Option(names = "--no-input", description = "Never ask anything.")
    private boolean noInput;

    @Mixin
    private ServerOptions server = new ServerOptions();

    PredictCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Scenario read = ScenarioSource.find(context, scenario).read(context);
        var questions = new Questions(context, read);
        Map<String, String> given = questions.answers(answers, !noInput);
        if (given.isEmpty()) {
            questions.list();
            context.screen().note("nothing answered; --answer ID=VALUE answers a question");
            return ExitCode.HOLDS;
        }
        if (run == null) {
            var kept = new KeptAnswers(server.home(context)).keep(read, given);
            context.screen()
                    .note("kept in " + context.shown(kept) + "; `lab run " + scenario + " --predict` hands them in");
        } else {
            try (var connection = Connection.toRunning(context, server)) {
                connection.client().predict(run, given);
            }
            context.screen().note("handed in for run " + run);
        }
        given.forEach((id, answer) -> context.screen().print(Printable.line(id + " = " + answer)));
        return ExitCode.HOLDS;
    }
}
