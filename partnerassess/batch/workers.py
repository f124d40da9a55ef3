"""Worker processes: chunks out, harvests back, in order; a worker that dies is replaced.

This module knows how processes are started, fed and replaced, so that nothing is lost and nothing counts
twice. It does not know what a harvest is made of.
"""

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from partnerassess.batch.gathered import Gatherer, Harvest
from partnerassess.batch.inputs import Input, name_of
from partnerassess.batch.running import settle_memory
from partnerassess.problems import Problem, ProblemsFound

_AHEAD = 4
"""How many chunks per worker may be under way or wait for their turn, so that memory stays bounded."""
_MOST_DEATHS = 20
"""How many workers may die one after the other without any result before the run is given up."""


@dataclass(kw_only=True, slots=True)
class _Task:
    """A chunk, and how far it has come."""

    number: int
    inputs: Sequence[Input]
    harvest: Harvest = field(default_factory=Harvest)
    """What is there of it; it counts its inputs."""
    singly: bool = False
    """Whether its inputs are sent back one by one, since a worker died over it."""
    deaths: int = 0
    """How many workers died over the input that is next."""

    @property
    def left(self) -> Sequence[Input]:
        """Give the inputs that are still to be gathered from."""
        return self.inputs[self.harvest.inputs :]


@dataclass(kw_only=True, slots=True, eq=False)
class _Worker:
    """A process and the way to talk to it."""

    process: BaseProcess
    connection: "Connection[Any, Any]"
    task: _Task | None = None


def gather_in_processes(
    chunks: Iterator[list[Input]], gatherer: Gatherer, *, jobs: int, tell: Callable[[str], None]
) -> Iterator[Harvest]:
    """Gather from chunks in so many processes and give the harvests in the order of the chunks.

    Closing the iterator, or an exception in it, ends all processes at once.
    """
    crew = _Crew(chunks, gatherer, jobs, tell)
    try:
        yield from crew.harvests()
    finally:
        crew.dismiss()


class _Crew:
    """The workers of a run."""

    def __init__(
        self, chunks: Iterator[list[Input]], gatherer: Gatherer, jobs: int, tell: Callable[[str], None]
    ) -> None:
        self._chunks = enumerate(chunks)
        self._gatherer = gatherer
        self._jobs = jobs
        self._tell = tell
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._done: dict[int, Harvest] = {}
        self._due = 0
        self._deaths = 0

    def harvests(self) -> Iterator[Harvest]:
        """Give the harvests in order."""
        while self._hand_out():
            by_connection: dict[object, _Worker] = {
                each.connection: each for each in self._workers if each.task is not None
            }
            for ready in wait([each.connection for each in by_connection.values()]):
                self._listen(by_connection[ready])
            # Nobody is to wait for work while the harvests are being used.
            self._hand_out()
            while self._due in self._done:
                yield self._done.pop(self._due)
                self._due += 1

    def dismiss(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _hand_out(self) -> bool:
        """Give every idle worker a task, and say whether there is anything to wait for."""
        idle = [each for each in self._workers if each.task is None]
        while idle or len(self._workers) < self._jobs:
            task = self._next_task()
            if task is None:
                break
            self._send(idle.pop() if idle else self._hire(), task)
        return bool(self._again) or any(each.task is not None for each in self._workers)

    def _next_task(self) -> _Task | None:
        if self._again:
            return self._again.popleft()
        under_way = len(self._done) + sum(each.task is not None for each in self._workers)
        if under_way >= self._jobs * _AHEAD:
            return None
        number, inputs = next(self._chunks, (0, None))
        return None if inputs is None else _Task(number=number, inputs=inputs)

    def _send(self, worker: _Worker, task: _Task) -> None:
        worker.task = task
        try:
            worker.connection.send((task.left, task.singly))
        except OSError:
            self._bury(worker)

    def _listen(self, worker: _Worker) -> None:
        """Take what a worker has to say: a harvest, or a fault of ours, or nothing any more."""
        task = worker.task
        if task is None:
            return
        try:
            said = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, Harvest):
            self._deaths = task.deaths = 0
            task.harvest.add(said)
            if not task.left:
                self._done[task.number] = task.harvest
                worker.task = None

    def _bury(self, worker: _Worker) -> None:
        """Put another worker in the place of a dead one, and have its inputs gathered from again."""
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        self._deaths += 1
        if self._deaths >= _MOST_DEATHS:
            raise ProblemsFound([_hopeless(worker.process.exitcode)])
        task = worker.task
        if task is not None:
            task.deaths += task.singly
            task.singly = True
            if task.deaths > 1:
                self._give_up(task, worker.process.exitcode)
            else:
                files = f"{len(task.left)} inputs" if len(task.left) > 1 else "1 input"
                self._tell(f"A worker process ended ({_how(worker.process.exitcode)}); {files} read again.")
            if task.left:
                self._again.append(task)
            else:
                self._done[task.number] = task.harvest

    def _give_up(self, task: _Task, exitcode: int | None) -> None:
        """Leave out the input over which two workers died that had nothing else to do."""
        name = name_of(task.left[0])
        message = f"reading this ended two worker processes ({_how(exitcode)}); it is left out"
        hint = "try it alone with --jobs 1, and tell us if it is not the computer"
        task.harvest.add(
            Harvest(inputs=1, unusable=1, problems=[(Problem(file=name, message=message, hint=hint),)])
        )
        task.deaths = 0

    def _hire(self) -> _Worker:
        context = get_context()
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(ours, theirs, self._gatherer), daemon=True)
        worker = _Worker(process=process, connection=ours)
        with _signals_waiting():
            process.start()
            self._workers.append(worker)
        theirs.close()
        return worker


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """Keep signals from a process that is being started, until it has said what they mean to it."""
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


def work(far_end: "Connection[Any, Any]", connection: "Connection[Any, Any]", gatherer: Gatherer) -> None:
    """Gather from what comes through a connection until it is closed at the far end."""
    # A process that holds the far end itself would never see it closed, and stay when the first one is gone.
    far_end.close()
    for each in _signals():
        # An interrupt reaches the whole group of processes: the first one decides what becomes of it.
        signal.signal(each, signal.SIG_IGN if each.name in ("SIGINT", "SIGBREAK") else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    settle_memory()
    try:
        while True:
            order: tuple[Sequence[Input], bool] = connection.recv()
            inputs, singly = order
            for part in [[each] for each in inputs] if singly else [inputs]:
                connection.send(_gather(gatherer, part))
    except (EOFError, OSError):
        return


def _gather(gatherer: Gatherer, inputs: Sequence[Input]) -> Harvest | Exception:
    try:
        return gatherer.gather(inputs)
    except Exception as error:
        return RuntimeError(f"{type(error).__name__}: {error}")


def _hopeless(exitcode: int | None) -> Problem:
    message = f"worker processes end before they have done anything ({_how(exitcode)})"
    return Problem(file="score", message=message, hint="try again with --jobs 1")


def _how(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"signal {-exitcode}"
    return f"code {exitcode}"
