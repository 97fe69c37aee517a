package dev.asynclab.server.http;

import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the OpenAPI 3.1 document from the route table, so that the two cannot differ.
final class OpenApi {
    private static final String API = "/api/v1";
    private static final String DESCRIPTION = "description";
    private static final String SCHEMA = "schema";
    private static final String CONTENT = "content";

    /// What any endpoint may answer; the rest stands at the endpoint.
    private static final List<ProblemType> EVERYWHERE =
            List.of(ProblemType.BAD_HOST, ProblemType.WRONG_HOST, ProblemType.WRONG_ORIGIN, ProblemType.INTERNAL);

    private OpenApi() {}

    static Map<String, Object> document(List<Endpoint> endpoints) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                ordered(
                        "title",
                        "Async Lab",
                        "version",
                        "v1",
                        DESCRIPTION,
                        "The same work on different concurrency models, with honest verdicts."));
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            paths.computeIfAbsent(endpoint.path(), _ -> new LinkedHashMap<>())
                    .put(endpoint.method().toLowerCase(java.util.Locale.ROOT), operation(endpoint));
        }
        document.put("paths", paths);
        document.put(
                "components",
                ordered(
                        "schemas",
                        ordered(
                                "Problem", problem(),
                                "Run", RecordSchema.of(RunStatus.class),
                                "Plan", RecordSchema.of(PlanDocument.class)),
                        "securitySchemes",
                        ordered("token", ordered("type", "http", "scheme", "bearer"))));
        return document;
    }

    private static Map<String, Object> operation(Endpoint endpoint) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId(endpoint));
        operation.put("summary", endpoint.summary());
        var parameters = new ArrayList<Object>();
        endpoint.pathParameters().forEach(name -> parameters.add(parameter("path", name, "", true)));
        endpoint.query().forEach(p -> parameters.add(parameter("query", p.name(), p.summary(), false)));
        endpoint.headers().forEach(p -> parameters.add(parameter("header", p.name(), p.summary(), false)));
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (!endpoint.bodies().isEmpty()) {
            operation.put("requestBody", body(endpoint));
        }
        operation.put("responses", responses(endpoint));
        operation.put("security", endpoint.needsToken() ? List.of(Map.of("token", List.of())) : List.of());
        return operation;
    }

    /// `get-runs-id-events` of the API, `get-root-runs` of the page of that name: unique, because method and path are.
    static String operationId(Endpoint endpoint) {
        String path =
                endpoint.path().startsWith(API) ? endpoint.path().substring(API.length()) : "/root" + endpoint.path();
        String name = endpoint.method().toLowerCase(java.util.Locale.ROOT) + path.replaceAll("[^A-Za-z0-9]+", "-");
        return name.endsWith("-") ? name + "index" : name;
    }

    private static Map<String, Object> parameter(String in, String name, String meaning, boolean required) {
        Map<String, Object> parameter =
                ordered("name", name, "in", in, "required", required, SCHEMA, Map.of("type", "string"));
        if (!meaning.isEmpty()) {
            parameter.put(DESCRIPTION, meaning);
        }
        return parameter;
    }

    private static Map<String, Object> body(Endpoint endpoint) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (String type : endpoint.bodies()) {
            if (type.equals(Json.TYPE)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                endpoint.fields().forEach(f -> fields.put(f.name(), Map.of(DESCRIPTION, f.summary())));
                content.put(
                        type,
                        Map.of(SCHEMA, ordered("type", "object", "properties", fields, "additionalProperties", false)));
            } else {
                content.put(type, Map.of(SCHEMA, Map.of("type", "string")));
            }
        }
        return ordered("required", true, CONTENT, content);
    }

    private static Map<String, Object> responses(Endpoint endpoint) {
        Map<String, Object> responses = new LinkedHashMap<>();
        for (Endpoint.Reply reply : endpoint.replies()) {
            Map<String, Object> response = ordered(DESCRIPTION, reply.summary());
            if (!reply.types().isEmpty()) {
                Map<String, Object> content = new LinkedHashMap<>();
                reply.types().forEach(t -> content.put(t, Map.of()));
                response.put(CONTENT, content);
            }
            responses.put(String.valueOf(reply.status()), response);
        }
        var kinds = new ArrayList<>(endpoint.failures());
        kinds.addAll(EVERYWHERE);
        if (endpoint.needsToken()) {
            kinds.add(ProblemType.UNAUTHENTICATED);
        }
        if (endpoint.writes()) {
            kinds.add(ProblemType.TOO_LARGE);
            kinds.add(ProblemType.UNSUPPORTED_TYPE);
        }
        var statuses = new java.util.TreeMap<Integer, List<String>>();
        kinds.stream()
                .distinct()
                .forEach(k -> statuses.computeIfAbsent(k.status(), _ -> new ArrayList<>())
                        .add(k.id()));
        statuses.forEach((status, ids) -> responses.putIfAbsent(
                String.valueOf(status),
                ordered(
                        DESCRIPTION,
                        "problem " + String.join(", ", ids),
                        CONTENT,
                        Map.of(Problems.TYPE, Map.of(SCHEMA, Map.of("$ref", "#/components/schemas/Problem"))))));
        return responses;
    }

    private static Map<String, Object> problem() {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> number = Map.of("type", "integer");
        Map<String, Object> error = ordered(
                "code",
                text,
                "message",
                text,
                "line",
                number,
                "column",
                number,
                "length",
                number,
                "pointer",
                text,
                "suggestion",
                text,
                "help",
                text);
        return ordered(
                "type",
                "object",
                "required",
                List.of("type", "title", "status", "detail"),
                "properties",
                ordered(
                        "type",
                        text,
                        "title",
                        text,
                        "status",
                        number,
                        "detail",
                        text,
                        "instance",
                        text,
                        "help",
                        text,
                        "errors",
                        ordered("type", "array", "items", ordered("type", "object", "properties", error))));
    }

    /// A map in the order given: name, value, name, value.
    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
