package dev.asynclab.model;

import dev.asynclab.workload.Step.Call;
import org.jspecify.annotations.Nullable;

/// The HTTP client of a child, loaded with the first call: a child that only computes starts faster without it.
final class ProcessModelCalls implements BlockingCalls {

    private final int connections;
    private @Nullable BlockingCalls calls;

    ProcessModelCalls(int connections) {
        this.connections = connections;
    }

    @Override
    public Exchange exchange(Call call, long taskId) {
        return calls().exchange(call, taskId);
    }

    private synchronized BlockingCalls calls() {
        if (calls == null) {
            calls = BlockingCalls.named("apache", connections);
        }
        return calls;
    }

    @Override
    public synchronized void close() {
        if (calls != null) {
            calls.close();
        }
    }
}
