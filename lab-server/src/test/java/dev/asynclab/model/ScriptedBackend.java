package dev.asynclab.model;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A real HTTP/1.1 server on one loop that does what the request target says, and remembers what it saw.
///
/// `/ok`: 5 bytes. `/size/N`: N bytes. `/status/N`: that status. `/hang`: no answer, ever. `/reset`: the
/// connection is reset. `/together/N`: nobody is answered before N requests stand there. `/gate`: answered by
/// [#openGate()]. `/fail-after-hangs/N`: status 500 once N requests hang.
final class ScriptedBackend implements AutoCloseable {

    /// One request as it came over the wire: the line, then the headers in their order.
    record Seen(String line, List<String> headers, int bodyBytes) {}

    private static final int DEADLINE_SECONDS = 20;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    private final Map<String, Semaphore> arrivals = new ConcurrentHashMap<>();
    private final Semaphore abandoned = new Semaphore(0);
    // Everything below is touched on the loop only; other threads ask through `ask`.
    private final Map<String, List<Connection>> standing = new HashMap<>();
    private final Map<String, Integer> peaks = new HashMap<>();
    private final List<Seen> seen = new ArrayList<>();
    private int connectionsOpened;
    private boolean gateOpen;

    ScriptedBackend() {
        server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Connection(channel));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /// Waits until `count` requests for a path have come since the last time this was asked.
    boolean awaitArrivals(String path, int count) throws InterruptedException {
        return arrivalsOf(path).tryAcquire(count, DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /// Waits until `count` connections were closed by the client before their answer.
    boolean awaitAbandoned(int count) throws InterruptedException {
        return abandoned.tryAcquire(count, DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    void openGate() {
        loop.execute(() -> {
            gateOpen = true;
            answerAll("/gate", HttpResponseStatus.OK);
        });
    }

    List<Seen> seen() {
        return ask(() -> List.copyOf(seen));
    }

    int connectionsOpened() {
        return ask(() -> connectionsOpened);
    }

    /// The most requests for a path that were unanswered at the same time.
    int peak(String path) {
        return ask(() -> peaks.getOrDefault(path, 0));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private <T> T ask(Callable<T> question) {
        return loop.submit(question).syncUninterruptibly().getNow();
    }

    private Semaphore arrivalsOf(String path) {
        return arrivals.computeIfAbsent(path, _ -> new Semaphore(0));
    }

    private List<Connection> standingAt(String path) {
        return standing.computeIfAbsent(path, _ -> new ArrayList<>());
    }

    private void answerAll(String path, HttpResponseStatus status) {
        var all = List.copyOf(standingAt(path));
        all.forEach(connection -> connection.answer(status, 5));
    }

    /// A client's connection; its requests come one at a time.
    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {
        private final SocketChannel channel;
        private String path = "";
        private String line = "";
        private List<String> headers = List.of();
        private int bodyBytes;

        Connection(SocketChannel channel) {
            this.channel = channel;
            connectionsOpened++;
        }

        // Not aggregated: Netty's aggregator would add a content-length the client did not send.
        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpRequest request) {
                path = request.uri().replaceFirst("\\?.*", "");
                line = request.method() + " " + request.uri() + " " + request.protocolVersion();
                headers = request.headers().entries().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .toList();
                bodyBytes = 0;
            }
            if (part instanceof HttpContent content) {
                bodyBytes += content.content().readableBytes();
            }
            if (part instanceof LastHttpContent) {
                arrived(path);
            }
        }

        private void arrived(String target) {
            seen.add(new Seen(line, headers, bodyBytes));
            standingAt(target).add(this);
            peaks.merge(target, standingAt(target).size(), Math::max);
            script(target);
            arrivalsOf(target).release();
        }

        private void script(String target) {
            String[] parts = target.substring(1).split("/");
            int number = parts.length > 1 ? Integer.parseInt(parts[1]) : 5;
            switch (parts[0]) {
                case "size" -> answer(HttpResponseStatus.OK, number);
                case "status" -> answer(HttpResponseStatus.valueOf(number), 5);
                case "reset" -> {
                    leave();
                    channel.config().setSoLinger(0);
                    channel.close();
                }
                case "hang" -> failThoseWhoWaitedForHangs();
                case "gate" -> {
                    if (gateOpen) {
                        answer(HttpResponseStatus.OK, 5);
                    }
                }
                case "together" -> {
                    if (standingAt(target).size() >= number) {
                        // A moment later, so that one too many would be seen standing there.
                        loop.schedule(() -> answerAll(target, HttpResponseStatus.OK), 10, TimeUnit.MILLISECONDS);
                    }
                }
                case "fail-after-hangs" -> failThoseWhoWaitedForHangs();
                default -> answer(HttpResponseStatus.OK, 5);
            }
        }

        private void failThoseWhoWaitedForHangs() {
            int hanging = standingAt("/hang").size();
            String waiting = "/fail-after-hangs/" + hanging;
            answerAll(waiting, HttpResponseStatus.INTERNAL_SERVER_ERROR);
        }

        private void answer(HttpResponseStatus status, int bodyBytes) {
            leave();
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(new byte[bodyBytes]));
            response.headers().set("content-length", bodyBytes);
            channel.writeAndFlush(response, channel.voidPromise());
        }

        private void leave() {
            standingAt(path).remove(this);
            path = "";
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!path.isEmpty()) {
                leave();
                abandoned.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
