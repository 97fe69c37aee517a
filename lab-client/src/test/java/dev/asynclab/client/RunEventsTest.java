package dev.asynclab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.asynclab.api.RunEvent;
import dev.asynclab.client.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunEventsTest {
    @Test
    void a_broken_stream_is_resumed_after_the_last_event_seen() throws Exception {
        // The first connection gives 1, 2 and half of 3; the second repeats 2 and goes on to the end.
        try (var server = new TestServer(asked -> stream(
                        asked.header().lastEventId().isEmpty()
                                ? event(1, "state") + ": alive\n\n" + event(2, "sample") + "id: 3\nevent: sa"
                                : event(2, "sample") + event(3, "sample") + event(4, "end")));
                var client = client(server)) {
            List<RunEvent> events = all(client.events("r"));
            assertEquals(
                    List.of(1L, 2L, 3L, 4L),
                    events.stream().map(RunEvent::sequence).toList());
            assertEquals("2", server.asked().get(1).header().lastEventId());
            assertEquals(2, server.asked().size());
        }
    }

    @Test
    void no_content_is_the_end() throws Exception {
        try (var server = new TestServer(asked -> asked.header().lastEventId().isEmpty()
                        ? stream(event(1, "state"))
                        : new Answer(204, "text/plain", ""));
                var client = client(server)) {
            assertEquals(1, all(client.events("r")).size());
        }
    }

    @Test
    void data_is_the_whole_event_or_its_fields() throws Exception {
        String whole =
                "id: 1\nevent: plan\ndata: {\"run\":\"r\",\"sequence\":1,\"type\":\"plan\",\"data\":{\"trials\":24}}\n\n";
        String fields = "id: 2\nevent: end\ndata: {\"trials\":\ndata: 25}\n\n";
        try (var server = new TestServer(_ -> stream(whole + fields));
                var client = client(server)) {
            List<RunEvent> events = all(client.events("r"));
            assertEquals(24, events.get(0).data().get("trials"));
            assertEquals(25, events.get(1).data().get("trials"));
        }
    }

    @Test
    void a_run_nobody_knows_is_refused_and_not_asked_for_again() throws Exception {
        try (var server = new TestServer(_ -> new Answer(404, "application/problem+json", "{\"title\": \"no\"}"));
                var client = client(server)) {
            assertThrows(ServerRefusal.class, () -> client.events("r").next());
            assertEquals(1, server.asked().size());
        }
    }

    private static List<RunEvent> all(RunEvents stream) throws InterruptedException {
        var events = new ArrayList<RunEvent>();
        try (stream) {
            for (Optional<RunEvent> e = stream.next(); e.isPresent(); e = stream.next()) {
                events.add(e.get());
            }
        }
        return events;
    }

    private static String event(int id, String type) {
        return "id: %d\nevent: %s\ndata: {\"n\": %d}\n\n".formatted(id, type, id);
    }

    private static Answer stream(String body) {
        return new Answer(200, "text/event-stream", body);
    }

    private static LabClient client(TestServer server) {
        return new LabClient(new ServerAddress(server.url(), "", 0));
    }
}
