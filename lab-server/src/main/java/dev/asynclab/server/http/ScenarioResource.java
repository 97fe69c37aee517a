package dev.asynclab.server.http;

import dev.asynclab.scenario.Spelling;
import dev.asynclab.server.run.ScenarioLibrary;
import dev.asynclab.server.run.ScenarioLibrary.Saved;
import dev.asynclab.server.run.ScenarioLibrary.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One scenario: read, replace, delete, copy.
final class ScenarioResource {
    private static final String PATH = "/api/v1/scenarios/{id}";
    private static final String YAML = "application/yaml";

    /// Tags of other representations than the text are its revision with a suffix: equal tags mean equal bytes.
    private static final String AS_JSON = "-json";

    private static final String RESOLVED = "-resolved";
    private final ScenarioLibrary library;
    private final ScenarioTexts texts;

    ScenarioResource(Services services) {
        this.library = services.scenarios();
        this.texts = new ScenarioTexts(services.reader());
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PATH, "A scenario")
                        .query("resolved", "`true`: as JSON with every default and sweep point filled in")
                        .header("If-None-Match", "the ETag of an earlier answer")
                        .reply(200, "the text, or a document with it", YAML, Json.TYPE)
                        .reply(304, "nothing has changed")
                        .fails(ProblemType.NO_SUCH_SCENARIO, ProblemType.NOT_ACCEPTABLE)
                        .by(this::read),
                Endpoint.put(PATH, "Replace a scenario of your own")
                        .header("If-Match", "the ETag the scenario was read with")
                        .body(ScenarioTexts.TYPES)
                        .field("text", "the text")
                        .reply(200, "replaced; see ETag", Json.TYPE)
                        .fails(
                                ProblemType.SHIPPED_SCENARIO,
                                ProblemType.NO_SUCH_SCENARIO,
                                ProblemType.STALE,
                                ProblemType.INVALID_SCENARIO,
                                ProblemType.PRECONDITION_NEEDED)
                        .by(this::replace),
                Endpoint.delete(PATH, "Delete a scenario of your own")
                        .header("If-Match", "the ETag the scenario was read with")
                        .reply(204, "deleted")
                        .fails(
                                ProblemType.SHIPPED_SCENARIO,
                                ProblemType.NO_SUCH_SCENARIO,
                                ProblemType.STALE,
                                ProblemType.PRECONDITION_NEEDED)
                        .by(this::delete),
                Endpoint.post(PATH + "/copies", "Copy a scenario under an id of your own")
                        .body(Json.TYPE)
                        .field("id", "id of the copy")
                        .reply(201, "copied; see Location and ETag", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_SCENARIO, ProblemType.ID_TAKEN)
                        .by(this::copy));
    }

    private Answer read(Request request) {
        Stored stored = find(request.param("id"));
        String resolved = request.query("resolved").orElse("false");
        if (!resolved.equals("true") && !resolved.equals("false")) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`resolved` is `true` or `false`");
        }
        if (resolved.equals("true")) {
            Accept.choose(request, List.of(Json.TYPE));
            Object scenario = texts.valid(stored.id() + ".yaml", stored.text());
            return Etag.answer(request, stored.revision() + RESOLVED, Answer.json(200, scenario))
                    .with("Vary", "Accept");
        }
        boolean yaml = Accept.choose(request, List.of(YAML, Json.TYPE)).equals(YAML);
        Answer.Whole answer =
                yaml ? Answer.of(200, YAML + "; charset=utf-8", stored.text()) : Answer.json(200, document(stored));
        return Etag.answer(request, stored.revision() + (yaml ? "" : AS_JSON), answer)
                .with("Vary", "Accept");
    }

    private Answer replace(Request request) {
        Stored current = find(request.param("id"));
        refuseShipped(current);
        String expected = revision(request);
        String text;
        if (request.hasYaml()) {
            text = request.text();
        } else {
            JsonBody body = JsonBody.of(request, List.of("text"));
            text = body.needed("text");
            body.check();
        }
        String named = texts.valid(current.id() + ".yaml", text).id();
        if (!named.equals(current.id())) {
            throw new Refused(
                    ProblemType.INVALID_BODY,
                    "the text names itself `" + named + "`, not `" + current.id() + "`; POST it as a new scenario");
        }
        return switch (library.replace(current.id(), expected, text)) {
            case Saved.Ok ok -> tagged(Answer.json(200, document(ok.scenario())), ok.scenario());
            case Saved other -> throw refusal(other, current);
        };
    }

    private Answer delete(Request request) {
        Stored current = find(request.param("id"));
        refuseShipped(current);
        return switch (library.delete(current.id(), revision(request))) {
            case Saved.Ok _ -> Answer.noContent();
            case Saved other -> throw refusal(other, current);
        };
    }

    private Answer copy(Request request) {
        Stored source = find(request.param("id"));
        JsonBody body = JsonBody.of(request, List.of("id"));
        String id = body.needed("id");
        body.check();
        ScenarioListResource.checkId(id);
        // Only the line with the id changes: comments and layout are part of a lesson.
        String text = source.text().replaceFirst("(?m)^id:[^\\r\\n]*", "id: " + id);
        return ScenarioListResource.created(library.create(id, text), id);
    }

    private Stored find(String id) {
        if (!ScenarioTexts.isId(id)) {
            throw missing(id);
        }
        return library.find(id).orElseThrow(() -> missing(id, library));
    }

    /// Says which scenario was probably meant.
    static Refused missing(String id, ScenarioLibrary library) {
        List<String> known = library.all().stream().map(Stored::id).toList();
        return Spelling.closest(id, known)
                .map(meant -> new Refused(
                        ProblemType.NO_SUCH_SCENARIO, "no scenario `" + id + "`; did you mean `" + meant + "`?"))
                .orElseGet(() -> missing(id));
    }

    static Refused missing(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "..." : id;
        return new Refused(ProblemType.NO_SUCH_SCENARIO, "no scenario `" + shown + "`");
    }

    private static String revision(Request request) {
        String tag = request.header("if-match")
                .map(Etag::bare)
                .orElseThrow(() -> new Refused(ProblemType.PRECONDITION_NEEDED, "there is no If-Match header"));
        String text = tag.endsWith(AS_JSON) ? tag.substring(0, tag.length() - AS_JSON.length()) : tag;
        return text.endsWith(RESOLVED) ? text.substring(0, text.length() - RESOLVED.length()) : text;
    }

    private static void refuseShipped(Stored stored) {
        if (stored.shipped()) {
            throw shipped(stored.id());
        }
    }

    private static Refused shipped(String id) {
        String copies = "/api/v1/scenarios/" + id + "/copies";
        return new Refused(
                ProblemType.SHIPPED_SCENARIO,
                "`" + id + "` ships with the lab; POST to " + copies + " makes a copy that can be changed",
                List.of(),
                Map.of("Link", "<" + copies + ">; rel=\"copies\""));
    }

    private static Refused refusal(Saved saved, Stored current) {
        return switch (saved) {
            case Saved.Ok _ -> throw new IllegalStateException("not a refusal");
            case Saved.NoSuchScenario _ -> missing(current.id());
            case Saved.Shipped _ -> shipped(current.id());
            case Saved.IdTaken _ -> new Refused(ProblemType.ID_TAKEN, "`" + current.id() + "` is taken");
            case Saved.Stale stale ->
                new Refused(
                        ProblemType.STALE,
                        "the current revision is \"" + stale.currentRevision() + "\"",
                        List.of(),
                        Map.of("ETag", '"' + stale.currentRevision() + '"'));
        };
    }

    static Answer.Whole tagged(Answer.Whole answer, Stored stored) {
        // The tag of the text, which is what the next If-Match speaks of.
        return answer.with("ETag", '"' + stored.revision() + '"');
    }

    static Map<String, Object> document(Stored stored) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", stored.id());
        document.put("shipped", stored.shipped());
        document.put("revision", stored.revision());
        document.put("text", stored.text());
        String self = "/api/v1/scenarios/" + stored.id();
        document.put("links", Map.of("self", self, "copies", self + "/copies"));
        return document;
    }
}
