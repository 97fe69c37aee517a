"""A pool of children as their parent sees it: a thread each that ships a task and waits for its
result.

Shared by processes and subinterpreters, which differ in how a child comes to be and how it ends.
"""

import queue
import threading
from collections import deque
from typing import Any, Callable, Deque, Dict, List, NamedTuple

from labtrial import graphs
from labtrial.bulkhead import Bulkheads
from labtrial.conversation import Conversation
from labtrial.shared import SharedState
from labtrial.spread import Spread
from labtrial.strand import cancelled
from labtrial.workload import Job, StepFailure, Task


class Feeders:
    """`make(home)` gives a child: `connection`, `pid` (None without a process), `end`, `close`."""

    def __init__(self, count: int, make: Callable[[str], Any]) -> None:
        self.stores = graphs.Stores()
        self._make = lambda: make(self.stores.home)
        self._places = Bulkheads()
        self._tasks: queue.SimpleQueue = queue.SimpleQueue()
        self._children: Dict[int, Any] = {}
        self._closed = False
        self._lane_orders: Deque[_LaneOrder] = deque()
        self.shared = SharedState()
        self.shared.also_reset(self.stores.reset)
        made = [self._make() for _ in range(count)]
        for number, child in enumerate(made):
            self._children[number] = child
        for child in made:  # they start side by side
            _await_ready(child)
        self._threads = [
            threading.Thread(target=self._feed, args=(n,), name=f"feeder-{n}", daemon=True)
            for n in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def start(self, task: Task, done: Any) -> None:
        if self._closed:
            done.failed(cancelled())
        else:
            self._tasks.put((task, done))

    def pids(self) -> List[int]:
        return [child.pid for child in list(self._children.values()) if child.pid is not None]

    def _feed(self, number: int) -> None:
        while True:
            order = self._tasks.get()
            if order is None:
                return
            if order is _LANES:
                self._help(number)
                continue
            task, done = order
            if self._closed:
                done.failed(cancelled())
                continue
            try:
                checksum = self._run(number, task, done)
            except StepFailure as e:
                done.failed(e)
            except Exception as e:
                failure = StepFailure("other", f"child lost: {e!r}")
                done.failed(cancelled() if self._closed else failure)
                self._lost(number)
            else:
                done.succeeded(checksum)

    def _run(self, number: int, task: Task, done: Any) -> int:
        child = self._child(number)
        done.started()
        if not any(isinstance(step, Job) for step in task.steps):
            return self._ship(child, task, done.timeline)
        total = 0
        for step in task.steps:
            if isinstance(step, Job):
                total += self._job(number, step)
            else:
                total += self._ship(child, Task(task.id, [step]), done.timeline)
        return total

    def _child(self, number: int) -> Any:
        """The child of a feeder; one that was lost has a successor."""
        child = self._children.get(number)
        if child is None:
            child = self._children[number] = self._make()
            _await_ready(child)
        return child

    def _ship(self, child: Any, task: Task, timeline: Any) -> int:
        timeline.queued()  # until the child has read it, and until this thread hears of its end
        conversation = Conversation(child.connection, self._places)
        try:
            conversation.send("task", timeline.sampled, task.id, task.steps)
            return conversation.result(timeline, self.shared)
        finally:
            conversation.over()
            timeline.running()

    def _job(self, number: int, step: Job) -> int:
        """Spreads a job over the children: every feeder that is free takes a lane of it."""
        if step.transport == "HEAP":
            raise StepFailure("other", "children share no heap: transport json, binary or mapped")
        spread = Spread(step, len(self._threads), self.shared)
        try:
            for lane in range(spread.chunks.lanes):
                self._lane_orders.append(_LaneOrder(spread, lane))
                self._tasks.put(_LANES)
            self._help(number)
            while not spread.over.wait(0.01):
                self._help(number)  # whoever waits works: two jobs would else wait for each other
            return spread.checksum()
        finally:
            spread.close()

    def _help(self, number: int) -> None:
        """Runs the lanes that nobody has taken, with this feeder's child."""
        while self._lane_orders:
            try:
                order = self._lane_orders.popleft()
            except IndexError:  # another was faster
                return
            try:
                order.spread.lane(order.lane, self._child(number).connection)
            except Exception as e:
                self._lost(number)
                order.spread.fail(StepFailure("other", f"child lost: {e!r}"))

    def _lost(self, number: int) -> None:
        child = self._children.pop(number, None)
        if child is not None:
            child.close()

    def close(self) -> None:
        """Ends the children; what they worked on fails."""
        self._closed = True
        for child in list(self._children.values()):
            child.end()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        for child in list(self._children.values()):
            child.close()
        self._children.clear()
        self.stores.close()


def _await_ready(child: Any) -> None:
    first = child.connection.recv()
    if first[0] != "ready":
        raise RuntimeError(f"a child began with {first[0]} instead of ready")


_LANES = object()


class _LaneOrder(NamedTuple):
    spread: Spread
    lane: int
