package dev.asynclab.cli;

import dev.asynclab.api.DataHome;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folders the command line works with.
///
/// @param root the lab itself: `scenarios/`, the sources, the jars
/// @param data what the lab keeps for this user: runs, the running server's address and token
record Home(Path root, Path data) {

    /// From the system property `lab.home` (set by the launcher) or the place of the jar, and from [DataHome].
    static Home of(@Nullable String labHome, Map<String, String> environment) {
        Path root = labHome == null || labHome.isBlank() ? besideTheJar() : Path.of(labHome);
        Path data = Path.of(DataHome.of(environment, System.getProperty("user.home")));
        return new Home(root.toAbsolutePath().normalize(), data.toAbsolutePath().normalize());
    }

    Path scenarios() {
        return root.resolve("scenarios");
    }

    Path schema() {
        return scenarios().resolve("scenario.schema.json");
    }

    Path models() {
        return root.resolve("lab-server/src/main/java/dev/asynclab/model");
    }

    Path pythonModels() {
        return root.resolve("lab-server/src/main/python/labtrial");
    }

    Path serverJar() {
        return root.resolve("lab-server/target/lab-server.jar");
    }

    Path serverFile() {
        return data.resolve("runtime/server.json");
    }

    /// The same lab with another data folder.
    Home withData(@Nullable Path other) {
        return other == null ? this : new Home(root, other.toAbsolutePath().normalize());
    }

    /// `lab-client/target/lab-client.jar` lies three levels below the root, as does `lab-client/target/classes`.
    private static Path besideTheJar() {
        try {
            var source = Home.class.getProtectionDomain().getCodeSource();
            Path jar = Path.of(source.getLocation().toURI());
            Path root = jar.resolve("../../..").normalize();
            return root;
        } catch (URISyntaxException | IllegalArgumentException _) {
            return new File("").toPath();
        }
    }
}
