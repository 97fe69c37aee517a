"""A task graph on threads: each node has one, and waits for those it needs."""

from typing import Any, Dict, List

from labtrial.strand import Strand, Together
from labtrial.workload import Graph, Node


def graph(steps: Any, step: Graph, strand: Strand) -> int:
    store = steps.stores.of(step, steps.shared)
    values: Dict[str, int] = {}
    strands: List[Strand] = []
    together = Together(strand, steps.branches, steps.shared.cancellations)

    def run(node: Node, own: Strand) -> None:
        strands.append(own)
        own.timeline.waiting()
        own.wait_for(lambda: all(need in values for need in node.needs))
        own.timeline.running()
        value = store.find(node)
        if value is None:
            value = steps.run(node.steps, own) + sum(values[need] for need in node.needs)
            store.keep(node, value)
        values[node.name] = value
        for other in list(strands):
            other.wake()

    for node in step.nodes:
        together.fork(lambda own, this=node: run(this, own))
    together.join()
    return values[step.nodes[-1].name]
