"""A run over many inputs: chunk by chunk, in this process or in several, the harvests always in order."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from partnerassess.batch.inputs import Input, in_chunks
from partnerassess.batch.results import Gatherer, Harvest
from partnerassess.files.stopping import undisturbed

# A run that needs no other processes does not load what starts them.
if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

_MOST_JOBS = 8

_LOOK_EVERY = 1.0
"""After how many seconds without a harvest somebody looks whether all processes are still there."""
_AHEAD = 3
"""How many chunks per process may be under way or wait for their turn, so that memory stays bounded."""


def default_jobs() -> int:
    """Give how many processes a run has if nobody says: as many as this one has processors, 8 at most."""
    known = getattr(os, "sched_getaffinity", None)
    return min(len(known(0)) if known else os.cpu_count() or 1, _MOST_JOBS)


def run(
    inputs: Iterable[Input],
    gatherer: Gatherer,
    *,
    jobs: int,
    chunk: int | None = None,
    tell: Callable[[str], None],
) -> Generator[Harvest, None, None]:
    """Gather from inputs, chunk by chunk and in order, whatever the number of jobs.

    `chunk` is how many inputs a process takes at a time, as many as suit the gatherer if it is null. What
    fits into one chunk stays in this process. `tell` takes a line for the person who waits, when processes
    ended and this one has to go on alone.
    """
    chunks = in_chunks(inputs, chunk or gatherer.chunk)
    first = list(islice(chunks, 2))
    _settle_memory()
    every: Iterator[list[Input]] = chain(first, chunks)
    if jobs > 1 and len(first) > 1:
        gatherer.prepare()
        every = yield from _in_processes(every, gatherer, jobs, tell)
    yield from map(gatherer.gather, every)


def _in_processes(
    chunks: Iterator[list[Input]], gatherer: Gatherer, jobs: int, tell: Callable[[str], None]
) -> Generator[Harvest, None, Iterator[list[Input]]]:
    """Give the harvests of all chunks; returns those that are left when a process has ended by itself.

    Closing the generator, or an exception in it, ends all processes at once.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, get_context(), initializer=_begin, initargs=(gatherer,))
    given: deque[list[Input]] = deque()
    under_way: deque[Future[Harvest]] = deque()
    is_done = False
    try:
        while True:
            for inputs in islice(chunks, jobs * _AHEAD - len(under_way)):
                given.append(inputs)
                with undisturbed(), _signals_waiting():
                    under_way.append(pool.submit(_gather, inputs))
            if not under_way:
                is_done = True
                return chunks
            yield _result(pool, under_way.popleft())
            given.popleft()
    except BrokenProcessPool:
        tell("A worker process ended before its time; this one does the rest by itself.")
        return chain(given, chunks)
    finally:
        if not is_done:
            _kill(pool)
        pool.shutdown(cancel_futures=True)


def _result(pool: "ProcessPoolExecutor", future: "Future[Harvest]") -> Harvest:
    """Wait for a harvest; raises BrokenProcessPool also if a process has ended with half of one given."""
    from concurrent.futures import wait
    from concurrent.futures.process import BrokenProcessPool

    while not wait([future], timeout=_LOOK_EVERY).done:
        if any(process.exitcode is not None for process in _processes(pool)):
            raise BrokenProcessPool
    return future.result()


def _processes(pool: "ProcessPoolExecutor") -> "list[BaseProcess]":
    return list((getattr(pool, "_processes", None) or {}).values())


def _kill(pool: "ProcessPoolExecutor") -> None:
    """End all processes of a pool at once, whatever they are doing."""
    for process in _processes(pool):
        process.kill()
    # Half of a result may be under way: only if nobody can write the rest is there an end to waiting for it.
    results = getattr(pool, "_result_queue", None)
    if results is not None:
        getattr(results, "_writer").close()  # noqa: B009 private, as typeshed knows


_gatherers: list[Gatherer] = []
"""In a worker process: what it gathers with."""


def _begin(gatherer: Gatherer) -> None:
    """Make a process ready for work."""
    for each in _signals():
        # An interrupt reaches the whole group of processes: the first one decides what becomes of it.
        signal.signal(each, signal.SIG_IGN if each.name in ("SIGINT", "SIGBREAK") else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _settle_memory()
    _gatherers.append(gatherer)


def _end_with_parent() -> None:
    """End this process when the one it works for is gone, however that came about."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _gather(inputs: Sequence[Input]) -> Harvest:
    return _gatherers[-1].gather(inputs)


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """Keep signals from processes that may be starting, until they have said what these mean to them.

    They inherit the mask of the thread that starts them.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set(_signals()))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _signals() -> Iterator[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    return (getattr(signal, name) for name in names if hasattr(signal, name))


def _settle_memory() -> None:
    """Let the collector of cyclic garbage look less often, and never at what is there for good."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
