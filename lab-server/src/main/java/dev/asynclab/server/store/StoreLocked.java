package dev.asynclab.server.store;

import dev.asynclab.server.run.StoreFailure;
import java.nio.file.Path;

/// Another server works on the same folder.
public final class StoreLocked extends StoreFailure {

    private static final long serialVersionUID = 1;

    private final String pid;

    StoreLocked(Path data, String pid) {
        super(
                "%s is in use by the server with process id %s: stop it, or choose another folder with --data"
                        .formatted(data, pid),
                null,
                false);
        this.pid = pid;
    }

    /// Process id of the holder, `unknown` when it has not written it yet.
    public String pid() {
        return pid;
    }
}
