package dev.asynclab.model;

import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.TaskTimeline.Segment;
import dev.asynclab.wire.TaskTimeline.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The timeline of a sampled task, recorded.
///
/// Every call takes one stamp, which ends a stretch of one state and begins the next. The state of the task follows
/// from those of its strands: a strand with open branches counts for nothing, the others count together. Branches
/// may
/// be on several threads, so that all of this is under one lock; it belongs to a sampled task alone.
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
    /// @param keep whether the stretches are kept besides their sums
    public static RecordedTimeline queuedNow(LongSupplier clock, boolean keep) {
        RecordedTimeline root = new RecordedTimeline(new Whole(clock, keep));
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
                whole.settle(whole.clock.getAsLong(), lane());
            }
        }
    }

    @Override
    public Timeline branch() {
        synchronized (whole) {
            RecordedTimeline branch = new RecordedTimeline(this);
            branches++;
            whole.strands.add(branch);
            whole.settle(whole.clock.getAsLong(), lane());
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
                    whole.settle(whole.clock.getAsLong(), lane());
                }
            }
        }
    }

    @Override
    public void elsewhere(List<Segment> segments) {
        synchronized (whole) {
            for (Segment segment : segments) {
                if (!ended && !whole.over) {
                    state = segment.state();
                    whole.settle(segment.startNanos(), segment.lane());
                    state = State.QUEUED;
                    whole.settle(segment.endNanos(), segment.lane());
                }
            }
        }
    }

    /// Time spent in a state so far.
    public long nanos(State of) {
        synchronized (whole) {
            return whole.sums.getOrDefault(of, 0L);
        }
    }

    /// The stretches so far; empty unless they are kept.
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
        return at < 0 ? thread.getName() : text.substring(at + 1).replace("ForkJoinPool-1-worker-", "carrier-");
    }

    /// What all strands of a task share.
    private static final class Whole {
        private final LongSupplier clock;
        private final boolean keep;
        private final List<RecordedTimeline> strands = new ArrayList<>();
        private final Map<State, Long> sums = new EnumMap<>(State.class);
        private final List<Segment> kept = new ArrayList<>();
        private State now = State.QUEUED;
        private boolean over;
        private String lane = "";
        private long since;

        Whole(LongSupplier clock, boolean keep) {
            this.clock = clock;
            this.keep = keep;
            this.since = clock.getAsLong();
        }

        /// A strand has changed: ends the stretch when that changes the task.
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
            // Another process's clock may be a hair behind.
            long end = Math.max(since, nanos);
            sums.merge(now, end - since, Long::sum);
            if (keep && kept.size() < TaskTimeline.MOST_SEGMENTS) {
                kept.add(new Segment(now, since, end, now == State.RUNNING ? lane : ""));
            }
            since = end;
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
