package dev.asynclab.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The kernels the scenarios need. Where a result is not derived by hand, the comment holds the CPython that
/// gave it, with bits(seed, i) for [SplitMix#bits] written out there on whole numbers modulo 2^64.
class CatalogueKernelsTest {

    @Test
    void split_mix_gives_the_published_outputs_of_seed_0_in_any_order() {
        // The first output of SplitMix64 for seed 0 in its reference implementation; the others by CPython.
        assertEquals(487617019471545679L, SplitMix.bits(0, 2));
        assertEquals(7960286522194355700L, SplitMix.bits(0, 1));
        assertEquals(0xE220A8397B1DCDAFL, SplitMix.bits(0, 0));
    }

    @Test
    void julia_reproduces_the_published_fraction() {
        // 0.23719749320741929 x 2001^2 = 949,739
        assertEquals(949_739, new Julia(2001, 1000).run());
        assertEquals(0.23719749320741929, 949_739 / (2001.0 * 2001.0));
    }

    @Test
    void julia_keeps_the_centre_and_loses_the_corners() {
        // Three by three points at -1.5, 0, 1.5. |z| < 4 at the start for all: with 1 iteration all 9 stay.
        assertEquals(9, new Julia(3, 1).run());
        // A corner: z^2 = (2.25 - 2.25) +- 4.5i, so |z| > 4 in iteration 2. An edge: z^2 = +-2.25, stays.
        assertEquals(5, new Julia(3, 2).run());
    }

    @Test
    void pi_in_fixed_point_is_pi_to_the_rounding_of_its_terms() {
        // One step: x = 0.5, 4 / 1.25 = 3.2; 3.2 x 2^30 = 3,435,973,836.8, rounded up.
        assertEquals(3_435_973_837L, new PiSum(1).run());
        // Each term is off by at most 2^-31, so their mean is, too.
        double pi = new PiSum(100).run() / (100.0 * (1 << 30));
        assertEquals(3.1416009869231254, pi, 1.0 / (1L << 31));
        // python3: sum(int(4 / (1 + x * x) * 2**30 + 0.5) for x in ((i + 0.5) * 0.01 for i in range(100)))
        assertEquals(337_326_837_396L, new PiSum(100).run());
        assertEquals(337_325_942_614_078L, new PiSum(100_000).run());
    }

    @Test
    void points_in_the_quarter_circle_are_pi_quarters_of_all() {
        // python3: sum((bits(s, 2*i) >> 33)**2 + (bits(s, 2*i + 1) >> 33)**2 < 1 << 62 for i in range(n))
        assertEquals(797, new PiMonteCarlo(1_000, 1).run());
        assertEquals(78_530, new PiMonteCarlo(100_000, 7).run());
        // Four standard deviations: 4 x sqrt(100,000 x 0.7854 x 0.2146) = 4 x 129.8 = 519.
        assertEquals(Math.PI / 4 * 100_000, new PiMonteCarlo(100_000, 7).run(), 519);
    }

    @Test
    void documents_are_sentences_of_eight_words() {
        assertEquals("Il ku gja pg pg kv pca nj. Dc gx hf cn", new WordCount(1, 12, 1_000, 1).text(0));
    }

    @Test
    void words_are_counted_where_the_vocabulary_has_them() {
        // A vocabulary of one word: each of 3 x 5 words is word 0.
        assertArrayEquals(new long[] {15}, whole(new WordCount(3, 5, 1, 9)));
        // The same documents tokenised by CPython's re.findall('[a-z]+', text.lower()) and counted by Counter.
        WordCount twenty = new WordCount(20, 100, 1_000, 1);
        long[] histogram = whole(twenty);
        assertEquals(20 * 100, Arrays.stream(histogram).sum());
        assertArrayEquals(new long[] {64, 29, 24}, Arrays.copyOf(histogram, 3));
        assertEquals(641_506, twenty.run());
    }

    @Test
    void the_sum_of_an_array_does_not_depend_on_the_chunk() {
        // n (n - 1) / 2
        assertEquals(49_999_995_000_000L, new SumArray(10_000_000, 10_000_000).run());
        assertEquals(49_999_995_000_000L, new SumArray(10_000_000, 4_096).run());
        assertEquals(45, new SumArray(10, 3).run());
        assertEquals(45, new SumArray(10, 100).run());
    }

    @Test
    void sorted_numbers_stand_in_their_places() {
        // bits(1, 0..2) = 1: -7995527694508729151, 2: -4689498862643123097, 3: -534904783426661026: sorted already,
        // so 1 x the first + 2 x the second + 3 x the third, modulo 2^64, signed.
        assertEquals(-532_495_696_365_406_807L, new Sort(3, 1).run());
        // python3: sum((i + 1) * v for i, v in enumerate(sorted(signed(bits(1, i)) for i in range(1000))))
        assertEquals(-6_168_387_170_916_938_545L, new Sort(1_000, 1).run());
    }

    @Test
    void a_product_of_matrices_is_rows_times_columns() {
        // [0 1; 1 2] x [0 -1; 1 0] = [1 0; 2 -1]; weights 1 2 3 4: 1 + 0 + 6 - 4 = 3
        assertEquals(3, new Matrix(2).run());
        // python3: sum((r*n + c + 1) * sum((r + k) * (k - c) for k in range(n)) for r in range(n) for c in range(n))
        assertEquals(177_616_158_720L, new Matrix(64).run());
    }

    @Test
    void memory_changes_the_cost_of_fibonacci_and_not_its_value() {
        for (int n = 0; n <= 20; n++) {
            assertEquals(new Fibonacci(n).run(), new FibonacciMemo(n).run());
        }
        // the largest that fits: the next would be 12,200,160,415,121,876,738 > 2^63
        assertEquals(7_540_113_804_746_346_429L, new FibonacciMemo(92).run());
    }

    @Test
    void a_sudoku_without_holes_is_solved_by_the_rules() {
        for (long seed = 0; seed < 20; seed++) {
            int[] board = new Sudoku(seed, 0, 0, 1).board();
            assertEquals(1, new Sudoku(seed, 0, 0, 1).run());
            for (int unit = 0; unit < 9; unit++) {
                int row = 0;
                int column = 0;
                int box = 0;
                for (int i = 0; i < 9; i++) {
                    row |= 1 << board[9 * unit + i];
                    column |= 1 << board[9 * i + unit];
                    box |= 1 << board[9 * (unit / 3 * 3 + i / 3) + unit % 3 * 3 + i % 3];
                }
                // digits 1 to 9, each once: bits 1 to 9
                assertEquals(0b11_1111_1110, row & column & box, "seed " + seed + ", unit " + unit);
            }
        }
    }

    @Test
    void one_hole_has_one_solution() {
        assertEquals(1, new Sudoku(4, 1, 0, 10).run());
    }

    @Test
    void solutions_are_counted_alike_in_every_order() {
        // By a solver in CPython that always tries the cell with the fewest candidates.
        for (int order = 0; order < 8; order++) {
            assertEquals(5, new Sudoku(1, 40, order, 1_000).run());
            assertEquals(70, new Sudoku(1, 50, order, 1_000).run());
            assertEquals(11, new Sudoku(2, 50, order, 1_000).run());
            assertEquals(52, new Sudoku(5, 54, order, 1_000).run());
        }
    }

    @Test
    void a_search_for_sudokus_stops_at_its_limit() {
        assertEquals(1, new Sudoku(1, 50, 0, 1).run());
        assertEquals(69, new Sudoku(1, 50, 0, 69).run());
    }

    @Test
    void three_ways_to_a_mean_agree() {
        // python3: sum((bits(s, i) >> 32) * (2**31 - 1) >> 32 for i in range(n)) // n
        for (Kernel mean : new Kernel[] {new MeanBoxed(1_000, 1), new MeanStream(1_000, 1), new MeanArray(1_000, 1)}) {
            assertEquals(1_034_839_238L, mean.run(), mean.id());
        }
        // Uniform below 2^31 - 1: spread 2^31 / sqrt(12) / sqrt(100,000) = 1.96e6; four of them around 2^30.
        assertEquals(1 << 30, new MeanArray(100_000, 3).run(), 4 * 1.96e6);
    }

    @Test
    void divisors_of_pairs_add_up_as_the_totients_say() {
        // gcd(1,1) + gcd(1,2) + gcd(2,1) + gcd(2,2) = 1 + 1 + 1 + 2
        assertEquals(5, new Euclid(2).run());
        // Sum over d of phi(d) floor(n / d)^2; n = 3: 1 x 9 + 1 x 1 + 2 x 1
        assertEquals(12, new Euclid(3).run());
        assertEquals(336_784, new Euclid(300).run());
    }

    @Test
    void a_vector_is_cut_into_more_than_two_parts_as_well() {
        WordCount kernel = new WordCount(7, 50, 40, 2);
        long[] parts = new long[kernel.width()];
        for (long item = kernel.items() - 1; item >= 0; item--) {
            kernel.run(item, item + 1, parts);
        }
        assertArrayEquals(whole(kernel), parts);
        assertTrue(Arrays.stream(parts).allMatch(count -> count >= 0));
    }

    @Test
    void a_picture_shows_the_values_its_kernel_adds_up() {
        // The pixels counted by hand in KernelsTest: 0 and 1 above, 0 and 9 below.
        assertArrayEquals(new int[] {0, 1, 0, 9}, new Mandelbrot(64, 10).paint(2));
        // Corners are lost in iteration 2, the rest stays for both; see above.
        assertArrayEquals(new int[] {1, 2, 1, 2, 2, 2, 1, 2, 1}, new Julia(64, 2).paint(3));
        Picture mandelbrot = new Mandelbrot(256, 256);
        assertEquals(
                3_050_149, Arrays.stream(mandelbrot.paint(256)).asLongStream().sum());
        for (Picture picture : new Picture[] {mandelbrot, new Julia(64, 50)}) {
            int[] points = picture.paint(picture.side());
            assertEquals(picture.side() * picture.side(), points.length);
            // Both show members, which have the largest value there can be.
            assertEquals(picture.depth() - 1, Arrays.stream(points).max().orElseThrow());
        }
    }

    private static long[] whole(Divisible kernel) {
        long[] all = new long[kernel.width()];
        kernel.run(0, kernel.items(), all);
        return all;
    }
}
