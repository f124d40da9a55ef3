"""A run over many inputs: chunk by chunk, in one process or several, the results always in order.

This module knows when several processes pay. It does not know how they are looked after.
"""

import gc
import os
from collections.abc import Callable, Generator, Iterable
from itertools import chain, islice

from partnerassess.batch.gathered import Gatherer, Harvest
from partnerassess.batch.inputs import Input, in_chunks

_MOST_JOBS = 8


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
    fits into one chunk stays in this process. `tell` takes a line for the person who waits, when a process
    had to be replaced.
    """
    chunks = in_chunks(inputs, chunk or gatherer.chunk)
    first = list(islice(chunks, 2))
    gatherer.prepare()
    settle_memory()
    if jobs == 1 or len(first) < 2:
        yield from map(gatherer.gather, chain(first, chunks))
        return
    from partnerassess.batch.workers import gather_in_processes

    yield from gather_in_processes(chain(first, chunks), gatherer, jobs=jobs, tell=tell)


def settle_memory() -> None:
    """Let the collector of cyclic garbage look less often, and never at what is there for good."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
