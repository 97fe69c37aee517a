package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import java.time.Duration;
import java.util.List;

/// Small scenario texts, read as the service reads them.
final class Texts {
    static final int CORES = 2;

    private Texts() {}

    /// A scenario of this text, which leaves out format and title.
    static Scenario scenario(String text) {
        String whole = "format: lab/v1\ntitle: T\n" + text;
        Reading reading = ScenarioReader.read("t.yaml", whole, Settings.NONE);
        return assertInstanceOf(Reading.Valid.class, reading, reading::toString).scenario();
    }

    /// The steps of the only task kind of a scenario on a backend `service` that takes 40 ms and answers 64 bytes.
    static List<StepSpec> steps(String task) {
        return point(task).kinds().getFirst().steps();
    }

    static Scenario.Point point(String task) {
        return scenario("""
                backends: {service: {kind: fast, delay: 40ms, body: 64B}}
                models: {event-loop: {}}
                load: {closed: {concurrency: 1}}
                task: %s
                """.formatted(task)).points().getFirst();
    }

    static Plan quick(Scenario scenario) {
        return Planner.plan(scenario, Profile.QUICK, 1, CORES, Profile.QUICK.budget());
    }

    static Plan quick(Scenario scenario, Duration budget) {
        return Planner.plan(scenario, Profile.QUICK, 1, CORES, budget);
    }
}
