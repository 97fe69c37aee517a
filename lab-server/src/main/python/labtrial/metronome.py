"""Says when the tasks of an open load are due, from outside the GIL of the model it is for.

A program of its own, run by `Metronome`. It reads the due times, as integers of eight bytes on the
monotonic clock, which is one for all processes of a machine; writes `r` when it has them, and then a
byte for each that has come. When its input ends it writes to standard error when it sent each of
them, and ends. So it does when its parent is gone: then nobody reads that.
"""

import os
import select
import struct
from array import array
from time import monotonic_ns

_MOST_BYTES = 4096


def _read_times() -> array:
    (length,) = struct.unpack("=q", _exactly(8))
    return array("q", _exactly(8 * length))


def _exactly(size: int) -> bytes:
    parts = []
    while size > 0:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            raise SystemExit  # the parent is gone
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _tell(owed: int) -> int:
    """Writes as many as the pipe takes: a reader that does not come to read must not make this late."""
    try:
        return owed - os.write(1, b"." * min(owed, _MOST_BYTES))
    except BlockingIOError:
        return owed


def beat(times: array) -> array:
    """Until all have come or the input ends; returns when each was sent."""
    sent = array("q")
    owed = 0
    while True:
        now = monotonic_ns()
        before = len(sent)
        while len(sent) < len(times) and times[len(sent)] <= now:
            sent.append(now)
        owed += len(sent) - before
        if owed:
            owed = _tell(owed)
        left = max(0, times[len(sent)] - monotonic_ns()) / 1e9 if len(sent) < len(times) else None
        if select.select([0], [1] if owed else [], [], left)[0]:
            return sent


def main() -> None:
    os.set_blocking(1, False)
    os.write(1, b"r")
    times = _read_times()
    data = memoryview(beat(times).tobytes())
    try:
        while data:
            data = data[os.write(2, data) :]
    except OSError:
        pass  # nobody asks any more


if __name__ == "__main__":
    main()
