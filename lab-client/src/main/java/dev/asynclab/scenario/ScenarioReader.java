package dev.asynclab.scenario;

/// Reads scenario files. Stateless; a reading of 64 KiB takes milliseconds.
public final class ScenarioReader {
    private ScenarioReader() {}

    /// Reads a text.
    ///
    /// @param name file name without folder, used in messages; without its suffix it serves as id when the
    ///     file gives none
    public static Reading read(String name, String text, Settings settings) {
        throw new UnsupportedOperationException("scenario reader");
    }
}
