package dev.asynclab.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two runs side by side, `lab-comparison/v1`: first what differs around them, then cell by cell.
///
/// @param comparable whether cores, JDK and scenario revision are the same
/// @param problems why they are not comparable, a sentence each
/// @param banner stands over everything when they were compared all the same; null otherwise
/// @param differences of the two machines, programs and files; those that forbid a comparison first
/// @param cells empty when the runs are not comparable, unless they were compared anyway
/// @param unpaired cells left out, with the reason
/// @param changes of the scenario's text, as a unified diff; empty when there are none
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ComparisonDocument(
        String format,
        Side base,
        Side with,
        boolean comparable,
        List<String> problems,
        @Nullable String banner,
        List<Difference> differences,
        List<CellRatio> cells,
        List<Unpaired> unpaired,
        List<String> changes) {

    /// The value of `format`.
    public static final String FORMAT = "lab-comparison/v1";

    public ComparisonDocument {
        problems = List.copyOf(problems);
        differences = List.copyOf(differences);
        cells = List.copyOf(cells);
        unpaired = List.copyOf(unpaired);
        changes = List.copyOf(changes);
    }

    /// One of the runs.
    public record Side(String run, String scenario, String sha256, String profile, String started) {}

    /// A fact that differs; null where one side does not tell.
    ///
    /// @param forbids whether it makes the runs not comparable
    public record Difference(
            String fact, @Nullable String base, @Nullable String with, boolean forbids) {}

    /// One metric of one cell in both runs.
    ///
    /// @param ratio with over base
    /// @param lo null when there are too few rounds for an interval
    /// @param verdict of `with`: `better`, `worse`, `same` or `inconclusive`
    public record CellRatio(
            String cell,
            String model,
            Map<String, String> at,
            String metric,
            String unit,
            @Nullable Double base,
            @Nullable Double with,
            @Nullable Double ratio,
            @Nullable Double lo,
            @Nullable Double hi,
            String verdict) {}

    /// @param reason for example `the definition of the cell changed`
    public record Unpaired(String cell, String reason) {}
}
