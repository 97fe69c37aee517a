package dev.asynclab.server.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON schema of a record, read off its components: it cannot differ from what is written.
final class RecordSchema {
    private static final String TYPE = "type";

    private RecordSchema() {}

    /// A schema of its own, with a title.
    static Map<String, Object> document(String title, Class<? extends Record> type) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", title);
        document.putAll(of(type));
        return document;
    }

    static Map<String, Object> of(Class<? extends Record> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(name(component), schema(component.getAnnotatedType()));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, "object");
        schema.put("required", List.copyOf(properties.keySet()));
        schema.put("properties", properties);
        return schema;
    }

    private static String name(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private static Map<String, Object> schema(AnnotatedType annotated) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (annotated instanceof AnnotatedParameterizedType generic
                && generic.getType() instanceof ParameterizedType plain) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            boolean list = plain.getRawType() == List.class;
            schema.put(TYPE, list ? "array" : "object");
            schema.put(list ? "items" : "additionalProperties", schema(arguments[arguments.length - 1]));
        } else if (annotated.getType() instanceof Class<?> type && type.isRecord()) {
            schema.putAll(of(type.asSubclass(Record.class)));
        } else if (annotated.getType() != Object.class) {
            schema.put(TYPE, word(annotated.getType()));
        }
        Object type = schema.get(TYPE);
        if (type != null && annotated.isAnnotationPresent(Nullable.class)) {
            schema.put(TYPE, new ArrayList<>(List.of(type, "null")));
        }
        return schema;
    }

    private static String word(java.lang.reflect.Type type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        return type == boolean.class || type == Boolean.class ? "boolean" : "string";
    }
}
