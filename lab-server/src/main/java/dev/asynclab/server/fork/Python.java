package dev.asynclab.server.fork;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A CPython found on this machine, as it described itself.
///
/// @param executable the interpreter itself, behind any shim
/// @param version for example `3.13.0`
/// @param gil whether its global lock is on
/// @param startMethods of `multiprocessing`
/// @param subinterpreters `own-gil`, `shared-gil` or `none`
/// @param uvloop its version; null where it is not installed
public record Python(
        Path executable,
        String version,
        boolean gil,
        List<String> startMethods,
        String subinterpreters,
        @Nullable String uvloop) {

    static final String NONE = "none";

    /// The oldest that will do: 3.9.
    private static final int LEAST_MINOR = 9;

    public Python {
        startMethods = List.copyOf(startMethods);
    }

    /// Why it cannot run a model; empty when it can.
    public Optional<String> refuses(String model) {
        if (minor() < LEAST_MINOR) {
            return Optional.of("CPython " + version + " is older than 3." + LEAST_MINOR);
        }
        return switch (model) {
            case "python-uvloop" ->
                uvloop == null ? Optional.of("CPython " + version + " has no uvloop") : Optional.empty();
            case "python-subinterpreters" ->
                subinterpreters.equals(NONE)
                        ? Optional.of("CPython " + version + " has no subinterpreters")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private int minor() {
        String[] parts = version.split("\\.", -1);
        return parts.length > 1 && parts[0].equals("3") && parts[1].matches("\\d{1,3}")
                ? Integer.parseInt(parts[1])
                : 0;
    }

    /// In one line, for the catalogue.
    public String describe() {
        return "CPython " + version + (gil ? "" : " without a GIL") + ", subinterpreters: " + subinterpreters
                + ", start methods: " + String.join(" ", startMethods)
                + (uvloop == null ? "" : ", uvloop " + uvloop);
    }
}
