package dev.asynclab.server.verdict;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.ResultDocument.LimitEntry;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The effective limits of every variant side by side: where a comparison is unfair, it shows here.
final class Limits {

    private Limits() {}

    static List<LimitEntry> of(Scenario scenario, List<TrialRecord> records) {
        List<LimitEntry> entries = new ArrayList<>();
        for (Scenario.Variant variant : scenario.variants()) {
            Map<String, String> fallbacks =
                    Catalogue.model(variant.model()).map(Catalogue::defaults).orElse(Map.of());
            records.stream()
                    .filter(r -> r.variant().equals(variant.name()))
                    .map(TrialRecord::ready)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(ready -> new TreeMap<>(ready.limits())
                            .forEach((name, value) ->
                                    entries.add(new LimitEntry(variant.name(), name, value, fallbacks.get(name)))));
        }
        return entries;
    }
}
