package dev.asynclab.trial;

import static dev.asynclab.trial.Simulation.MILLIS;
import static dev.asynclab.trial.Simulation.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.Task;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Little's law on what the recorder says: rate x residence = callers.
///
/// With T = 10 s and a longest residence of 40 ms, calls cut by an edge of the window are at most 0.4 % of it; the
/// law's tolerance is 5 %.
class LittleTest {

    private final FakeClock clock = new FakeClock();

    /// Residences of 10, 20, 30 and 40 ms in an order that depends on the task alone.
    private record Uneven(FakeClock clock) implements ConcurrencyModel {
        @Override
        public void start(Task task, Completion done) {
            done.started();
            long residence = (1 + Math.floorMod(task.id() * 7 + task.id() / 3, 4)) * 10 * MILLIS;
            clock.at(clock.nanos() + residence, () -> done.succeeded(FakeModels.CHECKSUM));
        }

        @Override
        public Map<String, String> limits() {
            return Map.of();
        }

        @Override
        public void close() {
            // Owns nothing.
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64})
    void rate_times_residence_is_the_number_of_callers(int callers) {
        Simulation lab = new Simulation(clock, new Uneven(clock), false, callers, 10 * SECOND);
        ClosedPacer pacer = new ClosedPacer(callers, 0, lab.pacing, lab.flights, lab.recorder);
        pacer.begin();
        clock.park(10 * SECOND);
        pacer.close();
        clock.park(11 * SECOND);

        double residence = lab.recorder.latency().mean();
        double byCount = lab.recorder.completed() / 10.0 * residence / 1e9;
        double byTurns = lab.recorder.turns().ratePerSecond(10 * SECOND) * residence / 1e9;
        assertEquals(1, byCount / callers, 0.05);
        assertEquals(1, byTurns / callers, 0.05);
        assertEquals(callers, lab.recorder.inFlight().mean(), 1e-9);
    }
}
