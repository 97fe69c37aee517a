package dev.asynclab.load.cost;

import dev.asynclab.api.Catalogue;
import dev.asynclab.load.child.Backend;
import dev.asynclab.load.child.Peer;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ways one task rate is measured: through the lab, by hand, by wrk. Each in fresh processes.
///
/// @param callers calls in flight
/// @param delay of the backend, over which the callers join, in the lab and by hand
record Sides(int callers, Duration delay, Duration warmUp, Duration window) {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([0-9.]+)");

    /// A trial process of the lab, as a run starts it, with everything it records.
    Sample lab(String model, Backend backend) throws IOException {
        try (Peer trial = Peer.java("dev.asynclab.trial.TrialMain")) {
            trial.receive();
            trial.send(Lines.write(new ToTrial.Prepare(
                    FromTrial.VERSION, model, CORES, 1, warmUp.toNanos(), List.of(cell(model, backend)))));
            expect(trial, FromTrial.Ready.class);
            trial.send(Lines.write(new ToTrial.Measure("cost", 500_000_000, window.toNanos(), false)));
            expect(trial, FromTrial.Edge.class);
            Sample.Cpu open = cpu(trial);
            expect(trial, FromTrial.Edge.class);
            Sample.Cpu close = cpu(trial);
            Measurement measured = expect(trial, FromTrial.Result.class).measurement();
            if (measured.failed() > 0) {
                throw new IOException(measured.failed() + " tasks failed: " + measured.errors());
            }
            return Sample.of(measured.completed(), measured.windowNanos(), open, close);
        }
    }

    private static Sample.Cpu cpu(Peer peer) throws IOException {
        return new Sample.Cpu(peer.cpuNanos(), peer.compilerNanos());
    }

    private ToTrial.Cell cell(String model, Backend backend) {
        Map<String, String> parameters =
                new HashMap<>(Catalogue.defaults(Catalogue.model(model).orElseThrow()));
        parameters.computeIfPresent("threads", (_, _) -> String.valueOf(callers));
        var call = new Step.Call("127.0.0.1", backend.port(), backend.path(), 0, 0, 0);
        var kind = new ToTrial.Kind("task", 1, Backend.BODY_BYTES, List.of(call));
        return new ToTrial.Cell(
                "cost", parameters, callers, 0, delay.toNanos(), List.of(kind), new ToTrial.Closed(callers));
    }

    private static <T extends FromTrial> T expect(Peer trial, Class<T> type) throws IOException {
        while (true) {
            FromTrial message = Lines.read(trial.receive(), FromTrial.class);
            if (type.isInstance(message)) {
                return type.cast(message);
            }
            if (message instanceof FromTrial.Failed(String reason, String detail)) {
                throw new IOException(reason + ": " + detail);
            }
        }
    }

    /// The same calls written by hand in the same idiom.
    Sample byHand(String model, Backend backend) throws IOException {
        try (Peer program = Peer.java(
                "dev.asynclab.load.byhand.ByHandMain",
                model,
                String.valueOf(backend.port()),
                backend.path() + "?id=1-0",
                String.valueOf(Backend.BODY_BYTES),
                String.valueOf(callers),
                String.valueOf(delay.toMillis()),
                String.valueOf(warmUp.toMillis() + 500),
                String.valueOf(window.toMillis()))) {
            program.receive();
            Sample.Cpu open = cpu(program);
            String[] close = program.receive().split(" ");
            return Sample.of(Long.parseLong(close[1]), Long.parseLong(close[2]), open, cpu(program));
        }
    }

    /// wrk with one thread and as many connections as callers. Its CPU time is not taken.
    Sample wrk(String url) throws IOException {
        Process wrk = new ProcessBuilder(
                        "wrk", "-t1", "-c" + callers, "-d" + Math.max(1, window.toSeconds()) + "s", url)
                .redirectErrorStream(true)
                .start();
        String text = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(text);
        if (wrk.onExit().join().exitValue() != 0 || text.contains("Non-2xx") || !rate.find()) {
            throw new IOException("wrk: " + text);
        }
        return Sample.ofRate(Double.parseDouble(rate.group(1)));
    }
}
