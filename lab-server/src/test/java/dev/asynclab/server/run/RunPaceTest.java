package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RunPaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void where_the_plan_was_too_hopeful_the_pace_of_the_trials_counts() {
        // The plan's time is over. 3 of 12 trials in 30 s: 90 s more, a quarter done.
        RunPace.Now now = new RunPace(0, 0).at(30 * SECOND, 3, 12);
        assertEquals(90, now.etaSeconds(), 1e-9);
        assertEquals(0.25, now.progress(), 1e-9);
    }

    @Test
    void rounds_added_after_the_planned_trials_are_not_done_yet() {
        RunPace pace = new RunPace(0, 0);
        pace.learned(300);
        // All 20 planned trials are done after 150 s, and the run takes 300.
        RunPace.Now now = pace.at(150 * SECOND, 20, 20);
        assertEquals(150, now.etaSeconds(), 1e-9);
        assertEquals(0.5, now.progress(), 1e-9);
    }

    @Test
    void what_an_earlier_attempt_measured_is_done() {
        RunPace pace = new RunPace(0, 6);
        pace.learned(60);
        // Half the trials before; half of the time of the rest.
        assertEquals(0.75, pace.at(30 * SECOND, 9, 12).progress(), 1e-9);
    }

    @Test
    void a_run_that_takes_longer_than_expected_is_not_complete() {
        RunPace pace = new RunPace(0, 0);
        pace.learned(60);
        RunPace.Now now = pace.at(90 * SECOND, 12, 12);
        assertEquals(0, now.etaSeconds());
        assertEquals(0.99, now.progress());
    }

    @Test
    void nothing_is_done_at_the_beginning() {
        assertEquals(new RunPace.Now(0, 0), new RunPace(0, 0).at(0, 0, 0));
    }
}
