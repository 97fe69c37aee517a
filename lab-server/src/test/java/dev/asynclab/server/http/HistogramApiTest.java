package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistogramApiTest {
    private static final String PATH = "/runs/r/cells/pool@callers=10/histogram";
    private final TestService lab = new TestService();

    /// Two rounds of one second each: eight latencies of 1 us, then one of 2 us and one of 4 us. All are exact in
    /// three digits. Besides, a cell that failed.
    @BeforeEach
    void two_rounds() throws IOException {
        lab.runs.add("r", RunState.SUCCEEDED);
        long[] first = new long[8];
        Arrays.fill(first, 1_000);
        lab.runs.put("r", TestService.recorded(), List.of(round(1, first), round(2, 2_000, 4_000)));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void percentiles_are_over_all_rounds_together() throws IOException {
        var reply = lab.get(PATH);
        assertEquals(200, reply.status(), reply.body());
        assertTrue(reply.header("Content-Type").startsWith("text/csv"));
        List<String> lines = reply.body().lines().toList();
        assertEquals("percentile,nanos,count", lines.getFirst());
        assertEquals("0.000000,1000,8", lines.get(1));
        // Nine of ten are at most 2 us, and all at most 4 us: 4,000 lies in a bucket of 2 that ends at 4,001.
        List<String[]> rows = lines.stream().skip(1).map(l -> l.split(",")).toList();
        var ninth = rows.stream().filter(r -> r[2].equals("9")).findFirst().orElseThrow();
        assertEquals("2000", ninth[1]);
        assertTrue(Double.parseDouble(ninth[0]) <= 90, ninth[0]);
        assertEquals("100.000000", rows.getLast()[0]);
        assertEquals("4001", rows.getLast()[1]);
        assertEquals("10", rows.getLast()[2]);
    }

    @Test
    void the_log_has_a_line_for_every_round_on_one_axis_of_time() throws IOException {
        for (var reply : List.of(lab.get(PATH + "?format=log"), lab.get(PATH, "Accept", "text/plain"))) {
            assertEquals(200, reply.status());
            assertTrue(reply.body().startsWith("#[Histogram log format version 1.3]"), reply.body());
            List<String> rounds =
                    reply.body().lines().filter(l -> l.startsWith("Tag=")).toList();
            assertTrue(rounds.getFirst().startsWith("Tag=round-1,0.000,1.000,"), rounds.getFirst());
            assertTrue(rounds.getLast().startsWith("Tag=round-2,1.000,1.000,"), rounds.getLast());
            assertEquals(2, rounds.size());
        }
    }

    @Test
    void a_cell_without_latencies_and_an_unknown_format_are_refused() throws IOException {
        for (String cell : new String[] {"nothing", "failed", "unreadable"}) {
            var reply = lab.get("/runs/r/cells/" + cell + "/histogram");
            assertEquals(404, reply.status(), cell);
            assertEquals("no-result", TestService.problem(reply), cell);
        }
        assertEquals(404, lab.get("/runs/none/cells/a/histogram").status());
        assertEquals(406, lab.get(PATH + "?format=xml").status());
        assertEquals(406, lab.get(PATH, "Accept", "application/pdf").status());
    }

    private static TrialRecord round(int number, long... latencies) {
        var histogram = new Histogram(3);
        for (long nanos : latencies) {
            histogram.recordValue(nanos);
        }
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
        List<TrialRecord.CellRecord> cells = new ArrayList<>();
        cells.add(cell("pool@callers=10", encoded));
        cells.add(cell("unreadable", "AAAA"));
        cells.add(new TrialRecord.CellRecord("failed", null, null, List.of(), "did-not-finish"));
        var ready = new FromTrial.Ready(1, 2, Map.of());
        return new TrialRecord(number, 1, 1, "pool", "measured", null, ready, cells, List.of());
    }

    private static TrialRecord.CellRecord cell(String id, String histogram) {
        Measurement.Distribution none = Measurement.Distribution.EMPTY;
        var latency = new Measurement.Distribution(1, 1, null, null, null, null, null, histogram);
        var measurement = new Measurement(
                id,
                1_000_000_000,
                1,
                0,
                0,
                Map.of(),
                1,
                0,
                List.of(),
                1,
                0,
                0,
                0,
                1,
                1,
                latency,
                none,
                none,
                Map.of(),
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                1,
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                null,
                null);
        return new TrialRecord.CellRecord(id, measurement, null, List.of(), null);
    }
}
