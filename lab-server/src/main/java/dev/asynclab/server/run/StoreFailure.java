package dev.asynclab.server.run;

import org.jspecify.annotations.Nullable;

/// The store could not keep or find something: nothing of what was asked has happened.
public class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean diskFull;

    public StoreFailure(String message, @Nullable Throwable cause, boolean diskFull) {
        super(message, cause);
        this.diskFull = diskFull;
    }

    /// Whether freeing space would help.
    public boolean diskFull() {
        return diskFull;
    }
}
