"""Being told to stop: by Ctrl-C, by the system, by a terminal that is closed.

This module knows which signals end a run and with which exit code. It does not know what has to be saved.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from partnerassess.cli.status import ExitStatus

_STATUSES = {
    "SIGINT": ExitStatus.INTERRUPTED,
    "SIGTERM": ExitStatus.TERMINATED,
    "SIGHUP": ExitStatus.HUNG_UP,
}


class Stopped(BaseException):
    """Raised wherever the program is when it is told to stop; not an error."""

    def __init__(self, status: ExitStatus) -> None:
        super().__init__(status)
        self.status = status
        """The exit code that says so."""


@dataclass(slots=True)
class _Pause:
    """How often `undisturbed` is entered, and what has come meanwhile."""

    depth: int = 0
    status: ExitStatus | None = None


_pause = _Pause()


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped where a signal asks this process to end; once, so that it can finish its last words."""
    known = {getattr(signal, name): status for name, status in _STATUSES.items() if hasattr(signal, name)}

    def stop(number: int, _: object) -> None:
        for each in known:
            signal.signal(each, signal.SIG_IGN)
        status = known[signal.Signals(number)]
        if _pause.depth:
            _pause.status = status
        else:
            raise Stopped(status)

    before = {each: signal.getsignal(each) for each in known}
    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            # What was started with `nohup` goes on when the terminal is closed.
            signal.signal(each, stop)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let Stopped wait for as long as something must not be left half done; keep it short.

    A mask of signals would not do: the system hands them to any thread of a library that does not block them.
    """
    _pause.depth += 1
    try:
        yield
    finally:
        _pause.depth -= 1
        if not _pause.depth and _pause.status is not None:
            status, _pause.status = _pause.status, None
            raise Stopped(status)
