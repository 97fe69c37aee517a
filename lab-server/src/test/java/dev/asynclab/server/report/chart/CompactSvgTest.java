package dev.asynclab.server.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompactSvgTest {
    @Test
    void a_number_has_one_decimal_or_none() {
        assertEquals("0", CompactSvg.number(0));
        assertEquals("0", CompactSvg.number(-0.04));
        assertEquals("-0.1", CompactSvg.number(-0.05));
        assertEquals("12", CompactSvg.number(12.04));
        assertEquals("-12.3", CompactSvg.number(-12.25));
        // As a double it lies just below the middle, as a decimal on it: a reader of the decimals rounds up.
        assertEquals("1.2", CompactSvg.number(1.15));
        assertEquals("100", CompactSvg.number(99.96));
    }

    @Test
    void it_rounds_as_decimals_are_rounded() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            // Four decimals, as the drawings have, and a little noise of a sum in every other one.
            double value = random.nextInt(-5_000_000, 5_000_000) / 10_000.0 + (i % 2 == 0 ? 0 : 1e-13);
            String expected = new BigDecimal(Double.toString(value))
                    .setScale(1, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
            assertEquals(expected, CompactSvg.number(value), () -> "of " + value);
        }
    }
}
