package dev.asynclab.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The scenarios tests run over: those shipped and those kept for tests.
final class Scenarios {
    private Scenarios() {}

    /// The folder of the shipped scenarios.
    static Path shipped() {
        return Path.of(System.getProperty("lab.home", "..")).resolve("scenarios");
    }

    /// Texts of all valid scenarios by file.
    static Map<String, String> valid() throws IOException {
        var texts = new TreeMap<String, String>();
        for (Path folder : new Path[] {Path.of("src/test/resources/scenarios"), shipped()}) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                    texts.put(file.toString(), Files.readString(file));
                }
            }
        }
        return texts;
    }
}
