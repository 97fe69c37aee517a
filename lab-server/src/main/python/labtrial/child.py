"""A child of a process model: reads messages, runs one task at a time, writes its result.

```
parent -> child   task sampled id steps | granted ticket | refused ticket | sent ticket data sum
                  | chunk job lane slots path begin end | collect job lane slots path | stop
child -> parent   ready | result checksum counts | failure kind message | times segments
                  | enter ticket name permits queue | leave ticket | send ticket data shape codec
                  | part vector, None where it is kept until collected
```
A limit covers the tasks of all children, so only the parent can count; a payload goes to the parent
because that is another process. The thread that reads never works, so that it notices the end of
its input at once: then the parent is gone, and the child ends whatever it is doing.
"""

import os
import pickle
import queue
import struct
import threading
from functools import partial
from typing import Any, Callable, Dict

from labtrial import jobs, payload, shared_blocking
from labtrial.bulkhead import rejected
from labtrial.steps_blocking import BlockingSteps
from labtrial.strand import Strand
from labtrial.timeline import NONE, Timeline
from labtrial.workload import Cache, Job, Limit, Lock, Send, StepFailure, Task, Update

_LENGTH = struct.Struct("!I")


class PipeConnection:
    """Messages over two descriptors: a `multiprocessing.Connection` for interpreters."""

    def __init__(self, read: int, write: int) -> None:
        self._read = read
        self._write = write

    def send(self, message: Any) -> None:
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        left = memoryview(_LENGTH.pack(len(data)) + data)
        while left:
            left = left[os.write(self._write, left) :]

    def recv(self) -> Any:
        """Raises EOFError when the other side is gone."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return pickle.loads(self._exactly(length))

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = os.read(self._read, size - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


class Child:
    """One child, on its side of the connection."""

    def __init__(
        self, connection: Any, connections: int, cores: int, home: str, name: str
    ) -> None:
        self._connection = connection
        self._sending = threading.Lock()  # branches ask for places beside each other
        self._steps = _ChildSteps(self, connections, cores, home)
        self._tickets = 0
        self._asked: Dict[int, Any] = {}
        self._tasks: queue.SimpleQueue = queue.SimpleQueue()
        self._name = name
        self._lane = {"chunk": self._chunk, "collect": self._collect}
        self._kept: Dict[int, Any] = {}
        self._codecs: Dict[Any, jobs.Codec] = {}

    def serve(self) -> None:
        """Until told to stop, or until the parent is gone."""
        thread = threading.Thread(target=self._run, name="task")
        thread.start()
        self.send("ready")
        try:
            while True:
                kind, *fields = self._connection.recv()
                if kind in ("task", "chunk", "collect"):
                    self._tasks.put((kind, fields))
                elif kind == "stop":
                    break
                else:
                    self._answered(kind, *fields)
        finally:
            self._steps.stop()
            self._tasks.put(None)
        thread.join()
        self._steps.close()

    def send(self, *message: Any) -> None:
        with self._sending:
            self._connection.send(message)

    def _run(self) -> None:
        while True:
            order = self._tasks.get()
            if order is None:
                return
            kind, fields = order
            try:
                if kind == "task":
                    self._task(*fields)
                else:
                    self.send("part", self._lane[kind](*fields))
            except OSError:
                return  # nobody listens any more

    def _chunk(self, job: Job, lane: int, slots: int, path: Any, begin: int, end: int) -> Any:
        """A chunk of a job: its vector goes back, or is kept until the lane is collected."""
        vector = job.kernel.part(begin, end)
        if job.reduce == "CALLER":
            return self._codec(job, slots, path).pack(vector, lane)
        jobs.add(vector, self._kept.setdefault(lane, [0] * len(vector)))
        return None

    def _collect(self, job: Job, lane: int, slots: int, path: Any) -> Any:
        """The end of a lane: what was kept goes back, and the mapped file is let go."""
        vector = self._kept.pop(lane, [0] * jobs.width(job.kernel))
        codec = self._codec(job, slots, path)
        try:
            return None if job.reduce == "CALLER" else codec.pack(vector, lane)
        finally:
            self._codecs.pop(path).close()

    def _codec(self, job: Job, slots: int, path: Any) -> jobs.Codec:
        if path not in self._codecs:
            kind = job.transport
            self._codecs[path] = jobs.Codec(kind, slots, jobs.width(job.kernel), path)
        return self._codecs[path]

    def _task(self, sampled: bool, task_id: int, steps: Any) -> None:
        timeline: Any = Timeline(keep=1 << 30) if sampled else NONE
        timeline.running()
        try:
            outcome = ("result", self._steps.run_task(Task(task_id, steps), timeline))
        except StepFailure as e:
            outcome = ("failure", e.kind, str(e))
        except BaseException as e:
            outcome = ("failure", "other", repr(e))
        if sampled:
            # The monotonic clock is one for all processes of a Linux machine.
            timeline.ended()
            self.send(
                "times", [(state, a, b, self._name) for state, a, b, _ in timeline.segments]
            )
        counts = self._steps.shared.counts()
        counts.update(self._steps.shared.cancellations.next().figures())
        self._steps.shared.forget_counts()
        self.send(*outcome, counts)

    def question(self, strand: Strand, kind: str, *fields: Any) -> "_Question":
        """Asks the parent; the answer wakes the strand."""
        with self._sending:
            self._tickets += 1
            question = _Question(self._tickets, strand)
        self._asked[question.ticket] = question
        self.send(kind, question.ticket, *fields)
        return question

    def _answered(self, kind: str, ticket: int, *fields: Any) -> None:
        question = self._asked.pop(ticket, None)
        if question is not None:  # None: whoever asked gave up
            question.answer = (kind, *fields)
            question.strand.wake()


class _Question:
    def __init__(self, ticket: int, strand: Strand) -> None:
        self.ticket = ticket
        self.strand = strand
        self.answer: Any = None

    def wait(self) -> Any:
        self.strand.wait_for(lambda: self.answer is not None)
        return self.answer


class _Places:
    """Asks the parent to be let into a limit."""

    def __init__(self, child: Child) -> None:
        self._child = child

    def enter(self, name: str, permits: int, line: int, strand: Strand) -> Callable[[], None]:
        question = self._child.question(strand, "enter", name, permits, line)
        try:
            answer = question.wait()
        except StepFailure:
            self._child.send("leave", question.ticket)  # the line, or the place if that was granted
            raise
        if answer[0] == "refused":
            raise rejected(name)
        return lambda: self._child.send("leave", question.ticket)


class _ChildSteps(BlockingSteps):
    """The steps of blocking code; what is of all tasks is asked of the parent."""

    def __init__(self, child: Child, connections: int, cores: int, home: str) -> None:
        super().__init__(connections, cores, _Places(child), graphs_home=home)
        self._child = child
        self.meaning.update(
            {
                Lock: self._lock,
                Send: self._send,
                Cache: partial(_refuse, "children share no memory, and so no cache"),
                Update: partial(_refuse, "children share no memory, and so no counter"),
                Job: partial(_refuse, "a job inside other steps is not spread over children"),
            }
        )

    def _lock(self, step: Lock, strand: Strand) -> int:
        if step.kind == "NONE" or step.per_task:
            return shared_blocking.lock(self, step, strand)
        one = Limit("lock " + step.name, 1, -1, step.steps)
        return self.meaning[Limit](one, strand)

    def _send(self, step: Send, strand: Strand) -> int:
        # Between processes a reference cannot travel: there RAW is the bytes as they are.
        codec = "BINARY" if step.codec == "RAW" else step.codec
        sent = payload.encode(payload.payload(step.bytes, step.shape), codec)
        question = self._child.question(strand, "send", sent, step.shape, codec)
        strand.timeline.waiting()
        try:
            _, back, result = question.wait()
        finally:
            strand.timeline.running()
        payload.decode(back, step.shape, codec)
        self.shared.count("bytes.moved", payload.moved(sent, back))
        return result


def _refuse(why: str, step: Any, strand: Strand) -> int:
    raise StepFailure("other", why)
