package dev.asynclab.cli;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import dev.asynclab.scenario.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lab source`: how a model is written.
@Command(
        name = "source",
        header = "Print the code of one concurrency model, or of two side by side.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab source event-loop", "  COLUMNS=200 lab source event-loop virtual-threads"})
final class SourceCommand implements Callable<Integer> {
    /// Two columns of code need this many columns of screen; below, one file follows the other.
    static final int WIDE = 160;

    private static final String BETWEEN = " | ";
    private static final String BROKEN = "broken-";
    private static final Map<String, String> CLASSES = classes();
    private final Context context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model id, for example event-loop.")
    private String first = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "MODEL", description = "Another, printed beside it.")
    private @Nullable String second;

    SourceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<String> left = lines(first);
        if (second == null) {
            left.forEach(context.screen()::print);
        } else if (context.screen().width() >= WIDE) {
            sideBySide(left, lines(second));
        } else {
            print(first, left);
            context.screen().print("");
            print(second, lines(second));
            context.screen().note("(COLUMNS=" + WIDE + " or more puts them side by side)");
        }
        return ExitCode.HOLDS;
    }

    private void print(String model, List<String> lines) {
        context.screen().print("// ---- " + model + " ----");
        lines.forEach(context.screen()::print);
    }

    private void sideBySide(List<String> left, List<String> right) {
        int column = (context.screen().width() - BETWEEN.length()) / 2;
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String a = i < left.size() ? left.get(i) : "";
            String b = i < right.size() ? right.get(i) : "";
            context.screen()
                    .print((Printable.left(Printable.cut(a, column), column) + BETWEEN + Printable.cut(b, column))
                            .stripTrailing());
        }
    }

    private List<String> lines(String model) throws IOException {
        String type = CLASSES.get(model);
        if (type == null) {
            var ids = new ArrayList<>(CLASSES.keySet());
            String meant = Spelling.closest(model, ids)
                    .map(n -> "did you mean `" + n + "`? ")
                    .orElse("");
            throw Refusal.of(
                    ExitCode.USAGE,
                    "unknown-model",
                    "no model named `" + model + "`",
                    meant + "models: " + String.join(", ", ids));
        }
        Path file = PythonModels.isPython(model)
                ? context.home().pythonModels().resolve(type + ".py")
                : context.home().models().resolve(type + ".java");
        if (!Files.isRegularFile(file)) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "no-source",
                    "the code of `" + model + "` is not at " + file,
                    "run `lab` from a complete copy of the lab, sources included");
        }
        return Files.readAllLines(file);
    }

    /// `virtual-threads` is `VirtualThreadModel`: the id in title case, singular where it names a plural. Those
    /// broken on purpose have a folder of their own.
    private static Map<String, String> classes() {
        var classes = new LinkedHashMap<String, String>();
        for (Catalogue.Model model : Catalogue.usable()) {
            if (PythonModels.isPython(model.id())) {
                classes.put(model.id(), "model_" + model.id().substring(PythonModels.PREFIX.length()));
                continue;
            }
            boolean broken = model.id().startsWith(BROKEN);
            var type = new StringBuilder(broken ? "broken/" : "");
            for (String word :
                    model.id().substring(broken ? BROKEN.length() : 0).split("-", -1)) {
                String singular = switch (word) {
                    case "threads" -> "thread";
                    case "processes" -> "process";
                    default -> word;
                };
                type.append(Character.toUpperCase(singular.charAt(0))).append(singular.substring(1));
            }
            classes.put(model.id(), type.append("Model").toString());
        }
        return classes;
    }
}
