package dev.asynclab.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lab version`: of the lab, its formats and the JDK it runs on.
@Command(
        name = "version",
        header = "Print the version of the lab and of the JDK it runs on.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab version", "  lab version -o json"})
final class VersionCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private OutputOptions output = new OutputOptions();

    VersionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("lab", number());
        facts.put("scenario-format", "lab/v1");
        facts.put("result-format", dev.asynclab.api.ResultDocument.FORMAT);
        facts.put("jdk", Runtime.version().toString());
        facts.put("jdk-vendor", System.getProperty("java.vendor", ""));
        facts.put("os", System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
        if (output.format() == Format.JSON) {
            context.screen().print(Json.pretty(facts));
        } else {
            List<List<Object>> rows = facts.entrySet().stream()
                    .map(e -> List.<Object>of(e.getKey(), e.getValue()))
                    .toList();
            context.screen().print(new Listing(List.of("what", "version"), rows).as(output.format()));
        }
        return ExitCode.HOLDS;
    }

    /// Written into the jar's manifest by the build; classes run from a folder have none.
    static String number() {
        String version = Lab.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
