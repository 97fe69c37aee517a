"""Says in one line of JSON what this interpreter is and what it can do. Runs on any Python 3."""

import json
import multiprocessing
import platform
import sys


def subinterpreters():
    """own-gil, shared-gil or none: found out by making one, since the interface has changed."""
    try:
        try:
            import _interpreters as interpreters  # 3.13 and later
        except ImportError:
            import _xxsubinterpreters as interpreters
    except ImportError:
        return "none"
    try:
        if sys.version_info >= (3, 13):
            made = interpreters.create("isolated")
        else:
            made = interpreters.create(isolated=sys.version_info >= (3, 12))
        interpreters.destroy(made)
    except Exception:
        return "none"
    return "own-gil" if sys.version_info >= (3, 12) else "shared-gil"


def uvloop():
    try:
        import uvloop as found
    except ImportError:
        return None
    return getattr(found, "__version__", "unknown")


print(
    json.dumps(
        {
            "implementation": platform.python_implementation(),
            "executable": sys.executable,
            "version": platform.python_version(),
            "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
            "startMethods": multiprocessing.get_all_start_methods(),
            "subinterpreters": subinterpreters(),
            "uvloop": uvloop(),
        }
    )
)
