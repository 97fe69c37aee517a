package dev.asynclab.server.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The machine and the software a run was made on: what decides whether two runs may be compared.
public final class EnvironmentFacts {

    private EnvironmentFacts() {}

    /// Reads the facts. What a platform cannot tell is left out.
    ///
    /// @param cores processors a trial may use
    public static Map<String, Object> read(int cores) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cpu", lineAfter(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("cores", cores);
        facts.put("memory", lineAfter(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("arch", System.getProperty("os.arch"));
        facts.put("jdk", System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")");
        facts.put("lab", version());
        facts.values().removeIf(v -> v.equals(""));
        return facts;
    }

    /// Version of this build.
    public static String version() {
        String version = EnvironmentFacts.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String lineAfter(Path file, String key) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(l -> l.startsWith(key))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
