package dev.asynclab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Declared axes and params, and every place that uses one. Judged when the whole file has been read, because one
/// misspelt declaration would otherwise be reported at each of its uses.
final class Names {
    /// Names on either side that are compared when pairs are looked for: every name is compared with every other.
    private static final int COMPARED = 50;

    private record Use(String name, Span span, String pointer, boolean axisOnly) {}

    private final Map<String, Node.Scalar> axes = new LinkedHashMap<>();
    private final Map<String, Node.Scalar> params = new LinkedHashMap<>();
    private final Set<String> unreadable = new LinkedHashSet<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final Set<Use> undefined = new LinkedHashSet<>();

    void declareAxis(Node.Scalar name) {
        axes.put(name.text(), name);
    }

    void declareParam(Node.Scalar name) {
        params.put(name.text(), name);
    }

    /// Notes that the value of a declared name is wrong and reported there; its uses say nothing more about it.
    void unreadable(String name) {
        unreadable.add(name);
    }

    boolean isReadable(String name) {
        return !unreadable.contains(name);
    }

    Set<String> axes() {
        return axes.keySet();
    }

    Set<String> params() {
        return params.keySet();
    }

    Set<String> all() {
        var all = new LinkedHashSet<>(axes.keySet());
        all.addAll(params.keySet());
        return all;
    }

    /// A `${name}`. Whether it is declared.
    boolean useValue(String name, Span span, String pointer) {
        return use(axes.containsKey(name) || params.containsKey(name), new Use(name, span, pointer, false));
    }

    /// An axis named in `at:`, `when:` or after `@`. Whether it is declared.
    boolean useAxis(String name, Span span, String pointer) {
        return use(axes.containsKey(name), new Use(name, span, pointer, true));
    }

    private boolean use(boolean declared, Use use) {
        used.add(use.name());
        if (!declared) {
            undefined.add(use);
        }
        return declared;
    }

    /// Reports unknown names, each misspelt declaration paired with its uses, and declarations nothing uses.
    void judge(Findings findings) {
        var open = new ArrayList<>(undefined);
        pair(axes, "axis", open, findings);
        pair(params, "param", open, findings);
        var all = all();
        for (Use use : open) {
            var allowed = use.axisOnly() ? axes.keySet() : all;
            String what = use.axisOnly() ? "axis" : "param or axis";
            findings.unknown(
                    "unknown-name",
                    use.span(),
                    use.pointer(),
                    "no " + what + " named `" + use.name() + "`",
                    use.name(),
                    allowed);
        }
    }

    private void pair(Map<String, Node.Scalar> declared, String what, List<Use> open, Findings findings) {
        int compared = 0;
        for (var entry : declared.entrySet()) {
            String name = entry.getKey();
            if (used.contains(name)) {
                continue;
            }
            Optional<String> meant = open.stream()
                    .limit(compared++ < COMPARED ? COMPARED : 0)
                    .map(Use::name)
                    .filter(u -> Spelling.similar(u, name))
                    .findFirst();
            if (meant.isPresent()) {
                open.removeIf(u -> u.name().equals(meant.get()));
                findings.error(
                        "unknown-name",
                        entry.getValue().span(),
                        entry.getValue().pointer(),
                        "nothing uses the " + what + " `" + name + "`, and `" + meant.get()
                                + "` is used but not declared",
                        meant,
                        "did you mean `" + meant.get() + "`?");
            } else {
                findings.warn(
                        "unused-name",
                        entry.getValue(),
                        "nothing uses the " + what + " `" + name + "`",
                        "use it as \"${" + name + "}\", or delete it");
            }
        }
    }
}
