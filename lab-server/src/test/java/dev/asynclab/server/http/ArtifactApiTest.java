package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArtifactApiTest {
    private final TestService lab = new TestService();

    @BeforeEach
    void a_run_with_a_picture() {
        lab.runs.add("r", RunState.SUCCEEDED);
        lab.runs.add("plain", RunState.SUCCEEDED);
        lab.runs.artifact("r", "julia-9-5.png", "PNG".getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void a_picture_is_served_as_one() throws IOException {
        var picture = lab.get("/runs/r/artifacts/julia-9-5.png");
        assertEquals(200, picture.status(), picture.body());
        assertEquals("image/png", picture.header("Content-Type"));
        assertEquals("nosniff", picture.header("X-Content-Type-Options"));
        assertEquals("PNG", picture.body());
    }

    @Test
    void what_is_not_there_is_refused_with_what_is() throws IOException {
        var other = lab.get("/runs/r/artifacts/other.png");
        assertEquals(404, other.status());
        assertEquals("no-artifact", TestService.problem(other));
        assertTrue(other.body().contains("it has julia-9-5.png"), other.body());
        assertEquals("no-artifact", TestService.problem(lab.get("/runs/plain/artifacts/julia-9-5.png")));
        assertEquals("no-such-run", TestService.problem(lab.get("/runs/none/artifacts/julia-9-5.png")));
    }
}
