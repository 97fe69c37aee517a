package dev.asynclab.load.byhand;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A pool with a thread for every caller.
final class PlatformThreadsByHand implements ByHand {

    @Override
    public void start(Calls calls) {
        BlockingCall call = new BlockingCall(calls);
        ExecutorService pool = Executors.newFixedThreadPool(calls.callers());
        for (int i = 0; i < calls.callers(); i++) {
            calls.awaitTurnToJoin(i);
            next(pool, call);
        }
    }

    private void next(ExecutorService pool, BlockingCall call) {
        pool.execute(() -> {
            if (call.run()) {
                next(pool, call);
            }
        });
    }
}
