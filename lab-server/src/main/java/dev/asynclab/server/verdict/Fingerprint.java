package dev.asynclab.server.verdict;

import dev.asynclab.api.ComparisonDocument.Difference;
import dev.asynclab.api.ResultDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What two runs were made of and on, and what of it differs.
final class Fingerprint {

    private static final String SCENARIO = "scenario revision";

    /// With one of these different, a ratio would be about it and not about what somebody wanted to know. What a
    /// run does not tell counts as different.
    private static final List<String> FORBID = List.of("cores", "jdk", SCENARIO);

    private Fingerprint() {}

    /// Those that forbid a comparison first.
    static List<Difference> differences(ResultDocument base, ResultDocument with) {
        Map<String, String> here = facts(base);
        Map<String, String> there = facts(with);
        Set<String> names = new LinkedHashSet<>(FORBID);
        names.addAll(here.keySet());
        names.addAll(there.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            boolean forbids = FORBID.contains(name);
            boolean same = Objects.equals(here.get(name), there.get(name));
            if (!same || forbids && here.get(name) == null) {
                differences.add(new Difference(name, here.get(name), there.get(name), forbids));
            }
        }
        return differences;
    }

    private static Map<String, String> facts(ResultDocument result) {
        Map<String, String> facts = new LinkedHashMap<>();
        result.environment().forEach((name, value) -> facts.put(name, String.valueOf(value)));
        facts.put(SCENARIO, result.scenario().id() + " " + result.scenario().sha256());
        facts.put("profile", result.profile());
        return facts;
    }

    /// Why the runs are not comparable; empty when they are.
    static List<String> problems(List<Difference> differences) {
        return differences.stream()
                .filter(Difference::forbids)
                .map(Fingerprint::problem)
                .toList();
    }

    private static String problem(Difference difference) {
        String values = " (" + shown(difference.base()) + " and " + shown(difference.with()) + ")";
        return difference.fact() + (difference.base() == null ? " cannot be compared" : " not the same") + values;
    }

    /// Of a digest the first digits are enough to tell two apart.
    private static String shown(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "unknown" : value.replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1");
    }
}
