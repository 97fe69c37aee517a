package dev.asynclab.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.workload.Step;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Messages to lines and back: one JSON object per line, UTF-8, at most [#MAX_LENGTH] characters.
public final class Lines {

    /// A longer line is refused: the other side is broken or hostile.
    public static final int MAX_LENGTH = 8 * 1024 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(Step.class, StepMixin.class)
            .addModule(new SimpleModule()
                    .addSerializer(Kernel.class, new KernelSerializer())
                    .addDeserializer(Kernel.class, new KernelDeserializer<>(Kernel.class))
                    .addDeserializer(Divisible.class, new KernelDeserializer<>(Divisible.class)))
            .build();

    private Lines() {}

    /// The message as one line, without a line break.
    public static String write(Object message) {
        return MAPPER.writeValueAsString(message);
    }

    /// The message of a line.
    ///
    /// @throws IllegalArgumentException when the line is not such a message; the text names the place, never the
    /// content
    public static <T> T read(String line, Class<T> type) {
        if (line.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a line of " + line.length() + " characters; at most " + MAX_LENGTH);
        }
        try {
            return MAPPER.readValue(line, type);
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(
                    "not a " + type.getSimpleName() + " message: " + e.getOriginalMessage(), e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Step.Call.class, name = "call"),
        @JsonSubTypes.Type(value = Step.Compute.class, name = "compute"),
        @JsonSubTypes.Type(value = Step.Wait.class, name = "wait"),
        @JsonSubTypes.Type(value = Step.Block.class, name = "block"),
        @JsonSubTypes.Type(value = Step.Parallel.class, name = "parallel"),
        @JsonSubTypes.Type(value = Step.Timeout.class, name = "timeout"),
        @JsonSubTypes.Type(value = Step.Limit.class, name = "limit"),
        @JsonSubTypes.Type(value = Step.Race.class, name = "race"),
        @JsonSubTypes.Type(value = Step.Retry.class, name = "retry"),
        @JsonSubTypes.Type(value = Step.Lock.class, name = "lock"),
        @JsonSubTypes.Type(value = Step.Cache.class, name = "cache"),
        @JsonSubTypes.Type(value = Step.Update.class, name = "update"),
        @JsonSubTypes.Type(value = Step.Hold.class, name = "hold"),
        @JsonSubTypes.Type(value = Step.Send.class, name = "send"),
        @JsonSubTypes.Type(value = Step.Job.class, name = "job"),
        @JsonSubTypes.Type(value = Step.Graph.class, name = "graph")
    })
    private interface StepMixin {}

    private static final class KernelSerializer extends ValueSerializer<Kernel> {
        @Override
        public void serialize(Kernel kernel, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("id", kernel.id());
            for (Map.Entry<String, Long> entry : new TreeMap<>(kernel.parameters()).entrySet()) {
                out.writeNumberProperty(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
    }

    private static final class KernelDeserializer<K extends Kernel> extends ValueDeserializer<K> {
        private final Class<K> type;

        KernelDeserializer(Class<K> type) {
            this.type = type;
        }

        @Override
        public K deserialize(JsonParser in, DeserializationContext context) {
            JsonNode node = context.readTree(in);
            Map<String, Long> parameters = new TreeMap<>();
            node.properties().forEach(e -> {
                if (!e.getKey().equals("id")) {
                    parameters.put(e.getKey(), e.getValue().asLong());
                }
            });
            return type.cast(Kernels.create(node.path("id").asString(), parameters));
        }
    }
}
