package dev.asynclab.trial;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.model.broken.BrokenModels;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Lines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A trial process: one model variant, measured on orders from standard input, answered on standard output.
public final class TrialMain {

    private static final int STATUS_LOST = 3;

    private TrialMain() {}

    /// Takes no arguments. Ends with status 0 after a shutdown, and at once when the input ends.
    public static void main(String[] args) throws InterruptedException {
        run(TrialMain::create);
    }

    private static ConcurrencyModel create(String id, Setup setup) {
        return id.startsWith(BrokenModels.PREFIX) ? BrokenModels.create(id, setup) : Models.create(id, setup);
    }

    static void run(ModelFactory models) throws InterruptedException {
        TrialClock clock = TrialClock.system();
        // Only answers may go to standard output: whatever else is printed goes to the log.
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        TrialSession session = new TrialSession(models, clock, message -> send(answers, message), ageNanos(clock));
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> {
            System.err.println(thread.getName() + " ended by " + cause);
            session.uncaught(cause);
        });
        // Without the control JVM there is nobody to measure for; an orderly end could hang on the very model that
        // made the control JVM give up.
        Orders orders = new Orders(
                System.in, session::cancel, () -> Runtime.getRuntime().halt(0));
        orders.startReading();
        session.hello(Map.of("processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
        byte[] lastWords = line(new FromTrial.Failed("out-of-memory", "no memory was left to answer the order"));
        boolean more = true;
        while (more) {
            Orders.Order order = orders.take();
            try {
                more = session.carryOut(order);
            } catch (Throwable e) {
                // Not even the answer could be made: say so with what was set aside for it.
                answers.write(lastWords, 0, lastWords.length);
                answers.flush();
                Runtime.getRuntime().halt(STATUS_LOST);
            }
        }
        System.exit(0);
    }

    private static void send(PrintStream answers, FromTrial message) {
        byte[] line = line(message);
        synchronized (answers) {
            answers.write(line, 0, line.length);
            answers.flush();
        }
    }

    private static byte[] line(FromTrial message) {
        return (Lines.write(message) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Age of the process when its clock started; the virtual machine's own uptime, which is monotonic.
    private static long ageNanos(TrialClock clock) {
        return ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000 - clock.nanos();
    }
}
