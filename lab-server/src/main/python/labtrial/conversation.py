"""What a parent and a child say to each other about one task."""

import threading
from typing import Any, Dict, Optional

from labtrial import payload
from labtrial.bulkhead import Bulkheads, Place
from labtrial.shared import SharedState
from labtrial.workload import StepFailure


class Conversation:
    """About one task: places it asks for are given back at its end, whatever happens."""

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
    cancelled = {}
    for metric, amount in (counts or {}).items():
        if metric.startswith("cancel."):
            cancelled[metric] = amount
        else:
            shared.count(metric, amount)
    if cancelled:
        shared.cancellations.elsewhere(cancelled)
