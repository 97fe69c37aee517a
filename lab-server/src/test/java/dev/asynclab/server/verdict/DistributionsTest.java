package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values stand in every table of the two distributions.
class DistributionsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.5, 0",
        "1.959963984540054, 0.975, 1e-15",
        "-1.959963984540054, 0.025, 1e-15",
        "-3.090232306167813, 0.001, 1e-15",
        "1, 0.8413447460685429, 1e-15"
    })
    void the_normal_distribution_is_that_of_the_tables(double x, double expected, double close) {
        assertEquals(expected, Distributions.normal(x), close);
    }

    @ParameterizedTest
    @CsvSource({
        // one degree of freedom is the Cauchy distribution: tan(pi (1/2 - 1/4)) = 1
        "1, 0.25, 1, 1e-14",
        // two: (1 - 2 tail) sqrt(2 / (4 tail (1 - tail))) = 0.95 sqrt(2 / 0.0975)
        "2, 0.025, 4.302652729749464, 1e-12",
        "7, 0.025, 2.3646, 5e-5",
        "8, 0.005, 3.3554, 5e-5",
        "29, 0.05, 1.6991, 5e-5"
    })
    void students_t_is_that_of_the_tables(int freedom, double tail, double expected, double close) {
        assertEquals(expected, Distributions.studentT(freedom, tail), close);
    }

    @Test
    void the_tails_end() {
        assertEquals(0, Distributions.normal(-40));
        assertEquals(1, Distributions.normal(40));
        assertEquals(0, Distributions.exceedsT(3, Double.POSITIVE_INFINITY));
        assertEquals(0.5, Distributions.exceedsT(4, 0));
    }

    /// The familiar table values: 1.959964 at 2.5 %, 0.841621 at 20 %.
    @Test
    void the_normal_value_above_a_tail() {
        assertEquals(1.959964, Distributions.normalAbove(0.025), 1e-6);
        assertEquals(0.841621, Distributions.normalAbove(0.2), 1e-6);
    }
}
