"""The interval that is measured, and what hangs on its edges: whole turns, tasks in flight."""

NEVER = (1 << 63) - 1


class Window:
    """The half-open interval that is measured.

    An edge is announced a moment before it is due, so that whoever takes a time and then asks gets
    the same answer however long it had to wait for the GIL in between.
    """

    NOTICE_NANOS = 200_000

    def __init__(self) -> None:
        self.opens = NEVER
        self.closes = NEVER

    def holds(self, nanos: int) -> bool:
        return self.opens <= nanos < self.closes

    def nanos(self) -> int:
        return self.closes - self.opens


class WholeTurns:
    """Throughput over whole turns: k C' / (t[n0 + k C'] - t[n0])."""

    def __init__(self, turn: int) -> None:
        self._turn = max(1, turn)
        self._count = 0
        self._first = 0
        self._mark = 0

    def ended(self, nanos: int) -> None:
        if self._count == 0:
            self._first = nanos
        elif self._count % self._turn == 0:
            self._mark = nanos
        self._count += 1

    def turns(self) -> int:
        return max(0, (self._count - 1) // self._turn)

    def rate_per_second(self, window_nanos: int) -> float:
        nanos = self._mark - self._first
        if self.turns() == 0 or nanos <= 0:
            return self._count * 1e9 / window_nanos
        return self.turns() * self._turn * 1e9 / nanos


class InFlight:
    """Tasks in flight: now, the peak, and the time average over the window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.now = 0
        self.peak = 0
        self._before = [0, 0]
        self._inside = [0, 0]

    def change(self, sign: int, nanos: int) -> None:
        self.now += sign
        self.peak = max(self.peak, self.now)
        if nanos < self._window.closes:
            part = self._before if nanos < self._window.opens else self._inside
            part[0] += sign
            part[1] += sign * nanos

    def mean(self) -> float:
        """The integral up to T is the sum of (T - start) less the sum of (T - end)."""
        opens, closes = self._window.opens, self._window.closes
        until = (self._before[0] + self._inside[0]) * closes - self._before[1] - self._inside[1]
        return (until - (self._before[0] * opens - self._before[1])) / self._window.nanos()
