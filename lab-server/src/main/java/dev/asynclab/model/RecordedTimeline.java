package dev.asynclab.model;

import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The timeline of a sampled task, recorded.
///
/// Every call takes one stamp, which ends a stretch of one state and begins the next. The state of the task
/// follows from those of its strands: a strand with open branches counts for nothing, the others count
/// together. Branches may be on several threads, so that all of this is under one lock; it belongs to a sampled
/// task alone.
public final class RecordedTimeline implements Timeline {

    private final Whole whole;
    private final RecordedTimeline parent;
    private State state = State.QUEUED;
    private int branches;
    private boolean ended;

    private RecordedTimeline(Whole whole) {
        this.whole = whole;
        this.parent = this;
    }

    private RecordedTimeline(RecordedTimeline parent) {
        this.whole = parent.whole;
        this.parent = parent;
    }

    /// A task that is queued from now on.
    ///
    /// @param clock the monotonic clock
    /// @param mostSegments so many stretches are kept besides their sums; 0 for none
    public static RecordedTimeline queuedNow(LongSupplier clock, int mostSegments) {
        return queuedSince(clock.getAsLong(), clock, mostSegments);
    }

    /// A task that has been queued since `nanos` of the clock, because that is when it was submitted.
    public static RecordedTimeline queuedSince(long nanos, LongSupplier clock, int mostSegments) {
        RecordedTimeline root = new RecordedTimeline(new Whole(nanos, clock, mostSegments));
        root.whole.strands.add(root);
        return root;
    }

    @Override
    public void queued() {
        change(State.QUEUED);
    }

    @Override
    public void running() {
        change(State.RUNNING);
    }

    @Override
    public void waiting() {
        change(State.WAITING);
    }

    private void change(State next) {
        synchronized (whole) {
            if (!ended && !whole.over) {
                state = next;
                whole.settle(whole.clock.getAsLong());
            }
        }
    }

    @Override
    public Timeline branch() {
        synchronized (whole) {
            if (ended || whole.over) {
                return NONE;
            }
            RecordedTimeline branch = new RecordedTimeline(this);
            branches++;
            whole.strands.add(branch);
            whole.settle(whole.clock.getAsLong());
            return branch;
        }
    }

    /// Ends this strand; for the task's own timeline, ends the task.
    @Override
    public void ended() {
        synchronized (whole) {
            if (!ended && !whole.over) {
                ended = true;
                whole.strands.remove(this);
                if (parent == this) {
                    whole.end();
                } else {
                    parent.branches--;
                    whole.settle(whole.clock.getAsLong());
                }
            }
        }
    }

    @Override
    public void elsewhere(List<Segment> segments) {
        synchronized (whole) {
            if (ended || whole.over || segments.isEmpty()) {
                return;
            }
            long sent = whole.since;
            for (Segment segment : segments) {
                state = segment.state();
                whole.settle(segment.startNanos(), segment.lane());
            }
            state = State.QUEUED;
            long done = segments.getLast().endNanos();
            whole.settle(done, "");
            whole.handOver += segments.getFirst().startNanos() - sent + whole.clock.getAsLong() - done;
        }
    }

    /// Time spent in a state so far.
    public long nanos(State of) {
        synchronized (whole) {
            return whole.sums[of.ordinal()];
        }
    }

    /// The part of being queued that went into reaching another process and hearing from it.
    public long handOverNanos() {
        synchronized (whole) {
            return whole.handOver;
        }
    }

    /// When the task ended, or last changed.
    public long endNanos() {
        synchronized (whole) {
            return whole.since;
        }
    }

    /// The first stretches, as many as are kept.
    public List<Segment> segments() {
        synchronized (whole) {
            return List.copyOf(whole.kept);
        }
    }

    /// Branches that have not ended; after the end of the task, those it left behind.
    public int openBranches() {
        synchronized (whole) {
            return (int) whole.strands.stream().filter(s -> s.parent != s).count();
        }
    }

    /// The thread that calls; for a virtual thread the carrier it is on.
    private static String lane() {
        Thread thread = Thread.currentThread();
        if (!thread.isVirtual()) {
            return thread.getName();
        }
        // VirtualThread[#31,task-7]/runnable@ForkJoinPool-1-worker-2: the only place where the carrier is named.
        String text = thread.toString();
        int at = text.lastIndexOf('@');
        return at < 0 ? thread.getName() : carrier(text.substring(at + 1));
    }

    /// The name a carrier goes by here.
    ///
    /// @param thread the name the virtual machine gave it
    public static String carrier(String thread) {
        return thread.replace("ForkJoinPool-1-worker-", "carrier-");
    }

    /// What all strands of a task share.
    private static final class Whole {
        private final LongSupplier clock;
        private final int mostSegments;
        private final List<RecordedTimeline> strands = new ArrayList<>();
        private final long[] sums = new long[State.values().length];
        private final List<Segment> kept = new ArrayList<>(0);
        private State now = State.QUEUED;
        private boolean over;
        private String lane = "";
        private long since;
        private long handOver;

        Whole(long since, LongSupplier clock, int mostSegments) {
            this.clock = clock;
            this.mostSegments = mostSegments;
            this.since = since;
        }

        /// A strand has changed on this thread: ends the stretch when that changes the task.
        void settle(long nanos) {
            settle(nanos, kept.size() < mostSegments ? RecordedTimeline.lane() : "");
        }

        void settle(long nanos, String who) {
            State next = ofTheTask();
            if (next != now) {
                close(nanos);
                now = next;
                lane = who;
            }
        }

        void end() {
            close(clock.getAsLong());
            over = true;
        }

        private void close(long nanos) {
            // A stamp from before the last one is of another clock. It counts for nothing, so that the sum
            // misses the whole and the check of the two finds it.
            sums[now.ordinal()] += Math.max(0, nanos - since);
            if (kept.size() < mostSegments) {
                kept.add(new Segment(now, since, nanos, now == State.RUNNING ? lane : ""));
            }
            since = nanos;
        }

        private State ofTheTask() {
            boolean waiting = false;
            for (RecordedTimeline strand : strands) {
                if (strand.branches == 0) {
                    if (strand.state == State.RUNNING) {
                        return State.RUNNING;
                    }
                    waiting |= strand.state == State.WAITING;
                }
            }
            return waiting ? State.WAITING : State.QUEUED;
        }
    }
}
