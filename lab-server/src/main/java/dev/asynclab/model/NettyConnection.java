package dev.asynclab.model;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// The end of a connection's pipeline: one exchange at a time. Everything but [#loop()] and [#isOpen()] happens
/// on its loop.
final class NettyConnection extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final NettyPool pool;
    private @Nullable NettyCall current;
    private int status;
    private long received;
    private boolean reusable;

    NettyConnection(Channel channel, NettyPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /// Writes the request as bytes: one buffer, one write.
    void send(NettyCall call) {
        if (!isOpen()) {
            call.failed(new ClosedChannelException());
            return;
        }
        current = call;
        received = 0;
        int bodyBytes = call.bodyBytes();
        ByteBuf request = channel.alloc().ioBuffer(256 + bodyBytes);
        ByteBufUtil.writeAscii(request, bodyBytes > 0 ? "POST " : "GET ");
        ByteBufUtil.writeAscii(request, call.target());
        ByteBufUtil.writeAscii(request, pool.versionAndHost());
        if (bodyBytes > 0) {
            ByteBufUtil.writeAscii(request, "content-length: " + bodyBytes + "\r\n");
        }
        ByteBufUtil.writeAscii(request, "\r\n");
        request.writeZero(bodyBytes);
        channel.writeAndFlush(request, channel.voidPromise());
    }

    /// Closes the connection if it still serves this call; it may have been given to another one meanwhile.
    void abort(NettyCall call) {
        if (current == call) {
            current = null;
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        if (part instanceof HttpResponse response) {
            status = response.status().code();
            reusable = HttpUtil.isKeepAlive(response);
        }
        if (part instanceof HttpContent content) {
            received += content.content().readableBytes();
        }
        ReferenceCountUtil.release(part);
        if (part instanceof LastHttpContent) {
            answered();
        }
    }

    private void answered() {
        NettyCall call = current;
        current = null;
        // Given back first: what the task does next may want it.
        if (reusable) {
            pool.release(this);
        } else {
            channel.close();
        }
        if (call != null) {
            call.answered(status, received);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new EOFException("connection closed"));
        pool.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        context.close();
    }

    private void fail(Throwable cause) {
        NettyCall call = current;
        current = null;
        if (call != null) {
            call.failed(cause);
        }
    }
}
