"""Being told to stop: by Ctrl-C, by the system, by a terminal that is closed.

This module knows which signals end a run and with which exit code. It does not know what has to be saved.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """Raised wherever the program is when it is told to stop; not an error."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number
        """The exit code that says which signal it was: 129 hung up, 130 interrupted, 143 terminated."""


class _Pause(Struct):
    """How often `undisturbed` is entered, and what has come meanwhile."""

    depth: int = 0
    number: int | None = None


_pause = _Pause()


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped where a signal asks this process to end; once, so that it can finish its last words."""
    known = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    came = 0

    def stop(number: int, _: object) -> None:
        nonlocal came
        came = number
        for each in known:
            signal.signal(each, signal.SIG_IGN)
        if _pause.depth:
            _pause.number = number
        else:
            raise Stopped(number)

    before = {each: signal.getsignal(each) for each in known}
    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            # What was started with `nohup` goes on when the terminal is closed.
            signal.signal(each, stop)
    try:
        yield
    except Exception as error:
        if came:
            # Not every library passes on what breaks into it as what it is.
            raise Stopped(came) from error
        raise
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
        if not _pause.depth and _pause.number is not None:
            number, _pause.number = _pause.number, None
            raise Stopped(number)
