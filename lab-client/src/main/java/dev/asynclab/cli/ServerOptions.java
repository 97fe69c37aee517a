package dev.asynclab.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that talks to a server.
final class ServerOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Server to talk to; default: LAB_SERVER, else the one running on this machine.")
    private @Nullable URI server;

    @Option(names = "--data", paramLabel = "DIR", description = "The lab's data folder; default: LAB_DATA.")
    private @Nullable Path data;

    @Nullable
    URI server(Context context) {
        String fromEnvironment = context.environment().getOrDefault("LAB_SERVER", "");
        return server != null || fromEnvironment.isBlank() ? server : URI.create(fromEnvironment);
    }

    Home home(Context context) {
        return context.home().withData(data == null ? null : context.directory().resolve(data));
    }
}
