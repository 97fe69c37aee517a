package dev.asynclab.server.http;

import dev.asynclab.api.BrokenModels;
import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Glossary;
import dev.asynclab.api.Metric;
import dev.asynclab.api.PythonModels;
import dev.asynclab.server.fork.PythonProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a scenario can name: models, kernels, backends, metrics, mechanisms; and what every word of a report means.
final class CatalogueResource {
    private static final String AVAILABLE = "available";
    private static final String REASON = "reason";

    private CatalogueResource() {}

    static List<Endpoint> endpoints() {
        return List.of(
                row("models", "Concurrency models").by(CatalogueResource::models),
                row("kernels", "CPU kernels").by(r -> list(r, "kernels", kernels())),
                row("backends", "Kinds of mock backends").by(r -> list(r, "backends", backends())),
                row("metrics", "Metrics, with unit and better direction").by(r -> list(r, "metrics", metrics())),
                row("mechanisms", "Named explanations and the evidence they need")
                        .by(r -> list(r, "mechanisms", mechanisms())),
                row("glossary", "Every word a report uses").by(r -> list(r, "glossary", glossary())));
    }

    private static Endpoint.Row row(String name, String summary) {
        return Endpoint.get("/api/v1/" + name, summary)
                .header("If-None-Match", "the ETag of an earlier answer")
                .reply(200, summary, Json.TYPE)
                .reply(304, "nothing has changed");
    }

    private static Answer list(Request request, String name, List<Map<String, Object>> items) {
        return answer(request, Map.of(name, items));
    }

    private static Answer answer(Request request, Map<String, Object> lists) {
        String text = Json.write(lists);
        return Etag.answer(request, Etag.digest(text), Answer.of(200, Json.TYPE, text));
    }

    /// Those broken on purpose in a list of their own, so that nobody takes one for a model to use.
    private static Answer models(Request request) {
        Map<String, Object> lists = new LinkedHashMap<>();
        List<Map<String, Object>> all = new ArrayList<>(models(Catalogue.models()));
        all.addAll(models(PythonModels.all()));
        lists.put("models", all);
        lists.put("broken", models(BrokenModels.all()));
        return answer(request, lists);
    }

    private static List<Map<String, Object>> models(List<Catalogue.Model> models) {
        return models.stream()
                .map(m -> {
                    var item = item(m.id(), m.title());
                    item.put("idiom", m.idiom());
                    item.put("asyncio", m.asyncio());
                    item.put("parameters", m.parameters());
                    item.put("source", "/api/v1/models/" + m.id() + "/source");
                    item.put("refuses", m.refuses());
                    if (PythonModels.isPython(m.id())) {
                        PythonProbe probe = PythonProbe.ofThisMachine();
                        availability(item, probe.forModel(m.id()).isPresent(), probe.whyNot(m.id()));
                        probe.forModel(m.id()).ifPresent(p -> item.put("interpreter", p.describe()));
                    } else {
                        availability(item, ModelSource.inBuild(m.id()), "its class is not part of this build");
                    }
                    return item;
                })
                .toList();
    }

    private static List<Map<String, Object>> kernels() {
        return Catalogue.kernels().stream()
                .map(k -> {
                    var item = item(k.id(), k.summary());
                    item.put("parameters", k.parameters());
                    item.put("cost", k.cost());
                    availability(item, true, "");
                    return item;
                })
                .toList();
    }

    private static List<Map<String, Object>> backends() {
        return Catalogue.backends().stream()
                .map(b -> {
                    var item = item(b.id(), b.summary());
                    availability(item, true, "");
                    return item;
                })
                .toList();
    }

    private static List<Map<String, Object>> metrics() {
        return Arrays.stream(Metric.values())
                .map(m -> {
                    var item = item(m.id(), m.summary());
                    item.put("unit", m.unit().symbol());
                    item.put("better", m.better() == Metric.Better.HIGHER ? "higher" : "lower");
                    item.put("bounded", m.bounded());
                    availability(item, true, "");
                    return item;
                })
                .toList();
    }

    private static List<Map<String, Object>> mechanisms() {
        return Catalogue.mechanisms().stream()
                .map(m -> {
                    var item = item(m.id(), m.sentence());
                    item.put("evidence", m.evidence());
                    item.put("change", m.change());
                    availability(item, true, "");
                    return item;
                })
                .toList();
    }

    private static List<Map<String, Object>> glossary() {
        return Glossary.all().stream()
                .map(e -> {
                    var item = item(e.id(), e.text());
                    item.put("term", e.term());
                    item.put("kind", e.kind());
                    item.put("see", e.see());
                    return item;
                })
                .toList();
    }

    private static Map<String, Object> item(String id, String summary) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("summary", summary);
        return item;
    }

    private static void availability(Map<String, Object> item, boolean available, String reason) {
        item.put(AVAILABLE, available);
        item.put(REASON, available ? "" : reason);
    }
}
