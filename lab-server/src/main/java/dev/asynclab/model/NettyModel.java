package dev.asynclab.model;

import dev.asynclab.workload.Task;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Event loops without a framework on top: the ceiling.
///
/// **What it is.** Callbacks on Netty's loops, a pipeline that writes requests as bytes, and a connection pool of
/// its own. No future is allocated anywhere.
///
/// **In asyncio terms.** `uvloop` with hand-written `Protocol` classes.
///
/// **Good at.** The least CPU per call the JVM's event loops can reach, to read the other models against. `io`
/// shows what asking the kernel in another way is worth.
///
/// **Breaks when.** One step computes or blocks: its loop stands. And when it has to be changed: see the files it
/// takes.
///
/// **Look at.** `NettySteps.Sequence`: "then" without futures. `NettyPool`: the part every client library hides.
///
/// **A real system would add.** TLS, HTTP/2, back-pressure, name resolution: the libraries of the other models.
public final class NettyModel implements ConcurrencyModel {

    /// One loop and the tasks it has not finished.
    private record Loop(EventLoop executor, Scope tasks) {}

    /// A way to ask the kernel what is ready, and the channel that goes with it.
    private record Io(IoHandlerFactory factory, Class<? extends SocketChannel> channel) {
        static Io named(String name) {
            return switch (name) {
                case "nio" -> new Io(NioIoHandler.newFactory(), NioSocketChannel.class);
                case "epoll" -> {
                    require(name, Epoll.isAvailable(), Epoll.unavailabilityCause());
                    yield new Io(EpollIoHandler.newFactory(), EpollSocketChannel.class);
                }
                case "io_uring" -> {
                    require(name, IoUring.isAvailable(), IoUring.unavailabilityCause());
                    yield new Io(IoUringIoHandler.newFactory(), IoUringSocketChannel.class);
                }
                default -> throw new IllegalArgumentException("io: " + name + ", must be nio, epoll or io_uring");
            };
        }

        private static void require(String name, boolean available, @Nullable Throwable cause) {
            if (!available) {
                throw new UnsupportedOperationException("io: " + name + " is not available on this machine", cause);
            }
        }
    }

    private final int connections;
    private final String io;
    private final MultiThreadIoEventLoopGroup group;
    private final NettyPool.Registry pools;
    private final Bulkhead.Registry bulkheads = new Bulkhead.Registry();
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    public NettyModel(Setup setup) {
        connections = setup.connections();
        io = setup.text("io");
        Io named = Io.named(io);
        group = new MultiThreadIoEventLoopGroup(
                setup.count("loops"), new DefaultThreadFactory("event-loop", true), named.factory());
        group.forEach(executor -> loops.add(new Loop((EventLoop) executor, new Scope())));
        pools = new NettyPool.Registry(named.channel(), connections);
    }

    @Override
    public void start(Task task, Completion done) {
        Loop loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        try {
            loop.executor().execute(() -> run(task, loop, done));
        } catch (RejectedExecutionException closed) {
            done.failed(Failures.cancelled());
        }
    }

    private void run(Task task, Loop loop, Completion done) {
        done.started();
        Scope scope = loop.tasks().child(done.timeline());
        new NettySteps(task.id(), loop.executor(), pools, bulkheads).all(task.steps(), scope, (sum, failure) -> {
            scope.over();
            if (failure == null) {
                done.succeeded(sum);
            } else {
                done.failed(failure);
            }
        });
    }

    @Override
    public Map<String, String> limits() {
        return new TreeMap<>(Map.of(
                "client",
                "netty",
                "connections",
                String.valueOf(connections),
                "io",
                io,
                "keep-alive",
                "unlimited",
                "loops",
                String.valueOf(loops.size()),
                "pending-queue",
                "unbounded"));
    }

    @Override
    public void close() {
        // Every loop first stops its tasks; a permit or a connection that one gives up may wake one of another loop,
        // which is why no loop ends before all have done this.
        loops.forEach(loop -> loop.executor().submit(loop.tasks()::cancel).syncUninterruptibly());
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
