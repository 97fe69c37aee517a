package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import dev.asynclab.wire.ToTrial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellsTest {

    @Test
    void a_cell_that_cannot_be_run_is_named_with_the_reason() {
        assertEquals("cell c: concurrency 0; at least 1", refusal(cell(new ToTrial.Closed(0))));
        assertEquals("cell c: a batch of 0; at least 1", refusal(cell(new ToTrial.Batch(0))));
        assertEquals(
                "cell c: rate 0.0 with 1 in flight; both must be above 0", refusal(cell(new ToTrial.Open(0, true, 1))));
        assertEquals("prepare without cells; at least one is needed", refusal());
        ToTrial.Cell good = cell(new ToTrial.Closed(1));
        assertEquals("cell c is there twice; ids must differ", refusal(good, good));
    }

    @Test
    void members_missing_on_the_wire_are_noticed() {
        ToTrial.Prepare bare = (ToTrial.Prepare) Lines.read(
                "{\"type\":\"prepare\",\"version\":1,\"model\":\"m\",\"cores\":1,\"seed\":1,\"warmUpNanos\":0,"
                        + "\"cells\":[{\"id\":\"c\",\"connections\":1,\"width\":0,\"baseDelayNanos\":0}]}",
                ToTrial.class);
        TrialFault fault = assertThrows(TrialFault.class, () -> new Cells(bare.cells()));
        assertEquals(
                new FromTrial.Failed("bad-order", "cell c: needs an id, parameters, and at least one kind of task"),
                fault.message());
    }

    private static String refusal(ToTrial.Cell... cells) {
        return String.valueOf(
                assertThrows(TrialFault.class, () -> new Cells(List.of(cells))).getMessage());
    }

    private static ToTrial.Cell cell(ToTrial.LoadShape load) {
        ToTrial.Kind kind = new ToTrial.Kind("k", 1, 0, List.of());
        return new ToTrial.Cell("c", Map.of(), 1, 0, 0, List.of(kind), load);
    }
}
