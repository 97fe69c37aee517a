package dev.asynclab.model;

import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Payload.Doubles;
import dev.asynclab.workload.Payload.Row;
import dev.asynclab.workload.Payload.Rows;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// A payload as bytes in four ways, and what each of them costs is the lesson.
///
/// `JAVA` writes class names and follows references; `JSON` writes every number as text; `BINARY` writes the fields
/// one by one, in network order; `RAW` copies memory in one go where there is memory to copy, in the order of this
/// machine, and is no coding at all within a process ([#pack]).
final class PayloadCodec {

    private static final int NAME_BYTES = 16;
    private static final JsonMapper JSON = JsonMapper.shared();

    private PayloadCodec() {}

    /// A payload on its way from one thread of this process to another.
    sealed interface Parcel {

        /// The payload, decoded; to be called by the receiver, since decoding is part of what it pays.
        Payload open();

        /// Encoded bytes; 0 for a reference.
        int bytes();

        /// Nothing but the address travels.
        record Reference(Payload open) implements Parcel {
            @Override
            public int bytes() {
                return 0;
            }
        }

        /// An encoded copy travels.
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Encoded(byte[] code, Shape shape, Codec codec) implements Parcel {
            @Override
            public Payload open() {
                return decode(code, shape, codec);
            }

            @Override
            public int bytes() {
                return code.length;
            }
        }
    }

    /// What a sender hands over within a process.
    static Parcel pack(Payload payload, Codec codec) {
        return codec == Codec.RAW
                ? new Parcel.Reference(payload)
                : new Parcel.Encoded(encode(payload, codec), shape(payload), codec);
    }

    static Shape shape(Payload payload) {
        return switch (payload) {
            case Doubles _ -> Shape.DOUBLES;
            case Rows _ -> Shape.RECORDS;
        };
    }

    /// What a sender hands over to another process.
    static byte[] encode(Payload payload, Codec codec) {
        return switch (codec) {
            case JAVA -> serialised(payload);
            case JSON -> JSON.writeValueAsBytes(payload);
            case BINARY -> written(payload, ByteOrder.BIG_ENDIAN);
            case RAW -> payload instanceof Doubles(double[] values) ? copied(values) : written(payload, machineOrder());
        };
    }

    static Payload decode(byte[] code, Shape shape, Codec codec) {
        return switch (codec) {
            case JAVA -> deserialised(code);
            case JSON ->
                switch (shape) {
                    case DOUBLES -> JSON.readValue(code, Doubles.class);
                    case RECORDS -> JSON.readValue(code, Rows.class);
                };
            case BINARY -> read(code, shape, ByteOrder.BIG_ENDIAN);
            case RAW -> shape == Shape.DOUBLES ? copied(code) : read(code, shape, machineOrder());
        };
    }

    private static ByteOrder machineOrder() {
        return ByteOrder.nativeOrder();
    }

    private static byte[] serialised(Payload payload) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(payload);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("BanSerializableRead") // written by this very class, never by a stranger
    private static Payload deserialised(byte[] code) {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(code))) {
            return (Payload) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException("not a serialised payload", e);
        }
    }

    private static byte[] copied(double[] values) {
        byte[] code = new byte[values.length * Double.BYTES];
        ByteBuffer.wrap(code).order(machineOrder()).asDoubleBuffer().put(values);
        return code;
    }

    private static Doubles copied(byte[] code) {
        double[] values = new double[code.length / Double.BYTES];
        ByteBuffer.wrap(code).order(machineOrder()).asDoubleBuffer().get(values);
        return new Doubles(values);
    }

    private static byte[] written(Payload payload, ByteOrder order) {
        return switch (payload) {
            case Doubles(double[] values) -> {
                ByteBuffer out =
                        ByteBuffer.allocate(values.length * Double.BYTES).order(order);
                for (double value : values) {
                    out.putDouble(value);
                }
                yield out.array();
            }
            case Rows(List<Row> rows) -> {
                ByteBuffer out =
                        ByteBuffer.allocate(rows.size() * Payload.ROW_BYTES).order(order);
                for (Row row : rows) {
                    out.putLong(row.id());
                    byte[] name = row.name().getBytes(StandardCharsets.ISO_8859_1);
                    out.put(name).position(out.position() + NAME_BYTES - name.length); // filled up with zeros
                    out.putDouble(row.amount());
                }
                yield out.array();
            }
        };
    }

    private static Payload read(byte[] code, Shape shape, ByteOrder order) {
        ByteBuffer in = ByteBuffer.wrap(code).order(order);
        return switch (shape) {
            case DOUBLES -> {
                double[] values = new double[code.length / Double.BYTES];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getDouble();
                }
                yield new Doubles(values);
            }
            case RECORDS -> {
                List<Row> rows = new ArrayList<>(code.length / Payload.ROW_BYTES);
                byte[] name = new byte[NAME_BYTES];
                while (in.hasRemaining()) {
                    long id = in.getLong();
                    in.get(name);
                    rows.add(new Row(id, text(name), in.getDouble()));
                }
                yield new Rows(rows);
            }
        };
    }

    private static String text(byte[] name) {
        int length = name.length;
        while (length > 0 && name[length - 1] == 0) {
            length--;
        }
        return new String(name, 0, length, StandardCharsets.ISO_8859_1);
    }
}
