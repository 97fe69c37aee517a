package dev.asynclab.server.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.report.chart.Ticks.Tick;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static List<String> labels(Scale scale) {
        return Ticks.of(scale, 350, 52).stream()
                .map(Tick::label)
                .filter(l -> !l.isEmpty())
                .toList();
    }

    @Test
    void a_tick_stands_where_its_label_says() {
        // 0 to 1,040 on 350 pixels: 200 is at 350 * 200 / 1040 = 67.3.
        List<Tick> linear = Ticks.of(new Scale(0, 1040, false, 1, ""), 350, 52);
        assertEquals(List.of("0", "200", "400", "600", "800", "1,000"), labels(new Scale(0, 1040, false, 1, "")));
        assertEquals(67.3, linear.get(1).offset(), 0.05);
        // 1 to 10,000: four decades of 87.5 pixels; the library places them on whole pixels.
        List<Tick> decades = Ticks.of(new Scale(1, 10_000, true, 1, ""), 350, 52);
        for (Tick tick : decades) {
            assertEquals(87.5 * Math.log10(tick.value()), tick.offset(), 1, tick.label());
        }
        assertEquals(List.of("1", "10", "100", "1,000", "10,000"), labels(new Scale(1, 10_000, true, 1, "")));
    }

    @Test
    void less_than_a_decade_has_labels_too() {
        assertTrue(
                labels(new Scale(12, 48, true, 1, "")).size() >= 2, labels(new Scale(12, 48, true, 1, ""))::toString);
    }

    @Test
    void labels_keep_apart_and_within_the_axis_whatever_the_range() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            double low = Math.pow(10, random.nextDouble(-6, 6));
            // A logarithmic axis is taken from a factor of 8 on.
            boolean logarithmic = i % 2 == 0;
            double factor =
                    logarithmic ? 8 * Math.pow(10, random.nextDouble(5)) : 1 + Math.pow(10, random.nextDouble(-1, 5));
            double high = low * factor;
            Scale scale = new Scale(low, high, logarithmic, 1, "");
            List<Tick> named = Ticks.of(scale, 350, 52).stream()
                    .filter(t -> !t.label().isEmpty())
                    .toList();
            assertFalse(named.isEmpty(), scale::toString);
            for (int n = 0; n < named.size(); n++) {
                assertTrue(named.get(n).offset() >= -0.5 && named.get(n).offset() <= 350.5, scale::toString);
                // The library may put linear ticks a little closer than asked.
                boolean apart =
                        n == 0 || named.get(n).offset() - named.get(n - 1).offset() >= 25;
                assertTrue(apart, () -> scale + " " + named);
            }
        }
    }

    @Test
    void an_axis_counts_in_a_unit_that_fits() {
        Scale latency = Scale.ofQuantity(List.of(0.012, 0.049), "s");
        assertEquals(" ms", latency.suffix());
        assertEquals(49, latency.of(0.049), 1e-9);
        assertEquals(0, latency.low());
        // 3 * 2^20 bytes
        assertEquals(3, Scale.fromZero(List.of(3_145_728.0), "B").of(3_145_728.0), 1e-9);
        assertEquals(" MiB", Scale.fromZero(List.of(3_145_728.0), "B").suffix());
    }

    @Test
    void a_wide_range_of_quantities_is_logarithmic_and_one_with_zero_never() {
        assertTrue(Scale.ofQuantity(List.of(1.0, 31.0), "").logarithmic());
        assertFalse(Scale.ofQuantity(List.of(1.0, 30.0), "").logarithmic());
        assertFalse(Scale.ofQuantity(List.of(0.0, 1e6), "").logarithmic());
        assertThrows(IllegalArgumentException.class, () -> new Scale(0, 1, true, 1, ""));
    }

    @Test
    void one_value_has_an_axis() {
        assertFalse(labels(Scale.ofQuantity(List.of(0.0), "s")).isEmpty());
        assertFalse(labels(Scale.ofQuantity(List.of(7.0), "/s")).isEmpty());
        assertFalse(labels(Scale.ofPlaces(List.of(5.0, 5.0))).isEmpty());
    }
}
