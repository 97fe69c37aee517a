package dev.asynclab.cli;

import dev.asynclab.api.ResultDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/// A result document written by hand: 8 rounds, medians and intervals are the middle and the ends of the rounds.
final class Recorded {
    private static final Path FILE = Path.of("src/test/resources/recorded/pool-queueing.json");

    private Recorded() {}

    static String json() throws IOException {
        return Files.readString(FILE);
    }

    static ResultDocument document() throws IOException {
        return new JsonMapper().readValue(json(), ResultDocument.class);
    }
}
