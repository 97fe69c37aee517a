package dev.asynclab.server.http;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.asynclab.api.Claim;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Problem;
import dev.asynclab.api.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the API reads and writes it. What comes from outside is limited in depth and size.
final class Json {
    static final String TYPE = "application/json";
    private static final int DEEPEST = 64;
    private static final int LONGEST = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxDocumentLength(LONGEST)
                            .maxStringLength(LONGEST)
                            .maxNameLength(1024)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Requests that mean the same have the same fingerprint, whatever order their maps have.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addMixIn(StepSpec.class, Named.class)
            .addMixIn(Load.class, Named.class)
            .addMixIn(DelaySpec.class, Named.class)
            .addMixIn(Claim.Expression.class, Named.class)
            .addMixIn(Claim.Target.class, Named.class)
            .build();

    private static final JsonMapper ORDERED = MAPPER.rebuild()
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /// Tells the variants of a sealed type apart: `{"is": "Call", ...}`.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Named {}

    static String write(Object value) {
        return ORDERED.writeValueAsString(value);
    }

    static String pretty(Object value) {
        return ORDERED.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    /// The same text for equal values.
    static String canonical(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// Reads a document; anything that is not JSON is refused with its place.
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            int line = at == null ? 0 : Math.max(0, at.getLineNr());
            int column = at == null ? 0 : Math.max(0, at.getColumnNr());
            String message = e.getOriginalMessage();
            String cut = message.substring(0, Math.min(message.length(), 300));
            Problem problem = new Problem(
                    "malformed-json", cut, line, column, 1, "", Optional.empty(), "check the text with a JSON tool");
            throw new Refused(ProblemType.MALFORMED_JSON, cut, List.of(problem), Map.of());
        }
    }
}
