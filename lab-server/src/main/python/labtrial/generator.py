"""The load generator of an open load: a process that only keeps time.

In a thread it would wait for the GIL, which the model holds, and nobody could tell a late generator
from a slow model. What comes through the pipe is due; that the model's process may take its time to
read it is the model's, and stays in the latency, which counts from the due time.
"""

import os
import struct
import subprocess
import sys
from array import array
from time import monotonic_ns
from typing import Iterator, List

from labtrial.faults import TrialFault
from labtrial.hdr import Histogram
from labtrial.window import Window


class Metronome:
    """Owns the process `metronome.py`; `stop` ends it."""

    def __init__(self) -> None:
        program = os.path.join(os.path.dirname(__file__), "metronome.py")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
            )
        except OSError as e:
            raise TrialFault("unavailable", f"the load generator did not start: {e}") from e
        self._times: List[int] = []
        self._sent: List[int] = []
        self._stopped_at = 0
        if os.read(self._process.stdout.fileno(), 1) != b"r":
            self.stop()
            raise TrialFault("unavailable", "the load generator ended at once")

    def begin(self, times: List[int]) -> None:
        """Due times on the monotonic clock, ascending."""
        self._times = times
        data = memoryview(struct.pack("=q", len(times)) + array("q", times).tobytes())
        while data:
            data = data[os.write(self._process.stdin.fileno(), data) :]

    def ticks(self) -> Iterator[int]:
        """How many more are due; ends when stopped."""
        while True:
            data = os.read(self._process.stdout.fileno(), 1 << 16)
            if not data:
                return
            yield len(data)

    def stop(self) -> None:
        """Ends the process. Harmless when repeated."""
        if self._stopped_at:
            return
        self._stopped_at = monotonic_ns()
        self._process.stdin.close()
        sent = array("q")
        sent.frombytes(self._process.stderr.read())
        self._sent = list(sent)
        self._process.stderr.close()
        self._process.wait()

    def lateness99(self, window: Window) -> int:
        """99th percentile of sent minus due; one never sent is as late as the end was."""
        histogram = Histogram()
        for index, due in enumerate(self._times):
            if window.holds(due):
                sent = self._sent[index] if index < len(self._sent) else self._stopped_at
                histogram.record(max(0, sent - due))
        return histogram.quantile(99)
