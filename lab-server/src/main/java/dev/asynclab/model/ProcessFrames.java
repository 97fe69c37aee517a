package dev.asynclab.model;

/// What a parent and its child say to each other: frames of one type byte and its fields, in two pipes.
///
/// ```
/// parent -> child   TASK sampled task | GRANTED ticket | REFUSED ticket | SENT ticket sum payload
///                   PREPARE job file | RANGE from to slot | GIVE slot | ADD slot vector
/// child -> parent   READY | RESULT checksum | FAILURE kind message | TIMES segments | CANCELLED count nanos
///                   ENTER ticket limit | LEAVE ticket | SEND ticket codec shape payload | PART vector
/// ```
/// `ENTER` and `LEAVE` exist because a limit covers the tasks of all children, so that only the parent can count.
/// `SEND` is how a payload gets to another process and back. `RANGE`, `GIVE` and `ADD` are answered by `PART`; its
/// vector is empty when it was kept, or stands in a slot of the file both have mapped.
final class ProcessFrames {

    static final int TASK = 1;
    static final int GRANTED = 2;
    static final int REFUSED = 3;
    static final int READY = 4;
    static final int RESULT = 5;
    static final int FAILURE = 6;
    static final int ENTER = 7;
    static final int LEAVE = 8;
    static final int TIMES = 9;
    static final int SEND = 10;
    static final int SENT = 11;
    static final int PREPARE = 12;
    static final int RANGE = 13;
    static final int GIVE = 14;
    static final int ADD = 15;
    static final int PART = 16;
    static final int CANCELLED = 17;

    /// In place of a slot: the child keeps the vector and adds to it.
    static final int KEEP = -2;

    private ProcessFrames() {}
}
