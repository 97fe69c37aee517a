package dev.asynclab.server;

import dev.asynclab.server.run.EngineParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The disk a folder is on.
record Disk(Path folder) implements EngineParts.FreeSpace {

    @Override
    public long usableBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long totalBytes() {
        try {
            return Files.getFileStore(folder).getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
