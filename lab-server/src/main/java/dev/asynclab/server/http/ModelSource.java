package dev.asynclab.server.http;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import dev.asynclab.scenario.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The models' own code, to be read side by side.
final class ModelSource {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("event-loop", "EventLoopModel"),
            Map.entry("coroutine", "CoroutineModel"),
            Map.entry("reactor", "ReactorModel"),
            Map.entry("netty", "NettyModel"),
            Map.entry("virtual-threads", "VirtualThreadModel"),
            Map.entry("platform-threads", "PlatformThreadModel"),
            Map.entry("fork-join", "ForkJoinModel"),
            Map.entry("processes", "ProcessModel"),
            Map.entry("gil-threads", "GilThreadModel"),
            Map.entry("sequential", "SequentialModel"),
            Map.entry("python-asyncio", "model_asyncio"),
            Map.entry("python-uvloop", "model_uvloop"),
            Map.entry("python-threads", "model_threads"),
            Map.entry("python-processes", "model_processes"),
            Map.entry("python-subinterpreters", "model_subinterpreters"),
            Map.entry("broken-lazy-pipeline", "broken/LazyPipelineModel"),
            Map.entry("broken-unused-result", "broken/UnusedResultModel"),
            Map.entry("broken-submit-only", "broken/SubmitOnlyModel"),
            Map.entry("broken-nested-pool", "broken/NestedPoolModel"),
            Map.entry("broken-timeout-without-cancel", "broken/TimeoutWithoutCancelModel"),
            Map.entry("broken-wall-clock-spin", "broken/WallClockSpinModel"));

    private ModelSource() {}

    static Endpoint endpoint() {
        return Endpoint.get("/api/v1/models/{id}/source", "The code of a model")
                .reply(200, "Java or Python source", "text/plain")
                .fails(ProblemType.NOT_FOUND)
                .by(ModelSource::read);
    }

    /// Whether the model's class is there.
    static boolean inBuild(String id) {
        return ModelSource.class.getResource("/dev/asynclab/model/" + CLASSES.get(id) + ".class") != null;
    }

    private static Answer read(Request request) throws IOException {
        String id = request.param("id");
        List<String> ids = Catalogue.usable().stream().map(Catalogue.Model::id).toList();
        String type = CLASSES.get(id);
        if (type == null) {
            String meant = Spelling.closest(id, ids)
                    .map(n -> "; did you mean `" + n + "`?")
                    .orElse("");
            throw new Refused(
                    ProblemType.NOT_FOUND, "no such model" + meant + " (models: " + String.join(", ", ids) + ")");
        }
        String file = PythonModels.isPython(id)
                ? "/python/labtrial/" + type + ".py"
                : "/sources/dev/asynclab/model/" + type + ".java";
        try (InputStream in = ModelSource.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new Refused(ProblemType.NOT_FOUND, "the code of `" + id + "` is not part of this build");
            }
            String code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Answer.of(200, "text/plain; charset=utf-8", code);
        }
    }
}
