package dev.asynclab.cli;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.client.LabClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab reanalyse`: an earlier run judged anew from its records.
@Command(
        name = "reanalyse",
        header = "Judge a run anew from its raw records, and say whether the result is the same.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab reanalyse 20260105-100000-0k3v9x2a",
            "  lab reanalyse 20260105-100000-0k3v9x2a -o json > fresh.json"
        })
final class ReanalyseCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "RUN|FILE.zip",
            description = "A run, `lab runs` lists them; `latest`; or one in a file.")
    private String run = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json.")
    private Format format = Format.TABLE;

    ReanalyseCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (format != Format.TABLE && format != Format.JSON) {
            throw Refusal.of(
                    ExitCode.USAGE, "bad-format", "reanalyse prints table or json", "`lab results RUN` has the others");
        }
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            String id = CapsuleFile.run(context, client, run);
            String stored = client.results(id, "application/json");
            String fresh = client.fresh(id);
            ResultDocument result = LabClient.document(fresh);
            context.screen()
                    .print(
                            format == Format.JSON
                                    ? fresh.stripTrailing()
                                    : VerdictText.of(result, null, context.screen()));
            return compare(stored, fresh, result);
        }
    }

    /// The same version must give the same bytes; another one may judge better.
    private int compare(String stored, String fresh, ResultDocument result) {
        if (stored.equals(fresh)) {
            context.screen().note("the same as the stored result, byte for byte");
            return ExitCode.HOLDS;
        }
        String judgedBy = String.valueOf(result.environment().get("lab"));
        String ours = VersionCommand.number();
        String where = JsonDifference.first(stored, fresh)
                .map(d -> "at " + Printable.line(d.toString()))
                .orElse("in the order of its keys");
        context.screen().note("not the same as the stored result: " + where);
        if (judgedBy.equals(ours)) {
            context.screen()
                    .note("the same version (" + ours + ") judged both: this is a defect of the lab, report it");
            return ExitCode.BUG;
        }
        context.screen().note("version " + Printable.line(judgedBy) + " judged the stored one, " + ours + " this one");
        return ExitCode.HOLDS;
    }
}
