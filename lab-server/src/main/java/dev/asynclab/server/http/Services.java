package dev.asynclab.server.http;

import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.ScenarioLibrary;

/// What the API speaks for. Every method behind it may block; the API calls them on virtual threads only.
///
/// @param reader turns a scenario text into a scenario or its problems
public record Services(Runs runs, ScenarioLibrary scenarios, Reader reader) {

    /// [dev.asynclab.scenario.ScenarioReader#read].
    @FunctionalInterface
    public interface Reader {
        Reading read(String name, String text, Settings settings);
    }
}
