"""What to find out next, worked out beside the screen so that keys are heeded meanwhile.

This module knows threads. It does not know how it is worked out, nor where it is shown.
"""

import asyncio
import contextlib
from collections.abc import Callable
from threading import Thread

from partnerassess.model import Answers
from partnerassess.walk.findings import Finding, Views, find_all, views_of
from partnerassess.walk.sitting import Sitting

Found = tuple[Finding, ...] | Exception
"""What was found, or the fault that kept it from being found."""


class Finder:
    """Works it out once for every state of the answers, and only when somebody wants to see it."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._wanted: Views | None = None
        self._found: Found | None = None
        self._then: Callable[[], object] = lambda: None

    def find(self, then: Callable[[], object]) -> Found | None:
        """Give what was found for the answers as they are; else begin, and call `then` once it is there.

        To be called in the event loop, where `then` will be called, too.
        """
        views = views_of(self._sitting)
        self._then = then
        if self._wanted is None or _answers(self._wanted) != _answers(views):
            self._wanted, self._found = views, None
            # A daemon, so that leaving never waits for it.
            Thread(target=self._work, args=(views, asyncio.get_running_loop()), daemon=True).start()
        return self._found

    def _work(self, views: Views, loop: asyncio.AbstractEventLoop) -> None:
        found: Found
        try:
            found = find_all(views)
        except Exception as error:
            found = error  # it is for whoever wanted to know, and has no place in this thread
        with contextlib.suppress(RuntimeError):  # the walk has ended meanwhile
            loop.call_soon_threadsafe(self._hear, views, found)

    def _hear(self, views: Views, found: Found) -> None:
        if self._wanted is views:
            self._found = found
            self._then()


def _answers(views: Views) -> list[Answers]:
    return [session.answers for _, session in views]
