package dev.asynclab.model;

import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.util.Map;

/// A blocking HTTP/1.1 client: the thread that asks waits for the answer.
///
/// All clients put the same bytes on the wire: request line, `Host`, and `Content-Length` with a body.
interface BlockingCalls extends AutoCloseable {

    /// The client a variant names: `apache` or `socket`.
    ///
    /// @param connections most connections to one backend; further calls wait for one, in no promised order
    static BlockingCalls named(String client, int connections) {
        return switch (client) {
            case "apache" -> new ApacheCalls(connections);
            case "socket" -> new SocketCalls(connections);
            default ->
                throw new IllegalArgumentException("no blocking client " + client + "; there are apache and socket");
        };
    }

    /// The limits of a client, for the parity panel.
    static Map<String, String> limits(String client, int connections) {
        return Map.of(
                "client",
                client,
                "connections",
                String.valueOf(connections),
                "pending-queue",
                "unbounded",
                "keep-alive",
                "unlimited");
    }

    /// Prepares a call; nothing happens on the wire yet.
    Exchange exchange(Call call, long taskId);

    /// Closes every connection.
    @Override
    void close();

    /// One call under way.
    interface Exchange {

        /// Sends the request and waits for the whole answer.
        ///
        /// @return bytes of body received
        /// @throws StepFailure when the status is not 200
        /// @throws IOException when the connection fails, also after [#abort()]
        long run() throws IOException, InterruptedException, StepFailure;

        /// Ends the exchange from another thread by closing its connection; harmless when it is over.
        ///
        /// Interrupting the thread is not enough: a platform thread that reads a plain socket does
        /// not notice.
        void abort();
    }
}
