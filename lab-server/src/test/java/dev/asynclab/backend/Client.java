package dev.asynclab.backend;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection on which a test says exactly what it wants to say.
final class Client implements AutoCloseable {

    /// @param head status line and headers, as they came
    record Answer(int status, String head, String body) {}

    private final Socket socket;
    private final InputStream in;

    Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nhost: x\r\n\r\n");
    }

    void call(String id) throws IOException {
        get("/" + Mocks.NAME + "/a?id=" + id);
    }

    /// The next answer. A reset is an IOException, an orderly end an EOFException.
    Answer answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(head.toString());
            }
            head.append((char) next);
        }
        int length = 0;
        for (String line : head.toString().split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
    }

    /// Whether all that comes until the other side closes ends like this.
    boolean endsWith(String end) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).endsWith(end);
    }

    /// Whether the other side has closed; waits for it.
    boolean closed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
