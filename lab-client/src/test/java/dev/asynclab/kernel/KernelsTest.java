package dev.asynclab.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Catalogue;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KernelsTest {

    @Test
    void primes_are_counted_as_tables_of_pi_of_x_say() {
        // pi(100) = 25 and pi(10) = 4, so 21 primes lie in [10, 100); pi(100) counts from 2.
        assertEquals(25, new Primes(2, 98).run());
        assertEquals(21, new Primes(10, 90).run());
        // pi(1e8) = 5,761,455; a sieve gives pi(1e8 + 1e4) = 5,762,006, pi(1e8 + 1e5) = 5,766,866.
        assertEquals(551, new Primes(100_000_000, 10_000).run());
        assertEquals(5_411, new Primes(100_000_000, 100_000).run());
        assertEquals(54_208, new Primes(100_000_000, 1_000_000).run());
    }

    @Test
    void the_square_of_a_prime_is_not_prime() {
        assertEquals(0, new Primes(25, 1).run());
        assertEquals(0, new Primes(10_007L * 10_007L, 1).run());
    }

    @Test
    void mandelbrot_sums_the_escape_times_of_all_pixels() {
        // One pixel at c = -2.3 - 1.5i: |c| > 2, so it escapes in iteration 0.
        assertEquals(0, new Mandelbrot(1, 10).run());
        assertEquals(3_050_149, new Mandelbrot(256, 256).run());
    }

    @Test
    void mandelbrot_counts_by_hand_on_two_by_two_pixels() {
        // c = -2.3 - 1.5i and -2.3 + 0i escape in iteration 0. c = -0.8 - 1.5i: |c|^2 = 0.64 + 2.25 = 2.89 stays,
        // z = (0.64 - 2.25 - 0.8) + (2.4 - 1.5)i = -2.41 + 0.9i escapes in iteration 1. c = -0.8 is in the set: 9.
        assertEquals(0 + 1 + 0 + 9, new Mandelbrot(2, 10).run());
    }

    @Test
    void pi_by_the_midpoint_rule_is_bit_exact() {
        assertEquals(3.1416009869231254, Double.longBitsToDouble(new Pi(100).run()));
        // Error bound of the rule: max |f''| / (24 n^2) = 8 / (24 n^2) = 1 / (3 n^2).
        assertTrue(Math.abs(Double.longBitsToDouble(new Pi(1_000).run()) - Math.PI) < 1 / (3.0 * 1_000 * 1_000));
    }

    @Test
    void fibonacci_starts_with_0_1_and_reaches_832040_at_30() {
        assertEquals(0, new Fibonacci(0).run());
        assertEquals(1, new Fibonacci(1).run());
        assertEquals(55, new Fibonacci(10).run());
        assertEquals(832_040, new Fibonacci(30).run());
    }

    @Test
    void sha_256_agrees_with_hashlib() {
        // python3:
        //   def h(size, rounds):
        //       block = bytearray((31 * i + 7) & 255 for i in range(size))
        //       for _ in range(rounds):
        //           d = hashlib.sha256(block).digest(); k = min(32, size); block[:k] = d[:k]
        //       return int.from_bytes(d[:8], 'big', signed=True)
        assertEquals(-4131042049390168409L, new Sha256(64, 1).run());
        assertEquals(-4211819208597611264L, new Sha256(64, 1_000).run());
        assertEquals(6841697165732038925L, new Sha256(5, 3).run());
    }

    @Test
    void every_kernel_of_the_catalogue_is_built_by_its_id_and_parameters_and_no_other_name_is() {
        for (var described : Catalogue.kernels()) {
            Map<String, Long> smallest = described.parameters().stream()
                    .collect(Collectors.toMap(KernelKind.Parameter::name, KernelKind.Parameter::min));
            Kernel kernel = Kernels.create(described.id(), smallest);
            assertEquals(described.id(), kernel.id());
            assertEquals(new TreeMap<>(smallest), new TreeMap<>(kernel.parameters()));
            assertEquals(kernel, Kernels.create(kernel.id(), kernel.parameters()));
        }
    }

    @Test
    void the_largest_value_of_every_parameter_is_accepted() {
        for (var described : Catalogue.kernels()) {
            Map<String, Long> largest = described.parameters().stream()
                    .collect(Collectors.toMap(KernelKind.Parameter::name, KernelKind.Parameter::max));
            assertEquals(described.id(), Kernels.create(described.id(), largest).id());
        }
    }

    @Test
    void a_missing_parameter_is_named() {
        var e = assertThrows(IllegalArgumentException.class, () -> Kernels.create("primes", Map.of("from", 2L)));
        assertEquals("kernel primes: parameter count is missing", e.getMessage());
    }

    @Test
    void an_unknown_parameter_is_named() {
        var e = assertThrows(IllegalArgumentException.class, () -> Kernels.create("pi", Map.of("steps", 1L, "n", 2L)));
        assertEquals("kernel pi: no parameter named [n]", e.getMessage());
    }

    @Test
    void a_value_that_would_be_cut_off_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Kernels.create("pi", Map.of("steps", 1L << 32)));
        assertThrows(IllegalArgumentException.class, () -> Kernels.create("pi", Map.of("steps", 0L)));
    }

    @Test
    void an_unknown_kernel_is_named() {
        var e = assertThrows(IllegalArgumentException.class, () -> Kernels.create("bogosort", Map.of()));
        assertEquals("no kernel bogosort", e.getMessage());
    }

    @Test
    void any_cut_of_a_divisible_kernel_adds_up_to_the_whole() {
        for (KernelKind kind : Kernels.all()) {
            Map<String, Long> small = kind.parameters().stream()
                    .collect(Collectors.toMap(KernelKind.Parameter::name, p -> Math.min(p.max(), p.min() + 8)));
            if (Kernels.create(kind.id(), small) instanceof Divisible whole) {
                long third = whole.items() / 3;
                long[] parts = new long[whole.width()];
                whole.run(third, whole.items(), parts);
                whole.run(0, third, parts);
                assertEquals(whole.run(), Divisible.checksum(parts), kind.id());
            }
        }
    }
}
