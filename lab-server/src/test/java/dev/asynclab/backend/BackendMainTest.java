package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.BackendMessage;
import dev.asynclab.wire.Lines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackendMainTest {

    @Test
    void the_process_serves_counts_and_ends_with_its_input() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BackendMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (PrintStream orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
                BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            orders.println("nonsense");
            assertInstanceOf(BackendMessage.Failed.class, read(answers));
            orders.println(Lines.write(new BackendMessage.Count(6, false)));
            assertInstanceOf(BackendMessage.Failed.class, read(answers));

            orders.println(Lines.write(new BackendMessage.Start(
                    Mocks.SEED, List.of(Mocks.of("fast").mock()))));
            var started = assertInstanceOf(BackendMessage.Started.class, read(answers));
            try (Client client =
                    new Client(Objects.requireNonNull(started.ports().get(Mocks.NAME)))) {
                client.call("0-0");
                assertEquals(200, client.answer().status());
            }

            orders.println(Lines.write(new BackendMessage.Count(7, false)));
            var counts = assertInstanceOf(BackendMessage.Counts.class, read(answers));
            assertEquals(7, counts.token());
            assertEquals(
                    1, Objects.requireNonNull(counts.backends().get(Mocks.NAME)).arrivals());

            orders.close();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "still alive after the end of its input");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static BackendMessage read(BufferedReader answers) throws IOException {
        return Lines.read(answers.readLine(), BackendMessage.class);
    }
}
