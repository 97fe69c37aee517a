"""HdrHistogram: recording, quantiles, and its compressed V2 encoding, as the Java library has them.

Lowest discernible value 1 us, highest 3600 s, three significant digits. Counts are kept in a dict:
what was never recorded takes no room.
"""

import base64
import math
import struct
import zlib
from typing import Dict, Optional

LOWEST_NANOS = 1_000
HIGHEST_NANOS = 3_600_000_000_000
DIGITS = 3

_UNIT_MAGNITUDE = int(math.log2(LOWEST_NANOS))  # values below 2^9 ns fall together
_SUB_BUCKETS = 2048  # smallest power of two that tells 2 * 10^3 values apart
_HALF = _SUB_BUCKETS // 2
_HALF_MAGNITUDE = 10  # log2 of the half
_MASK_BITS = _UNIT_MAGNITUDE + _HALF_MAGNITUDE + 1

_COOKIE = 0x1C849303 | 0x10
_COMPRESSED_COOKIE = 0x1C849304 | 0x10


def index_of(value: int) -> int:
    """Place of a value among the counts."""
    bucket = max(0, value.bit_length() - _MASK_BITS)
    return (bucket << _HALF_MAGNITUDE) + (value >> (bucket + _UNIT_MAGNITUDE))


def lowest_of(index: int) -> int:
    """Smallest value that falls on a place."""
    bucket = max(0, (index >> _HALF_MAGNITUDE) - 1)
    return (index - (bucket << _HALF_MAGNITUDE)) << (bucket + _UNIT_MAGNITUDE)


def width_of(index: int) -> int:
    """How many values fall on a place."""
    return 1 << (max(0, (index >> _HALF_MAGNITUDE) - 1) + _UNIT_MAGNITUDE)


class Histogram:
    """A distribution of durations in nanoseconds. Not thread-safe: its owner has a lock anyway."""

    def __init__(self) -> None:
        self._counts: Dict[int, int] = {}
        self.count = 0

    def record(self, nanos: int) -> None:
        """Counts a duration; one out of range is clamped."""
        value = min(max(nanos, 0), HIGHEST_NANOS)
        bucket = max(0, value.bit_length() - _MASK_BITS)
        index = (bucket << _HALF_MAGNITUDE) + (value >> (bucket + _UNIT_MAGNITUDE))
        self._counts[index] = self._counts.get(index, 0) + 1
        self.count += 1

    def quantile(self, percent: float) -> int:
        """The largest value equivalent to the one at this percentile; 0 without any."""
        # A tick below, as the Java library has it: 99.9 % of 1,000 is 999 in spite of binary.
        below = math.nextafter(percent, -math.inf)
        wanted = max(math.ceil(below * self.count / 100), 1)
        seen = 0
        for index in sorted(self._counts):
            seen += self._counts[index]
            if seen >= wanted:
                return lowest_of(index) + width_of(index) - 1
        return 0

    def maximum(self) -> int:
        index = max(self._counts)
        return lowest_of(index) + width_of(index) - 1

    def mean(self) -> float:
        middles = ((lowest_of(i) + width_of(i) // 2) * n for i, n in self._counts.items())
        return sum(middles) / self.count if self.count else 0.0

    def encoded(self) -> str:
        """Compressed V2, base64."""
        payload = bytearray()
        following = 0
        for index in sorted(self._counts):
            if index > following:
                _zig_zag(payload, following - index)  # a run of zeros, as a negative number
            _zig_zag(payload, self._counts[index])
            following = index + 1
        # Cookie, length, no normalising offset, digits, range, ratio of integers to doubles.
        head = struct.pack(
            ">iiiiqqd", _COOKIE, len(payload), 0, DIGITS, LOWEST_NANOS, HIGHEST_NANOS, 1.0
        )
        packed = zlib.compress(head + bytes(payload))
        frame = struct.pack(">ii", _COMPRESSED_COOKIE, len(packed)) + packed
        return base64.b64encode(frame).decode("ascii")

    def distribution(self) -> Dict[str, object]:
        """As `Measurement.Distribution`; a quantile needs ten samples beyond it."""
        n = self.count
        if n == 0:
            return {"count": 0, "mean": 0.0, "histogram": ""}
        return {
            "count": n,
            "mean": self.mean(),
            "p50": self._known(50, 20),
            "p90": self._known(90, 100),
            "p99": self._known(99, 1_000),
            "p999": self._known(99.9, 10_000),
            "max": self.maximum(),
            "histogram": self.encoded(),
        }

    def _known(self, percent: float, least: int) -> Optional[int]:
        return self.quantile(percent) if self.count >= least else None


def _zig_zag(out: bytearray, value: int) -> None:
    """ZigZag LEB128 as in V2: seven bits a byte, the ninth byte takes eight."""
    left = ((value << 1) ^ (value >> 63)) & 0xFFFFFFFFFFFFFFFF
    for _ in range(8):
        if left < 0x80:
            out.append(left)
            return
        out.append(left & 0x7F | 0x80)
        left >>= 7
    out.append(left)
