package dev.asynclab.model;

import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The least a blocking HTTP/1.1 client can be: kept-alive connections, one request at a time on each, answers
/// with a `Content-Length`. It shows what of a figure is the threads and what is the library.
final class SocketCalls implements BlockingCalls {

    private final int connections;
    private final Map<Backend, Pool> pools = new ConcurrentHashMap<>();

    SocketCalls(int connections) {
        this.connections = connections;
    }

    @Override
    public Exchange exchange(Call call, long taskId) {
        var backend = new Backend(call.host(), call.port());
        return new SocketExchange(pools.computeIfAbsent(backend, b -> new Pool(b, connections)), call, taskId);
    }

    @Override
    public void close() {
        pools.values().forEach(Pool::close);
    }

    private record Backend(String host, int port) {}

    /// The connections to one backend. The semaphore counts those in use; the last one used is used next.
    private static final class Pool {

        private final Backend backend;
        private final Semaphore permits;
        private final ArrayDeque<SocketConnection> idle = new ArrayDeque<>();
        private boolean closed;

        Pool(Backend backend, int connections) {
            this.backend = backend;
            this.permits = new Semaphore(connections);
        }

        /// Waits for a permit; the connection may be new, then it is not connected yet.
        SocketConnection take() throws IOException, InterruptedException {
            permits.acquire();
            synchronized (idle) {
                SocketConnection last = idle.pollLast();
                if (last != null) {
                    return last;
                }
            }
            try {
                return new SocketConnection(backend.host(), backend.port());
            } catch (IOException e) {
                permits.release();
                throw e;
            }
        }

        void giveBack(SocketConnection connection) {
            synchronized (idle) {
                if (!closed && connection.isReusable()) {
                    idle.addLast(connection);
                } else {
                    connection.close();
                }
            }
            permits.release();
        }

        void close() {
            synchronized (idle) {
                closed = true;
                idle.forEach(SocketConnection::close);
                idle.clear();
            }
        }
    }

    private static final class SocketExchange implements Exchange {

        private final Pool pool;
        private final Call call;
        private final long taskId;
        private @Nullable SocketConnection connection;
        private boolean aborted;

        SocketExchange(Pool pool, Call call, long taskId) {
            this.pool = pool;
            this.call = call;
            this.taskId = taskId;
        }

        @Override
        public long run() throws IOException, InterruptedException, StepFailure {
            SocketConnection mine = pool.take();
            try {
                hold(mine);
                SocketConnection.Answer answer = mine.exchange(head(), call.bodyBytes());
                if (answer.status() != 200) {
                    throw Failures.status(answer.status());
                }
                return answer.bodyBytes();
            } finally {
                letGo();
                pool.giveBack(mine);
            }
        }

        /// Closes the connection, if this exchange has one: a waiter for the pool is woken by its interrupt.
        @Override
        public synchronized void abort() {
            aborted = true;
            if (connection != null) {
                connection.close();
            }
        }

        private synchronized void hold(SocketConnection mine) throws IOException {
            if (aborted) {
                throw new ClosedChannelException();
            }
            connection = mine;
        }

        /// After this an abort cannot hit the next user of the connection.
        private synchronized void letGo() {
            connection = null;
        }

        private byte[] head() {
            String length = call.bodyBytes() > 0 ? "content-length: " + call.bodyBytes() + "\r\n" : "";
            String head = (call.bodyBytes() > 0 ? "POST " : "GET ") + call.requestTarget(taskId) + " HTTP/1.1\r\nhost: "
                    + call.host() + ":" + call.port() + "\r\n" + length + "\r\n";
            return head.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
