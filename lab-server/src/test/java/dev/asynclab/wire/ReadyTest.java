package dev.asynclab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadyTest {

    @Test
    void a_trial_stored_before_warm_ups_were_kept_is_still_read() {
        String stored = """
                {"type":"ready","startNanos":1,"firstTaskNanos":2,"limits":{"threads":"50"}}""";
        FromTrial.Ready ready = (FromTrial.Ready) Lines.read(stored, FromTrial.class);
        assertEquals(new FromTrial.Ready(1, 2, Map.of("threads", "50")), ready);
        assertNull(ready.warmUp());
    }

    @Test
    void a_warm_up_comes_back_as_it_was_sent_also_without_a_cpu_clock() {
        FromTrial.Ready ready = new FromTrial.Ready(
                1,
                2,
                Map.of(),
                List.of(new WarmUpPoint("c", 3, 4, 5L, 6, 7, false), new WarmUpPoint("c", 3, 4, null, 6, 7, true)));
        assertEquals(ready, Lines.read(Lines.write(ready), FromTrial.class));
    }
}
