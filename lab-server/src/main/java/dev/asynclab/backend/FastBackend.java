package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Mock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// The lab's own mock backend: high rates, delays that are never short, the same bytes for everybody.
///
/// It lives on one event loop that it does not own. One loop is the point: every field of this class and of its
/// connections is touched by that thread alone, so counters and queue need neither atomics nor locks, and a
/// snapshot taken on the loop is consistent.
///
/// The delay of an answer starts when the request has its place; a fault happens after the delay, as an answer
/// would.
final class FastBackend implements Backend {

    /// The kernel cuts this to net.core.somaxconn.
    private static final int BACKLOG = 16_384;

    private final Mock mock;
    private final Channel server;
    private final ChannelGroup connections;

    final EventLoop loop;
    final Draws draws;
    final Answers answers;
    final Ledger ledger;
    final Places places;
    final ColdStart coldStart;

    /// Binds an ephemeral port; returns when the backend listens.
    FastBackend(EventLoop loop, long seed, Mock mock) {
        this.mock = mock;
        this.loop = loop;
        this.draws = new Draws(seed, mock);
        this.answers = new Answers(mock.bodyBytes());
        this.ledger = new Ledger(System.nanoTime());
        this.places = new Places(mock.maxConcurrent(), mock.queue());
        this.coldStart = new ColdStart(mock.coldStartNanos());
        this.connections = new DefaultChannelGroup(loop);
        this.server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private void accept(SocketChannel channel) {
        ledger.connect();
        connections.add(channel);
        HttpDecoderConfig limits = new HttpDecoderConfig().setValidateHeaders(false);
        channel.pipeline().addLast(new HttpRequestDecoder(limits), new FastConnection(this, channel));
    }

    @Override
    public String name() {
        return mock.name();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public Counter count(long nowNanos, boolean resetPeak) {
        return ledger.read(nowNanos, resetPeak);
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        connections.close().syncUninterruptibly();
        answers.close();
    }
}
