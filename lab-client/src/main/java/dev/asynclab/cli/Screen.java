package dev.asynclab.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command writes: results on standard output, everything else on standard error.
///
/// Colours are used only on a terminal that wants them; nothing is said by colour alone.
final class Screen {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean colour;
    private final int width;

    /// @param terminal whether a person watches: lines may be redrawn
    /// @param colour whether colour sequences may be written
    /// @param width columns
    Screen(PrintStream out, PrintStream err, boolean terminal, boolean colour, int width) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colour = colour;
        this.width = width;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    PrintWriter outWriter() {
        return writer(out);
    }

    PrintWriter errWriter() {
        return writer(err);
    }

    /// A line of the result.
    void print(String line) {
        out.println(line);
    }

    /// A line beside the result.
    void note(String line) {
        err.println(line);
    }

    /// A line a person finishes.
    void prompt(String text) {
        err.print(text);
        err.flush();
    }

    boolean terminal() {
        return terminal;
    }

    boolean colour() {
        return colour;
    }

    int width() {
        return width;
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String good(String text) {
        return coloured("32", text);
    }

    String bad(String text) {
        return coloured("31", text);
    }

    String doubtful(String text) {
        return coloured("33", text);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private String coloured(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
