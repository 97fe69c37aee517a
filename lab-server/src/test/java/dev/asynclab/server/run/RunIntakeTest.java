package dev.asynclab.server.run;

import static dev.asynclab.server.run.EngineFixture.MEASURES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.RunRequest;
import dev.asynclab.server.run.Runs.Change;
import dev.asynclab.server.run.Runs.Submission;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is accepted, what is refused, and what a plan says before. The timeout only ends a test that hangs.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunIntakeTest {
    @TempDir
    Path data;

    @Test
    void an_idempotency_key_gives_the_same_run_again_and_refuses_another_request() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            Submission first = lab.engine.submit(EngineFixture.request("text"), "key", "print");
            Submission again = lab.engine.submit(EngineFixture.request("text"), "key", "print");
            assertTrue(((Submission.Accepted) again).replayed());
            assertEquals(EngineFixture.accepted(first), EngineFixture.accepted(again));
            assertEquals(
                    new Submission.KeyReused("key"),
                    lab.engine.submit(EngineFixture.request("other"), "key", "other print"));
            assertEquals(1, lab.engine.list(null, null, null, 10, null).runs().size());
        }
    }

    @Test
    void what_cannot_run_is_refused_with_every_problem() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            RunRequest wrong = new RunRequest(
                    Optional.empty(),
                    Optional.of("wrong"),
                    Map.of(),
                    Map.of(),
                    Optional.of("slow"),
                    Optional.of(Double.NaN),
                    OptionalLong.empty());
            Submission.Invalid invalid =
                    assertInstanceOf(Submission.Invalid.class, lab.engine.submit(wrong, null, "f"));
            assertEquals(
                    List.of("unknown-profile", "bad-budget", "wrong"),
                    invalid.problems().stream().map(p -> p.code()).toList());
            RunRequest nowhere = new RunRequest(
                    Optional.of("nowhere"),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty());
            assertEquals(new Submission.NoSuchScenario("nowhere"), lab.engine.submit(nowhere, null, "f"));
        }
    }

    /// Two smoke trials of 0.7 + 0.5 + (0.3 + 0.2 + 0.5 + 2 x 0.01) s = 2.22 s, no backends: 4.44 s.
    @Test
    void a_budget_that_holds_no_round_is_refused_and_the_least_is_named() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            Submission.Invalid invalid =
                    assertInstanceOf(Submission.Invalid.class, lab.engine.submit(within(4.9), null, "f"));
            assertEquals("bad-budget", invalid.problems().getFirst().code());
            assertTrue(invalid.problems().getFirst().toString().contains("--budget 5s"), invalid.problems()::toString);
            assertInstanceOf(Submission.Accepted.class, lab.engine.submit(within(5), null, "f"));
        }
    }

    private static RunRequest within(double seconds) {
        RunRequest request = EngineFixture.request("text");
        return new RunRequest(
                request.scenario(),
                request.inline(),
                request.set(),
                request.only(),
                request.profile(),
                Optional.of(seconds),
                request.seed());
    }

    @Test
    void a_plan_says_what_it_can_show_before_anything_starts() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES)) {
            RunRequest smoke = EngineFixture.request("text");
            RunRequest quick = new RunRequest(
                    smoke.scenario(),
                    smoke.inline(),
                    smoke.set(),
                    smoke.only(),
                    Optional.of("quick"),
                    Optional.empty(),
                    smoke.seed());
            PlanDocument plan = assertInstanceOf(Runs.Planned.Ok.class, lab.engine.plan(quick))
                    .plan();
            // one pair: 2 / 2^6 <= 0.05, so six rounds at least; quick plans eight, and twelve at most
            assertEquals(List.of(6, 8, 12), List.of(plan.roundsNeeded(), plan.rounds(), plan.roundsMax()));
            assertEquals(0.05, plan.noise());
            String forecast = plan.forecast();
            assertTrue(forecast != null && forecast.startsWith("8 rounds: differences of about 11 %"), forecast);
            assertNull(assertInstanceOf(Runs.Planned.Ok.class, lab.engine.plan(smoke))
                    .plan()
                    .forecast());
        }
    }

    @Test
    void a_full_queue_and_a_full_disk_refuse_before_acceptance() {
        try (EngineFixture lab = new EngineFixture(data, MEASURES, 1)) {
            String first = lab.submit();
            assertInstanceOf(Submission.QueueFull.class, lab.engine.submit(EngineFixture.request("t"), null, "f"));
            // 5 % of 100 GiB is more than 1 GiB, so 1 GiB is the floor.
            lab.usableBytes.set((1L << 30) - 1);
            assertEquals(
                    new Submission.DiskFull((1L << 30) - 1, 1L << 30),
                    lab.engine.submit(EngineFixture.request("t"), null, "f"));
            lab.usableBytes.set(1L << 30);
            assertEquals(Change.DONE, lab.engine.cancel(first));
            assertInstanceOf(Submission.Accepted.class, lab.engine.submit(EngineFixture.request("t"), null, "f"));
            lab.engine.close();
            assertInstanceOf(Submission.Draining.class, lab.engine.submit(EngineFixture.request("t"), null, "f"));
        }
    }
}
