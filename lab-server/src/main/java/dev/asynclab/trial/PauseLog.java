package dev.asynclab.trial;

import dev.asynclab.wire.ProcessFigures.Pauses;
import dev.asynclab.wire.Trace.Kind;
import dev.asynclab.wire.Trace.Span;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Pauses of the virtual machine, from the safepoint log it writes: nanoseconds, every collector alike.
///
/// The collectors' own beans count whole milliseconds and call a concurrent cycle "collection time". A line of the
/// log carries the time of `System.nanoTime` at the pause's end (decorator `timenanos`) and its length, so it can be
/// laid over the window without a second clock.
final class PauseLog {

    /// System property that names the log; the one who starts the process also gives it `-Xlog`.
    static final String PROPERTY = "lab.pauses";

    private static final String SAFEPOINT = "Safepoint \"";
    private static final String TOTAL = "Total: ";

    private final @Nullable Path file;
    private long readFrom;

    /// @param file null when no log is written
    PauseLog(@Nullable Path file) {
        this.file = file;
    }

    /// The log of this process.
    static PauseLog ofThisProcess() {
        String name = System.getProperty(PROPERTY, "");
        return new PauseLog(name.isEmpty() ? null : Path.of(name));
    }

    /// What is in the log so far is of no interest any more.
    void forget() {
        try {
            readFrom = file == null ? 0 : Files.size(file);
        } catch (IOException e) {
            readFrom = 0;
        }
    }

    /// Pauses since [#forget] that ended between two times of `System.nanoTime`; null where there is no log.
    @Nullable
    Pauses between(long fromNanos, long toNanos) {
        String text = text();
        return text == null ? null : between(text.lines(), fromNanos, toNanos);
    }

    /// The same pauses one by one; none where there is no log.
    List<Span> spans(long fromNanos, long toNanos) {
        String text = text();
        return text == null ? List.of() : spans(text.lines(), fromNanos, toNanos);
    }

    /// What was written since [#forget]; null where nothing can be read.
    private @Nullable String text() {
        if (file == null) {
            return null;
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] text = new byte[Math.toIntExact(Math.max(0, log.length() - readFrom))];
            log.seek(readFrom);
            log.readFully(text);
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IOException | ArithmeticException e) {
            System.err.println("the pause log cannot be read: " + e);
            return null;
        }
    }

    private static Stream<String> inside(Stream<String> lines, long fromNanos, long toNanos) {
        return lines.filter(l -> l.contains(SAFEPOINT) && l.contains(TOTAL))
                .filter(l -> endNanos(l) >= fromNanos && endNanos(l) < toNanos);
    }

    static List<Span> spans(Stream<String> lines, long fromNanos, long toNanos) {
        return inside(lines, fromNanos, toNanos)
                .map(l -> new Span(Kind.PAUSE, endNanos(l) - lengthNanos(l), endNanos(l), "", operation(l)))
                .toList();
    }

    static Pauses between(Stream<String> lines, long fromNanos, long toNanos) {
        long[] inside = inside(lines, fromNanos, toNanos)
                .mapToLong(PauseLog::lengthNanos)
                .toArray();
        long total = 0;
        long longest = 0;
        for (long nanos : inside) {
            total += nanos;
            longest = Math.max(longest, nanos);
        }
        return new Pauses(inside.length, total, longest);
    }

    /// `[14892820521637ns][safepoint] Safepoint "...", ..., Total: 7822063 ns, ...`
    private static long endNanos(String line) {
        int end = line.indexOf("ns]");
        return line.startsWith("[") && end > 0 ? Long.parseLong(line, 1, end, 10) : Long.MIN_VALUE;
    }

    private static String operation(String line) {
        int from = line.indexOf(SAFEPOINT) + SAFEPOINT.length();
        return line.substring(from, Math.max(from, line.indexOf('"', from)));
    }

    private static long lengthNanos(String line) {
        int from = line.indexOf(TOTAL) + TOTAL.length();
        return Long.parseLong(line, from, line.indexOf(' ', from), 10);
    }
}
