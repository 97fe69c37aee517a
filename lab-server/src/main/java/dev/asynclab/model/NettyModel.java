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
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Event loops without a framework on top: the ceiling.
///
/// **What it is.** Callbacks on Netty's loops, a pipeline that writes requests as bytes, and a connection pool of
/// its own. No future is allocated on the way of a call.
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

    /// What all tasks of a model use.
    ///
    /// @param aside one more thread, which receives what tasks send and waits for files; starts with the first use
    /// @param locks the bulkheads for one that stand for locks
    /// @param heldByThread memory each loop keeps for its life, by its size
    record Owned(
            List<EventLoop> loops,
            EventExecutor aside,
            NettyPool.Registry pools,
            Bulkhead.Registry bulkheads,
            Bulkhead.Registry locks,
            SharedState shared,
            ThreadLocal<Map<Integer, byte[]>> heldByThread) {}

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
    private final Owned owned;
    private final List<Loop> loops = new ArrayList<>();
    private final OpenTasks open = new OpenTasks();
    private final AtomicInteger next = new AtomicInteger();

    public NettyModel(Setup setup) {
        connections = setup.connections();
        io = setup.text("io");
        Io named = Io.named(io);
        group = new MultiThreadIoEventLoopGroup(
                setup.count("loops"), new DefaultThreadFactory("event-loop", true), named.factory());
        group.forEach(executor -> loops.add(new Loop((EventLoop) executor, new Scope())));
        owned = new Owned(
                loops.stream().map(Loop::executor).toList(),
                new DefaultEventExecutor(new DefaultThreadFactory("aside", true)),
                new NettyPool.Registry(named.channel(), connections),
                new Bulkhead.Registry(),
                new Bulkhead.Registry(),
                setup.shared(),
                ThreadLocal.withInitial(HashMap::new));
    }

    @Override
    public void start(Task task, Completion done) {
        if (!open.enter()) {
            done.failed(Failures.cancelled());
            return;
        }
        Loop loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        loop.executor().execute(() -> run(task, loop, done));
    }

    private void run(Task task, Loop loop, Completion done) {
        done.started();
        Scope scope = loop.tasks().child(done.timeline());
        new NettySteps(task.id(), loop.executor(), owned).all(task.steps(), scope, (sum, failure) -> {
            scope.over();
            open.leave();
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
                "locks",
                "asynchronous: one permit, not reentrant",
                "loops",
                String.valueOf(loops.size()),
                "pending-queue",
                "unbounded"));
    }

    @Override
    public void close() {
        open.refuse();
        // Every loop first stops its tasks; what one gives up may wake a task of another loop, and what one has under
        // way on another comes back. So no loop ends before the last task has.
        loops.forEach(loop -> loop.executor().submit(loop.tasks()::cancel).syncUninterruptibly());
        open.awaitLast();
        owned.aside().shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
