"""What a `send` step moves, and how it becomes bytes: the payloads of Java, and their sums.

DOUBLES is an array of doubles, RECORDS a list of rows. The codecs are Python's own: JAVA, Java's
serialisation there, is pickle here.
"""

import json
import pickle
import struct
from array import array
from typing import Any, NamedTuple, Tuple

ROW_BYTES = 32  # eight for the id, sixteen for the name, eight for the amount
_ROW = struct.Struct(">q16sd")


class Row(NamedTuple):
    id: int
    name: str
    amount: float


def payload(size: int, shape: str) -> Any:
    """The payload of about so many bytes, at least one number or row."""
    if shape == "DOUBLES":
        return array("d", range(max(1, size // 8)))
    return [Row(i, f"customer-{i:07d}", float(i % 1000)) for i in range(max(1, size // ROW_BYTES))]


def total(value: Any) -> int:
    """What the receiver computes: proof that everything arrived."""
    if isinstance(value, array):
        return int(sum(value))
    return int(sum(row.id + row.amount + len(row.name) for row in value))


def encode(value: Any, codec: str) -> Any:
    """Bytes; with RAW the payload itself."""
    if codec == "RAW":
        return value
    if codec == "JAVA":
        # An array as its type and its bytes, which is what it pickles itself to; but its own way
        # does not work in subinterpreters before 3.12.
        plain = value.tobytes() if isinstance(value, array) else value
        return pickle.dumps(plain, pickle.HIGHEST_PROTOCOL)
    if codec == "JSON":
        return json.dumps(list(value)).encode("utf-8")
    if isinstance(value, array):
        return value.tobytes()
    return b"".join(_ROW.pack(row.id, row.name.encode("ascii"), row.amount) for row in value)


def decode(data: Any, shape: str, codec: str) -> Any:
    """The other way round."""
    if codec == "RAW":
        return data
    if codec == "JAVA":
        value = pickle.loads(data)
        return array("d", value) if shape == "DOUBLES" else value
    if codec == "JSON":
        values = json.loads(data)
        return array("d", values) if shape == "DOUBLES" else [Row(*value) for value in values]
    if shape == "DOUBLES":
        return array("d", bytes(data))
    return [Row(i, name.decode("ascii"), a) for i, name, a in _ROW.iter_unpack(data)]


def echo(data: Any, shape: str, codec: str) -> Tuple[Any, int]:
    """The receiver's part: decodes, sums, encodes again. What goes back, and the sum."""
    value = decode(data, shape, codec)
    return encode(value, codec), total(value)


def moved(*encoded: Any) -> int:
    """Bytes that travelled; a reference is none."""
    return sum(len(data) for data in encoded if isinstance(data, bytes))


def hold(size: int) -> bytearray:
    """Memory with every page touched: what was never written takes no room."""
    held = bytearray(size)
    held[::4096] = b"\1" * len(range(0, size, 4096))
    return held
