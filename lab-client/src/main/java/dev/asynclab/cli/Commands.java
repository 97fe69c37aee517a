package dev.asynclab.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// The table of contents of the command line.
final class Commands {
    private Commands() {}

    /// Every command under its name, in the order of the help.
    static Map<String, Object> all(Context context) {
        var commands = new LinkedHashMap<String, Object>();
        commands.put("list", new ListCommand(context));
        commands.put("show", new ShowCommand(context));
        commands.put("new", new NewCommand(context));
        commands.put("source", new SourceCommand(context));
        commands.put("validate", new ValidateCommand(context));
        commands.put("plan", new PlanCommand(context));
        commands.put("predict", new PredictCommand(context));
        commands.put("run", new RunCommand(context));
        commands.put("crossover", new CrossoverCommand(context));
        commands.put("map", new MapCommand(context));
        commands.put("watch", new WatchCommand(context));
        commands.put("cancel", new CancelCommand(context));
        commands.put("runs", new RunsCommand(context));
        commands.put("results", new ResultsCommand(context));
        commands.put("explain", new ExplainCommand(context));
        commands.put("trace", new TraceCommand(context));
        commands.put("report", new ReportCommand(context));
        commands.put("open", new OpenCommand(context));
        commands.put("export", new ExportCommand(context));
        commands.put("compare", new CompareCommand(context));
        commands.put("reanalyse", new ReanalyseCommand(context));
        commands.put("server", new ServerCommand(context));
        commands.put("token", new TokenCommand(context));
        commands.put("doctor", new DoctorCommand(context));
        commands.put("completion", new CompletionCommand(context));
        commands.put("schema", new SchemaCommand(context));
        commands.put("version", new VersionCommand(context));
        commands.put("help", new HelpCommand());
        return commands;
    }
}
