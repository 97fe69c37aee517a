package dev.asynclab.server;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// Waits for the process to be told to end, and keeps it alive until it has ended in good order.
final class TheEnd {

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);

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
