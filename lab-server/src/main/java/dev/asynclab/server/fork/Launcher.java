package dev.asynclab.server.fork;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Starts processes that the kernel kills when this one dies, where the kernel can.
///
/// A child that reads its standard input sees its end and goes. One that is stopped, or hangs before it reads,
/// sees nothing: for those Linux has the parent-death signal. It is set by `setpriv`, which then becomes the
/// child, rather than by a call in the child: so it holds from before the child's virtual machine has started,
/// costs the measured process nothing, and covers what is not Java. Without a `setpriv` that knows it, and on
/// other systems, standard input is the only lifeline.
///
/// The kernel means the parent *thread*: the signal comes when the thread that started the child ends, however
/// long its process lives on. A pool's idle thread, or the carrier of a virtual one, would take its children
/// along. So one thread starts them all, and it never ends: it belongs to the virtual machine.
final class Launcher {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("launcher").factory());

    private Launcher() {}

    /// Starts a command, which becomes longer by a prefix. Takes milliseconds, during which an interrupt waits: a
    /// process that has been started must reach its owner.
    static Process start(ProcessBuilder builder) throws IOException {
        Future<Process> started = THREAD.submit(() -> {
            List<String> words = new ArrayList<>(Prefix.WORDS);
            words.addAll(builder.command());
            return builder.command(words).start();
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Whether the kernel ends children that cannot see the end of their input.
    static boolean endsStoppedChildren() {
        return !Prefix.WORDS.isEmpty();
    }

    /// What goes before a command; empty where there is no parent-death signal to be had. Found out when the
    /// first process is started.
    private static final class Prefix {

        private static final List<String> SETPRIV = List.of("setpriv", "--pdeathsig", "KILL", "--");

        static final List<String> WORDS =
                System.getProperty("os.name", "").startsWith("Linux") && works() ? SETPRIV : List.of();

        /// Tried, not looked up: BusyBox has a `setpriv` without this option.
        private static boolean works() {
            List<String> nothing = new ArrayList<>(SETPRIV);
            nothing.add("true");
            try {
                Process process = new ProcessBuilder(nothing)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor(5, TimeUnit.SECONDS)) {
                    return process.exitValue() == 0;
                }
                process.destroyForcibly();
                return false;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
