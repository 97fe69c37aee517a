package dev.asynclab.server.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BudgetTest {

    /// 100 s, and rounds that are thought to take 10.
    private final Budget budget = new Budget(100, 10);

    @Test
    void the_first_round_always_starts() {
        assertTrue(budget.holdsPlanned(99));
        assertTrue(budget.holdsAnother(99));
    }

    @Test
    void a_planned_round_may_use_the_tolerance_and_an_added_one_may_not() {
        budget.round(20);
        // 80 + 20 = 100; 88 + 20 = 108 = 1.08 x 100
        assertTrue(budget.holdsAnother(80));
        assertFalse(budget.holdsAnother(80.1));
        assertTrue(budget.holdsPlanned(88));
        assertFalse(budget.holdsPlanned(88.1));
    }

    @Test
    void the_longest_round_stands_for_the_next() {
        budget.round(5);
        budget.round(20);
        budget.round(5);
        assertFalse(budget.holdsAnother(81));
    }

    /// Whatever the rounds cost, as long as none is longer than those before it: the last one ends within 1.08 T.
    @Test
    void the_end_is_never_later_than_the_tolerance() {
        for (int start = 0; start < 100; start++) {
            Budget any = new Budget(100, 10);
            double elapsed = start;
            double took = 23;
            elapsed += took;
            any.round(took);
            while (any.holdsPlanned(elapsed)) {
                elapsed += took;
                any.round(took);
                took *= 0.97;
            }
            assertTrue(elapsed <= Math.max(start + 23, 100 * 1.08), "began after " + start + ", ended " + elapsed);
        }
    }

    @Test
    void what_rounds_really_cost_replaces_the_estimate() {
        // 4 s for calibration, then 3 rounds of an estimated 10
        assertEquals(34, budget.endSeconds(4, 3), 1e-9);
        budget.round(20);
        budget.round(24);
        // 48 s gone, one more of 22 on average
        assertEquals(70, budget.endSeconds(48, 1), 1e-9);
        // never later than the latest
        assertEquals(108, budget.endSeconds(48, 10), 1e-9);
    }

    @Test
    void the_budget_to_ask_for_holds_the_rounds_at_their_longest() {
        budget.round(20);
        budget.round(24.5);
        // 4 + 8 x 24.5 = 200
        assertEquals(200, budget.toHold(8, 4), 1e-9);
    }
}
