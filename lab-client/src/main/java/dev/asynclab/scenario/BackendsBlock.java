package dev.asynclab.scenario;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Catalogue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `backends:`: the mock services tasks call.
final class BackendsBlock {
    private static final Shape SHARE = new Shape.Percent(0, 100);

    static final Block BLOCK = Block.of(
            "backend",
            "A mock service, started for the run only.",
            Key.optional(
                    "kind",
                    new Shape.Choice(Catalogue.backends().stream()
                            .map(Catalogue.Backend::id)
                            .toList()),
                    "fast",
                    "fast",
                    "`fast` is the lab's own server with exact delays; `wiremock` a real WireMock"),
            Key.optional("delay", DelayForms.SHAPE, "0ms", "100ms", "how long an answer takes, drawn per request"),
            Key.optional("body", new Shape.Size(0, 16L << 20), "0B", "256B", "size of an answer's body"),
            Key.optional("errors", SHARE, "0%", "1%", "share of requests answered 500"),
            Key.optional("resets", SHARE, "0%", "1%", "share of requests whose connection is reset"),
            Key.optional("stalls", SHARE, "0%", "1%", "share of requests never answered"),
            Key.optional(
                    "max-concurrent",
                    Shape.count(1, 100_000),
                    "unlimited",
                    "20",
                    "requests served at once; the others queue. It enters the bound"),
            Key.optional(
                    "queue",
                    Shape.count(0, 1_000_000),
                    "unlimited",
                    "100",
                    "requests that may wait for a place; more are answered 503"),
            Key.optional(
                    "cold-start",
                    Shape.time(Duration.ZERO),
                    "0ms",
                    "2s",
                    "extra delay of answers until this long after the first request"),
            Key.optional(
                    "stubs",
                    new Shape.ListOf(new Shape.Anything()),
                    "",
                    "[{request: {urlPath: /}, response: {status: 200}}]",
                    "WireMock stub mappings in YAML, handed over unchanged; only with `kind: wiremock`"));

    private final Findings findings;

    BackendsBlock(Findings findings) {
        this.findings = findings;
    }

    Map<String, BackendSpec> bind(Node node) {
        var backends = new LinkedHashMap<String, BackendSpec>();
        Expected.mapping(node, "backends", "from names to settings", findings)
                .ifPresent(mapping -> mapping.entries().values().stream()
                        .filter(e -> !e.key().text().startsWith("x-"))
                        .forEach(e -> backend(e).ifPresent(b -> backends.put(b.name(), b))));
        return backends;
    }

    private Optional<BackendSpec> backend(Node.Entry entry) {
        var name = new Values(findings).name(entry.key(), "a backend");
        var fields = Fields.of(entry.value(), "backend " + entry.key().text(), BLOCK, findings);
        return name.isEmpty() ? Optional.empty() : fields.map(f -> spec(name.get(), f));
    }

    private BackendSpec spec(String name, Fields f) {
        var kind = BackendSpec.Kind.valueOf(f.choice("kind").orElse("fast").toUpperCase(Locale.ROOT));
        var spec = new BackendSpec(
                name,
                kind,
                f.get("delay").map(d -> new DelayForms(findings).bind(d)).orElse(DelayForms.NONE),
                f.bytes("body").orElse(0),
                f.percent("errors").orElse(0.0),
                f.percent("resets").orElse(0.0),
                f.percent("stalls").orElse(0.0),
                f.number("max-concurrent"),
                f.number("queue"),
                f.time("cold-start").orElse(Duration.ZERO),
                stubs(f, kind));
        if (f.get("queue").isPresent() && f.get("max-concurrent").isEmpty()) {
            findings.error(
                    "not-allowed",
                    f.keyNode("queue"),
                    "queue has no meaning without max-concurrent: nothing ever waits",
                    "add `max-concurrent: 20`, or delete `queue`");
        }
        double failing = spec.errorShare() + spec.resetShare() + spec.stallShare();
        if (failing > 1 + 1e-9) {
            findings.error(
                    "out-of-range",
                    f.keyNode(List.of("stalls", "resets", "errors").stream()
                            .filter(k -> f.get(k).isPresent())
                            .findFirst()
                            .orElse("errors")),
                    "errors, resets and stalls add up to more than 100%",
                    "each is a share of all requests; lower one of them");
        }
        return spec;
    }

    private Optional<String> stubs(Fields f, BackendSpec.Kind kind) {
        if (f.get("stubs").isEmpty()) {
            return Optional.empty();
        }
        if (kind != BackendSpec.Kind.WIREMOCK) {
            findings.error(
                    "not-allowed",
                    f.keyNode("stubs"),
                    "stubs need a WireMock backend",
                    "add `kind: wiremock`, or describe the answers with delay, body and errors");
            return Optional.empty();
        }
        return Optional.of(new Stubs(findings).json(f.list("stubs")));
    }

    static List<Block> blocks() {
        return List.of(BLOCK, DelayForms.LOGNORMAL, DelayForms.BLOCK);
    }
}
