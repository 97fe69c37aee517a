"""The coroutines of `model_asyncio.py` on a loop written in C.

*What it is:* uvloop puts libuv under the same `asyncio` interface. Not one line of a task changes.

*In Java terms:* `netty` with `io: epoll`: the same idea, nearer to the kernel.

*Good at:* many small exchanges, where the loop's own code is what costs.

*Breaks when:* a step computes or blocks, exactly as before: it is still one loop on one core.

*Look at:* how short this file is.

*A real system would add:* nothing; it is one line in `main`. On Windows there is no uvloop.
"""

from labtrial.model_asyncio import AsyncioModel
from labtrial.models import Setup, Unavailable

try:
    import uvloop
except ImportError:
    uvloop = None


class UvloopModel(AsyncioModel):
    """An `AsyncioModel` with another loop."""

    def __init__(self, setup: Setup) -> None:
        if uvloop is None:
            raise Unavailable("this Python has no uvloop; `pip install uvloop` adds it")
        super().__init__(setup, uvloop.new_event_loop)
