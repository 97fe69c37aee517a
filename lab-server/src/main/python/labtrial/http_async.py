"""The least an HTTP/1.1 client can be on asyncio streams: kept-alive connections, one exchange at a
time each.
"""

import asyncio
from collections import deque
from typing import Any, Deque, Dict, List, Tuple

from labtrial.workload import Call, StepFailure

Connection = Tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Client:
    """At most so many connections to one backend; who finds none free waits for one."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._pools: Dict[Tuple[str, int], _Pool] = {}

    async def exchange(self, call: Call, task_id: int) -> int:
        """The length of the answer's body; any status but 200 is a failure."""
        address = (call.host, call.port)
        pool = self._pools.get(address)
        if pool is None:
            pool = self._pools[address] = _Pool(call.host, call.port, self._connections)
        connection = await pool.take()
        reusable = False
        try:
            status, length, reusable = await _exchange(connection, call, task_id)
        except (OSError, asyncio.IncompleteReadError) as e:
            raise StepFailure("reset", f"connection ended before the answer: {e}") from e
        finally:
            pool.give_back(connection, reusable)
        if status != 200:
            raise StepFailure("status", f"status {status}")
        return length

    async def close(self) -> None:
        for pool in self._pools.values():
            pool.close()
        await asyncio.sleep(0)  # transports close in the next turn of the loop


async def _exchange(connection: Connection, call: Call, task_id: int) -> Tuple[int, int, bool]:
    reader, writer = connection
    writer.write(call.head(task_id) + bytes(call.body_bytes))
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    status, length, keeps = parse_head(head)
    await reader.readexactly(length)
    return status, length, keeps


def parse_head(head: bytes) -> Tuple[int, int, bool]:
    """Status, length of the body, and whether the connection may be used again."""
    lines = head.decode("latin-1").lower().split("\r\n")
    if not lines[0].startswith("http/1.1 "):
        raise StepFailure("reset", f"not an HTTP/1.1 status line: {lines[0]}")
    headers = dict(line.partition(":")[::2] for line in lines[1:] if line)
    if "content-length" not in headers:
        raise StepFailure("reset", "answer without Content-Length, which this client needs")
    keeps = "close" not in headers.get("connection", "")
    return int(lines[0][9:12]), int(headers["content-length"]), keeps


class _Pool:
    """The connections to one backend; the last one used is used next."""

    def __init__(self, host: str, port: int, connections: int) -> None:
        self._host = host
        self._port = port
        self._free = connections
        self._idle: List[Connection] = []
        self._line: Deque[asyncio.Future] = deque()
        self._closed = False

    async def take(self) -> Connection:
        if self._free == 0:
            await self._turn()
        else:
            self._free -= 1
        while self._idle:
            connection = self._idle.pop()
            if not connection[0].at_eof():
                return connection
            connection[1].close()
        try:
            return await asyncio.open_connection(self._host, self._port)
        except BaseException as e:
            self._release()
            if isinstance(e, OSError):
                raise StepFailure("connect", str(e)) from e
            raise

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._release()
            raise

    def give_back(self, connection: Connection, reusable: bool) -> None:
        if reusable and not self._closed:
            self._idle.append(connection)
        else:
            connection[1].transport.abort()
        self._release()

    def _release(self) -> None:
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def close(self) -> Any:
        self._closed = True
        for _, writer in self._idle:
            writer.transport.abort()
        self._idle.clear()
