package dev.asynclab.server.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Carries connections to a local port, and breaks all there are when told to.
final class Wire implements AutoCloseable {
    private final ServerSocket front;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Wire(ServerSocket front, int target) {
        this.front = front;
        this.target = target;
    }

    static Wire to(int target) throws IOException {
        Wire wire = new Wire(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), target);
        wire.threads.execute(wire::accept);
        return wire;
    }

    int port() {
        return front.getLocalPort();
    }

    /// Breaks every connection there is; new ones are carried again.
    ///
    /// @return how many ends were open
    int cut() {
        Set<Socket> now = Set.copyOf(sockets);
        now.forEach(this::drop);
        return now.size();
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket caller = front.accept();
                threads.execute(() -> carry(caller));
            } catch (IOException _) {
                // Closed: the loop ends.
            }
        }
    }

    private void carry(Socket caller) {
        sockets.add(caller);
        try {
            Socket called = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(called);
            threads.execute(() -> copy(called, caller));
            copy(caller, called);
        } catch (IOException _) {
            // Nobody answers there, as when a server is down.
            drop(caller);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One end is gone; the other follows.
        } finally {
            drop(from);
            drop(to);
        }
    }

    private void drop(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        threads.shutdownNow();
    }
}
