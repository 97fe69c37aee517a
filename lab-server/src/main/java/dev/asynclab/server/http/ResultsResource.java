package dev.asynclab.server.http;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.report.CsvReport;
import dev.asynclab.server.report.HtmlReport;
import dev.asynclab.server.report.MarkdownReport;
import dev.asynclab.server.report.ReportFiles;
import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.TraceFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What came out of a run: figures and verdicts, and the report made of them.
final class ResultsResource {
    private static final String CSV = "text/csv";
    private static final String MARKDOWN = "text/markdown";
    private static final Map<String, String> FORMATS =
            Map.of("json", Json.TYPE, "csv", CSV, "md", MARKDOWN, "html", "text/html");
    private final Runs runs;

    ResultsResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/runs/{id}/results", "Figures and verdicts of a run")
                        .query("format", "`json`, `csv` or `md`, instead of Accept")
                        .query(
                                "fresh",
                                "`true`: judged anew from the stored records by this version; nothing is stored")
                        .reply(200, "the result, see /schemas/result.json", Json.TYPE, CSV, MARKDOWN)
                        .fails(
                                ProblemType.NO_SUCH_RUN,
                                ProblemType.NO_RESULT,
                                ProblemType.NOT_ACCEPTABLE,
                                ProblemType.BAD_PARAMETER)
                        .by(this::results),
                Endpoint.get("/api/v1/runs/{id}/report", "The report: one HTML file that needs nothing else")
                        .reply(200, "the report", "text/html")
                        .fails(ProblemType.NO_SUCH_RUN, ProblemType.NO_RESULT)
                        .by(this::report));
    }

    private Answer results(Request request) {
        ResultDocument result = request.query("fresh").isEmpty() ? find(request) : fresh(request);
        String type = request.query("format")
                .map(ResultsResource::type)
                .orElseGet(() -> Accept.choose(request, List.of(Json.TYPE, CSV, MARKDOWN)));
        return (switch (type) {
                    case CSV -> Answer.of(200, CSV + "; charset=utf-8", CsvReport.of(result));
                    case MARKDOWN -> Answer.of(200, MARKDOWN + "; charset=utf-8", MarkdownReport.of(result));
                    default -> Answer.json(200, result);
                })
                .with("Vary", "Accept");
    }

    private ResultDocument fresh(Request request) {
        if (!request.query("fresh").orElse("").equals("true")) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`fresh` is true, or left out");
        }
        String id = RunResource.find(runs, request.param("id")).id();
        ResultDocument _ = find(request);
        return runs.fresh(id)
                .orElseThrow(() -> new Refused(
                        ProblemType.NO_RESULT, "this version of the lab cannot read the scenario of run `" + id + "`"));
    }

    private static String type(String format) {
        String type = FORMATS.get(format);
        if (type == null || format.equals("html")) {
            throw new Refused(ProblemType.NOT_ACCEPTABLE, "`format` is json, csv or md");
        }
        return type;
    }

    private Answer report(Request request) {
        ResultDocument result = find(request);
        String scenario = runs.scenarioText(result.run()).orElse("");
        return Answer.html(HtmlReport.of(result, Json.write(result), scenario, files(result)))
                .with("Content-Security-Policy", SecurityHeaders.REPORT_POLICY);
    }

    private ReportFiles files(ResultDocument result) {
        String run = result.run();
        return new ReportFiles(
                byName(runs.artifacts(run), name -> runs.artifact(run, name)),
                byName(runs.traces(run), cell -> runs.trace(run, cell, TraceFiles.Kind.TRACE)));
    }

    private static Map<String, byte[]> byName(List<String> names, Function<String, Optional<byte[]>> content) {
        return names.stream()
                .flatMap(name -> content.apply(name).map(file -> Map.entry(name, file)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private ResultDocument find(Request request) {
        String id = RunResource.find(runs, request.param("id")).id();
        return runs.result(id)
                .orElseThrow(() -> new Refused(ProblemType.NO_RESULT, "run `" + id + "` has no result (yet)"));
    }
}
