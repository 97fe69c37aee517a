package dev.asynclab.model;

import dev.asynclab.wire.TaskTimeline.Segment;
import java.util.List;

/// Where a model says what a sampled task is doing, at the moment it changes.
///
/// A task is always in one of three states: *queued* (it could go on, and waits for a thread, a loop turn, a child or
/// a permit), *running* (a thread executes it), *waiting* (for an answer, a timer or a lock). Calls stamp the
/// monotonic clock; a state lasts until the next call. Most tasks are not sampled and have [#NONE], which does
/// nothing, so that a model calls without asking.
///
/// A strand of a `parallel` step has a [#branch()] of its own. While branches are open the task as a whole is running
/// when any of them runs, else waiting when any of them waits, else queued.
///
/// Calls come from the thread that runs the task; a branch may be on another thread than its parent.
public interface Timeline {

    /// The timeline of a task that is not sampled.
    Timeline NONE = new Timeline() {
        @Override
        public void queued() {}

        @Override
        public void running() {}

        @Override
        public void waiting() {}

        @Override
        public Timeline branch() {
            return this;
        }

        @Override
        public void ended() {}

        @Override
        public void elsewhere(List<Segment> segments) {}
    };

    /// It could go on, but nobody runs it yet.
    void queued();

    /// The calling thread runs it now.
    void running();

    /// It waits for something that is not a thread.
    void waiting();

    /// A strand beside this one, queued from now on; it ends with its own [#ended()].
    Timeline branch();

    /// This strand has ended. The task's own timeline is ended by its [Completion], not by the model.
    void ended();

    /// What another process has done for this strand since it was last heard of; it is queued again afterwards.
    void elsewhere(List<Segment> segments);

    /// Whether anybody wants to know.
    default boolean sampled() {
        return this != NONE;
    }
}
