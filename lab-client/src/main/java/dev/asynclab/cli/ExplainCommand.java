package dev.asynclab.cli;

import dev.asynclab.api.Glossary;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.client.LabClient;
import dev.asynclab.scenario.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab explain`: why a run came out as it did, or what a word of a report means.
@Command(
        name = "explain",
        header = "Explain a result by what its counters show, or a word of a report.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab explain 20260105-100000-0k3v9x2a",
            "  lab explain 20260105-100000-0k3v9x2a --model pool-50 --at callers=1000",
            "  lab explain pool-queueing",
            "  lab explain \"callers / delay\""
        })
final class ExplainCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "WORD|RUN|FILE.zip",
            description = "A word of a report; a run, `lab runs` lists them, or `latest`; or one in a file.")
    private String subject = "";

    @Option(names = "--model", paramLabel = "NAME", description = "Only what was seen in this variant.")
    private @Nullable String model;

    @Option(names = "--at", paramLabel = "AXIS=VALUE", description = "Only what was seen at this sweep value.")
    private Map<String, String> at = Map.of();

    @Mixin
    private ServerOptions server = new ServerOptions();

    ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Glossary.Entry> entry = Glossary.of(subject);
        if (entry.isPresent()) {
            word(entry.get());
            return ExitCode.HOLDS;
        }
        if (!CapsuleFile.is(subject) && !startsLikeRun(subject)) {
            throw unknown(subject);
        }
        try (var connection = Connection.toRunningOrStarted(context, server, true)) {
            LabClient client = connection.client();
            String id = CapsuleFile.run(context, client, subject);
            ResultDocument result = LabClient.document(client.results(id, "application/json"));
            refuseUnknown(result);
            context.screen().print(new ExplanationText(result, context.screen()).of(model, at));
        }
        return ExitCode.HOLDS;
    }

    /// The id of a run begins with its date; no word begins with a digit.
    private static boolean startsLikeRun(String typed) {
        return typed.equals(LatestRun.WORD) || (!typed.isEmpty() && Character.isDigit(typed.charAt(0)));
    }

    private void word(Glossary.Entry entry) {
        context.screen().print(context.screen().bold(entry.term()) + "   " + entry.kind());
        ExplanationText.wrapped(entry.text(), context.screen().width() - 2)
                .forEach(line -> context.screen().print("  " + line));
        if (!entry.see().isEmpty()) {
            context.screen().print("  see also: " + String.join(", ", entry.see()));
        }
    }

    private static Refusal unknown(String typed) {
        List<String> words = Glossary.all().stream().map(Glossary.Entry::id).toList();
        String help = Spelling.closest(typed, words)
                .map(w -> "did you mean `" + w + "`?")
                .orElse("a word as a report writes it, or a run: `lab runs` lists them");
        return Refusal.of(
                ExitCode.USAGE, "unknown-word", "no word `" + Printable.line(typed) + "` in the glossary", help);
    }

    private void refuseUnknown(ResultDocument result) {
        if (model != null) {
            refuse("model", model, result.models());
        }
        at.forEach((axis, value) -> {
            refuse(
                    "axis",
                    axis,
                    result.points().stream()
                            .flatMap(p -> p.keySet().stream())
                            .distinct()
                            .toList());
            refuse(
                    "value",
                    value,
                    result.points().stream()
                            .flatMap(p -> Optional.ofNullable(p.get(axis)).stream())
                            .distinct()
                            .toList());
        });
    }

    private static void refuse(String what, String typed, List<String> known) {
        if (!known.contains(typed)) {
            String help = Spelling.closest(typed, known)
                    .map(w -> "did you mean `" + w + "`?")
                    .orElse(known.isEmpty() ? "this run has none" : "this run has " + String.join(", ", known));
            throw Refusal.of(
                    ExitCode.USAGE,
                    "unknown-" + what,
                    "no " + what + " `" + Printable.line(typed) + "`",
                    Printable.line(help));
        }
    }
}
