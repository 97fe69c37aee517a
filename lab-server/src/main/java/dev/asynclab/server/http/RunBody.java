package dev.asynclab.server.http;

import dev.asynclab.api.RunRequest;
import dev.asynclab.api.SearchRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The body of a request to plan or run something.
final class RunBody {
    private static final List<String> FIELDS = List.of(
            "scenario",
            "inline",
            "set",
            "only",
            "profile",
            "budget",
            "budgetSeconds",
            "seed",
            "predictions",
            "crossover",
            "trace");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(ms|s|m|min|h)?");
    private static final double LONGEST_SECONDS = Duration.ofDays(7).toSeconds();

    private RunBody() {}

    static Endpoint.Row describe(Endpoint.Row row) {
        return row.body(Json.TYPE)
                .field("scenario", "id of a stored scenario; this or `inline`")
                .field("inline", "text of a scenario; this or `scenario`")
                .field("set", "object of settings to override, for example {\"callers\": \"100\"}")
                .field("only", "object of filters, for example {\"model\": [\"event-loop\"]}")
                .field("profile", "`quick` unless given; or `smoke`, `standard`, `publish`")
                .field("budget", "wall time, `150s` or a number of seconds; `budgetSeconds` is the same as a number")
                .field("seed", "whole number; drawn when absent")
                .field("predictions", "object of answers to the questions of the lesson, see PUT predictions")
                .field("crossover", SearchBody.DESCRIPTION)
                .field("trace", "true: at the end, one more trial per model that shows its tasks; see GET traces");
    }

    static RunRequest read(Request request) {
        JsonBody body = JsonBody.of(request, FIELDS);
        Optional<String> scenario = body.text("scenario");
        Optional<String> inline = body.text("inline").map(ScenarioTexts::limited);
        if (body.has("scenario") == body.has("inline")) {
            body.wrong("scenario", "and `inline`: exactly one of them is needed");
        }
        Map<String, String> set = body.texts("set");
        Map<String, List<String>> only = body.lists("only");
        Optional<String> profile = body.text("profile");
        Optional<Double> budget = budget(body, "budget").or(() -> budget(body, "budgetSeconds"));
        Optional<Long> seed = body.whole("seed");
        Map<String, String> predictions =
                body.has("predictions") ? PredictionsResource.answers(body, body.raw("predictions")) : Map.of();
        Optional<SearchRequest> search = SearchBody.read(body, "crossover");
        Optional<Boolean> trace = trace(body);
        body.check();
        if (scenario.isPresent() && !ScenarioTexts.isId(scenario.get())) {
            throw ScenarioResource.missing(scenario.get());
        }
        return new RunRequest(
                scenario,
                inline,
                set,
                only,
                profile,
                budget,
                seed.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                predictions,
                search,
                trace);
    }

    private static Optional<Boolean> trace(JsonBody body) {
        if (!body.has("trace")) {
            return Optional.empty();
        }
        JsonNode value = body.raw("trace");
        if (!value.isBoolean()) {
            body.wrong("trace", "is neither true nor false");
            return Optional.empty();
        }
        return Optional.of(value.booleanValue());
    }

    private static Optional<Double> budget(JsonBody body, String field) {
        if (!body.has(field)) {
            return Optional.empty();
        }
        JsonNode value = body.raw(field);
        double seconds = value.isNumber() ? value.asDouble(-1) : value.isString() ? seconds(value.stringValue()) : -1;
        if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            body.wrong(field, "is not a time such as \"150s\", \"5m\" or 150 (seconds), of at most 7 days");
            return Optional.empty();
        }
        return Optional.of(seconds);
    }

    /// Seconds of `150s`; -1 when it is no duration.
    private static double seconds(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return -1;
        }
        double number = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2);
        return switch (unit == null ? "s" : unit) {
            case "ms" -> number / 1000;
            case "m", "min" -> number * 60;
            case "h" -> number * 3600;
            default -> number;
        };
    }
}
