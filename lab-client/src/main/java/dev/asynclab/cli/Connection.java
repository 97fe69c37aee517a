package dev.asynclab.cli;

import dev.asynclab.client.LabClient;
import dev.asynclab.client.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection to a server: one that runs already, or one that lives as long as the command.
final class Connection implements AutoCloseable {
    private final LabClient client;
    private final @Nullable ChildServer child;

    private Connection(LabClient client, @Nullable ChildServer child) {
        this.client = client;
        this.child = child;
    }

    /// To a server that runs already.
    static Connection toRunning(Context context, ServerOptions options) {
        ServerAddress address = find(context, options)
                .orElseThrow(() -> Refusal.of(
                        ExitCode.UNREACHABLE,
                        "no-server",
                        "no server runs with the data folder "
                                + options.home(context).data(),
                        "`lab server start` starts one; --server URL or LAB_SERVER names one elsewhere"));
        return new Connection(new LabClient(address), null);
    }

    /// To a server that runs already, else to one started for this command.
    static Connection toRunningOrStarted(Context context, ServerOptions options, boolean quiet)
            throws IOException, InterruptedException {
        Optional<ServerAddress> running = find(context, options);
        if (running.isPresent()) {
            if (running.get().temporary()) {
                throw Refusal.of(
                        ExitCode.UNREACHABLE,
                        "busy",
                        "another command is running the lab with the data folder "
                                + options.home(context).data() + " (process "
                                + running.get().pid() + "); two measurements at once would spoil each other",
                        "wait for it to end; or start `lab server`, which queues runs; or give another --data");
            }
            return new Connection(new LabClient(running.get()), null);
        }
        Home home = options.home(context);
        if (!Files.isRegularFile(home.serverJar())) {
            throw Refusal.of(
                    ExitCode.UNREACHABLE,
                    "no-server",
                    "no server runs, and none can be started: no " + home.serverJar(),
                    "build the lab (`./lab` does on first use), or name a server with --server URL");
        }
        if (!quiet) {
            context.screen().note("no server runs: starting one for this command");
        }
        ChildServer child = ChildServer.start(home);
        return new Connection(new LabClient(child.address()), child);
    }

    LabClient client() {
        return client;
    }

    /// Whether the server ends with this command.
    boolean temporary() {
        return child != null;
    }

    @Override
    public void close() {
        client.close();
        if (child != null) {
            child.close();
        }
    }

    private static Optional<ServerAddress> find(Context context, ServerOptions options) {
        URI named = options.server(context);
        var serverFile = options.home(context).serverFile();
        if (named == null) {
            return ServerAddress.running(serverFile);
        }
        String scheme = String.valueOf(named.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "bad-url",
                    "`" + named + "` is not an http address",
                    "for example http://localhost:8080");
        }
        return Optional.of(new ServerAddress(named, token(context, named, serverFile), 0));
    }

    /// `LAB_TOKEN`, else the local token - which is given only to an address on this machine.
    private static String token(Context context, URI named, java.nio.file.Path serverFile) {
        String given = context.environment().getOrDefault("LAB_TOKEN", "");
        if (!given.isBlank()) {
            return given.strip();
        }
        String host = String.valueOf(named.getHost());
        boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
        return local
                ? ServerAddress.recorded(serverFile).map(ServerAddress::token).orElse("")
                : "";
    }
}
