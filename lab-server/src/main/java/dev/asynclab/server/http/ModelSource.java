package dev.asynclab.server.http;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import dev.asynclab.scenario.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The models' own code, to be read side by side.
///
/// Found by its name, so that a new model needs no line here: `fork-join` is `ForkJoinModel`, `virtual-threads`
/// is `VirtualThreadModel`, since a class is named in the singular, `broken-...` stands in the folder `broken`,
/// and `python-asyncio` is `model_asyncio.py`.
final class ModelSource {
    private static final String BROKEN = "broken-";

    private ModelSource() {}

    static Endpoint endpoint() {
        return Endpoint.get("/api/v1/models/{id}/source", "The code of a model")
                .reply(200, "Java or Python source", "text/plain")
                .fails(ProblemType.NOT_FOUND)
                .by(ModelSource::read);
    }

    /// Whether the model's class is there.
    static boolean inBuild(String id) {
        return type(id).isPresent();
    }

    /// The class of a Java model, as a path below the package of models; empty when there is none.
    static Optional<String> type(String id) {
        boolean broken = id.startsWith(BROKEN);
        String name = Arrays.stream((broken ? id.substring(BROKEN.length()) : id).split("-", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining("", broken ? "broken/" : "", ""));
        return Stream.of("", "s", "es")
                .filter(name::endsWith)
                .map(plural -> name.substring(0, name.length() - plural.length()) + "Model")
                .filter(type -> ModelSource.class.getResource("/dev/asynclab/model/" + type + ".class") != null)
                .findFirst();
    }

    private static Answer read(Request request) throws IOException {
        String id = request.param("id");
        List<String> ids = Catalogue.usable().stream().map(Catalogue.Model::id).toList();
        if (!ids.contains(id)) {
            String meant = Spelling.closest(id, ids)
                    .map(n -> "; did you mean `" + n + "`?")
                    .orElse("");
            throw new Refused(
                    ProblemType.NOT_FOUND, "no such model" + meant + " (models: " + String.join(", ", ids) + ")");
        }
        String file = PythonModels.isPython(id)
                ? "/python/labtrial/model_" + id.substring(PythonModels.PREFIX.length()) + ".py"
                : "/sources/dev/asynclab/model/" + type(id).orElse("") + ".java";
        try (InputStream in = ModelSource.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new Refused(ProblemType.NOT_FOUND, "the code of `" + id + "` is not part of this build");
            }
            String code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Answer.of(200, "text/plain; charset=utf-8", code);
        }
    }
}
