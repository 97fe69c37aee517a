package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WholeTurnsTest {

    /// t = 100 x3, 200 x3, 300 x3, 400 x1 with C' = 3: ten completions hold k = 3 turns, t[0 + 9] - t[0] = 300
    /// ns, so 9 tasks in 300 ns are 30,000,000 a second. (10 tasks over a window of 305 ns would be 9 % more.)
    @Test
    void bursts_are_measured_from_burst_to_burst() {
        WholeTurns turns = turns(3, 100, 100, 100, 200, 200, 200, 300, 300, 300, 400);

        assertEquals(3, turns.turns());
        assertEquals(30e6, turns.ratePerSecond(305), 1e-6);
    }

    /// The window opens in the middle of a burst: t = 100 x1, 200 x3, 300 x3. k = 2 turns, t[6] - t[0] = 200 ns.
    @Test
    void it_does_not_matter_where_in_a_burst_the_window_opens() {
        WholeTurns turns = turns(3, 100, 200, 200, 200, 300, 300, 300);

        assertEquals(2, turns.turns());
        assertEquals(30e6, turns.ratePerSecond(250), 1e-6);
    }

    /// Three completions have no completion one turn of three after the first: 3 tasks in 500 ns are 6,000,000
    /// a second.
    @Test
    void without_a_whole_turn_it_is_completions_over_the_window() {
        WholeTurns turns = turns(3, 100, 100, 100);

        assertEquals(0, turns.turns());
        assertEquals(6e6, turns.ratePerSecond(500), 1e-6);
    }

    /// One every 10 ns, 5,000 of them: 4,999 turns of one in 49,990 ns, whatever number of marks is kept.
    @Test
    void many_turns_need_no_more_memory() {
        WholeTurns turns = new WholeTurns(1);
        for (int i = 0; i < 5_000; i++) {
            turns.ended(7 + 10L * i);
        }

        assertEquals(4_999, turns.turns());
        assertEquals(100e6, turns.ratePerSecond(60_000), 1e-6);
    }

    @Test
    void nothing_ended_is_a_rate_of_zero() {
        assertEquals(0, turns(3).ratePerSecond(500));
    }

    @Test
    void a_turn_is_what_is_served_at_once() {
        assertEquals(50, WholeTurns.turn(200, 50));
        assertEquals(20, WholeTurns.turn(20, 50));
        assertEquals(200, WholeTurns.turn(200, 0));
    }

    private static WholeTurns turns(int turn, long... times) {
        WholeTurns turns = new WholeTurns(turn);
        for (long time : times) {
            turns.ended(time);
        }
        return turns;
    }
}
