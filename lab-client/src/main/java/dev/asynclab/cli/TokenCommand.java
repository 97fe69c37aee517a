package dev.asynclab.cli;

import dev.asynclab.client.ServerAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lab token`: the token of this user's server, for other programs.
@Command(
        name = "token",
        header = "Print the token other programs need to use this user's server.",
        footerHeading = "%nExamples:%n",
        footer = {"  lab token", "  curl -H \"Authorization: Bearer $(lab token)\" http://localhost:8080/api/v1/runs"})
final class TokenCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ServerOptions server = new ServerOptions();

    TokenCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Path file = server.home(context).serverFile();
        String token = ServerAddress.recorded(file).map(ServerAddress::token).orElse("");
        if (token.isEmpty()) {
            throw Refusal.of(
                    ExitCode.UNREACHABLE,
                    "no-token",
                    "no token yet: no server has run with the data folder "
                            + server.home(context).data(),
                    "`lab server start` makes one; --data DIR names another folder");
        }
        context.screen().print(token);
        return ExitCode.HOLDS;
    }
}
