package dev.asynclab.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Whole numbers in as many bytes as they need, seven bits each: most of those in a task are small. The words of an
/// enum are numbers, too.
final class CompactNumbers {

    private CompactNumbers() {}

    /// Zigzag, so that -1 is as short as 1, then seven bits per byte, lowest first; the top bit says "more".
    static void number(long value, DataOutput out) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long number(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = in.readByte();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("a number of more than ten bytes");
    }

    /// An enum travels as its place in the list of its words.
    static <E> E word(E[] words, DataInput in) throws IOException {
        long place = number(in);
        if (place < 0 || place >= words.length) {
            throw new IOException("no word has the place " + place);
        }
        return words[(int) place];
    }
}
