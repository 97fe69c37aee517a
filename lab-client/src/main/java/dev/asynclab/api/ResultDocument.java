package dev.asynclab.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The result of a run, `lab-result/v1`: the public, versioned answer of `lab run -o json` and of the
/// REST API.
///
/// Ids and enum strings never change within v1. A figure a platform cannot give is null. What a search found
/// ([CrossoverResult], [MapResult]), how trials warmed up ([WarmUp]) and what nobody asked for
/// ([ExploratoryResult]) are documents of their own inside this one.
///
/// @param state run state id
/// @param outcome `holds`, `refuted`, `inconclusive` or `void`, over the claims of grade must
/// @param summary one sentence
/// @param repeatWith the command that repeats the run
/// @param warmUps how every trial warmed up; null in results of versions that did not keep it
/// @param map who wins where over two axes, when a map was asked for
/// @param exploratory figures the run was not made to compare, compared; null in results of earlier versions
/// @param artifacts files of the run, such as pictures of what was computed; null in results of earlier versions
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ResultDocument(
        String format,
        String run,
        ScenarioRef scenario,
        String profile,
        String state,
        String outcome,
        String summary,
        List<Cell> cells,
        List<PairResult> pairs,
        List<ClaimResult> claims,
        List<CrossoverResult> crossovers,
        List<PredictionResult> predictions,
        List<MechanismResult> mechanisms,
        List<Check> checks,
        List<LimitEntry> limits,
        Map<String, Object> environment,
        long seed,
        String started,
        String ended,
        String repeatWith,
        @Nullable List<WarmUp> warmUps,
        @Nullable MapResult map,
        @Nullable List<ExploratoryResult> exploratory,
        @Nullable List<Artifact> artifacts) {

    /// The value of `format`.
    public static final String FORMAT = "lab-result/v1";

    public record ScenarioRef(String id, @Nullable String revision, String sha256) {}

    /// One variant at one sweep point.
    ///
    /// @param id URL-safe
    /// @param at canonical axis values
    /// @param label the same for people, as written in the file
    /// @param state `measured`, `void`, `not-run` or `skipped`
    /// @param metrics by metric id; a metric of one task kind has the id `METRIC/KIND`
    /// @param flags ids of [Catalogue#flags()]
    public record Cell(
            String id,
            String model,
            Map<String, String> at,
            String label,
            String state,
            @Nullable String reason,
            Map<String, Estimate> metrics,
            @Nullable BoundValue bound,
            @Nullable Double efficiency,
            List<String> flags) {

        /// The estimate of a metric, when the cell is measured and has it.
        public Optional<Estimate> measured(String metric) {
            return state.equals("measured") ? Optional.ofNullable(metrics.get(metric)) : Optional.empty();
        }

        /// The bound, when it is one of this metric.
        public Optional<BoundValue> bound(String metric) {
            return Optional.ofNullable(bound).filter(b -> b.metric().equals(metric));
        }
    }

    /// Median over rounds with its interval and the raw values; a void round is null.
    public record Estimate(
            String unit,
            @Nullable Double median,
            @Nullable Double lo,
            @Nullable Double hi,
            List<@Nullable Double> rounds) {}

    /// @param binding name of the term that binds, for example `callers / delay`
    public record BoundValue(String metric, double value, String formula, String binding) {}

    /// @param ratio a over b, on the metric's own scale
    /// @param verdict `a-beats-b`, `b-beats-a`, `tie`, `inconclusive` or `void`
    public record PairResult(
            String metric,
            Map<String, String> at,
            String a,
            String b,
            @Nullable Double ratio,
            @Nullable Double lo,
            @Nullable Double hi,
            String verdict,
            @Nullable String limitedBy,
            @Nullable Integer roundsNeeded,
            @Nullable String reason) {}

    /// @param outcome `holds`, `refuted`, `inconclusive`, `void` or `not-run`
    /// @param mechanismSeen whether the stated mechanism was measured too; null without one, or where it cannot be
    public record ClaimResult(
            String id,
            String that,
            Map<String, String> at,
            String grade,
            String outcome,
            @Nullable Double estimate,
            @Nullable Double lo,
            @Nullable Double hi,
            @Nullable String because,
            @Nullable Boolean mechanismSeen,
            @Nullable Integer roundsNeeded,
            @Nullable String reason) {}

    /// What was predicted before the run beside what came out.
    ///
    /// @param answer in one spelling: `50/s`, `a = b, c`, or the option chosen; null when nobody answered
    /// @param measured the same of what was measured; null when it was not
    /// @param byHand the computation a reader can repeat: `50 threads / 100 ms = 500/s; min(callers, threads) /
    ///     delay`
    /// @param score 0 to 1; null when there was no answer, or nothing to score it by
    /// @param about whom a number is about, `pool-50`; null for the other questions and in older results
    /// @param inWords what decides the number, `50 threads, each free again every 100 ms`
    public record PredictionResult(
            String id,
            @Nullable Object answer,
            @Nullable Object measured,
            @Nullable String byHand,
            @Nullable Double score,
            @Nullable String about,
            @Nullable String inWords) {}

    public record MechanismResult(String id, String sentence, Map<String, Object> evidence) {}

    /// @param code flag id or another kebab-case name of the check
    public record Check(String code, boolean ok, String evidence) {}

    /// A file of the run.
    ///
    /// @param name fit for a path, unique in the run
    /// @param type media type, for example `image/png`
    /// @param href where the server of the run has it, from its root
    public record Artifact(String name, String type, long bytes, String href) {}

    /// One effective limit of one variant. `fallback` is its default; null when there is none.
    public record LimitEntry(
            String model,
            String name,
            String value,

            @com.fasterxml.jackson.annotation.JsonProperty("default") @Nullable
            String fallback) {}

    /// The same result with other checks.
    public ResultDocument withChecks(List<Check> others) {
        return new ResultDocument(
                format,
                run,
                scenario,
                profile,
                state,
                outcome,
                summary,
                cells,
                pairs,
                claims,
                crossovers,
                predictions,
                mechanisms,
                others,
                limits,
                environment,
                seed,
                started,
                ended,
                repeatWith,
                warmUps,
                map,
                exploratory,
                artifacts);
    }

    /// The same result beside other answers.
    public ResultDocument withPredictions(List<PredictionResult> others) {
        return new ResultDocument(
                format,
                run,
                scenario,
                profile,
                state,
                outcome,
                summary,
                cells,
                pairs,
                claims,
                crossovers,
                others,
                mechanisms,
                checks,
                limits,
                environment,
                seed,
                started,
                ended,
                repeatWith,
                warmUps,
                map,
                exploratory,
                artifacts);
    }

    /// The cell of a variant at a sweep point.
    public Optional<Cell> cell(String model, Map<String, String> at) {
        return cells.stream()
                .filter(c -> c.model().equals(model) && c.at().equals(at))
                .findFirst();
    }

    /// The metrics the run was judged by: those of the pairs, else of the bounds, else what was measured
    /// first.
    public List<String> primaryMetrics() {
        var judged = pairs.stream().map(PairResult::metric).distinct().toList();
        if (!judged.isEmpty()) {
            return judged;
        }
        var bounded = cells.stream()
                .flatMap(c -> Optional.ofNullable(c.bound()).stream())
                .map(BoundValue::metric)
                .distinct()
                .toList();
        return bounded.isEmpty()
                ? cells.stream()
                        .flatMap(c -> c.metrics().keySet().stream())
                        .limit(1)
                        .toList()
                : bounded;
    }

    /// The sweep points that have cells, in the order of the document.
    public List<Map<String, String>> points() {
        return cells.stream().map(Cell::at).distinct().toList();
    }

    /// The cells of variants that compete: all but those of the reference model's twin.
    public List<Cell> competing() {
        return cells.stream().filter(c -> !Scenario.Variant.isTwin(c.model())).toList();
    }

    /// The variants that have cells and compete, in the order of the document: the reference model's twin is
    /// none.
    public List<String> models() {
        return competing().stream().map(Cell::model).distinct().toList();
    }

    /// Rounds measured, void ones included.
    public int rounds() {
        return cells.stream()
                .flatMap(c -> c.metrics().values().stream())
                .mapToInt(e -> e.rounds().size())
                .max()
                .orElse(0);
    }
}
