package dev.asynclab.server.store;

import dev.asynclab.server.run.StoreFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of the store is not what this version wrote, or not a version it knows. No row of it was changed.
public final class StoreDamaged extends StoreFailure {

    private static final long serialVersionUID = 1;

    StoreDamaged(Path file, String what, @Nullable Throwable cause) {
        super("%s %s".formatted(file, what), cause, false);
    }
}
