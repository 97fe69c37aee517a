package dev.asynclab.model;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connections to one backend: at most a number of them, kept open, and a line of calls that wait for one.
///
/// Shared by all loops, since the limit counts for the model; that is why it locks. A call gets a connection of
/// its own loop while there is one. No callback runs under the lock.
final class NettyPool {

    /// The pools of one model instance by backend.
    static final class Registry {
        private record Address(String host, int port) {}

        private final Class<? extends Channel> channel;
        private final int limit;
        private final Map<Address, NettyPool> byAddress = new ConcurrentHashMap<>();

        Registry(Class<? extends Channel> channel, int limit) {
            this.channel = channel;
            this.limit = limit;
        }

        NettyPool of(String host, int port) {
            return byAddress.computeIfAbsent(
                    new Address(host, port),
                    address -> new NettyPool(new InetSocketAddress(address.host, address.port), channel, limit));
        }
    }

    private final Bootstrap bootstrap;
    private final String versionAndHost;
    private final int limit;
    // Guarded by `this`. Last in, first out: what was used a moment ago is warm.
    private final Map<EventLoop, ArrayDeque<NettyConnection>> idle = new HashMap<>();
    private final Set<NettyCall> waiting = new LinkedHashSet<>();
    private int open;

    private NettyPool(InetSocketAddress address, Class<? extends Channel> channel, int limit) {
        this.limit = limit;
        versionAndHost = " HTTP/1.1\r\nhost: " + address.getHostString() + ":" + address.getPort() + "\r\n";
        bootstrap = new Bootstrap()
                .channel(channel)
                .remoteAddress(address)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 30_000)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(new HttpResponseDecoder(), new NettyConnection(socket, NettyPool.this));
                    }
                });
    }

    /// The rest of the request line, and the header every request has.
    String versionAndHost() {
        return versionAndHost;
    }

    void acquire(NettyCall call) {
        NettyConnection ready;
        synchronized (this) {
            ready = takeIdle(call.loop(), open >= limit);
            if (ready == null && open >= limit) {
                waiting.add(call);
                return;
            }
            if (ready == null) {
                open++;
            }
        }
        if (ready != null) {
            call.connected(ready);
        } else {
            connect(call);
        }
    }

    synchronized void giveUp(NettyCall call) {
        waiting.remove(call);
    }

    /// Takes a connection back and gives it to the first in line.
    void release(NettyConnection connection) {
        if (!connection.isOpen()) {
            return; // `closed` has given, or will give, its place away
        }
        NettyCall next;
        synchronized (this) {
            next = takeWaiting();
            if (next == null) {
                idle.computeIfAbsent(connection.loop(), _ -> new ArrayDeque<>()).push(connection);
                return;
            }
        }
        next.connected(connection);
    }

    /// A connection is gone: the first in line opens another.
    void closed(NettyConnection connection) {
        synchronized (this) {
            var mine = idle.get(connection.loop());
            if (mine != null) {
                mine.remove(connection);
            }
        }
        gone();
    }

    private void gone() {
        NettyCall next;
        synchronized (this) {
            next = takeWaiting();
            if (next == null) {
                open--;
                return;
            }
        }
        connect(next);
    }

    private void connect(NettyCall call) {
        bootstrap.clone(call.loop()).connect().addListener(result -> {
            if (result.isSuccess()) {
                // The connection's own place in `open` was taken by whoever asked for it.
                var channel = ((ChannelFuture) result).channel();
                call.connected(channel.pipeline().get(NettyConnection.class));
            } else {
                call.failed(result.cause());
                gone();
            }
        });
    }

    private @Nullable NettyConnection takeIdle(EventLoop loop, boolean ofAnyLoop) {
        var mine = idle.get(loop);
        NettyConnection ready = mine == null ? null : mine.poll();
        if (ready != null || !ofAnyLoop) {
            return ready;
        }
        for (var others : idle.values()) {
            ready = others.poll();
            if (ready != null) {
                return ready;
            }
        }
        return null;
    }

    private @Nullable NettyCall takeWaiting() {
        Iterator<NettyCall> line = waiting.iterator();
        if (!line.hasNext()) {
            return null;
        }
        NettyCall first = line.next();
        line.remove();
        return first;
    }
}
