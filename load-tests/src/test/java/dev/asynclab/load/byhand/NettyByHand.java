package dev.asynclab.load.byhand;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/// A Netty pipeline per caller on one event loop.
final class NettyByHand implements ByHand {

    @Override
    public void start(Calls calls) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new Caller(calls));
                    }
                });
        for (int i = 0; i < calls.callers(); i++) {
            calls.awaitTurnToJoin(i);
            ChannelFuture unused = bootstrap.connect(calls.host(), calls.port());
        }
    }

    private static final class Caller extends SimpleChannelInboundHandler<HttpObject> {
        private final Calls calls;
        private int status;
        private long length;

        Caller(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ask(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpResponse response) {
                status = response.status().code();
                length = 0;
            }
            if (message instanceof HttpContent content) {
                length += content.content().readableBytes();
            }
            if (message instanceof LastHttpContent && calls.answered(status, length)) {
                ask(context);
            }
        }

        private void ask(ChannelHandlerContext context) {
            var request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.GET, calls.path(), Unpooled.EMPTY_BUFFER);
            request.headers().set(HttpHeaderNames.HOST, calls.host() + ":" + calls.port());
            context.writeAndFlush(request, context.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            calls.fail(cause);
        }
    }
}
