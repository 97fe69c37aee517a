package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.ToTrial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The trial as the control JVM sees it: a process with two pipes.
@Timeout(60)
class TrialProcessTest {

    private final Process process = start();
    private final Writer orders = process.outputWriter(StandardCharsets.UTF_8);
    private final BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void a_conversation_from_hello_to_shutdown() throws IOException, InterruptedException {
        FromTrial.Hello hello = next(FromTrial.Hello.class);
        assertEquals(FromTrial.VERSION, hello.version());
        assertEquals(process.pid(), hello.pid());

        orders.write("this is not JSON\n");
        orders.flush();
        assertEquals("bad-order", next(FromTrial.Failed.class).reason());

        send(prepare());
        FromTrial.Ready ready = next(FromTrial.Ready.class);
        assertTrue(ready.startNanos() > 0 && ready.firstTaskNanos() > 0);
        assertEquals(Map.of("threads", "fake"), ready.limits());

        send(new ToTrial.Measure("c", 1_000_000, 20_000_000));
        assertEquals(new FromTrial.Edge("c", true), next(FromTrial.Edge.class));
        assertEquals(new FromTrial.Edge("c", false), next(FromTrial.Edge.class));
        assertTrue(next(FromTrial.Result.class).measurement().completed() > 0);

        send(new ToTrial.Reference("c", 1_000_000));
        assertEquals(new FromTrial.ReferenceRate("c", 0, 0), next(FromTrial.ReferenceRate.class));

        send(new ToTrial.Shutdown());
        assertEquals(0, process.waitFor());
    }

    @Test
    void the_end_of_the_input_ends_the_process_even_while_it_measures() throws IOException, InterruptedException {
        next(FromTrial.Hello.class);
        send(prepare());
        next(FromTrial.Ready.class);
        send(new ToTrial.Measure("c", 0, 3_600_000_000_000L));
        next(FromTrial.Edge.class);

        orders.close();

        assertEquals(0, process.waitFor());
    }

    private static ToTrial prepare() {
        ToTrial.Kind kind = new ToTrial.Kind("k", 1, FakeModels.CHECKSUM, List.of());
        ToTrial.Cell cell = new ToTrial.Cell("c", Map.of(), 1, 0, 0, List.of(kind), new ToTrial.Closed(2));
        return new ToTrial.Prepare(FromTrial.VERSION, "pool", 2, 1, 1_000_000, List.of(cell));
    }

    private void send(ToTrial order) throws IOException {
        orders.write(Lines.write(order) + "\n");
        orders.flush();
    }

    /// The next answer that is not progress; every line must be an answer.
    private <T extends FromTrial> T next(Class<T> type) throws IOException {
        while (true) {
            String line = answers.readLine();
            FromTrial answer = Lines.read(line == null ? "" : line, FromTrial.class);
            if (!(answer instanceof FromTrial.Sample)) {
                return assertInstanceOf(type, answer);
            }
        }
    }

    private static Process start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try {
            return new ProcessBuilder(
                            java,
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FakeTrial.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
