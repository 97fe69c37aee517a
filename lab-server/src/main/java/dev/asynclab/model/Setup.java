package dev.asynclab.model;

import java.util.Map;

/// What a model is built with.
///
/// @param parameters resolved parameters of the variant, by catalogue name
/// @param connections most connections to one backend; tasks beyond that wait for one
/// @param cores processors the trial may use
/// @param shared what the tasks of this instance share on purpose
public record Setup(Map<String, String> parameters, int connections, int cores, SharedState shared) {
    public Setup {
        parameters = Map.copyOf(parameters);
    }

    /// With nothing shared yet.
    public Setup(Map<String, String> parameters, int connections, int cores) {
        this(parameters, connections, cores, new SharedState());
    }

    /// A count parameter; the word `cores` means [#cores()], `unbounded` and `per-task` mean 0.
    public int count(String name) {
        String value = text(name);
        return switch (value) {
            case "cores" -> cores;
            case "unbounded", "per-task" -> 0;
            default -> Integer.parseInt(value);
        };
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    public String text(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name + " in " + parameters);
        }
        return value;
    }
}
