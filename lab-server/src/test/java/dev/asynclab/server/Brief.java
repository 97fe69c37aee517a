package dev.asynclab.server;

import dev.asynclab.api.Profile;
import java.time.Duration;

/// A profile for tests that ask what is measured, not how well: a smoke run with a third of its lengths.
final class Brief {

    static final Profile PROFILE = new Profile(
            "brief",
            1,
            1,
            1,
            Duration.ofMillis(150),
            Duration.ofMillis(150),
            Duration.ofMillis(50),
            Duration.ofMillis(150),
            Duration.ofSeconds(60),
            false,
            0.05,
            new Profile.Care(false, Duration.ZERO, Duration.ofMillis(200), Duration.ZERO, false, 1));

    private Brief() {}
}
