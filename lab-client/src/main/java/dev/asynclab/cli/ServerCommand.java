package dev.asynclab.cli;

import dev.asynclab.client.ServerAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lab server`: the service in the foreground, and what to ask of it.
@Command(
        name = "server",
        header = "Start the service in the foreground, stop it, or ask how it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lab server                       on port 8080, or the next free one",
            "  lab server start --port 0        on any free port; its first line is the address",
            "  lab server status",
            "  lab server stop"
        })
final class ServerCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Context context;

    /// What to do.
    enum Action {
        START,
        STOP,
        STATUS
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "start (default), stop or status.")
    private Action action = Action.START;

    @Option(names = "--port", paramLabel = "N", description = "Port; 0 is any free one.")
    private @Nullable Integer port;

    @Option(names = "--bind", paramLabel = "ADDR", description = "Address to listen on; default: this machine only.")
    private @Nullable String bind;

    @Mixin
    private ServerOptions server = new ServerOptions();

    ServerCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        return switch (action) {
            case START -> start();
            case STOP -> stop();
            case STATUS -> status();
        };
    }

    /// The server writes to this command's own streams and dies with it; its exit code becomes this command's.
    private int start() throws Exception {
        Home home = server.home(context);
        if (!Files.isRegularFile(home.serverJar())) {
            throw Refusal.of(
                    ExitCode.UNREACHABLE, "not-built", "no " + home.serverJar(), "`./lab` builds it on first use");
        }
        Optional<ServerAddress> running = ServerAddress.running(home.serverFile());
        if (running.isPresent()) {
            throw Refusal.of(
                    ExitCode.UNREACHABLE,
                    "already-running",
                    "a server with this data folder runs already: "
                            + running.get().url() + ", process " + running.get().pid(),
                    "`lab server stop` ends it; --data DIR starts one with another folder");
        }
        var arguments = new ArrayList<String>();
        if (port != null) {
            arguments.addAll(List.of("--port", port.toString()));
        }
        if (bind != null) {
            arguments.addAll(List.of("--bind", bind));
        }
        Process process = new ProcessBuilder(ServerProcess.command(home, arguments))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var end = Thread.ofPlatform().name("end-server").unstarted(() -> end(process));
        Runtime.getRuntime().addShutdownHook(end);
        return process.waitFor();
    }

    /// On a signal to this command: the server is told, and gets the time to end its runs in good order.
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
        }
    }

    private int stop() throws Exception {
        ServerAddress address = running();
        ProcessHandle process = ProcessHandle.of(address.pid()).orElseThrow(this::none);
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException _) {
            throw Refusal.of(
                    ExitCode.UNREACHABLE,
                    "still-running",
                    "process " + address.pid() + " has not ended after 10 s",
                    "kill -9 " + address.pid() + " ends it at once; an unfinished trial is lost");
        }
        context.screen().note("stopped " + address.url());
        return ExitCode.HOLDS;
    }

    private int status() {
        ServerAddress address = running();
        context.screen().print(address.url() + "  process " + address.pid());
        return ExitCode.HOLDS;
    }

    private ServerAddress running() {
        return ServerAddress.running(server.home(context).serverFile())
                .filter(a -> a.pid() != 0)
                .orElseThrow(this::none);
    }

    private Refusal none() {
        return Refusal.of(
                ExitCode.UNREACHABLE,
                "no-server",
                "no server runs with the data folder " + server.home(context).data(),
                "`lab server start` starts one");
    }
}
