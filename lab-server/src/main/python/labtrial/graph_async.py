"""A task graph on an event loop: a future for every node."""

import asyncio
from typing import Any, Dict, List

from labtrial.strand_async import Strand, all_of
from labtrial.workload import Graph


async def graph(steps: Any, step: Graph, strand: Strand) -> int:
    store = steps.stores.of(step, steps.shared)
    futures: Dict[str, asyncio.Future] = {}
    for node in step.nodes:
        needs = [futures[name] for name in node.needs]
        futures[node.name] = asyncio.ensure_future(
            _node(steps, node, needs, store, strand.branch())
        )
    strand.timeline.queued()
    try:
        await all_of(list(futures.values()), steps.shared.cancellations)
    finally:
        strand.timeline.running()
    return futures[step.nodes[-1].name].result()


async def _node(steps: Any, node: Any, needs: List[Any], store: Any, strand: Strand) -> int:
    strand.timeline.waiting()
    try:
        values = [await asyncio.shield(need) for need in needs]
        strand.timeline.running()
        found = store.find(node)
        if found is not None:
            return found
        value = await steps.run(node.steps, strand) + sum(values)
        store.keep(node, value)
        return value
    finally:
        strand.timeline.ended()
