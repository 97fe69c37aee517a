package dev.asynclab.server.report;

import java.util.Map;

/// What a run left beside its figures, for the pages that show it.
///
/// @param pictures content of the result's artifacts, by name
/// @param traces documents in Chrome's trace format, by id of the cell they were made of
public record ReportFiles(Map<String, byte[]> pictures, Map<String, byte[]> traces) {

    /// A run that left none.
    public static final ReportFiles NONE = new ReportFiles(Map.of(), Map.of());

    public ReportFiles {
        pictures = Map.copyOf(pictures);
        traces = Map.copyOf(traces);
    }
}
