package dev.asynclab.server.capsule;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Lines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files inside a capsule, by name. Plain texts, so that a person can read them and another program too.
public final class Entries {
    static final String README = "README.txt";
    static final String MANIFEST = "manifest.json";
    static final String SCENARIO = "scenario.yaml";
    static final String TRIALS = "trials.jsonl";
    static final String CALIBRATION = "calibration.json";
    static final String ENVIRONMENT = "environment.json";
    static final String RESULT = "result.json";

    /// Every name there may be; README and environment are for people and are not read back.
    static final List<String> NAMES = List.of(README, MANIFEST, SCENARIO, TRIALS, CALIBRATION, ENVIRONMENT, RESULT);

    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
            .build();

    /// The order of a result's maps means something: it stays.
    private static final JsonMapper ORDERED = new JsonMapper();

    private static final String READ_ME = """
            A run of Async Lab, %s of %s.

              lab results FILE.zip       the verdict
              lab report FILE.zip        the report, as HTML
              lab reanalyse FILE.zip     judge the records anew; the result must come out the same
              lab compare RUN FILE.zip   beside a run of your own
              lab run FILE.zip           the same scenario, settings and seed on your machine

            %s   the exact scenario
            %s   settings, seed, cores, predictions
            %s    one trial per line, latency histograms included (HdrHistogram V2, base64)
            %s what the machine and the backends could do before the run
            %s the machine and the software
            %s     the result document
            """;

    private Entries() {}

    /// A capsule as texts, its traces apart, in a fixed order; the same capsule gives the same bytes.
    public static Map<String, String> write(Capsule capsule) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(
                README,
                READ_ME.formatted(
                                capsule.manifest().run(),
                                capsule.result().scenario().id(),
                                SCENARIO,
                                MANIFEST,
                                TRIALS,
                                CALIBRATION,
                                ENVIRONMENT,
                                RESULT)
                        + capsule.traces().told());
        entries.put(MANIFEST, SORTED.writeValueAsString(capsule.manifest()) + "\n");
        entries.put(SCENARIO, capsule.scenario());
        entries.put(
                TRIALS,
                capsule.trials().stream().map(t -> Lines.write(t) + "\n").collect(Collectors.joining()));
        entries.put(CALIBRATION, SORTED.writeValueAsString(capsule.calibration()) + "\n");
        entries.put(ENVIRONMENT, ORDERED.writeValueAsString(capsule.result().environment()) + "\n");
        entries.put(RESULT, ORDERED.writeValueAsString(capsule.result()) + "\n");
        return entries;
    }

    /// The capsule of some texts.
    ///
    /// @throws BadCapsule when one is missing or is not what its name says
    public static Capsule read(Map<String, String> entries) throws BadCapsule {
        Manifest manifest = json(entries, MANIFEST, Manifest.class);
        if (!Manifest.FORMAT.equals(manifest.format())) {
            throw new BadCapsule(
                    "its format is `" + shown(manifest.format()) + "`; this version reads " + Manifest.FORMAT);
        }
        List<TrialRecord> trials;
        try {
            trials = text(entries, TRIALS)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .map(l -> Lines.read(l, TrialRecord.class))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new BadCapsule(TRIALS + " cannot be read: " + e.getMessage());
        }
        if (trials.stream().anyMatch(Objects::isNull)) {
            throw new BadCapsule(TRIALS + " has a line that is null");
        }
        return new Capsule(
                manifest,
                text(entries, SCENARIO),
                trials,
                json(entries, CALIBRATION, Calibration.class),
                json(entries, RESULT, ResultDocument.class));
    }

    private static <T> T json(Map<String, String> entries, String name, Class<T> type) throws BadCapsule {
        try {
            T value = ORDERED.readValue(text(entries, name), type);
            if (value == null) {
                throw new BadCapsule(name + " is null");
            }
            return value;
        } catch (JacksonException e) {
            throw new BadCapsule(name + " cannot be read: " + shown(e.getOriginalMessage()));
        }
    }

    private static String text(Map<String, String> entries, String name) throws BadCapsule {
        String text = entries.get(name);
        if (text == null) {
            throw new BadCapsule("it has no " + name);
        }
        return text;
    }

    private static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
