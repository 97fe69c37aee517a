"""More CPU kernels, the same operations in the same order as in Java: those that scenarios run in both languages.

As in `kernels`: a kernel with `items` can be cut, and `part(begin, end)` is the vector of that range. `KERNELS` is
what the registry there takes in: id to class and parameters, in the order of the class's fields.
"""

from typing import Dict, List, NamedTuple, Tuple

_MASK = 0xFFFF_FFFF_FFFF_FFFF


def _bits(seed: int, i: int) -> int:
    """The i-th output of SplitMix64, without sign; Java's `SplitMix.bits` is the same with one."""
    z = (seed + (i + 1) * 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def _signed(bits: int) -> int:
    bits &= _MASK
    return bits - (1 << 64) if bits >> 63 else bits


def _checksum(vector: List[int]) -> int:
    return _signed(sum((i + 1) * value for i, value in enumerate(vector)))


class Julia(NamedTuple):
    """Counts the points of a square grid in the filled Julia set of 0.322 + 0.05i."""

    size: int
    iterations: int

    @property
    def items(self) -> int:
        return self.size * self.size

    def run(self) -> int:
        return self.part(0, self.items)[0]

    def part(self, begin: int, end: int) -> List[int]:
        """An item is a point, row by row."""
        size, last = self.size, self.size - 1
        members = 0
        for point in range(begin, end):
            zr = -3.0 / 2 + 3.0 * (point % size) / last
            zi = -3.0 / 2 + 3.0 * (point // size) / last
            if _stays(zr, zi, self.iterations) == self.iterations:
                members += 1
        return [members]


def _stays(zr: float, zi: float, iterations: int) -> int:
    n = 0
    while n < iterations and zr * zr + zi * zi < 16:
        following = zr * zr - zi * zi + 0.322
        zi = 2 * zr * zi + 0.05
        zr = following
        n += 1
    return n


class PiSum(NamedTuple):
    """Pi by the midpoint rule in fixed point: every cut gives the same sum."""

    steps: int

    @property
    def items(self) -> int:
        return self.steps

    def run(self) -> int:
        return self.part(0, self.steps)[0]

    def part(self, begin: int, end: int) -> List[int]:
        width = 1.0 / self.steps
        total = 0
        for i in range(begin, end):
            x = (i + 0.5) * width
            total += int(4 / (1 + x * x) * 1073741824.0 + 0.5)
        return [total]


class PiMonteCarlo(NamedTuple):
    """Counts random points of the unit square inside the quarter circle."""

    points: int
    seed: int

    @property
    def items(self) -> int:
        return self.points

    def run(self) -> int:
        return self.part(0, self.points)[0]

    def part(self, begin: int, end: int) -> List[int]:
        hits = 0
        for i in range(begin, end):
            x = _bits(self.seed, 2 * i) >> 33
            y = _bits(self.seed, 2 * i + 1) >> 33
            if x * x + y * y < 1 << 62:
                hits += 1
        return [hits]


class WordCount(NamedTuple):
    """Counts the words of seeded documents into a histogram over the vocabulary."""

    documents: int
    words: int
    vocabulary: int
    seed: int

    @property
    def items(self) -> int:
        return self.documents

    def run(self) -> int:
        return _checksum(self.part(0, self.documents))

    def part(self, begin: int, end: int) -> List[int]:
        """An item is a document."""
        histogram = [0] * self.vocabulary
        for document in range(begin, end):
            _count(self.text(document), histogram)
        return histogram

    def text(self, document: int) -> str:
        text = []
        for i in range(self.words):
            if i > 0:
                text.append(". " if i % 8 == 0 else " ")
            word = _letters(self._word(document, i))
            text.append(word.capitalize() if i % 8 == 0 else word)
        return "".join(text)

    def _word(self, document: int, place: int) -> int:
        draw = _bits(self.seed, document * self.words + place) >> 33
        return (draw * draw >> 31) * self.vocabulary >> 31


def _letters(word: int) -> str:
    letters = []
    rest = word + 1
    while rest > 0:
        letters.append(chr(97 + (rest - 1) % 26))
        rest = (rest - 1) // 26
    return "".join(letters)


def _count(text: str, histogram: List[int]) -> None:
    word, weight = 0, 1
    for character in text + " ":
        letter = (ord(character) | 0x20) - 97  # a capital differs in this bit
        if 0 <= letter < 26:
            word += (letter + 1) * weight
            weight *= 26
        elif word > 0:
            histogram[word - 1] += 1
            word, weight = 0, 1


class Sort(NamedTuple):
    """Sorts n seeded numbers with the library's sort, which holds the GIL."""

    n: int
    seed: int

    def run(self) -> int:
        return _checksum(sorted(_signed(_bits(self.seed, i)) for i in range(self.n)))


class FibonacciMemo(NamedTuple):
    """The n-th Fibonacci number by recursion that remembers."""

    n: int

    def run(self) -> int:
        return _remembered(self.n, {})


def _remembered(n: int, known: Dict[int, int]) -> int:
    if n < 2:
        return n
    if n not in known:
        known[n] = _remembered(n - 1, known) + _remembered(n - 2, known)
    return known[n]


KERNELS: Dict[str, Tuple[type, Tuple[str, ...]]] = {
    "julia": (Julia, ("size", "iterations")),
    "pi-sum": (PiSum, ("steps",)),
    "pi-monte-carlo": (PiMonteCarlo, ("points", "seed")),
    "word-count": (WordCount, ("documents", "words", "vocabulary", "seed")),
    "sort": (Sort, ("n", "seed")),
    "fibonacci-memo": (FibonacciMemo, ("n",)),
}
