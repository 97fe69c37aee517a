package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.wire.BackendMessage.Counter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

    /// In flight: 0 until 100, 1 until 150, 2 until 170, 1 until 200. Area up to 160: 50 * 1 + 10 * 2 = 70; in
    /// all 50 * 1 + 20 * 2 + 30 * 1 = 120. Residences: 170 - 100 = 70 and 200 - 150 = 50, together 120 as well.
    @Test
    void the_integral_of_requests_in_flight_is_the_sum_of_their_residences() {
        Ledger ledger = new Ledger(0);
        ledger.arrive(100);
        ledger.arrive(150);
        assertEquals(new Counter(2, 0, 0, 70, 2, 2, 0, 0, Map.of(), 0), ledger.read(160, false));
        ledger.depart(100, 170);
        ledger.depart(150, 200);
        assertEquals(new Counter(2, 2, 120, 120, 0, 2, 0, 0, Map.of(), 0), ledger.read(300, false));
    }

    @Test
    void requests_are_counted_by_protocol() {
        Ledger ledger = new Ledger(0);
        assertEquals(Map.of(), ledger.read(1, false).protocols());
        ledger.spoke("HTTP/1.1");
        ledger.spoke("HTTP/1.0");
        ledger.spoke("HTTP/1.1");
        assertEquals(
                Map.of("HTTP/1.1", 2L, "HTTP/1.0", 1L), ledger.read(2, false).protocols());
    }

    @Test
    void a_reset_peak_starts_at_the_present_value() {
        Ledger ledger = new Ledger(0);
        ledger.arrive(1);
        ledger.arrive(2);
        ledger.depart(1, 3);
        assertEquals(2, ledger.read(4, true).inFlightPeak());
        assertEquals(1, ledger.read(5, false).inFlightPeak());
    }
}
