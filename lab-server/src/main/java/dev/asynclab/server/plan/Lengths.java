package dev.asynclab.server.plan;

import dev.asynclab.api.Measure;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import java.time.Duration;

/// How long warming up, settling and windows last: as profile and file ask, or shortened to fit a budget.
///
/// What can be shortened goes down to the quick profile's lengths. What a figure cannot do without stays: ten
/// mean delays per window, the samples of the percentiles the file speaks of, the file's own warm-up, and without
/// one of its own three turns of every cell.
///
/// @param busy whether a trial of the run keeps a processor busy
/// @param share of what can be shortened that is kept, in 0..1
record Lengths(Measure measure, Profile profile, boolean busy, double share) {

    /// A trial that computes warms up so long, also in a short profile. After half a second the compiler still took
    /// up to 70 % of a window's CPU; after this, 2 to 6 %. A trial that waits does not notice.
    private static final Duration COMPILED = Duration.ofMillis(1_500);

    /// Turns after which what runs once per task has run a few times in every task in flight.
    private static final int WARM_UP_TURNS = 3;

    Plan.WarmUp warmUp() {
        if (measure.warmUp().isPresent()) {
            long fixed = measure.warmUp().get().toNanos();
            return new Plan.WarmUp(fixed, fixed);
        }
        return new Plan.WarmUp(
                kept(compiled(profile.warmUp()), Profile.QUICK.warmUp()),
                kept(compiled(profile.warmUpMost()), Profile.QUICK.warmUpMost()),
                WARM_UP_TURNS);
    }

    private Duration compiled(Duration warmUp) {
        return busy && profile.verdicts() && warmUp.compareTo(COMPILED) < 0 ? COMPILED : warmUp;
    }

    static Lengths of(Scenario scenario, Profile profile, double share) {
        boolean busy = scenario.points().stream()
                .anyMatch(p -> p.kinds().stream().anyMatch(k -> TaskShape.keepsBusy(k.steps())));
        return new Lengths(scenario.measure(), profile, busy, share);
    }

    long settleNanos(double delayNanos) {
        return Math.max(kept(profile.settle(), Profile.QUICK.settle()), (long) (2 * delayNanos));
    }

    long windowNanos(Scenario scenario, Scenario.Point point, Scenario.Variant variant, double delayNanos) {
        long needed = Math.max((long) (10 * delayNanos), Percentiles.windowNanos(scenario, point, variant, delayNanos));
        return Math.max(needed, leastWindowNanos());
    }

    /// The window where delays and percentiles do not ask for more.
    long leastWindowNanos() {
        Duration wished = measure.duration()
                .filter(d -> d.compareTo(profile.window()) > 0)
                .orElse(profile.window());
        return kept(wished, Profile.QUICK.window());
    }

    private long kept(Duration full, Duration least) {
        long floor = Math.min(full.toNanos(), least.toNanos());
        return floor + (long) (share * (full.toNanos() - floor));
    }
}
