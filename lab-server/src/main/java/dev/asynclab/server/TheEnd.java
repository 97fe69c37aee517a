package dev.asynclab.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Waits for the process to be told to end, and keeps it alive until it has ended in good order.
final class TheEnd {

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);

    /// Makes this process and those it starts from now on deaf to Ctrl-C and to the closing of the terminal,
    /// which reach every process of the terminal at once.
    ///
    /// The command that owns the server hears them too, and decides: it cancels the run, or goes, which ends the
    /// standard input. Without this the trial dies of the same Ctrl-C, and its death is stored as a crash of the
    /// model before anybody knows that the run is over. An ignored signal is inherited; a handled one is not.
    static void leaveTheTerminalToTheParent() {
        for (String name : List.of("INT", "HUP")) {
            try {
                Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
            } catch (IllegalArgumentException e) {
                // A system without this signal has nobody to send it.
            }
        }
    }

    /// Returns on SIGTERM or SIGINT, or, for a server owned by a command, when the standard input ends.
    ///
    /// @param ownedByParent whether the end of the input counts
    void await(boolean ownedByParent) throws InterruptedException {
        // The JVM is gone once its hooks have returned: this one returns when everything is closed.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    told.countDown();
                    try {
                        reached.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        if (ownedByParent) {
            Thread.ofPlatform().daemon().name("lifeline").start(this::readToTheEnd);
        }
        told.await();
    }

    /// Everything is closed.
    void reached() {
        reached.countDown();
    }

    /// Told by somebody inside the process.
    void tell() {
        told.countDown();
    }

    private void readToTheEnd() {
        try {
            // Nothing is said on this line; only its end means something.
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken line ends like one that was closed.
        }
        tell();
    }
}
