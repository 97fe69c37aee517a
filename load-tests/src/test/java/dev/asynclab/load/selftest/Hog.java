package dev.asynclab.load.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs of shipped scenarios beside a program that keeps one core busy.
final class Hog {

    private Hog() {}

    /// What the lab said.
    ///
    /// @param winners pairs of `cores-are-the-limit` for which a winner was named
    /// @param poolClaim outcome of the claim `pool-saturates` of `pool-queueing`
    /// @param contended whether a check named the contention
    record Seen(List<String> winners, String poolClaim, boolean contended) {}

    static Seen beside(List<String> scenarios) throws IOException, InterruptedException {
        Process busy = new ProcessBuilder("timeout", "600", "sh", "-c", "while :; do :; done").start();
        try {
            JsonNode computing = run(scenarios.getFirst());
            JsonNode waiting = run(scenarios.getLast());
            List<String> winners = new ArrayList<>();
            for (JsonNode pair : computing.path("pairs")) {
                if (pair.path("verdict").asString().contains("beats")) {
                    winners.add(
                            pair.path("a").asString() + " and " + pair.path("b").asString() + " at " + pair.path("at"));
                }
            }
            return new Seen(winners, claim(waiting, "pool-saturates"), contended(computing));
        } finally {
            busy.destroy();
            busy.onExit().join();
        }
    }

    private static String claim(JsonNode result, String id) {
        for (JsonNode claim : result.path("claims")) {
            if (claim.path("id").asString().equals(id)) {
                return claim.path("outcome").asString();
            }
        }
        return "missing";
    }

    private static boolean contended(JsonNode result) {
        for (JsonNode check : result.path("checks")) {
            if (check.path("code").asString().equals("cpu-contended")) {
                return !check.path("ok").asBoolean();
            }
        }
        return false;
    }

    private static JsonNode run(String scenario) throws IOException {
        Process lab = new ProcessBuilder(
                        Path.of(System.getProperty("lab.home"), "lab").toString(), "run", scenario, "-o", "json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] out = lab.getInputStream().readAllBytes();
        int status = lab.onExit().join().exitValue();
        if (out.length == 0) {
            throw new IOException("lab run " + scenario + " printed nothing, status " + status);
        }
        return new JsonMapper().readTree(out);
    }
}
