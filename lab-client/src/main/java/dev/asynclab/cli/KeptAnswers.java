package dev.asynclab.cli;

import dev.asynclab.api.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Answers kept between `lab predict` and `lab run --predict`, one file per text of a scenario: who changes the
/// file
/// is asked again.
record KeptAnswers(Home home) {
    private static final TypeReference<Map<String, String>> ANSWERS = new TypeReference<>() {};
    private static final int DIGITS = 16;

    Map<String, String> of(Scenario scenario) throws IOException {
        Path file = file(scenario);
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            return new LinkedHashMap<>(new JsonMapper().readValue(Files.readString(file), ANSWERS));
        } catch (JacksonException _) {
            throw Refusal.of(
                    ExitCode.USAGE,
                    "unreadable-answers",
                    "the answers kept in " + file + " are damaged",
                    "delete the file, and answer again");
        }
    }

    Path keep(Scenario scenario, Map<String, String> answers) throws IOException {
        Path file = file(scenario);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, Json.pretty(answers) + "\n");
    }

    private Path file(Scenario scenario) {
        String name = scenario.id() + "-" + scenario.sha256().substring(0, DIGITS) + ".json";
        return home.data().resolve("predictions").resolve(name);
    }
}
