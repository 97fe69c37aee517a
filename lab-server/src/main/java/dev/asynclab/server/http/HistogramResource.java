package dev.asynclab.server.http;

import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Runs;
import dev.asynclab.wire.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogWriter;

/// The whole latency distribution of a cell, all rounds together or one line each.
final class HistogramResource {
    private static final String CSV = "text/csv";
    private static final String LOG = "text/plain";
    private final Runs runs;

    HistogramResource(Services services) {
        this.runs = services.runs();
    }

    Endpoint endpoint() {
        return Endpoint.get("/api/v1/runs/{id}/cells/{cell}/histogram", "The latencies of a cell")
                .query("format", "`csv` (percentiles over all rounds) or `log` (HdrHistogram, a line per round)")
                .reply(200, "nanoseconds from the intended start to the result", CSV, LOG)
                .fails(ProblemType.NO_SUCH_RUN, ProblemType.NO_RESULT, ProblemType.NOT_ACCEPTABLE)
                .by(this::read);
    }

    private record Tagged(String tag, long nanos, Histogram histogram) {}

    private Answer read(Request request) {
        String run = RunResource.find(runs, request.param("id")).id();
        String cell = request.param("cell");
        List<Tagged> all = new ArrayList<>();
        for (TrialRecord trial :
                runs.trials(run).stream().filter(t -> !TraceRound.isTrace(t)).toList()) {
            for (TrialRecord.CellRecord record : trial.cells()) {
                Measurement measured = record.measurement();
                if (record.cell().equals(cell) && measured != null) {
                    decode(measured.latency())
                            .ifPresent(h -> all.add(new Tagged("round-" + trial.round(), measured.windowNanos(), h)));
                }
            }
        }
        if (all.isEmpty()) {
            throw new Refused(
                    ProblemType.NO_RESULT,
                    "run `" + run + "` has no latencies of such a cell; the ids are in the result's `cells`");
        }
        return format(request).equals(CSV) ? csv(all) : log(all);
    }

    private static String format(Request request) {
        return switch (request.query("format").orElse("")) {
            case "" -> Accept.choose(request, List.of(CSV, LOG));
            case "csv" -> CSV;
            case "log" -> LOG;
            default -> throw new Refused(ProblemType.NOT_ACCEPTABLE, "`format` is csv or log");
        };
    }

    /// Percentiles at five steps per halving of the distance to 100 %.
    private static Answer csv(List<Tagged> all) {
        var merged = new Histogram(3);
        all.forEach(t -> merged.add(t.histogram()));
        var text = new StringBuilder("percentile,nanos,count\n");
        for (HistogramIterationValue value : merged.percentiles(5)) {
            text.append(String.format(
                    Locale.ROOT,
                    "%.6f,%d,%d%n",
                    value.getPercentileLevelIteratedTo(),
                    value.getValueIteratedTo(),
                    value.getTotalCountToThisValue()));
        }
        return Answer.of(200, CSV + "; charset=utf-8", text.toString());
    }

    /// The log format of HdrHistogram 1.3. Times are relative: trials do not carry a wall clock.
    private static Answer log(List<Tagged> all) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            var writer = new HistogramLogWriter(out);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            double start = 0;
            for (Tagged tagged : all) {
                double seconds = tagged.nanos() / 1e9;
                tagged.histogram().setTag(tagged.tag());
                // Values stay nanoseconds; the column of maxima is in milliseconds, as is usual in such logs.
                writer.outputIntervalHistogram(start, start + seconds, tagged.histogram(), 1e6);
                start += seconds;
            }
        }
        return Answer.of(200, LOG + "; charset=utf-8", bytes.toString(StandardCharsets.UTF_8));
    }

    private static Optional<Histogram> decode(Measurement.Distribution latency) {
        if (latency.histogram().isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(latency.histogram());
            return Optional.of(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0));
        } catch (DataFormatException
                | IllegalArgumentException
                | BufferUnderflowException
                | ArrayIndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
