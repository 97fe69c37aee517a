package dev.asynclab.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a server listens and the token it wants.
///
/// @param token bearer token; empty when none is known
/// @param pid process id of the server; 0 when it is not on this machine or not known
/// @param temporary whether it ends with the command that started it
public record ServerAddress(URI url, String token, long pid, boolean temporary) {

    public ServerAddress(URI url, String token, long pid) {
        this(url, token, pid, false);
    }

    /// Reads the file a running server keeps in its data folder, `{"url", "pid", "token"}`.
    ///
    /// @return empty when there is no such file, or the process it names is gone: a killed server leaves its file
    ///     behind
    public static Optional<ServerAddress> running(Path serverFile) {
        return recorded(serverFile)
                .filter(a -> a.pid == 0 || ProcessHandle.of(a.pid).isPresent());
    }

    /// The same without asking whether the process lives: its token outlives it.
    public static Optional<ServerAddress> recorded(Path serverFile) {
        try {
            JsonNode root = new JsonMapper().readTree(Files.readString(serverFile));
            String url = root.path("url").asString("");
            return url.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ServerAddress(
                            URI.create(url),
                            root.path("token").asString(""),
                            root.path("pid").asLong(0),
                            root.path("temporary").asBoolean(false)));
        } catch (IOException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
