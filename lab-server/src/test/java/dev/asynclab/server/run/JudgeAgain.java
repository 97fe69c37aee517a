package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.server.capsule.BadCapsule;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.Entries;
import dev.asynclab.server.verdict.Judge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Judges a recorded run as often as asked and prints the digest of every different document that came out: one
/// line
/// when all is well.
final class JudgeAgain {

    private JudgeAgain() {}

    public static void main(String[] arguments) throws IOException, BadCapsule {
        digests(Path.of(arguments[0]), Integer.parseInt(arguments[1])).forEach(System.out::println);
    }

    static Set<String> digests(Path folder, int times) throws IOException, BadCapsule {
        Capsule capsule = Entries.read(texts(folder));
        var mapper = new JsonMapper();
        Set<String> digests = new TreeSet<>();
        for (int i = 0; i < times; i++) {
            ResultDocument result = Reanalysis.of(
                            capsule,
                            ScenarioReader::read,
                            (plan, outcome, environment, facts) ->
                                    Judge.judge(plan, outcome.records(), outcome.calibration(), environment, facts))
                    .orElseThrow();
            digests.add(sha256(mapper.writeValueAsString(result)));
        }
        return digests;
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
