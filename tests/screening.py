"""Walks on the full screen without a terminal: keys in, what stands on the screen out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from textual import events, screen
from textual._compositor import Compositor
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size

from partnerassess.interview.commands import Command
from partnerassess.model import Questionnaire
from partnerassess.walk.readiness import WORKING_IT_OUT
from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.sitting import Sitting, open_sitting
from partnerassess.walk.stops import Stops
from walking import SHED, TODAY

START_TO_QUESTIONS = "escape"


class Parsed(LRUCache[Any, Any]):
    """Style rules as Textual has parsed them, which are the same for every screen: they have one theme."""

    def clear(self) -> None:
        """Keep all."""


PARSED = Parsed(128)
_make_stylesheet = Stylesheet.__init__


def _make_sharing(self: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
    """Make a stylesheet that parses only what none has parsed before."""
    _make_stylesheet(self, variables=variables)
    self._parse_cache = PARSED


def _leave_undrawn(self: Compositor, *args: object, **options: object) -> None:
    """Draw nothing for a terminal that is not there: what stands on the screen is drawn when it is read."""
    self._dirty_regions.clear()


vars(screen)["UPDATE_PERIOD"] = 3600
setattr(Stylesheet, "__init__", _make_sharing)  # noqa: B010 - mypy takes no assignment to a method
setattr(Compositor, "render_update", _leave_undrawn)  # noqa: B010 - mypy takes no assignment to a method


class Scene:
    """A full screen in use."""

    def __init__(self, app: WalkApp) -> None:
        self.app = app

    @property
    def sitting(self) -> Sitting:
        return self.app.sitting

    @property
    def text(self) -> str:
        """What stands on the screen, without the spaces at the ends of lines."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def press(self, *keys: str) -> str:
        """Press keys, each when the one before has been heeded, and give what stands on the screen then."""
        for key in keys:
            self._send(key)
            await self._quiet()
        return await self._settled()

    async def burst(self, *keys: str) -> str:
        """Press keys all in one instant, as they come over a slow line or from a paste without brackets."""
        for key in keys:
            self._send(key)
        return await self._settled()

    async def wait(self, seconds: float) -> str:
        """Do nothing for a while, and give what stands on the screen then."""
        await asyncio.sleep(seconds)
        return await self._settled()

    async def paste(self, text: str) -> str:
        """Paste a text, in brackets."""
        self.app.post_message(events.Paste(text))
        return await self._settled()

    async def write(self, words: str) -> str:
        """Press the keys of some words, as fast as can be."""
        return await self.burst(*words)

    async def resize(self, columns: int, rows: int) -> str:
        """Change the window, and give what stands on the screen then."""
        size = Size(columns, rows)
        assert isinstance(self.app._driver, HeadlessDriver)
        self.app._driver._size = size
        self.app.post_message(events.Resize(size, size))
        return await self._settled()

    def _send(self, key: str) -> None:
        name = {"\r": "enter", "\x1b": "escape", " ": "space"}.get(key, key)
        character = key if len(key) == 1 and key.isprintable() else None
        self.app.post_message(events.Key(name, character))

    async def _settled(self) -> str:
        """Give what stands on the screen once nothing of it is still being worked out."""
        await self._quiet()
        while WORKING_IT_OUT in (text := self.text) and self.app.failure is None:
            await asyncio.sleep(0.001)
            await self._quiet()
        return text

    async def _quiet(self) -> None:
        """Wait until no part of the screen has anything left to do, and all of it is drawn.

        Textual's own way of waiting sleeps for some hundredths of a second twice a key, and asks every part.
        """
        for _ in range(1_000):
            if not self.app.screen_stack or self.app.is_over or self.app.failure is not None:
                return
            await self._rest()
            if self.app._resize_timer is not None:  # Textual gathers the sizes of some milliseconds
                await asyncio.sleep(0.001)
                continue
            shown = self.app.screen
            is_laid_out = not (shown._layout_required or shown._scroll_required)
            if is_laid_out and not shown._dirty_widgets and not shown._callbacks:
                return
            shown._on_timer_update()
        raise AssertionError("the screen does not come to rest")

    async def _rest(self) -> None:
        """Let all that can go on at once go on, until nothing but time or another thread is waited for."""
        ready = vars(asyncio.get_running_loop())["_ready"]
        for _ in range(100_000):
            await asyncio.sleep(0)
            if not ready:
                return
        raise AssertionError("the screen does not come to rest")


def play(
    script: Callable[[Scene], Awaitable[None]],
    path: Path | None,
    *,
    size: tuple[int, int] = (80, 24),
    questionnaire: Questionnaire = SHED,
    organisations: tuple[str, ...] = (),
    folder: Path = Path(),
    patience: float = 0,
    before: Iterable[Command] = (),
) -> WalkApp:
    """Open a full screen where some commands have been carried out, let a script use it, and give it."""
    sitting = open_sitting(questionnaire, path, folder=folder, today=TODAY, organisations=organisations)
    for command in before:
        sitting.do(command)
    app = WalkApp(sitting, Stops(), patience=patience)

    async def run() -> None:
        scene = Scene(app)
        async with app.run_test(size=size):
            await script(scene)

    asyncio.run(run())
    return app


def press_all(path: Path | None, *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[str, WalkApp]:
    """Go from the start page to the questions, press keys, and give what stands on the screen at the end."""
    texts: list[str] = []

    async def script(scene: Scene) -> None:
        texts.append(await scene.press(START_TO_QUESTIONS, *keys))

    app = play(script, path, size=size)
    return texts[0], app
