package dev.asynclab.model;

import static dev.asynclab.model.CompactNumbers.number;

import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Where the time of a task went, as bytes: what a child tells its parent of a sampled task.
final class SegmentCodec {

    private SegmentCodec() {}

    static void write(List<Segment> segments, DataOutput out) throws IOException {
        number(segments.size(), out);
        for (Segment segment : segments) {
            number(segment.state().ordinal(), out);
            number(segment.startNanos(), out);
            number(segment.endNanos(), out);
            out.writeUTF(segment.lane());
        }
    }

    static List<Segment> read(DataInput in) throws IOException {
        int size = (int) number(in);
        var segments = new ArrayList<Segment>();
        for (int i = 0; i < size; i++) {
            segments.add(new Segment(State.values()[(int) number(in)], number(in), number(in), in.readUTF()));
        }
        return segments;
    }
}
