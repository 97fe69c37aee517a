package dev.asynclab.server.http;

import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import java.util.Map;
import java.util.regex.Pattern;

/// Scenario texts in requests: taken from the body, limited, read.
///
/// @param reader the scenario reader
record ScenarioTexts(Services.Reader reader) {
    static final String[] TYPES = {"application/yaml", "text/yaml", Json.TYPE};
    private static final int LARGEST_CHARS = 256 * 1024;
    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,40}(-[a-z0-9]{1,40}){0,11}");

    /// Whether a scenario may have this id. Also keeps everything that looks like a path away from the library.
    static boolean isId(String id) {
        return id.length() <= 64 && ID.matcher(id).matches();
    }

    static String limited(String text) {
        if (text.length() > LARGEST_CHARS) {
            throw new Refused(
                    ProblemType.TOO_LARGE,
                    "a scenario has at most 262,144 characters; this one has %,d".formatted(text.length()));
        }
        return text;
    }

    Reading read(String name, String text) {
        return reader.read(name, limited(text), Settings.NONE);
    }

    /// The scenario, or a refusal with its problems.
    Scenario valid(String name, String text) {
        return switch (read(name, text)) {
            case Reading.Valid valid -> valid.scenario();
            case Reading.Invalid invalid -> throw invalid(invalid.problems());
        };
    }

    static Refused invalid(java.util.List<dev.asynclab.api.Problem> problems) {
        String count = problems.size() == 1 ? "1 error" : problems.size() + " errors";
        return new Refused(ProblemType.INVALID_SCENARIO, count + "; nothing was stored or started", problems, Map.of());
    }
}
