package dev.asynclab.trial;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.wire.ToTrial;
import java.util.List;

/// The generator's parts put together on a fake clock, with the window open from 0 to `windowNanos`.
final class Simulation {

    static final long MILLIS = 1_000_000;
    static final long SECOND = 1_000_000_000;

    final FakeClock clock;
    final Window window = new Window();
    final Recorder recorder;
    final Faults faults = new Faults();
    final Pacing pacing;
    final Flights flights;

    Simulation(FakeClock clock, ConcurrencyModel model, boolean open, int turn, long windowNanos) {
        this.clock = clock;
        List<ToTrial.Kind> one = List.of(new ToTrial.Kind("k", 1, FakeModels.CHECKSUM, List.of()));
        Kinds kinds = new Kinds(one);
        recorder = new Recorder(window, kinds, open, turn, 1);
        pacing = new Pacing(clock, faults, Runnable::run);
        flights = new Flights(model, kinds, new KindDraw(one, 1), clock, recorder, faults);
        window.opensAt(0);
        window.closesAt(windowNanos);
    }
}
