"""Makes the pictures in the README and in docs/: `python docs/pictures.py`.

Those of sessions come from the tool's own export; those of pages are its PDF files, drawn by pdftoppm.
"""

import asyncio
import datetime
import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from partnerassess.interview.commands import Command, Detail, Note, SetDetail, Type, Unknown
from partnerassess.library import DEFAULT
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.notebook import load_answer_sets
from partnerassess.pooling import pool
from partnerassess.render.terminal import render_terminal
from partnerassess.report.assessment import report_assessment
from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.sitting import open_sitting
from partnerassess.walk.stops import Stops

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "questionnaires"
DENSITY = 84
"""How many points an inch of paper has in a picture of it."""
SIZE = (116, 36)
ALONE: tuple[Command, ...] = (
    *(Type(key) for key in "1114343233"),
    Unknown(),
    *(Type(key) for key in "44434"),
)
NEARLY: tuple[Command, ...] = (*ALONE, *(Type(key) for key in "3233323"))
TOGETHER: tuple[Command, ...] = tuple(Type(key) for key in "333366664433")


async def picture(name: str, before: tuple[Command, ...], keys: tuple[str, ...], *organisations: str) -> None:
    """Carry out some commands, press some keys, and export what stands on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        sitting = open_sitting(
            choose_questionnaire(DEFAULT),
            Path(folder) / "riverside.yaml",
            folder=Path(folder),
            today=datetime.date(2017, 5, 12),
            organisations=organisations,
        )
        for command in (SetDetail(Detail.PARTNERSHIP, "Riverside and Valley High"), *before):
            sitting.do(command)
        app = WalkApp(sitting, Stops(), patience=0)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("escape", *keys)
            drawn = app.export_screenshot(title="partnerassess")
    save(name, drawn)


def save(name: str, drawn: str) -> None:
    """Write a picture that fetches nothing from elsewhere: a reader's own fixed-width font will do."""
    drawn = re.sub(r"<!--.*?-->\s*", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    (DOCS / f"{name}.svg").write_text(drawn, encoding="utf-8")


def first_screen(name: str, *paths: Path) -> None:
    """Draw what `score` prints about one partnership."""
    assessment = pool(choose_questionnaire(DEFAULT), load_answer_sets(*paths))
    report = report_assessment(assessment)
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
    console.print(render_terminal(report, width=80, height=24))
    save(name, console.export_svg(title="partnerassess"))


def pages(names: tuple[str, ...], *arguments: str | Path) -> None:
    """Draw the sides of a report, each under its own name."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page"
        tool = [sys.executable, "-m", "partnerassess", "report", *map(str, arguments)]
        subprocess.run([*tool, "--output", f"{target}.pdf"], check=True, capture_output=True)
        draw = ["pdftoppm", "-png", "-r", str(DENSITY), f"{target}.pdf", str(target)]
        subprocess.run(draw, check=True, capture_output=True)
        for name, drawn in zip(names, sorted(Path(folder).glob("*.png")), strict=True):
            shutil.copyfile(drawn, DOCS / f"{name}.png")


def main() -> None:
    """Make them all."""
    first_screen("first-screen", EXAMPLES / "invented")
    pages(("board-page", "board-evidence"), EXAMPLES / "invented")
    pages(("programme-page",), EXAMPLES / "case-studies")
    asyncio.run(picture("walk-question", (*ALONE, Note("Minuted in May")), ("3", "left")))
    asyncio.run(picture("walk-what-if", NEARLY, ("w", "4", "g", "1", "1", "enter", "4")))
    asyncio.run(picture("walk-two-organisations", TOGETHER, ("4", "2"), "Riverside", "Valley High"))


if __name__ == "__main__":
    main()
