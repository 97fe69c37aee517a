package dev.asynclab.load.selftest;

import dev.asynclab.api.Catalogue;
import dev.asynclab.load.child.Backend;
import dev.asynclab.load.child.Peer;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One trial process of the lab on one cell, as a run starts it.
///
/// @param connections most connections to the backend
/// @param delay declared delay of the backend
record LiveTrial(
        String model, ToTrial.LoadShape load, int connections, Duration delay, Duration warmUp, Duration window) {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final long SETTLE_NANOS = 1_000_000_000;

    /// What somebody does while the window is open.
    interface Disturbance {
        void happen() throws IOException, InterruptedException;
    }

    Measurement measure(Backend backend) throws IOException, InterruptedException {
        return measure(backend, () -> {});
    }

    Measurement measure(Backend backend, Disturbance disturbance) throws IOException, InterruptedException {
        try (Peer trial = Peer.java("dev.asynclab.trial.TrialMain")) {
            trial.receive();
            trial.send(Lines.write(
                    new ToTrial.Prepare(FromTrial.VERSION, model, CORES, 1, warmUp.toNanos(), List.of(cell(backend)))));
            expect(trial, FromTrial.Ready.class);
            trial.send(Lines.write(new ToTrial.Measure("self-test", SETTLE_NANOS, window.toNanos(), false)));
            expect(trial, FromTrial.Edge.class);
            disturbance.happen();
            return expect(trial, FromTrial.Result.class).measurement();
        }
    }

    private ToTrial.Cell cell(Backend backend) {
        Map<String, String> parameters =
                new HashMap<>(Catalogue.defaults(Catalogue.model(model).orElseThrow()));
        var call = new Step.Call("127.0.0.1", backend.port(), backend.path(), 0, 0, 0);
        var kind = new ToTrial.Kind("task", 1, Backend.BODY_BYTES, List.of(call));
        return new ToTrial.Cell("self-test", parameters, connections, 0, delay.toNanos(), List.of(kind), load);
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
}
