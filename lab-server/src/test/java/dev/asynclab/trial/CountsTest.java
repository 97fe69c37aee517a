package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountsTest {

    /// 6 in one of four repetitions: a median would be 0. What did not occur in a repetition is 0 there.
    @Test
    void what_happens_in_one_repetition_only_is_not_hidden_by_the_others() {
        List<Map<String, Long>> repetitions = List.of(
                Map.of("nodes.run", 8L),
                Map.of("nodes.run", 8L, "lost-updates", 6L),
                Map.of("nodes.run", 8L),
                Map.of("nodes.run", 8L));
        assertEquals(Map.of("nodes.run", 8.0, "lost-updates", 1.5), Counts.means(repetitions));
    }
}
