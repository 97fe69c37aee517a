package dev.asynclab.scenario;

import java.util.List;
import java.util.Map;

/// What the caller changes about a scenario while reading it.
///
/// @param set `--set`: overrides of params, or one value an axis is narrowed to
/// @param only `--only`: `model` or an axis name to the values kept
public record Settings(Map<String, String> set, Map<String, List<String>> only) {
    public Settings {
        set = Map.copyOf(set);
        only = Map.copyOf(only);
    }

    /// The file as it stands.
    public static final Settings NONE = new Settings(Map.of(), Map.of());
}
