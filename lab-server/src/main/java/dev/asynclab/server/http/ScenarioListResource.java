package dev.asynclab.server.http;

import dev.asynclab.api.Lesson;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioIndex;
import dev.asynclab.server.run.ScenarioLibrary;
import dev.asynclab.server.run.ScenarioLibrary.Saved;
import dev.asynclab.server.run.ScenarioLibrary.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All scenarios: list them, add one.
final class ScenarioListResource {
    private static final String PATH = "/api/v1/scenarios";
    private static final int MOST_HEADS = 2000;
    private final ScenarioLibrary library;
    private final ScenarioTexts texts;

    /// What the list shows of a text, by its digest: reading a hundred files for every page would be waste.
    private final Map<String, Head> heads = new ConcurrentHashMap<>();

    private record Head(String title, List<String> tags, Optional<Lesson> lesson) {}

    ScenarioListResource(Services services) {
        this.library = services.scenarios();
        this.texts = new ScenarioTexts(services.reader());
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PATH, "Scenarios, in lesson order, shipped ones first")
                        .query("tag", "only those with this tag")
                        .query("q", "only those whose id or title contains this")
                        .query("pageSize", "1 to 500, 100 unless given")
                        .query("pageToken", "`nextPageToken` of the page before")
                        .reply(200, "a page", Json.TYPE)
                        .fails(ProblemType.BAD_PARAMETER)
                        .by(this::list),
                Endpoint.post(PATH, "Store a scenario of your own")
                        .body(ScenarioTexts.TYPES)
                        .field("id", "its name; with YAML the text's own `id`")
                        .field("text", "the text")
                        .reply(201, "stored; see Location and ETag", Json.TYPE)
                        .fails(
                                ProblemType.MALFORMED_JSON,
                                ProblemType.ID_TAKEN,
                                ProblemType.TOO_LARGE,
                                ProblemType.INVALID_SCENARIO)
                        .by(this::create));
    }

    private Answer list(Request request) {
        String tag = request.query("tag").orElse("");
        String wanted = request.query("q").orElse("").toLowerCase(Locale.ROOT);
        var items = new ArrayList<Map<String, Object>>();
        for (Stored stored : library.all()) {
            Head head = head(stored);
            boolean named =
                    (stored.id() + " " + head.title()).toLowerCase(Locale.ROOT).contains(wanted);
            if (named && (tag.isEmpty() || head.tags().contains(tag))) {
                items.add(item(stored, head));
            }
        }
        return Paging.page(request, PATH, "scenarios", items, i -> String.valueOf(i.get("id")));
    }

    private Head head(Stored stored) {
        Head known = heads.get(stored.revision());
        if (known == null) {
            known = switch (texts.read(stored.id() + ".yaml", stored.text())) {
                case Reading.Valid valid ->
                    new Head(
                            valid.scenario().title(),
                            valid.scenario().tags(),
                            valid.scenario().lesson());
                // A file edited by hand in the data folder: listed, so that it can be found and mended.
                case Reading.Invalid _ -> new Head("(has errors)", List.of(), Optional.empty());
            };
            if (heads.size() >= MOST_HEADS) {
                heads.clear();
            }
            heads.put(stored.revision(), known);
        }
        return known;
    }

    private static Map<String, Object> item(Stored stored, Head head) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", stored.id());
        item.put("title", head.title());
        item.put("tags", head.tags());
        head.lesson().ifPresent(lesson -> {
            item.put("question", lesson.question());
            item.put("track", ScenarioIndex.track(lesson.track()));
            item.put("minutes", lesson.minutes());
        });
        item.put("shipped", stored.shipped());
        item.put("revision", stored.revision());
        item.put("links", Map.of("self", PATH + "/" + stored.id()));
        return item;
    }

    private Answer create(Request request) {
        String id;
        String text;
        if (request.hasYaml()) {
            text = request.text();
            id = texts.valid("scenario.yaml", text).id();
        } else {
            JsonBody body = JsonBody.of(request, List.of("id", "text"));
            id = body.needed("id");
            text = body.needed("text");
            body.check();
            checkId(id);
            Scenario scenario = texts.valid(id + ".yaml", text);
            if (!scenario.id().equals(id)) {
                throw new Refused(
                        ProblemType.INVALID_BODY, "the text names itself `" + scenario.id() + "`, not `" + id + "`");
            }
        }
        checkId(id);
        return created(library.create(id, text), id);
    }

    static void checkId(String id) {
        if (!ScenarioTexts.isId(id)) {
            throw new Refused(
                    ProblemType.INVALID_BODY,
                    "an id has lower-case letters, digits and single hyphens, at most 64, for example `my-pool`");
        }
    }

    static Answer created(Saved saved, String id) {
        return switch (saved) {
            case Saved.Ok ok ->
                ScenarioResource.tagged(Answer.json(201, ScenarioResource.document(ok.scenario())), ok.scenario())
                        .with("Location", PATH + "/" + id);
            case Saved.IdTaken _ -> throw new Refused(ProblemType.ID_TAKEN, "there is a scenario `" + id + "` already");
            case Saved.Shipped _ -> throw new Refused(ProblemType.ID_TAKEN, "`" + id + "` is a shipped scenario");
            case Saved.NoSuchScenario _ -> throw ScenarioResource.missing(id);
            case Saved.Stale _ -> throw new Refused(ProblemType.STALE, "`" + id + "` changed meanwhile");
        };
    }
}
