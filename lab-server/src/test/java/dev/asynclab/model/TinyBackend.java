package dev.asynclab.model;

import dev.asynclab.workload.Step.Call;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A backend that answers by path and remembers every byte of the requests: `/ok` five bytes, `/missing` status
/// 404, `/hang` never, `/eof` and `/reset` end the connection, `/last` announces that it will be closed.
final class TinyBackend implements AutoCloseable {

    final Queue<String> heads = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger bodyBytes = new AtomicInteger();

    /// Counted down when a connection with a hanging request was closed by the client.
    final CountDownLatch hangUps;

    /// Counted down when a hanging request arrived.
    final CountDownLatch hanging;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;
    private final Thread acceptor;

    TinyBackend() {
        this(1);
    }

    TinyBackend(int hangs) {
        hanging = new CountDownLatch(hangs);
        hangUps = new CountDownLatch(hangs);
        try {
            server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = Thread.ofPlatform().daemon().name("tiny-backend").unstarted(this::accept);
        acceptor.start();
    }

    Call call(String target) {
        return new Call("127.0.0.1", port(), target, 0, 0, 0);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Request heads without the request line, lower case, one header per element.
    static List<String> headers(String head) {
        return List.of(head.strip().toLowerCase(java.util.Locale.ROOT).split("\r\n")).stream()
                .skip(1)
                .toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the backend was closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                heads.add(head);
                in.skipNBytes(length(head));
                bodyBytes.addAndGet(length(head));
                if (!answer(head, socket, in)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away
        }
    }

    private boolean answer(String head, Socket socket, InputStream in) throws IOException {
        String path = head.substring(head.indexOf('/'), head.indexOf('?'));
        switch (path) {
            case "/ok" -> write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
            case "/missing" -> write(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
            case "/last" -> write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            case "/hang" -> {
                hanging.countDown();
                try {
                    in.read(); // ends when the client closes
                } finally {
                    hangUps.countDown();
                }
            }
            case "/reset" -> socket.setSoLinger(true, 0);
            default -> {}
        }
        return path.equals("/ok") || path.equals("/missing");
    }

    private static void write(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    private static int length(String head) {
        return headers(head).stream()
                .filter(h -> h.startsWith("content-length:"))
                .mapToInt(h -> Integer.parseInt(h.substring(15).strip()))
                .sum();
    }

    @Override
    public void close() {
        try {
            server.close();
            // The system listens until the thread inside `accept` has left it.
            acceptor.join();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
