package dev.asynclab.client;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the REST API `/api/v1`. Safe to use from several threads; `close` ends every stream it opened.
///
/// Every method throws [ServerUnreachable] when nobody answers and [ServerRefusal] when the answer is not a
/// success.
public final class LabClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultPropertyInclusion(
                    p -> p.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY))
            .build();
    private final ServerRequests requests;

    public LabClient(ServerAddress server) {
        this.requests = ServerRequests.to(server);
    }

    public ServerAddress server() {
        return requests.server();
    }

    /// What a run would do. Nothing is started.
    public PlanDocument plan(RunRequest request) throws InterruptedException {
        return JSON.readValue(requests.post("plans", json(request)), PlanDocument.class);
    }

    /// Queues a run.
    ///
    /// @param key idempotency key: the same key never starts a second run
    public RunStatus submit(RunRequest request, String key) throws InterruptedException {
        return status(requests.post("runs", json(request), Map.of("Idempotency-Key", key)));
    }

    /// A run as it is now.
    public RunStatus run(String id) throws InterruptedException {
        return status(requests.text("runs/" + segment(id), "application/json"));
    }

    /// Runs, newest first, all pages.
    ///
    /// @param filter query parameters: `scenario`, `state`, `since`
    public List<RunStatus> runs(Map<String, String> filter) throws InterruptedException {
        var runs = new ArrayList<RunStatus>();
        String page = "";
        do {
            String query = filter.entrySet().stream()
                    .map(e -> e.getKey() + "=" + segment(e.getValue()))
                    .collect(Collectors.joining("&"));
            String token = page.isEmpty() ? "" : "&pageToken=" + segment(page);
            JsonNode root = JSON.readTree(requests.text("runs?" + query + token, "application/json"));
            JsonNode items = root.isArray() ? root : root.path("runs");
            items.forEach(item -> runs.add(JSON.treeToValue(item, RunStatus.class)));
            page = root.path("nextPageToken").asString("");
        } while (!page.isEmpty());
        return runs;
    }

    /// Asks a run to stop; harmless when it has ended.
    public RunStatus cancel(String id) throws InterruptedException {
        return status(requests.post("runs/" + segment(id) + "/cancel", "{}"));
    }

    /// Hands in predictions for a run that is not measured yet; they replace earlier ones.
    ///
    /// @param answers id of a question of the lesson to the answer
    public void predict(String id, Map<String, String> answers) throws InterruptedException {
        requests.put("runs/" + segment(id) + "/predictions", JSON.writeValueAsString(answers));
    }

    /// Scores answers by what a run has measured, as if they had been handed in before it. Nothing is stored.
    ///
    /// @param answers id of a question of the lesson to the answer
    /// @return one per question
    public List<PredictionResult> scores(String id, Map<String, String> answers) throws InterruptedException {
        String path = "runs/" + segment(id) + "/scores";
        JsonNode scored = JSON.readTree(requests.post(path, JSON.writeValueAsString(answers)));
        return scored.path("predictions")
                .valueStream()
                .map(p -> JSON.treeToValue(p, PredictionResult.class))
                .toList();
    }

    /// The events of a run, from its first one.
    public RunEvents events(String id) {
        return requests.events("runs/" + segment(id) + "/events", id);
    }

    /// The results in a media type the server has: `application/json`, `text/csv`, `text/markdown`.
    public String results(String id, String mediaType) throws InterruptedException {
        return requests.text("runs/" + segment(id) + "/results", mediaType);
    }

    /// The result judged anew from the stored records, as JSON. Nothing is stored.
    public String fresh(String id) throws InterruptedException {
        return requests.text("runs/" + segment(id) + "/results?fresh=true", "application/json");
    }

    /// A finished run as one file.
    public byte[] capsule(String id) throws InterruptedException {
        return requests.bytes("runs/" + segment(id) + "/capsule", "application/zip");
    }

    /// Has the server keep the run of such a file, under the id it has.
    public RunStatus open(byte[] capsule) throws InterruptedException {
        return status(requests.post("imports", "application/zip", capsule));
    }

    /// The request that repeats a run.
    public RunRequest repeated(String id) throws InterruptedException {
        return JSON.readValue(requests.text("runs/" + segment(id) + "/request", "application/json"), RunRequest.class);
    }

    /// Two finished runs side by side.
    ///
    /// @param anyway also when they are not comparable
    public ComparisonDocument compare(String base, String with, boolean anyway) throws InterruptedException {
        String query = "?base=" + segment(base) + "&with=" + segment(with) + "&anyway=" + anyway;
        return JSON.readValue(requests.text("comparisons" + query, "application/json"), ComparisonDocument.class);
    }

    /// A link that logs a browser in, once and within a minute, and leads to a page.
    ///
    /// @param page path on the server, `/runs/...`
    public URI login(String page) throws InterruptedException {
        String link = JSON.readTree(requests.post("logins", "{}")).path("url").asString("");
        return URI.create(link + "&to=" + segment(page));
    }

    /// The self-contained HTML report.
    public String report(String id) throws InterruptedException {
        return requests.text("runs/" + segment(id) + "/report", "text/html");
    }

    /// The cells of a run that have a trace.
    public List<String> traces(String id) throws InterruptedException {
        List<String> cells = new ArrayList<>();
        JSON.readTree(requests.text("runs/" + segment(id) + "/traces", "application/json"))
                .path("cells")
                .forEach(cell -> cells.add(cell.asString("")));
        return cells;
    }

    /// The trace of a cell in Chrome's trace format.
    public byte[] trace(String id, String cell) throws InterruptedException {
        return file(id, cell, "trace", "application/json");
    }

    /// The recording of Flight Recorder of a cell's trace trial.
    public byte[] recording(String id, String cell) throws InterruptedException {
        return file(id, cell, "jfr", "application/octet-stream");
    }

    private byte[] file(String id, String cell, String name, String type) throws InterruptedException {
        String path = "runs/" + segment(id) + "/cells/" + segment(cell) + "/" + name;
        return requests.bytes(path, type);
    }

    /// Reads a result document.
    public static ResultDocument document(String json) {
        return JSON.readValue(json, ResultDocument.class);
    }

    /// Ends every call under way, streams included.
    @Override
    public void close() {
        requests.close();
    }

    private static String json(RunRequest request) {
        return JSON.writeValueAsString(request);
    }

    private static RunStatus status(String json) {
        return JSON.readValue(json, RunStatus.class);
    }

    private static String segment(String raw) {
        return URLEncoder.encode(raw, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
