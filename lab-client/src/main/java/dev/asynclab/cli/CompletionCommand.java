package dev.asynclab.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lab completion`: a script that teaches a shell the commands and options.
@Command(
        name = "completion",
        header = "Print a completion script for a shell.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(lab completion bash)",
            "  lab completion zsh > ~/.zfunc/_lab",
            "  lab completion fish > ~/.config/fish/completions/lab.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Context context;

    /// A shell with a script of its own.
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandLine line = Lab.commandLine(context);
        // The script for bash also serves zsh: it turns on zsh's bash emulation itself.
        context.screen()
                .print(
                        switch (shell) {
                            case BASH, ZSH -> AutoComplete.bash("lab", line);
                            case FISH -> fish(line);
                        });
        return ExitCode.HOLDS;
    }

    private static String fish(CommandLine lab) {
        var script = new StringBuilder("# fish completion for lab\ncomplete -c lab -f\n");
        lab.getSubcommands().forEach((name, command) -> {
            script.append("complete -c lab -n __fish_use_subcommand -a ")
                    .append(name)
                    .append(" -d ")
                    .append(quoted(String.join(
                            " ", command.getCommandSpec().usageMessage().header())))
                    .append('\n');
            command.getCommandSpec().options().forEach(option -> {
                script.append("complete -c lab -n '__fish_seen_subcommand_from ")
                        .append(name)
                        .append("'");
                for (String flag : option.names()) {
                    script.append(flag.startsWith("--") ? " -l " + flag.substring(2) : " -s " + flag.substring(1));
                }
                script.append(option.arity().max() > 0 ? " -r" : "")
                        .append(" -d ")
                        .append(quoted(String.join(" ", option.description())))
                        .append('\n');
            });
        });
        return script.append("complete -c lab -n '__fish_seen_subcommand_from run show validate plan' -F\n")
                .toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
