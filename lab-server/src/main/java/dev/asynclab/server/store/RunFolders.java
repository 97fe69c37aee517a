package dev.asynclab.server.store;

import dev.asynclab.server.run.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder for every run, for what its processes write.
///
/// @param root folder of the folders; made when first needed
record RunFolders(Path root) {

    /// The folder of a run, made when it is not there.
    ///
    /// @throws StoreFailure when it cannot be made
    Path of(String run) {
        try {
            return Files.createDirectories(root.resolve(run));
        } catch (IOException e) {
            throw new StoreFailure("cannot make the folder " + root.resolve(run) + ": " + e, e, false);
        }
    }

    /// Removes the folder of a run that is deleted, if it ever had one.
    ///
    /// @throws StoreFailure when something of it remains
    void remove(String run) {
        Path folder = root.resolve(run);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new StoreFailure("the run is deleted, but not its folder " + folder + ": " + e, e, false);
        }
    }
}
