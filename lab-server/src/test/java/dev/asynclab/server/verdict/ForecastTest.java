package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ForecastTest {

    @Test
    void the_example_of_the_formula_comes_out() {
        // n = 2 + (2.80 x 0.15 / (ln 1.25 - ln 1.05))^2 = 2 + (0.420 / 0.174)^2 = 7.8: eight rounds show 25 %
        assertEquals(0.25, Forecast.difference(8, 1, 0.15, 0.05), 0.005);
        assertTrue(Forecast.difference(7, 1, 0.15, 0.05) > 0.25);
    }

    @Test
    void without_noise_the_margin_is_all_that_is_needed() {
        assertEquals(0.05, Forecast.difference(8, 1, 0, 0.05), 1e-12);
    }

    @Test
    void more_comparisons_ask_for_more() {
        // z of 0.05 / 2 / 3 is 2.394: 1.05 x exp((2.394 + 0.842) x 0.05 / sqrt(6)) = 1.1217
        assertEquals(0.1217, Forecast.difference(8, 3, 0.05, 0.05), 0.0002);
    }

    @Test
    void two_rounds_show_nothing() {
        assertEquals(Double.POSITIVE_INFINITY, Forecast.difference(2, 1, 0.05, 0.05));
    }

    @Test
    void a_plan_says_what_it_can_show_and_on_which_assumption() {
        LabFixture lab = new LabFixture();
        lab.variant("a", "event-loop").variant("b", "netty").pair("a", "b");
        // eight rounds, one pair, quick's 0.05: 1.05 x exp(2.80 x 0.05 / sqrt(6)) = 1.1118
        assertEquals(
                "8 rounds: differences of about 11 % and more can be shown (at an assumed spread of 5 % between rounds)",
                Forecast.assumed(lab.plan()).orElseThrow().sentence());
        lab.verdicts = false;
        assertTrue(Forecast.assumed(lab.plan()).isEmpty());
    }
}
