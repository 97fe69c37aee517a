package dev.asynclab.workload;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/// What a `send` step moves: always the same for a size and a shape, so that its sum is known beforehand.
public sealed interface Payload extends Serializable {

    /// Bytes a row takes: eight for the id, sixteen for the name, eight for the amount.
    int ROW_BYTES = 32;

    /// The payload of about this many bytes, at least one number or row.
    static Payload of(int bytes, Step.Shape shape) {
        return switch (shape) {
            case DOUBLES -> {
                double[] values = new double[Math.max(1, bytes / Double.BYTES)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i;
                }
                yield new Doubles(values);
            }
            case RECORDS -> {
                List<Row> rows = new ArrayList<>();
                for (int i = 0; i < Math.max(1, bytes / ROW_BYTES); i++) {
                    rows.add(new Row(i, "customer-%07d".formatted(i), i % 1000));
                }
                yield new Rows(rows);
            }
        };
    }

    /// What the receiver computes: proof that everything arrived. Whole numbers below 2^53, so no order of addition
    /// changes it.
    long sum();

    /// Plain numbers.
    record Doubles(double[] values) implements Payload {
        @Override
        public long sum() {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return (long) sum;
        }
    }

    /// Rows of a table.
    record Rows(List<Row> rows) implements Payload {
        @Override
        public long sum() {
            long sum = 0;
            for (Row row : rows) {
                sum += row.id() + row.amount() + row.name().length();
            }
            return sum;
        }
    }

    record Row(long id, String name, double amount) implements Serializable {}
}
