package dev.asynclab.trial;

import dev.asynclab.workload.StepFailure;
import java.net.ConnectException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// Failed tasks by kind. Wait-free but for the first failure of a kind, whose text is kept for people.
final class ErrorCount {

    static final String WRONG_RESULT = "wrong-result";

    private final Map<StepFailure.Kind, LongAdder> byKind = new EnumMap<>(StepFailure.Kind.class);
    private final Map<String, String> examples = new ConcurrentHashMap<>();
    private final LongAdder wrong = new LongAdder();

    ErrorCount() {
        for (StepFailure.Kind kind : StepFailure.Kind.values()) {
            byKind.put(kind, new LongAdder());
        }
    }

    void failed(Throwable cause) {
        StepFailure.Kind kind = kind(cause);
        add(kind, 1);
        if (!examples.containsKey(name(kind))) {
            examples.putIfAbsent(name(kind), String.valueOf(cause));
        }
    }

    void add(StepFailure.Kind kind, long times) {
        LongAdder adder = byKind.get(kind);
        if (adder != null) {
            adder.add(times);
        }
    }

    void wrong(long found, long expected) {
        wrong.increment();
        examples.putIfAbsent(WRONG_RESULT, "checksum " + found + " instead of " + expected);
    }

    long wrong() {
        return wrong.sum();
    }

    /// All failures, wrong results included.
    long total() {
        return wrong() + byKind.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Kinds that occurred, by their names on the wire.
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        byKind.forEach((kind, n) -> counts.put(name(kind), n.sum()));
        counts.put(WRONG_RESULT, wrong());
        counts.values().removeIf(n -> n == 0);
        return counts;
    }

    /// The first failure of each kind, in words.
    Map<String, String> examples() {
        return Map.copyOf(examples);
    }

    /// What a throwable counts as. A model may hand on what its idiom throws, wrapped as its idiom wraps it.
    static StepFailure.Kind kind(Throwable cause) {
        return switch (cause) {
            case StepFailure failure -> failure.kind();
            case CompletionException e when e.getCause() != null -> kind(e.getCause());
            case ExecutionException e when e.getCause() != null -> kind(e.getCause());
            case TimeoutException _ -> StepFailure.Kind.TIMEOUT;
            case ConnectException _ -> StepFailure.Kind.CONNECT;
            case RejectedExecutionException _ -> StepFailure.Kind.REJECTED;
            case CancellationException _ -> StepFailure.Kind.CANCELLED;
            case InterruptedException _ -> StepFailure.Kind.CANCELLED;
            default -> StepFailure.Kind.OTHER;
        };
    }

    private static String name(StepFailure.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
