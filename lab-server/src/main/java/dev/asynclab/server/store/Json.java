package dev.asynclab.server.store;

import dev.asynclab.wire.Lines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Records as JSON columns, and the checksums that notice when a column is not what was written.
///
/// SQLite checks no page: a flipped bit inside a figure would be read as another figure.
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static <T> T read(String json, Class<T> type, Path file) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw SqlFailures.damaged(file, e);
        }
    }

    static Map<String, Object> fields(String json, Path file) {
        try {
            return MAPPER.readValue(json, FIELDS);
        } catch (JacksonException e) {
            throw SqlFailures.damaged(file, e);
        }
    }

    /// Measurements in the words of the trial protocol.
    static String writeLine(Object value) {
        return Lines.write(value);
    }

    static <T> T readLine(String json, Class<T> type, Path file) {
        try {
            return Lines.read(json, type);
        } catch (IllegalArgumentException e) {
            throw SqlFailures.damaged(file, e);
        }
    }

    static long crc32c(String... texts) {
        CRC32C crc = new CRC32C();
        for (String text : texts) {
            crc.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return crc.getValue();
    }

    /// @return the text
    static String checked(String text, long expected, Path file, String what) {
        if (crc32c(text) != expected) {
            throw new StoreDamaged(file, "is damaged: the checksum of %s is wrong".formatted(what), null);
        }
        return text;
    }
}
