package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsApiTest {
    private final TestService lab = new TestService();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void a_stream_has_the_stored_events_then_the_live_ones_and_ends_after_end() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        lab.runs.emit("r", "state", Map.of("state", "running"));
        try (Socket socket = open("/api/v1/runs/r/events", "")) {
            awaitSubscriptions(1);
            lab.runs.sample("r");
            lab.runs.emit("r", "trial-finished", Map.of("round", 1));
            lab.runs.emit("r", "end", Map.of());
            assertEquals(List.of("1 state", " sample", "2 trial-finished", "3 end"), events(socket));
        }
        assertEquals(0, lab.runs.subscriptions());
        assertEquals(204, lab.get("/runs/r/events", "Last-Event-ID", "3").status());
    }

    @Test
    void a_reader_who_comes_back_misses_nothing_and_gets_nothing_twice() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        int total = 500;
        for (int i = 1; i < total; i++) {
            lab.runs.emit("r", "warning", Map.of("n", i));
        }
        lab.runs.emit("r", "end", Map.of());
        for (int after : new int[] {0, 1, 250, total - 1}) {
            String[] resume = after == 0 ? new String[0] : new String[] {"Last-Event-ID", String.valueOf(after)};
            List<String> ids = ids(lab.get("/runs/r/events", resume).body());
            assertEquals(total - after, ids.size());
            for (int i = 0; i < ids.size(); i++) {
                assertEquals(String.valueOf(after + 1 + i), ids.get(i));
            }
        }
        assertEquals(400, lab.get("/runs/r/events", "Last-Event-ID", "x").status());
        assertEquals(404, lab.get("/runs/none/events").status());
        assertEquals(406, lab.get("/runs/r/events", "Accept", "text/html").status());
    }

    @Test
    void several_runs_share_a_stream_that_resumes_exactly() throws IOException {
        for (String run : new String[] {"a", "b"}) {
            lab.runs.add(run, RunState.RUNNING);
            lab.runs.emit(run, "state", Map.of());
            lab.runs.emit(run, "end", Map.of());
        }
        var all = lab.get("/events?runs=a,b");
        assertEquals(List.of("a:1,b:0", "a:2,b:0", "b:1", "b:2"), ids(all.body()));
        var rest = lab.get("/events?runs=a,b", "Last-Event-ID", "a:2,b:1");
        assertEquals(List.of("b:2"), ids(rest.body()));
        assertEquals(
                204, lab.get("/events?runs=a,b", "Last-Event-ID", "a:2,b:2").status());
        assertEquals(404, lab.get("/events?runs=a,none").status());
    }

    @Test
    void a_reader_who_does_not_read_is_cut_off_and_forgotten() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        try (Socket socket = lab.raw.connect()) {
            socket.setReceiveBufferSize(4096);
            ask(socket, "/api/v1/runs/r/events", "");
            awaitSubscriptions(1);
            // Kernel buffers take some megabytes first; then 256 KiB wait in the server, then the reader is cut off.
            String kilobytes = "x".repeat(60_000);
            int emitted = 0;
            while (lab.runs.subscriptions() > 0) {
                lab.runs.emit("r", "warning", Map.of("text", kilobytes));
                emitted++;
                assertTrue(emitted < 2_000, "120 MB were taken from a server that should keep 256 KiB");
            }
            while (lab.service.subscribers() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void a_reader_who_leaves_is_forgotten() throws IOException {
        lab.runs.add("r", RunState.RUNNING);
        open("/api/v1/runs/r/events", "").close();
        while (lab.runs.subscriptions() > 0 || lab.service.subscribers() > 0) {
            Thread.onSpinWait();
        }
    }

    private Socket open(String path, String header) throws IOException {
        Socket socket = lab.raw.connect();
        ask(socket, path, header);
        return socket;
    }

    private void ask(Socket socket, String path, String header) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + lab.port + "\r\nAuthorization: Bearer "
                + TestService.TOKEN + "\r\n" + header + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private void awaitSubscriptions(int count) {
        while (lab.runs.subscriptions() < count) {
            Thread.onSpinWait();
        }
    }

    /// `id type` of every event until the stream ends.
    private static List<String> events(Socket socket) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var found = new ArrayList<String>();
        String id = "";
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                found.add(id + " " + line.substring(7));
                id = "";
            }
        }
        return found;
    }

    private static List<String> ids(String body) {
        return body.lines()
                .filter(l -> l.startsWith("id: "))
                .map(l -> l.substring(4))
                .toList();
    }
}
