package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InFlightTest {

    /// Window 100 to 200. Task A 50..150 covers 50, B 120..180 covers 60, C 190..250 covers 10, D 10..90 and E
    /// 210..220 nothing, F 20..300 all 100: the average is 220 / 100. At most A, B and F are in flight together
    /// inside it.
    @Test
    void the_mean_is_the_integral_inside_the_window_over_its_length() {
        Window window = new Window();
        window.opensAt(100);
        window.closesAt(200);
        InFlight inFlight = new InFlight(window);
        for (long begin : new long[] {10, 20, 50}) {
            inFlight.begun(begin);
        }
        inFlight.ended(90);
        inFlight.resetPeak();
        inFlight.begun(120);
        inFlight.ended(150);
        inFlight.ended(180);
        inFlight.begun(190);
        inFlight.begun(210);
        inFlight.ended(220);
        inFlight.ended(250);
        inFlight.ended(300);

        assertEquals(2.2, inFlight.mean(), 1e-12);
        assertEquals(3, inFlight.peak());
        assertEquals(0, inFlight.now());
    }

    /// One task all the time, by a clock that has run for 100 years: 3.2e18 ns, where sums of times overflow.
    @Test
    void large_clock_values_do_not_disturb_it() {
        long century = 3_200_000_000_000_000_000L;
        Window window = new Window();
        InFlight inFlight = new InFlight(window);
        for (int i = 0; i < 8; i++) {
            inFlight.begun(century);
        }
        window.opensAt(century + 100);
        window.closesAt(century + 200);

        assertEquals(8.0, inFlight.mean(), 1e-12);
    }
}
