"""Hammers on the full screen: random keys, pastes, windows, a way out. `python tests/monkey.py 500`."""

import asyncio
import random
import sys
import tempfile
from pathlib import Path

from textual import events
from textual.geometry import Size

from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.sitting import open_sitting
from partnerassess.walk.stops import Stops
from walking import SHED, TODAY

KEYS = (
    *"0123456789dxksnuughrwlap?qyfvb",
    *("enter", "escape", "left", "right", "up", "down", "tab", "backspace", "pageup", "pagedown", "space"),
)
PASTES = ("two\nlines", "1", "\x1b[31m", "words " * 500, "q\r\n2\r\n", "", "\u200b", "سلام")
SIZES = ((80, 24), (120, 40), (60, 16), (40, 12), (20, 5), (101, 33))
WAYS_OUT = (143, 129, 130)


async def hammer(seed: int, folder: Path) -> WalkApp:
    """Use the screen without sense until a signal comes, and give it."""
    chance = random.Random(seed)  # noqa: S311 nothing here is secret
    organisations = ("Spade", "Fork") if chance.random() < 0.3 else ()
    path = folder / f"{seed}.yaml"
    sitting = open_sitting(SHED, path, folder=folder, today=TODAY, organisations=organisations)
    app = WalkApp(sitting, Stops(), patience=chance.choice([0, 0.02]))
    async with app.run_test(size=chance.choice(SIZES)) as pilot:
        for _ in range(chance.randrange(1, 40)):
            if app.is_over:
                break
            match chance.random():
                case luck if luck < 0.75:
                    for key in chance.choices(KEYS, k=chance.choice([1, 1, 2, 3, 8])):
                        app.post_message(events.Key(key, key if len(key) == 1 else None))
                case luck if luck < 0.85:
                    app.post_message(events.Paste(chance.choice(PASTES)))
                case _:
                    size = Size(*chance.choice(SIZES))
                    app.post_message(events.Resize(size, size))
            if chance.random() < 0.6:
                await pilot.pause(chance.choice([0, 0, 0.01]))
        app.end(chance.choice(WAYS_OUT))
    return app


def run(seeds: range) -> list[tuple[int, Exception]]:
    """Give the faults that came up, each with the seed that brings it up again."""
    faults: list[tuple[int, Exception]] = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            try:
                app = asyncio.run(hammer(seed, Path(folder)))
            except Exception as error:
                faults.append((seed, error))
            else:
                if app.failure is not None:
                    faults.append((seed, app.failure))
                elif not app.sitting.is_saved:
                    faults.append((seed, AssertionError("not saved")))
    return faults


if __name__ == "__main__":
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found = run(range(first, first + int(sys.argv[1])))
    sys.stdout.write("".join(f"{seed} {error!r}\n" for seed, error in found))
    sys.exit(f"{sys.argv[1]} sessions, {len(found)} faults" if found else 0)
