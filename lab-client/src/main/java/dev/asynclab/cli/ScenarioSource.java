package dev.asynclab.cli;

import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The text of a scenario named on the command line.
///
/// @param shown how messages call it
/// @param shipped whether it is one of the lab's own, so that a server knows it by its id
record ScenarioSource(Path file, String shown, String text, boolean shipped) {
    /// Larger files are no scenarios.
    private static final long LARGEST_BYTES = 256L * 1024;

    /// An id names a shipped scenario; whatever looks like a path, or ends in `.yaml`, a file.
    static ScenarioSource find(Context context, String typed) throws IOException {
        var shipped = new ShippedScenarios(context.home().scenarios());
        if (!looksLikeFile(typed)) {
            Path file = shipped.file(typed);
            return new ScenarioSource(file, context.shown(file), Files.readString(file), true);
        }
        Path file = context.file(typed);
        return new ScenarioSource(file, context.shown(file), text(context, file), false);
    }

    static boolean looksLikeFile(String typed) {
        return typed.contains("/") || typed.endsWith(".yaml") || typed.endsWith(".yml");
    }

    /// The scenario, or a refusal after its problems were printed.
    Scenario read(Context context) {
        return read(context, Settings.NONE);
    }

    Scenario read(Context context, Settings settings) {
        return switch (reading(settings)) {
            case Reading.Valid valid -> {
                ProblemPrinter.print(context.screen().err(), shown, text, valid.warnings());
                yield valid.scenario();
            }
            case Reading.Invalid invalid -> {
                ProblemPrinter.print(context.screen().err(), shown, text, invalid.problems());
                throw new Refusal(ExitCode.INVALID, List.of());
            }
        };
    }

    Reading reading(Settings settings) {
        return ScenarioReader.read(file.getFileName().toString(), text, settings);
    }

    private static String text(Context context, Path file) throws IOException {
        String shown = context.shown(file);
        if (!Files.isRegularFile(file)) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "no-such-file",
                    "no file `" + shown + "`",
                    "`lab list` shows the shipped scenarios");
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw Refusal.of(
                    ExitCode.INVALID,
                    "too-large",
                    "`" + shown + "` has more than 256 KiB",
                    "a scenario is a page of text; is this the right file?");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            throw Refusal.of(
                    ExitCode.INVALID, "not-utf-8", "`" + shown + "` is not UTF-8 text", "save the file as UTF-8");
        }
    }
}
