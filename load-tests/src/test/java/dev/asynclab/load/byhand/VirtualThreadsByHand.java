package dev.asynclab.load.byhand;

/// A virtual thread per call.
final class VirtualThreadsByHand implements ByHand {

    @Override
    public void start(Calls calls) {
        BlockingCall call = new BlockingCall(calls);
        for (int i = 0; i < calls.callers(); i++) {
            calls.awaitTurnToJoin(i);
            next(call);
        }
    }

    private void next(BlockingCall call) {
        Thread.startVirtualThread(() -> {
            if (call.run()) {
                next(call);
            }
        });
    }
}
