package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.asynclab.wire.ToTrial;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KindDrawTest {

    private static final List<ToTrial.Kind> MIX = List.of(
            new ToTrial.Kind("a", 0.2, 0, List.of()),
            new ToTrial.Kind("b", 0.5, 0, List.of()),
            new ToTrial.Kind("c", 0.3, 0, List.of()));

    @Test
    void a_seed_decides_the_whole_sequence() {
        assertEquals(kinds(7), kinds(7));
        assertFalse(kinds(7).equals(kinds(8)));
    }

    /// 100,000 draws: standard deviation sqrt(n p (1 - p)), at most sqrt(100,000 / 4) = 158; five of them
    /// allowed.
    @Test
    void shares_come_out() {
        List<Integer> drawn = kinds(1);
        assertEquals(20_000, Collections.frequency(drawn, 0), 5 * 158);
        assertEquals(50_000, Collections.frequency(drawn, 1), 5 * 158);
        assertEquals(30_000, Collections.frequency(drawn, 2), 5 * 158);
    }

    private static List<Integer> kinds(long seed) {
        KindDraw draw = new KindDraw(MIX, seed);
        return LongStream.range(0, 100_000).mapToObj(draw::kind).toList();
    }
}
