package dev.asynclab.load.byhand;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// A program of one idiom: warms up, says `open`, measures, says `close` and how many answers came in between.
public final class ByHandMain {

    private static final Map<String, ByHand> IDIOMS = Map.of(
            "event-loop", new EventLoopByHand(),
            "coroutine", new CoroutineByHand(),
            "reactor", new ReactorByHand(),
            "netty", new NettyByHand(),
            "virtual-threads", new VirtualThreadsByHand(),
            "platform-threads", new PlatformThreadsByHand());

    private ByHandMain() {}

    /// @param arguments idiom, port, path, body length, callers; time to join, warm-up and window in milliseconds
    public static void main(String[] arguments) throws InterruptedException {
        ByHand idiom = IDIOMS.get(arguments[0]);
        if (idiom == null) {
            throw new IllegalArgumentException("no idiom " + arguments[0] + "; there are " + IDIOMS.keySet());
        }
        var calls = new ByHand.Calls(
                Integer.parseInt(arguments[1]),
                arguments[2],
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[5])),
                new AtomicLong(),
                new LongAdder(),
                new AtomicBoolean());
        idiom.start(calls);
        Thread.sleep(Long.parseLong(arguments[6]));
        System.out.println("open");
        long from = System.nanoTime();
        long before = calls.done().sum();
        Thread.sleep(Long.parseLong(arguments[7]));
        long completed = calls.done().sum() - before;
        long nanos = System.nanoTime() - from;
        System.out.println("close " + completed + " " + nanos);
        // The reader takes the process's CPU time between the two lines, and closes this input when it has.
        try {
            System.in.read();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        calls.over().set(true);
        Runtime.getRuntime().halt(0);
    }
}
