"""The least a blocking HTTP/1.1 client can be: kept-alive sockets, one exchange at a time."""

import socket
import threading
from typing import Dict, List, Tuple

from labtrial.bulkhead import Bulkhead
from labtrial.http_async import parse_head
from labtrial.strand import Strand
from labtrial.workload import Call, StepFailure

_READ_BYTES = 1 << 16


class Client:
    """At most so many connections to one backend; who finds none free waits for one."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._pools: Dict[Tuple[str, int], _Pool] = {}

    def exchange(self, call: Call, strand: Strand) -> int:
        """The length of the answer's body; any status but 200 is a failure."""
        pool = self._pool(call.host, call.port)
        place = pool.places.enter("connections", strand)
        try:
            connection = pool.take()
            reusable = False
            try:
                status, length, reusable = _exchange(connection, call, strand)
            finally:
                strand.abortable(None)
                pool.give_back(connection, reusable and not strand.stopped)
        except OSError as e:
            strand.check()  # a failure while stopped is the stopping, whatever it looks like
            raise StepFailure("reset", f"connection ended before the answer: {e}") from e
        finally:
            pool.places.leave(place)
        if status != 200:
            raise StepFailure("status", f"status {status}")
        return length

    def _pool(self, host: str, port: int) -> "_Pool":
        pool = self._pools.get((host, port))
        if pool is None:
            with self._lock:
                pool = self._pools.setdefault((host, port), _Pool(host, port, self._connections))
        return pool

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


def _exchange(connection: socket.socket, call: Call, strand: Strand) -> Tuple[int, int, bool]:
    def abort() -> None:
        try:
            connection.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads; close() would not
        except OSError:
            pass  # not connected any more

    strand.abortable(abort)
    connection.sendall(call.head(strand.task_id) + bytes(call.body_bytes))
    data = b""
    while b"\r\n\r\n" not in data:
        data += _read(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    status, length, keeps = parse_head(head)
    left = length - len(body)
    while left > 0:
        left -= len(_read(connection))
    return status, length, keeps


def _read(connection: socket.socket) -> bytes:
    data = connection.recv(_READ_BYTES)
    if not data:
        raise ConnectionResetError("end of the connection")
    return data


class _Pool:
    """The connections to one backend; the last one used is used next."""

    def __init__(self, host: str, port: int, connections: int) -> None:
        self._address = (host, port)
        self._lock = threading.Lock()
        self._idle: List[socket.socket] = []
        self._closed = False
        self.places = Bulkhead(connections)

    def take(self) -> socket.socket:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        try:
            connection = socket.create_connection(self._address)
        except OSError as e:
            raise StepFailure("connect", str(e)) from e
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def give_back(self, connection: socket.socket, reusable: bool) -> None:
        with self._lock:
            if reusable and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
