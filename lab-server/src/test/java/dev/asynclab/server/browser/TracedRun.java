package dev.asynclab.server.browser;

import dev.asynclab.server.life.Folders;
import dev.asynclab.server.life.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A run of [Sitting#TINY] that has ended, with answers and traces, in the data folder of a server.
///
/// Many pages are about such a run, and it takes longer to measure than to look at all of them: a real server makes
/// it once for all classes of this JVM, and each gets a copy of its own, which it may change.
final class TracedRun implements AutoCloseable {
    private @Nullable Path folder;
    private String id = "";

    private TracedRun() {}

    /// Copies the data folder. Who asks first waits until the run is made.
    ///
    /// @param to must not be there yet
    synchronized Path copyTo(Path to) throws Exception {
        Path made = folder == null ? make() : folder;
        return Folders.copy(made.resolve("data"), to);
    }

    /// Of the run, once there is a copy of it.
    synchronized String id() {
        return id;
    }

    private Path make() throws Exception {
        // First of all: where there is no browser, nobody will look at the run.
        Chromium.executable();
        Path made = Files.createTempDirectory("traced-run");
        try (RealServer server = RealServer.start(made.resolve("data"))) {
            Sitting.store(server, "tiny", Sitting.TINY);
            Map<String, String> answers = Map.of("rate", "40/s", "order", "pool-1, loop");
            id = Sitting.finished(server, "tiny", Map.of("trace", true, "predictions", answers));
        }
        folder = made;
        return made;
    }

    @Override
    public synchronized void close() throws IOException {
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Hands it to the methods of test classes; JUnit closes it after the last class.
    static final class Once implements ParameterResolver {
        private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(TracedRun.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TracedRun.class;
        }

        @Override
        public TracedRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(HERE)
                    .getOrComputeIfAbsent(TracedRun.class, _ -> new TracedRun(), TracedRun.class);
        }
    }
}
