package dev.asynclab.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept-alive connection: writes a request, reads the status line, the headers and the body.
///
/// A blocking `SocketChannel` rather than a `Socket`: interrupting its thread closes it, on platform threads too.
/// One thread at a time; only [#close()] may come from another.
final class SocketConnection implements AutoCloseable {

    /// Status, and how much body came.
    record Answer(int status, long bodyBytes) {}

    private static final int BUFFER_BYTES = 4096;
    private static final String CONTENT_LENGTH = "content-length:";

    private final InetSocketAddress address;
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private boolean midExchange;
    private boolean closeAnnounced;

    SocketConnection(String host, int port) throws IOException {
        this.address = new InetSocketAddress(host, port);
        this.channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    Answer exchange(byte[] head, int bodyBytes) throws IOException {
        midExchange = true;
        if (!channel.isConnected()) {
            channel.connect(address);
        }
        send(head, bodyBytes);
        buffer.clear().limit(0); // the server never speaks first, so what was left over is nothing
        int status = status(line());
        long length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(CONTENT_LENGTH)) {
                length = Long.parseLong(lower.substring(CONTENT_LENGTH.length()).strip());
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                closeAnnounced = true;
            }
        }
        if (length < 0) {
            throw new ProtocolException("answer without Content-Length, which this client needs");
        }
        skip(length);
        midExchange = false;
        return new Answer(status, length);
    }

    /// Whether another request can follow: the last answer came in full and nobody closed the connection.
    boolean isReusable() {
        return channel.isConnected() && !midExchange && !closeAnnounced;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Head and body leave in one write as long as they fit the buffer.
    private void send(byte[] head, int bodyBytes) throws IOException {
        var request = new byte[head.length + bodyBytes];
        System.arraycopy(head, 0, request, 0, head.length);
        for (int sent = 0; sent < request.length; ) {
            int part = Math.min(BUFFER_BYTES, request.length - sent);
            buffer.clear().put(request, sent, part).flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            sent += part;
        }
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.1 ") || line.length() < 12) {
            throw new ProtocolException("not an HTTP/1.1 status line: " + line);
        }
        return Integer.parseInt(line, 9, 12, 10);
    }

    /// One line of the head without its line end; a line is at most the size of the buffer.
    private String line() throws IOException {
        var bytes = new byte[128];
        int n = 0;
        for (byte b = next(); b != '\n'; b = next()) {
            if (n == BUFFER_BYTES) {
                throw new ProtocolException("header line longer than " + BUFFER_BYTES + " bytes");
            }
            if (n == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, 2 * n);
            }
            bytes[n++] = b;
        }
        return new String(bytes, 0, n > 0 && bytes[n - 1] == '\r' ? n - 1 : n, StandardCharsets.ISO_8859_1);
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.get();
    }

    private void skip(long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            int part = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + part);
            left -= part;
        }
    }

    private void fill() throws IOException {
        buffer.clear();
        int n = channel.read(buffer);
        buffer.flip();
        if (n < 0) {
            throw new EOFException("connection closed by " + address + " before the answer was complete");
        }
    }
}
