package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.CalibrationCard;
import dev.asynclab.api.CalibrationCard.Line;
import dev.asynclab.cli.DoctorCommand.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationCardTest {

    private static final Line DELAY = Line.of("delay", "a delay", "ms", 50.0, 52.0, 50.4, "too long");
    private static final Line HICCUP = Line.of("hiccup-p99", "late", "ms", null, 2.0, 3.25, "tails are the machine's");

    @TempDir
    Path folder;

    @Test
    void a_line_is_judged_by_its_range_with_both_ends() {
        assertTrue(DELAY.ok());
        assertFalse(HICCUP.ok());
        assertTrue(Line.of("a", "", "", 1.0, 2.0, 1.0, "").ok());
        assertTrue(Line.of("a", "", "", 1.0, 2.0, 2.0, "").ok());
        assertFalse(Line.of("a", "", "", 1.0, null, 0.999, "").ok());
        assertFalse(Line.of("a", "", "", null, null, null, "").ok());
        assertFalse(Line.of("a", "", "", null, null, Double.NaN, "").ok());
    }

    @Test
    void figures_are_written_with_their_unit() {
        assertEquals("50..52 ms", DELAY.expected());
        assertEquals("50.4 ms", DELAY.found());
        assertEquals("<= 2 ms", HICCUP.expected());
        assertEquals(">= 0.95", Line.of("a", "", "", 0.95, null, null, "").expected());
        assertEquals("-", Line.of("a", "", "", 0.95, null, null, "").found());
        assertEquals("1235 /s", Line.of("a", "", "/s", null, null, 1_234.6, "").found());
    }

    @Test
    void doctor_shows_the_last_card_and_what_is_out_of_range() throws IOException {
        Finding never = LastCard.finding(home());
        assertFalse(never.ok());
        assertTrue(never.fix().contains("lab doctor --calibrate"));

        store(card(Runtime.getRuntime().availableProcessors(), List.of(DELAY)));
        Finding fine = LastCard.finding(home());
        assertTrue(fine.ok());
        assertEquals("1 of 1 lines in range, 2026-01-02T03:04:05Z", fine.value());

        store(card(Runtime.getRuntime().availableProcessors(), List.of(DELAY, HICCUP)));
        Finding late = LastCard.finding(home());
        assertFalse(late.ok());
        assertTrue(late.fix().startsWith("out of range: hiccup-p99; "), late.fix());
        assertTrue(LabRun.in(folder, "doctor").out().contains("calibration"));

        store(card(999, List.of(DELAY)));
        assertTrue(LastCard.finding(home()).value().endsWith("on another machine or JDK"));
    }

    @Test
    void what_is_no_card_counts_as_none() throws IOException {
        for (String text : new String[] {"", "{", "{}", "[]", "{\"format\":\"lab-calibration/v9\"}"}) {
            write(text);
            assertEquals("never measured", LastCard.finding(home()).value(), text);
        }
    }

    @Test
    void a_printed_card_says_what_a_line_out_of_range_means() {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        CardText.print(card(2, List.of(DELAY, HICCUP)), Format.TABLE, new Screen(stream, stream, false, false, 100));
        assertEquals("""
                ok      line        what     expected   measured
                ok      delay       a delay  50..52 ms  50.4 ms
                not ok  hiccup-p99  late     <= 2 ms    3.25 ms

                not ok  hiccup-p99: tails are the machine's
                1 of 2 lines in range; environment 0123456789abcdef, 2026-01-02T03:04:05Z
                """, out.toString(StandardCharsets.UTF_8));
    }

    private static CalibrationCard card(int cores, List<Line> lines) {
        Map<String, Object> facts = Map.of("cores", cores, "jdk", System.getProperty("java.runtime.version") + " (x)");
        return new CalibrationCard(CalibrationCard.FORMAT, "2026-01-02T03:04:05Z", "0123456789abcdef", facts, lines);
    }

    private void store(CalibrationCard card) throws IOException {
        write(Json.pretty(card));
    }

    private void write(String text) throws IOException {
        Path file = home().data().resolve(CalibrationCard.FILE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Home home() {
        return new Home(folder.resolve("lab"), folder.resolve("data"));
    }
}
