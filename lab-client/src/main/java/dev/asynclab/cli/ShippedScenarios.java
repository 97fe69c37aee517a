package dev.asynclab.cli;

import dev.asynclab.scenario.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The scenarios that come with the lab, found as files: no server is needed to read them.
record ShippedScenarios(Path folder) {

    /// Every `*.yaml`, in reading order.
    List<ScenarioHead> heads() {
        return files().parallelStream()
                .map(ScenarioHead::read)
                .sorted(ScenarioHead.READING_ORDER)
                .toList();
    }

    /// The file of a shipped scenario.
    Path file(String id) {
        Path file = folder.resolve(id + ".yaml");
        if (id.contains("/") || !Files.isRegularFile(file)) {
            throw unknown(id);
        }
        return file;
    }

    boolean has(String id) {
        return !id.contains("/") && Files.isRegularFile(folder.resolve(id + ".yaml"));
    }

    Refusal unknown(String id) {
        List<String> known = files().stream()
                .map(f -> f.getFileName().toString().replaceFirst("\\.yaml$", ""))
                .toList();
        String meant = Spelling.closest(id, known)
                .map(n -> "did you mean `" + n + "`? ")
                .orElse("");
        return Refusal.of(
                ExitCode.USAGE,
                "unknown-scenario",
                "no scenario named `" + id + "`",
                meant + "`lab list` shows all " + known.size());
    }

    private List<Path> files() {
        try (var all = Files.list(folder)) {
            return all.filter(f -> f.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("no scenarios in " + folder, failure);
        }
    }
}
