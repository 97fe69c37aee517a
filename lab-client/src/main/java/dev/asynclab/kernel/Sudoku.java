package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Counts the solutions of a seeded sudoku, up to `limit`: a search that tries, gets stuck and goes back.
///
/// The board is a solved one whose digits, rows and columns were shuffled by the seed, with `holes` cells
/// emptied; it has at least one solution. `order` decides in which order the search visits the cells, and with
/// that how long it takes; the count does not depend on it. So the same board in several orders is a race with
/// one right answer: with `limit` 1 whoever finds a solution first has found what everybody looks for.
public record Sudoku(long seed, int holes, int order, int limit) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "sudoku",
            "counts the solutions of a seeded sudoku, up to a limit",
            List.of(
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which board"),
                    new KernelKind.Parameter("holes", 0, 64, "empty cells of 81"),
                    new KernelKind.Parameter(
                            "order", 0, 7, "of the search: 1 from below, 2 from the right, 4 by columns, or a sum"),
                    new KernelKind.Parameter("limit", 1, 1_000_000, "solutions after which it stops; 1: the first")),
            "grows by leaps with holes, with limit at most as many solutions",
            v -> new Sudoku(v.get("seed"), v.integer("holes"), v.integer("order"), v.integer("limit")));

    private static final int SIDE = 9;
    private static final int CELLS = SIDE * SIDE;
    private static final int ALL_DIGITS = 0b11_1111_1110;

    public Sudoku {
        if (holes < 0 || holes > CELLS || order < 0 || order > 7 || limit < 1) {
            throw new IllegalArgumentException(
                    "sudoku: holes must lie in 0..81, order in 0..7, limit be at least 1, found " + holes + ", " + order
                            + ", " + limit);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("seed", seed, "holes", (long) holes, "order", (long) order, "limit", (long) limit);
    }

    @Override
    public long run() {
        return new Search(board(), limit).from(0, cells());
    }

    /// The digits of the board, row by row; 0 is a hole.
    int[] board() {
        int[] digits = shuffled(SIDE, 0);
        int[] rows = lines(1);
        int[] columns = lines(2);
        int[] board = new int[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            int row = rows[cell / SIDE];
            int column = columns[cell % SIDE];
            // a solved board: each row is the one above moved by 3, each band the one above moved by 1
            board[cell] = 1 + digits[(3 * row + row / 3 + column) % SIDE];
        }
        int[] emptied = shuffled(CELLS, 3);
        for (int i = 0; i < holes; i++) {
            board[emptied[i]] = 0;
        }
        return board;
    }

    /// Rows, or columns, in an order that keeps three in a band together: the board stays solved.
    private int[] lines(int stream) {
        int[] bands = shuffled(3, 10 * stream);
        int[] lines = new int[SIDE];
        for (int band = 0; band < 3; band++) {
            int[] within = shuffled(3, 10 * stream + 1 + band);
            for (int i = 0; i < 3; i++) {
                lines[3 * band + i] = 3 * bands[band] + within[i];
            }
        }
        return lines;
    }

    /// The numbers below n in a seeded order, by the shuffle of Fisher and Yates. Streams are 100 draws apart.
    private int[] shuffled(int n, int stream) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = SplitMix.below(i + 1, seed, 100L * stream + i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// The cells in the order of the search.
    private int[] cells() {
        int[] cells = new int[CELLS];
        for (int i = 0; i < CELLS; i++) {
            int row = i / SIDE;
            int column = i % SIDE;
            if ((order & 4) != 0) {
                int swapped = row;
                row = column;
                column = swapped;
            }
            row = (order & 1) != 0 ? SIDE - 1 - row : row;
            column = (order & 2) != 0 ? SIDE - 1 - column : column;
            cells[i] = row * SIDE + column;
        }
        return cells;
    }

    /// One search: which digits each row, column and box already has, as bits.
    private static final class Search {
        private final int[] board;
        private final long limit;
        private final int[] rows = new int[SIDE];
        private final int[] columns = new int[SIDE];
        private final int[] boxes = new int[SIDE];

        Search(int[] board, long limit) {
            this.board = board;
            this.limit = limit;
            for (int cell = 0; cell < CELLS; cell++) {
                flip(cell, 1 << board[cell] & ALL_DIGITS);
            }
        }

        /// Solutions of what is left from a place in the order on, at most `limit`.
        long from(int place, int[] cells) {
            int at = place;
            while (at < CELLS && board[cells[at]] != 0) {
                at++;
            }
            if (at == CELLS) {
                return 1;
            }
            int cell = cells[at];
            long found = 0;
            int free = ALL_DIGITS & ~(rows[cell / SIDE] | columns[cell % SIDE] | boxes[box(cell)]);
            while (free != 0 && found < limit) {
                int digit = Integer.lowestOneBit(free);
                free ^= digit;
                flip(cell, digit);
                found += from(at + 1, cells);
                flip(cell, digit);
            }
            return Math.min(found, limit);
        }

        private void flip(int cell, int digit) {
            rows[cell / SIDE] ^= digit;
            columns[cell % SIDE] ^= digit;
            boxes[box(cell)] ^= digit;
        }

        private static int box(int cell) {
            return cell / SIDE / 3 * 3 + cell % SIDE / 3;
        }
    }
}
