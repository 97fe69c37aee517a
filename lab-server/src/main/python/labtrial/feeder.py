"""A pool of children as their parent sees it: a thread each that ships a task and waits for its result.

Shared by processes and subinterpreters, which differ in how a child comes to be and how it ends.
"""

import queue
import threading
from typing import Any, Callable, Dict, List, Optional

from labtrial import payload
from labtrial.bulkhead import Bulkheads, Place
from labtrial.shared import SharedState
from labtrial.strand import cancelled
from labtrial.workload import StepFailure, Task


class Feeders:
    """`make()` gives a child: `connection`, `close()`, and `pid`, None when it has no process."""

    def __init__(self, count: int, make: Callable[[], Any]) -> None:
        self._make = make
        self._places = Bulkheads()
        self._tasks: queue.SimpleQueue = queue.SimpleQueue()
        self._children: Dict[int, Any] = {}
        self._closed = False
        self.shared = SharedState()
        made = [make() for _ in range(count)]
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
        child = self._children.get(number)
        if child is None:
            child = self._children[number] = self._make()
            _await_ready(child)
        done.started()
        done.timeline.queued()  # until the child has read it, and until this thread hears of its end
        conversation = _Conversation(child.connection, self._places)
        try:
            conversation.send("task", done.timeline.sampled, task.id, task.steps)
            return conversation.result(done.timeline, self.shared)
        finally:
            conversation.over()
            done.timeline.running()

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


def _await_ready(child: Any) -> None:
    first = child.connection.recv()
    if first[0] != "ready":
        raise RuntimeError(f"a child began with {first[0]} instead of ready")


class _Conversation:
    """About one task: places it asks for are given back at its end, whatever becomes of the child."""

    def __init__(self, connection: Any, places: Bulkheads) -> None:
        self._connection = connection
        self._bulkheads = places
        self._lock = threading.Lock()  # another child's end may grant a ticket of this one
        self._places: Dict[int, Any] = {}

    def send(self, *message: Any) -> None:
        with self._lock:
            self._connection.send(message)

    def result(self, timeline: Any, shared: SharedState) -> int:
        while True:
            kind, *fields = self._connection.recv()
            if kind == "result":
                _add(shared, fields[1])
                return fields[0]
            if kind == "failure":
                _add(shared, fields[2])
                raise StepFailure(fields[0], fields[1])
            if kind == "times":
                timeline.elsewhere(fields[0])
            elif kind == "enter":
                self._enter(*fields)
            elif kind == "leave":
                self._leave(fields[0])
            elif kind == "send":
                ticket, data, shape, codec = fields
                back, total = payload.echo(data, shape, codec)
                self.send("sent", ticket, back, total)

    def _enter(self, ticket: int, name: str, permits: int, line: int) -> None:
        bulkhead = self._bulkheads.of(name, permits, line)
        place = Place(lambda: self._grant(ticket))
        self._places[ticket] = (bulkhead, place)
        try:
            bulkhead.ask(name, place)
        except StepFailure:
            del self._places[ticket]
            self.send("refused", ticket)
            return
        if place.granted:
            self._grant(ticket)

    def _grant(self, ticket: int) -> None:
        try:
            self.send("granted", ticket)
        except (OSError, ValueError):
            pass  # the child is gone; whoever reads from it notices, and the place is given back

    def _leave(self, ticket: int) -> None:
        bulkhead, place = self._places.pop(ticket, (None, None))
        if bulkhead is not None:
            bulkhead.leave(place)

    def over(self) -> None:
        for ticket in list(self._places):
            self._leave(ticket)


def _add(shared: SharedState, counts: Optional[Dict[str, int]]) -> None:
    for metric, amount in (counts or {}).items():
        shared.count(metric, amount)
