package dev.asynclab.server;

import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.run.ScenarioLibrary;
import dev.asynclab.server.run.StoreFailure;

/// Reads the scenarios there are once, in the background, and forgets them.
///
/// The first reading in a JVM loads the YAML parser and every block of the format, which costs more than half a
/// second; paid here, nobody waits for it. The server is ready before this begins, and does not depend on it.
final class WarmReader implements AutoCloseable {

    private final Thread thread;

    WarmReader(ScenarioLibrary library) {
        thread = Thread.ofVirtual().name("warm-reader").start(() -> readAll(library));
    }

    private static void readAll(ScenarioLibrary library) {
        try {
            for (ScenarioLibrary.Stored stored : library.all()) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                ScenarioReader.read(stored.id() + ".yaml", stored.text(), Settings.NONE);
            }
        } catch (StoreFailure _) {
            // Who asks for a scenario is told why it cannot be read.
        }
    }

    /// Stops after the scenario being read.
    @Override
    public void close() {
        thread.interrupt();
    }
}
