package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.api.Figures;
import dev.asynclab.api.Problem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void width_counts_columns_not_characters() {
        assertEquals(4, Printable.width("並行"));
        assertEquals(2, Printable.width("\u001b[1mab\u001b[0m"));
        assertEquals(1, Printable.width("e\u0301"));
    }

    @Test
    void a_cut_text_fits() {
        assertEquals("abc", Printable.cut("abc", 3));
        assertEquals("ab…", Printable.cut("abcd", 3));
        assertEquals("並…", Printable.cut("並行処理", 4));
    }

    @Test
    void a_title_cannot_reorder_or_recolour_the_screen() {
        assertEquals("a[31mb", Printable.line("a\u001b[31m\u202eb\u0007"));
    }

    @Test
    void figures_carry_three_digits_and_a_unit_people_say() {
        assertEquals("9,610/s", Figures.of(9610, "/s"));
        assertEquals("101 ms", Figures.of(0.1012, "s"));
        assertEquals("1.2 GiB", Figures.of(1.2 * (1L << 30), "B"));
        assertEquals("2.02 s", Figures.of(2.018, "s"));
        assertEquals("350 µs", Figures.of(0.00035, "s"));
        assertEquals("1.50 cores", Figures.of(1.5, "cores"));
        assertEquals("[99.0, 99.2]", Figures.interval(99, 99.2, "/s"));
        assertEquals("[98, 102] ms", Figures.interval(0.098, 0.102, "s"));
    }

    @Test
    void a_problem_is_printed_with_its_line_and_a_caret() {
        var bytes = new ByteArrayOutputStream();
        var problem = new Problem(
                "unknown-key",
                "unknown key `round`",
                2,
                3,
                5,
                "/measure/round",
                Optional.of("rounds"),
                "see lab schema");
        ProblemPrinter.print(
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                "a.yaml",
                "measure:\n  round: 7\n",
                List.of(problem));
        assertEquals("""
                a.yaml:2:3: unknown-key: unknown key `round`
                  2 |   round: 7
                    |   ^^^^^
                  did you mean `rounds`?
                  help: see lab schema
                """, bytes.toString(StandardCharsets.UTF_8));
    }
}
