package dev.asynclab.scenario;

/// A stretch of one line. Line and column count from 1, columns and length in code points; line 0 stands for a
/// value that came from the command line.
record Span(int line, int column, int length) {

    static final Span COMMAND_LINE = new Span(0, 0, 1);

    /// The part that starts `offset` code points into this stretch.
    Span part(int offset, int length) {
        return new Span(line, column + offset, Math.max(1, length));
    }
}
