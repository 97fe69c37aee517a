"""The registry of models, and what a model is built with.

A model has `start(task, done)`, which takes a task from any thread and does not wait for it;
`limits()`, every effective limit by name; `children()`, the ids of its processes; and `close()`,
after which nothing it owned is left. Every task ends exactly once: `done.started()`, then
`done.succeeded` or `done.failed`. A model whose tasks start on one thread has `call(function)`,
which runs there.
"""

from typing import Any, Dict


class Setup:
    """Resolved parameters, the most connections to one backend, and the processors it may use."""

    def __init__(self, parameters: Dict[str, str], connections: int, cores: int) -> None:
        self._parameters = parameters
        self.connections = connections
        self.cores = cores

    def text(self, name: str) -> str:
        if name not in self._parameters:
            raise ValueError(f"no parameter {name} in {self._parameters}")
        return self._parameters[name]

    def count(self, name: str) -> int:
        """A count; the word `cores` means the processors, `unbounded` and `per-task` mean 0."""
        words = {"cores": self.cores, "unbounded": 0, "per-task": 0}
        value = self.text(name)
        return words[value] if value in words else int(value)


class Unavailable(Exception):
    """The model cannot run in this interpreter, and why."""


def create(name: str, setup: Setup) -> Any:
    """Builds a model. Each is imported when it is asked for: a trial pays for its own alone."""
    if name == "python-asyncio":
        from labtrial.model_asyncio import AsyncioModel

        return AsyncioModel(setup)
    if name == "python-uvloop":
        from labtrial.model_uvloop import UvloopModel

        return UvloopModel(setup)
    if name == "python-threads":
        from labtrial.model_threads import ThreadModel

        return ThreadModel(setup)
    if name == "python-processes":
        from labtrial.model_processes import ProcessModel

        return ProcessModel(setup)
    if name == "python-subinterpreters":
        from labtrial.model_subinterpreters import SubinterpreterModel

        return SubinterpreterModel(setup)
    raise Unavailable(f"no model {name}")
