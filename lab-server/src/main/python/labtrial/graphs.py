"""The values of a graph's nodes, kept in a folder by what they were made from.

A file is named after the content of its node: its steps, and the content of the nodes it needs.
So a node that changes gets another name, and so does every node downstream of it. A value is
written under another name and renamed: whoever is killed in between leaves no half a value.
"""

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from typing import Any, Dict, List, Optional

from labtrial.shared import SharedState
from labtrial.workload import Graph, Node

_KILLED = 137  # 128 and the number of the signal, by the convention of shells

_SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from labtrial.graphs import history; history(sys.argv[2])"
)

_homes: List[str] = []


class Stores:
    """The folders of persistent graphs of one model: all its children see the same."""

    def __init__(self, home: Optional[str] = None) -> None:
        self._owner = home is None
        self._home = home
        self._lock = threading.Lock()

    @property
    def home(self) -> str:
        """A private folder among the temporary files, made when it is asked for."""
        with self._lock:
            if self._home is None:
                self._home = tempfile.mkdtemp(prefix="lab-graphs-")
                _homes.append(self._home)
            return self._home

    def of(self, graph: Graph, shared: SharedState) -> "Store":
        if not graph.persist:
            return Store(None, graph, shared)
        folder = os.path.join(self.home, _folder_name(graph))
        try:
            os.mkdir(folder + ".making")
        except FileExistsError:
            while not os.path.isdir(folder):  # another child makes it
                time.sleep(0.005)
        else:
            self._make(graph, folder)
        return Store(os.path.join(folder, "present"), graph, shared)

    @staticmethod
    def _make(graph: Graph, folder: str) -> None:
        making = folder + ".making"
        past = os.path.join(making, "history")
        os.mkdir(past)
        if graph.before_nodes != 0:
            _leave_history(graph, past)
        shutil.copytree(past, os.path.join(making, "present"))
        os.rename(making, folder)
        os.mkdir(making)  # whoever comes later finds it made

    def reset(self) -> None:
        """Every graph finds its history again, and nothing else. While no task runs."""
        if self._home is None:
            return
        for name in os.listdir(self._home):
            present = os.path.join(self._home, name, "present")
            if os.path.isdir(present):
                shutil.rmtree(present)
                shutil.copytree(os.path.join(self._home, name, "history"), present)

    def close(self) -> None:
        if self._owner and self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)


def remove_all() -> None:
    """What models left that were not closed."""
    for home in _homes:
        shutil.rmtree(home, ignore_errors=True)


class Store:
    """Finds and keeps values; without a folder it finds nothing. Counts the nodes that are run."""

    def __init__(self, folder: Optional[str], graph: Graph, shared: Any) -> None:
        self._folder = folder
        self._shared = shared
        self._names = _names(graph, ()) if folder else {}

    def find(self, node: Node) -> Optional[int]:
        if self._folder is None:
            return None
        name = self._names[node.name]
        try:
            with open(os.path.join(self._folder, name), encoding="ascii") as file:
                text = file.read()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        said, _, value = text.partition(" ")
        if said != name or not value.endswith("\n") or not value.strip("-\n").isdigit():
            return None  # torn, or someone else's
        return int(value)

    def keep(self, node: Node, value: int) -> None:
        if self._shared is not None:
            self._shared.count("nodes.run", 1)
        if self._folder is not None:
            _write(self._folder, self._names[node.name], value)


def _write(folder: str, name: str, value: int) -> None:
    descriptor, path = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{name} {value}\n")
    os.replace(path, os.path.join(folder, name))


def _names(graph: Graph, changed: Any) -> Dict[str, str]:
    names: Dict[str, str] = {}
    for node in graph.nodes:  # those it needs come first
        # A sum does not ask in which order the needs are named.
        needs = sorted(names[need] for need in node.needs)
        content = repr((node.steps, needs, node.name in changed))
        names[node.name] = hashlib.sha256(content.encode("utf-8")).hexdigest()
    return names


def _folder_name(graph: Graph) -> str:
    """One folder for a graph and its past: sweep points may differ in the past alone."""
    target = _names(graph, ())[graph.nodes[-1].name]
    past = repr((target, graph.before_nodes, sorted(graph.before_changed)))
    return hashlib.sha256(past.encode("utf-8")).hexdigest()


def _leave_history(graph: Graph, folder: str) -> None:
    """Really another process, and it really dies: what it leaves is what survives."""
    command = [sys.executable, "-I", "-S", "-c", _SCRIPT, sys.path[0], folder]
    ended = subprocess.run(command, input=pickle.dumps(graph), stdout=sys.stderr, check=False)
    if ended.returncode != _KILLED:
        raise RuntimeError(f"the process that leaves a history ended with {ended.returncode}")


def history(folder: str) -> None:
    """The process that leaves a history: runs so many nodes, and dies."""
    from labtrial.steps_blocking import BlockingSteps
    from labtrial.timeline import NONE
    from labtrial.workload import Task

    graph = pickle.loads(sys.stdin.buffer.read())
    steps = BlockingSteps(1, 1)
    names = _names(graph, graph.before_changed)
    count = len(graph.nodes) if graph.before_nodes < 0 else graph.before_nodes
    values: Dict[str, int] = {}
    for node in graph.nodes[:count]:
        own = steps.run_task(Task(0, node.steps), NONE)
        values[node.name] = own + sum(values[need] for need in node.needs)
        _write(folder, names[node.name], values[node.name])
    os._exit(_KILLED)
