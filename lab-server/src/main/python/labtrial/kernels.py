"""The CPU kernels: the same operations in the same order as in Java, so the same numbers.

Doubles are IEEE 754 in both languages and no multiplication is fused with an addition; integers
that could leave 64 bits are cut to them. A kernel with `items` can be cut: `part(begin, end)` is
the vector of that range, and the vectors of any cut add up to the whole.
"""

import hashlib
import struct
from typing import Any, Dict, List, NamedTuple

from .kernels_catalogue import KERNELS


class Primes(NamedTuple):
    """Counts the primes in [first, first + count) by trial division."""

    first: int
    count: int

    @property
    def items(self) -> int:
        return self.count

    def run(self) -> int:
        return self.part(0, self.count)[0]

    def part(self, begin: int, end: int) -> List[int]:
        primes = 0
        for n in range(self.first + begin, self.first + end):
            if _is_prime(n):
                primes += 1
        return [primes]


def _is_prime(n: int) -> bool:
    if n < 4:
        return True  # 2 and 3: `first` is at least 2
    if n % 2 == 0 or n % 3 == 0:
        return False
    d = 5
    while d * d <= n:
        if n % d == 0 or n % (d + 2) == 0:
            return False
        d += 6
    return True


class Mandelbrot(NamedTuple):
    """Sums the iteration counts over a square picture, centre -0.8, extent 3."""

    size: int
    iterations: int

    @property
    def items(self) -> int:
        return self.size * self.size

    def run(self) -> int:
        return self.part(0, self.items)[0]

    def part(self, begin: int, end: int) -> List[int]:
        """An item is a pixel, row by row."""
        total = 0
        size = self.size
        for pixel in range(begin, end):
            re = -0.8 - 3.0 / 2 + 3.0 * (pixel % size) / size
            im = 0.0 - 3.0 / 2 + 3.0 * (pixel // size) / size
            total += _escape(re, im, self.iterations)
        return [total]


def _escape(re: float, im: float, iterations: int) -> int:
    zr = zi = 0.0
    for n in range(iterations - 1):
        following = zr * zr - zi * zi + re
        zi = 2 * zr * zi + im
        zr = following
        if zr * zr + zi * zi > 4:
            return n
    return iterations - 1


class Pi(NamedTuple):
    """Pi by the midpoint rule; the result is the bit pattern of the double."""

    steps: int

    def run(self) -> int:
        width = 1.0 / self.steps
        total = 0.0
        for i in range(self.steps):
            x = (i + 0.5) * width
            total += 4 / (1 + x * x)
        return struct.unpack(">q", struct.pack(">d", total * width))[0]


class Fibonacci(NamedTuple):
    """The n-th Fibonacci number by naive recursion."""

    n: int

    def run(self) -> int:
        return _fibonacci(self.n)


def _fibonacci(n: int) -> int:
    return n if n < 2 else _fibonacci(n - 1) + _fibonacci(n - 2)


class Sha256(NamedTuple):
    """Hashes a block again and again. Blocks of 2,048 bytes or more are hashed without the GIL."""

    bytes: int
    rounds: int

    def run(self) -> int:
        block = bytearray((31 * i + 7) & 0xFF for i in range(self.bytes))
        digest = b""
        for _ in range(self.rounds):
            digest = hashlib.sha256(block).digest()
            block[: min(len(digest), self.bytes)] = digest[: self.bytes]
        return struct.unpack(">q", digest[:8])[0]


_KERNELS = {
    "primes": (Primes, ("from", "count")),
    "mandelbrot": (Mandelbrot, ("size", "iterations")),
    "pi": (Pi, ("steps",)),
    "fibonacci": (Fibonacci, ("n",)),
    "sha-256": (Sha256, ("bytes", "rounds")),
    **KERNELS,
}


def names() -> List[str]:
    """The ids of all kernels."""
    return list(_KERNELS)


def create(given: Dict[str, Any]) -> Any:
    """The kernel of a JSON object: its id and its parameters, all of them and no others."""
    name = given["id"]
    if name not in _KERNELS:
        raise ValueError(f"no kernel {name}; there are {', '.join(_KERNELS)}")
    kernel, parameters = _KERNELS[name]
    found = sorted(key for key in given if key != "id")
    if found != sorted(parameters):
        raise ValueError(f"kernel {name} takes {', '.join(parameters)}; found {', '.join(found)}")
    return kernel(*(int(given[key]) for key in parameters))


def divisible(given: Dict[str, Any]) -> Any:
    """The same, for a kernel that can be cut."""
    kernel = create(given)
    if not hasattr(kernel, "items"):
        raise ValueError(f"kernel {given['id']} cannot be cut into parts")
    return kernel


def checksum(vector: List[int]) -> int:
    """A vector as one number, every place with a weight of its own."""
    return sum((i + 1) * value for i, value in enumerate(vector))
