package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.PythonModels;
import dev.asynclab.wire.EveryForm.Work;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A trial process in CPython and what is said to it, as the control JVM does: a line for an order, and lines for its
/// answers.
final class PythonConversation implements AutoCloseable {
    /// Only stops a test that hangs.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(5);

    private @Nullable Process process;
    private @Nullable Writer orders;
    private @Nullable BufferedReader answers;

    /// Every model with its defaults, and processes in each way of starting them.
    static Stream<Variant> variants() {
        return Stream.concat(
                PythonModels.all().stream().map(m -> variant(m, Map.of())),
                Stream.of("fork", "forkserver")
                        .map(start ->
                                variant(Catalogue.model("python-processes").orElseThrow(), Map.of("start", start))));
    }

    private static Variant variant(Catalogue.Model model, Map<String, String> set) {
        Map<String, String> parameters = new HashMap<>(Catalogue.defaults(model));
        parameters.replaceAll((name, value) -> name.equals("threads") ? "16" : value);
        parameters.putAll(set);
        return new Variant(model.id(), parameters);
    }

    record Variant(String model, Map<String, String> parameters) {
        @Override
        public String toString() {
            return model + parameters;
        }
    }

    static ToTrial.Cell cell(Variant variant, String id, Work work, ToTrial.LoadShape load) {
        ToTrial.Kind kind = new ToTrial.Kind("k", 1, work.checksum(), work.steps());
        return new ToTrial.Cell(id, variant.parameters(), 4, 0, 0, List.of(kind), load);
    }

    static ToTrial prepare(Variant variant, List<ToTrial.Cell> cells) {
        return new ToTrial.Prepare(FromTrial.VERSION, variant.model(), 2, 1, 0, cells);
    }

    FromTrial.Hello start(Variant variant) throws IOException {
        Process trial = started(variant);
        FromTrial.Hello hello = next(FromTrial.Hello.class);
        assertEquals(FromTrial.VERSION, hello.version());
        assertEquals("python", hello.language());
        assertEquals(trial.pid(), hello.pid());
        return hello;
    }

    Process started(Variant variant) throws IOException {
        PythonCommand command = PythonCommand.ofThisMachine();
        assumeTrue(command.whyNot(variant.model()).isEmpty(), command.whyNot(variant.model()));
        Process trial = new ProcessBuilder(command.trial(variant.model()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = trial;
        orders = trial.outputWriter(StandardCharsets.UTF_8);
        answers = trial.inputReader(StandardCharsets.UTF_8);
        return trial;
    }

    Process process() {
        Process started = process;
        assertNotNull(started);
        return started;
    }

    void send(ToTrial order) throws IOException {
        raw(Lines.write(order));
    }

    void raw(String line) throws IOException {
        Writer out = orders;
        assertNotNull(out);
        out.write(line + "\n");
        out.flush();
    }

    void closeOrders() throws IOException {
        Writer out = orders;
        assertNotNull(out);
        out.close();
    }

    String refused(String line) throws IOException {
        raw(line);
        return next(FromTrial.Failed.class).reason();
    }

    Measurement measure(String cell, long windowNanos) throws IOException {
        send(new ToTrial.Measure(cell, 0, windowNanos));
        assertEquals(new FromTrial.Edge(cell, true), next(FromTrial.Edge.class));
        assertEquals(new FromTrial.Edge(cell, false), next(FromTrial.Edge.class));
        return next(FromTrial.Result.class).measurement();
    }

    void shutdown() throws IOException, InterruptedException {
        Process trial = process;
        assertNotNull(trial);
        List<ProcessHandle> children = trial.descendants().toList();
        send(new ToTrial.Shutdown());
        assertEquals(0, trial.waitFor());
        children.forEach(PythonConversation::awaitEnd);
    }

    /// The next answer that is not progress; every line must be an answer.
    <T extends FromTrial> T next(Class<T> type) throws IOException {
        BufferedReader in = answers;
        assertNotNull(in);
        while (true) {
            String line = in.readLine();
            FromTrial answer = Lines.read(line == null ? "" : line, FromTrial.class);
            if (!(answer instanceof FromTrial.Sample)) {
                return assertInstanceOf(type, answer);
            }
        }
    }

    /// Waits until a process has ended that is not this one's child. The JDK takes it for alive until the system has
    /// collected it, which may be long after; on Linux its state tells.
    static void awaitEnd(ProcessHandle process) {
        long began = System.nanoTime();
        while (process.isAlive() && !isZombie(process.pid())) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new AssertionError("process " + process.pid() + " has not ended");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean isZombie(long pid) {
        try {
            // The state follows the name, which is in parentheses and may contain anything.
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false; // it is gone, or this is no Linux: the JDK knows
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
