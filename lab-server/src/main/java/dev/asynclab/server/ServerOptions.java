package dev.asynclab.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server's command line.
///
/// @param port 0 for any free one
/// @param portGiven whether it was asked for: then another one will not do
/// @param data folder of everything kept
/// @param bind address to listen on
/// @param ownedByParent end of the standard input ends the server: it was started by a command that is gone
/// @param temporary that command is the only one it serves: others are told to wait
/// @param calibrate measure a calibration card instead of serving
/// @param prepareStart folder to make ahead-of-time caches in, instead of serving
record ServerOptions(
        int port,
        boolean portGiven,
        Path data,
        String bind,
        boolean ownedByParent,
        boolean temporary,
        boolean calibrate,
        Optional<Path> prepareStart) {

    static final int DEFAULT_PORT = 8080;

    private static final List<String> NAMES = List.of(
            "--port N",
            "--data DIR",
            "--bind ADDR",
            "--parent-stdin",
            "--temporary",
            "--calibrate",
            "--prepare-start DIR");

    /// A command line that cannot be used; the message says what is allowed.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    static ServerOptions parse(List<String> arguments, Path defaultData) throws Unusable {
        int port = DEFAULT_PORT;
        boolean portGiven = false;
        Path data = defaultData;
        String bind = "127.0.0.1";
        boolean owned = false;
        boolean temporary = false;
        boolean calibrate = false;
        Optional<Path> prepare = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
            switch (argument) {
                case "--port" -> {
                    port = port(next);
                    portGiven = true;
                    i++;
                }
                case "--data" -> {
                    data = Path.of(value(argument, next));
                    i++;
                }
                case "--bind" -> {
                    bind = loopback(value(argument, next));
                    i++;
                }
                case "--parent-stdin" -> owned = true;
                case "--temporary" -> temporary = true;
                case "--calibrate" -> calibrate = true;
                case "--prepare-start" -> {
                    prepare = Optional.of(Path.of(value(argument, next)));
                    i++;
                }
                default ->
                    throw new Unusable("unknown option '" + argument + "'; allowed: " + String.join(", ", NAMES));
            }
        }
        return new ServerOptions(port, portGiven, data.toAbsolutePath(), bind, owned, temporary, calibrate, prepare);
    }

    /// A server on any free port that ends by itself.
    static ServerOptions forTraining(Path data) {
        return new ServerOptions(0, true, data, "127.0.0.1", true, true, false, Optional.empty());
    }

    private static String value(String name, @Nullable String next) throws Unusable {
        if (next == null) {
            throw new Unusable("option '" + name + "' needs a value; allowed: " + String.join(", ", NAMES));
        }
        return next;
    }

    private static int port(@Nullable String next) throws Unusable {
        String text = value("--port", next);
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The message below says what is allowed.
        }
        throw new Unusable("'" + text + "' is no port; give 0 (any free one) to 65535");
    }

    private static String loopback(String address) throws Unusable {
        return switch (address.toLowerCase(Locale.ROOT)) {
            case "127.0.0.1", "localhost" -> "127.0.0.1";
            case "::1", "[::1]" -> "::1";
            default ->
                throw new Unusable("--bind " + address + " would open the lab to other machines without encryption;"
                        + " this version listens on 127.0.0.1 or ::1 only");
        };
    }
}
