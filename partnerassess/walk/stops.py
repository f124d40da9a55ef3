"""Signals → a clean stop: whoever asks the process to end is heeded between two questions."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

STATUS_OF_SIGNAL = 128
"""An exit code is this plus the number of the signal: 129 hung up, 130 interrupted, 143 terminated."""


class Stopped(Exception):
    """Raised where the walk waits for a person, once a signal has asked it to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(f"signal {number}")


class Stops:
    """Heeds signals while it is entered; one that comes during other work waits until the next question."""

    def __init__(self) -> None:
        self._received: int | None = None
        self._waiting = False
        self._tell: Callable[[], object] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Stops":
        if threading.current_thread() is threading.main_thread():
            for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
                number = getattr(signal, name, None)
                if number is not None:
                    self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Wait for a person inside this: a signal, early or late, raises Stopped here."""
        self._waiting = True
        try:
            self.check()
            yield
            self.check()
        finally:
            self._waiting = False

    @contextmanager
    def told(self, tell: Callable[[], object]) -> Iterator[None]:
        """Inside this a signal, early or late, raises nothing but calls `tell`, which must return at once."""
        self._tell = tell
        try:
            if self._received is not None:
                tell()
            yield
        finally:
            self._tell = None

    @property
    def status(self) -> int | None:
        """The exit code that says which signal has come; null where none has."""
        return None if self._received is None else STATUS_OF_SIGNAL + self._received

    def check(self) -> None:
        """Raise Stopped if a signal has come."""
        if self._received is not None:
            raise Stopped(self._received)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self._received = number
        if self._tell is not None:
            self._tell()
        if self._waiting:
            self._waiting = False  # a second signal must not break into the farewell
            raise Stopped(number)
