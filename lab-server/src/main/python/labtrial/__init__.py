"""The CPython side of the lab: a trial process that speaks the same JSON lines as the Java one.

Standard library only, CPython 3.9 or later. One file per model, each with the members of its Java
neighbour in the same order, because readers hold the two side by side:

    model_asyncio.py           coroutines on one event loop
    model_uvloop.py            the same coroutines on a loop written in C
    model_threads.py           a pool of threads, which take turns under the GIL
    model_processes.py         a pool of processes: fork, spawn or forkserver
    model_subinterpreters.py   several interpreters in one process

`steps_async.py` and `steps_blocking.py` are what the steps of a task mean on a loop and on a
thread. Everything else measures: `pacer.py` decides when tasks start, `recorder.py` counts them.
"""
