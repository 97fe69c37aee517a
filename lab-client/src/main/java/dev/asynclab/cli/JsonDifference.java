package dev.asynclab.cli;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The first place where two documents differ.
///
/// @param pointer JSON pointer
record JsonDifference(String pointer, String before, String after) {
    private static final int LONGEST = 60;

    /// Empty when both say the same, whatever the order of their keys.
    static Optional<JsonDifference> first(String before, String after) {
        var mapper = new JsonMapper();
        return first("", mapper.readTree(before), mapper.readTree(after));
    }

    private static Optional<JsonDifference> first(String pointer, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return Optional.empty();
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            return names.stream()
                    .flatMap(n -> first(pointer + "/" + n, before.path(n), after.path(n)).stream())
                    .findFirst();
        }
        if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                var inside = first(pointer + "/" + i, before.get(i), after.get(i));
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        return Optional.of(new JsonDifference(pointer, shown(before), shown(after)));
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    @Override
    public String toString() {
        return pointer + ": " + before + " stored, " + after + " now";
    }
}
