"""Makes the pictures in docs/walk.md with the tool's own export: `python docs/pictures.py`."""

import asyncio
import datetime
import re
import tempfile
from pathlib import Path

from partnerassess.batch import choose_questionnaire
from partnerassess.interview import Command, Detail, Note, SetDetail, Type, Unknown
from partnerassess.library import DEFAULT
from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.sitting import open_sitting
from partnerassess.walk.stops import Stops

DOCS = Path(__file__).parent
SIZE = (116, 36)
ALONE = (*(Type(key) for key in "1114343233"), Unknown(), *(Type(key) for key in "44434"))
NEARLY = (*ALONE, *(Type(key) for key in "3233323"))
TOGETHER = tuple(Type(key) for key in "333366664433")


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
    drawn = re.sub(r"<!--.*?-->\s*", "", drawn, flags=re.DOTALL)
    # Nothing is fetched from elsewhere: a reader's own fixed-width font will do.
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    (DOCS / f"{name}.svg").write_text(drawn, encoding="utf-8")


def main() -> None:
    """Make them all."""
    asyncio.run(picture("walk-question", (*ALONE, Note("Minuted in May")), ("3", "left")))
    asyncio.run(picture("walk-what-if", NEARLY, ("w", "4", "g", "1", "1", "enter", "4")))
    asyncio.run(picture("walk-two-organisations", TOGETHER, ("4", "2"), "Riverside", "Valley High"))


if __name__ == "__main__":
    main()
