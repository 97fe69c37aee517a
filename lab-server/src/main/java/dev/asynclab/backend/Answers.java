package dev.asynclab.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// The answers of a fast backend, encoded once. All connections write views of the same bytes.
///
/// No date, no server name: an answer's length depends on the status and the backend only, so that every model
/// reads the same bytes.
final class Answers implements AutoCloseable {

    final ByteBuf ok;
    final ByteBuf okHead;
    final ByteBuf failed = head("500 Internal Server Error", 0);
    final ByteBuf busy = head("503 Service Unavailable", 0);
    final ByteBuf unknown = head("404 Not Found", 0);
    final ByteBuf malformed = head("400 Bad Request", 0);
    final ByteBuf goOn = buffer("HTTP/1.1 100 Continue\r\n\r\n", 0);

    Answers(int bodyBytes) {
        ok = head("200 OK", bodyBytes);
        for (int i = 0; i < bodyBytes; i++) {
            ok.writeByte('x');
        }
        okHead = head("200 OK", bodyBytes);
    }

    @Override
    public void close() {
        for (ByteBuf answer : new ByteBuf[] {ok, okHead, failed, busy, unknown, malformed, goOn}) {
            answer.release();
        }
    }

    private static ByteBuf head(String status, int bodyBytes) {
        return buffer("HTTP/1.1 " + status + "\r\ncontent-length: " + bodyBytes + "\r\n\r\n", bodyBytes);
    }

    private static ByteBuf buffer(String text, int room) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.directBuffer(bytes.length + room).writeBytes(bytes);
    }
}
