package dev.asynclab.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to a fast backend: requests are answered one after the other, in the order they came.
///
/// Because one request is in service at a time, the connection itself holds its state, waits in the queue and is
/// the timer's task: a request allocates nothing beyond what decoder and timer need. Pipelined requests wait
/// here, outside all counters, until their turn.
final class FastConnection extends ChannelInboundHandlerAdapter implements Places.Guest, Runnable {

    /// With more requests waiting for their turn, the connection is not read.
    private static final int PIPELINE_LIMIT = 64;

    /// Where the request in service is.
    private enum Phase {
        IDLE,
        QUEUED,
        SERVED,
        CLOSED
    }

    private final FastBackend backend;
    private final Channel channel;
    private final ArrayDeque<Ask> turn = new ArrayDeque<>();

    private Ask reading = Ask.BROKEN;
    private Ask ask = Ask.BROKEN;
    private Phase phase = Phase.IDLE;
    private Fate fate = Fate.ANSWER;
    private long key;
    private long arrivedNanos;
    private long warmAtNanos;
    private @Nullable Future<?> timer;

    /// Inside one read of the socket the answers are collected and flushed together.
    private boolean inRead;

    private boolean proceeding;

    FastConnection(FastBackend backend, Channel channel) {
        this.backend = backend;
        this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inRead = true;
        HttpObject part = (HttpObject) message;
        try {
            if (part.decoderResult().isFailure()) {
                take(Ask.BROKEN);
                return;
            }
            if (part instanceof HttpRequest request) {
                reading = Ask.of(request, backend.name());
                if (HttpUtil.is100ContinueExpected(request)) {
                    write(backend.answers.goOn);
                }
            }
            if (part instanceof LastHttpContent) {
                take(reading);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inRead = false;
        channel.flush();
    }

    /// A client that does not read its answers is not read either.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        pace();
    }

    /// The client has gone: its request leaves, its timer is cancelled, its place goes to the next.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Phase before = phase;
        phase = Phase.CLOSED;
        turn.clear();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (before == Phase.QUEUED || before == Phase.SERVED) {
            backend.ledger.abandon(arrivedNanos, System.nanoTime());
        }
        if (before == Phase.QUEUED) {
            backend.places.abandon();
        } else if (before == Phase.SERVED) {
            backend.places.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    private void take(Ask next) {
        if (phase != Phase.CLOSED) {
            turn.add(next);
            proceed();
        }
    }

    /// Serves what has its turn. A request that is answered at once comes back here from inside: the loop goes
    /// on.
    private void proceed() {
        if (proceeding) {
            return;
        }
        proceeding = true;
        while (phase == Phase.IDLE && !turn.isEmpty()) {
            serve(turn.remove());
        }
        proceeding = false;
        pace();
    }

    private void pace() {
        boolean read = channel.isWritable() && turn.size() < PIPELINE_LIMIT;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private void serve(Ask next) {
        ask = next;
        switch (next.target().route()) {
            case UNKNOWN -> {
                // The preface of HTTP/2 has the form of a request: its client gets an answer it cannot use.
                if (next.version().startsWith("HTTP/2")) {
                    backend.ledger.spoke(next.version());
                }
                answer(next.broken() ? backend.answers.malformed : backend.answers.unknown);
            }
            case BARE -> answer(next.head() ? backend.answers.okHead : backend.answers.ok);
            case MOCK -> arrive(next.target().id());
        }
    }

    /// Without an id the request's own number stands in, so that plain load tools meet the distribution too.
    private void arrive(String id) {
        arrivedNanos = System.nanoTime();
        backend.ledger.arrive(arrivedNanos);
        backend.ledger.spoke(ask.version());
        key = backend.draws.key(id.isEmpty() ? Long.toString(backend.ledger.arrivals()) : id);
        warmAtNanos = backend.coldStart.warmAt(arrivedNanos);
        switch (backend.places.admit(this)) {
            case ENTERED -> begin(arrivedNanos);
            case WAITING -> phase = Phase.QUEUED;
            case FULL -> {
                answer(backend.answers.busy);
                depart();
            }
        }
    }

    @Override
    public boolean gone() {
        return phase == Phase.CLOSED;
    }

    @Override
    public void enter() {
        long now = System.nanoTime();
        backend.ledger.waited(now - arrivedNanos);
        begin(now);
    }

    /// The request has its place: from here on its delay runs.
    private void begin(long nowNanos) {
        phase = Phase.SERVED;
        fate = backend.draws.fate(key);
        if (fate == Fate.STALL) {
            return;
        }
        long delay = Math.max(backend.draws.delayNanos(key), warmAtNanos - nowNanos);
        if (delay <= 0) {
            run();
        } else {
            timer = backend.loop.schedule(this, delay, TimeUnit.NANOSECONDS);
        }
    }

    /// The delay is over.
    @Override
    public void run() {
        timer = null;
        phase = Phase.IDLE;
        switch (fate) {
            case ANSWER -> answer(ask.head() ? backend.answers.okHead : backend.answers.ok);
            case ERROR -> answer(backend.answers.failed);
            case RESET -> reset();
            case STALL -> throw new IllegalStateException("a stalled request has no timer");
        }
        depart();
        backend.places.release();
        proceed();
    }

    private void answer(ByteBuf bytes) {
        if (ask.last()) {
            phase = Phase.CLOSED;
            turn.clear();
            channel.writeAndFlush(bytes.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
        } else {
            write(bytes);
        }
    }

    private void write(ByteBuf bytes) {
        channel.write(bytes.retainedDuplicate(), channel.voidPromise());
        if (!inRead) {
            channel.flush();
        }
    }

    /// With linger 0 the kernel drops what is unsent and closes by RST instead of FIN.
    private void reset() {
        phase = Phase.CLOSED;
        turn.clear();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void depart() {
        backend.ledger.depart(arrivedNanos, System.nanoTime());
    }
}
