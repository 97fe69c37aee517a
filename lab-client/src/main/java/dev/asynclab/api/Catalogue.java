package dev.asynclab.api;

import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be named in a scenario: models, kernels, backends, flags, mechanisms.
///
/// Nothing else can: no class name, path, command or address ever comes from a file. A test holds these descriptors
/// equal to the code behind them.
public final class Catalogue {

    /// A concurrency model.
    ///
    /// @param idiom how the model is written, in one line
    /// @param asyncio what it corresponds to for a reader who comes from asyncio; empty when nothing does
    /// @param parameters settings a variant may give
    /// @param refuses steps it cannot honestly express, by step word, and why not
    public record Model(
            String id,
            String title,
            String idiom,
            String asyncio,
            List<Parameter> parameters,
            Map<String, String> refuses) {

        public Model {
            parameters = List.copyOf(parameters);
            refuses = Map.copyOf(refuses);
        }

        /// A model that runs every step.
        public Model(String id, String title, String idiom, String asyncio, List<Parameter> parameters) {
            this(id, title, idiom, asyncio, parameters, Map.of());
        }
    }

    /// A setting of a model.
    ///
    /// @param kind what values it takes
    /// @param choices allowed words; with [ParameterKind#COUNT] they stand beside a number
    /// @param fallback value when the file says nothing
    public record Parameter(String name, ParameterKind kind, List<String> choices, String fallback, String summary) {}

    /// What a parameter takes.
    public enum ParameterKind {
        /// A whole number of at least 1, or one of the choices.
        COUNT,
        /// `true` or `false`.
        FLAG,
        /// One of the choices.
        CHOICE
    }

    /// A kind of mock backend.
    public record Backend(String id, String summary) {}

    /// A named explanation of a result, and what must have been measured for it to be shown.
    ///
    /// @param evidence the rule, in words
    /// @param change what would change the result, for a student to try
    public record Mechanism(String id, String sentence, String evidence, String change) {}

    /// A condition a cell can be in.
    ///
    /// @param causedByModel whether the model itself can cause it: then it is a result, not a reason to void
    public record Flag(String id, boolean causedByModel, String summary) {}

    private static final List<Backend> BACKENDS = List.of(
            new Backend("fast", "the lab's own Netty server: high rates, exact delays"),
            new Backend("wiremock", "a real WireMock, asynchronous responses on, request journal off"));

    private Catalogue() {}

    /// The honest models; [BrokenModels#all()] are listed apart.
    public static List<Model> models() {
        return ModelCards.ALL;
    }

    public static List<KernelKind> kernels() {
        return Kernels.all();
    }

    public static List<Backend> backends() {
        return BACKENDS;
    }

    public static List<Mechanism> mechanisms() {
        return MechanismCards.ALL;
    }

    public static List<Flag> flags() {
        return FlagCards.ALL;
    }

    /// Every model a scenario may name with `use:`, those that are broken on purpose last.
    public static List<Model> usable() {
        return Stream.of(ModelCards.ALL, PythonModels.all(), BrokenModels.all())
                .flatMap(List::stream)
                .toList();
    }

    /// A model by its id, those in CPython and those that are broken on purpose included.
    public static Optional<Model> model(String id) {
        return usable().stream().filter(m -> m.id().equals(id)).findFirst();
    }

    public static Optional<KernelKind> kernel(String id) {
        return Kernels.kind(id);
    }

    /// Parameter values of a model when the file says nothing.
    public static Map<String, String> defaults(Model model) {
        var map = new java.util.LinkedHashMap<String, String>();
        model.parameters().forEach(p -> map.put(p.name(), p.fallback()));
        return map;
    }
}
