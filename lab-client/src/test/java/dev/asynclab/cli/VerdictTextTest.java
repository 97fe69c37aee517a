package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VerdictTextTest {
    private static final Screen PLAIN = screen(false);
    private static final Screen COLOURED = screen(true);

    @Test
    void the_recorded_result_reads_as_approved() throws IOException {
        Approved.matches(
                "verdict", VerdictText.of(Recorded.document(), "lab-out/2026-01-05-pool-queueing/report.html", PLAIN));
    }

    @Test
    void the_factor_of_a_pair_is_how_many_times_better_the_winner_is() throws IOException {
        String text = VerdictText.of(Recorded.document(), null, PLAIN);
        assertTrue(text.contains("virtual-threads beats pool-50 19.3x [19.0, 19.6]"), text);
        // event-loop is b: 1 / 0.0519 = 19.27, and the interval turns around: 1 / 0.0529 = 18.9, 1 / 0.0508 = 19.69.
        assertTrue(text.contains("event-loop beats pool-50 19.3x [18.9, 19.7]"), text);
    }

    @Test
    void a_claim_that_holds_for_another_reason_is_not_among_those_that_hold() throws IOException {
        String json = Recorded.json().replaceFirst("\"mechanismSeen\": true", "\"mechanismSeen\": false");
        String text = VerdictText.of(new JsonMapper().readValue(json, ResultDocument.class), null, PLAIN);
        assertTrue(text.contains("holds, but not for the stated reason: pool-queueing was not seen"), text);
    }

    @Test
    void colours_add_nothing_but_colours() throws IOException {
        String coloured = VerdictText.of(Recorded.document(), null, COLOURED);
        assertTrue(coloured.contains("\u001b["));
        assertEquals(VerdictText.of(Recorded.document(), null, PLAIN), coloured.replaceAll("\u001b\\[[0-9]+m", ""));
    }

    @Test
    void control_characters_of_a_document_never_reach_the_terminal() throws IOException {
        String hostile = Recorded.json().replace("backend 9 % busy", "\\u001b]0;owned\\u0007\\u202ebusy");
        var document = new JsonMapper().readValue(hostile, ResultDocument.class);
        String text = VerdictText.of(document, null, PLAIN);
        assertTrue(text.contains("]0;ownedbusy"), text);
        assertFalse(text.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)));
    }

    @Test
    void wide_characters_keep_the_columns_aligned() throws IOException {
        // A variant name of two wide characters takes four columns; "event-loop" takes ten.
        String renamed = Recorded.json().replace("\"model\": \"event-loop\"", "\"model\": \"並行\"");
        var document = new JsonMapper().readValue(renamed, ResultDocument.class);
        String[] lines = VerdictText.of(document, null, PLAIN).split("\n", -1);
        int reference = column(lines, "virtual-threads ", "/s");
        assertEquals(reference, column(lines, "並行 ", "/s"));
    }

    /// Where a text ends, in columns, on the last line that starts with a name.
    private static int column(String[] lines, String name, String text) {
        int column = -1;
        for (String line : lines) {
            if (line.strip().startsWith(name) && line.contains("[9,4")) {
                column = Printable.width(line.substring(0, line.indexOf(text)));
            }
        }
        return column;
    }

    private static Screen screen(boolean colour) {
        var nowhere = new PrintStream(new ByteArrayOutputStream());
        return new Screen(nowhere, nowhere, false, colour, 100);
    }
}
