"""Expected texts that tests compare with: `pytest --update-golden` writes them anew, for you to read."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import typer.testing
from hypothesis import settings

from partnerassess.batch import checks
from partnerassess.files.reading import read_bytes
from partnerassess.library import shipped_questionnaires
from partnerassess.loading import questionnaire, shelf
from partnerassess.model import Questionnaire
from profiles import is_night

settings.load_profile("usual")

# Whoever runs the tests, wherever: the tests that are about these set them by themselves.
_SHOWN = ("ACCESSIBLE", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "PAGER", "PARTNERASSESS_TRACEBACK")
for _name in _SHOWN:
    os.environ.pop(_name, None)
# A shell lets what runs in the background ignore Ctrl-C, and `nohup` that a terminal is closed.
# So would every process that a test stops.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
# Dozens of processes are started: what is compiled once is kept for the next.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}

_load_questionnaire, _loaded = questionnaire.load_questionnaire, dict[bytes, Questionnaire]()


def _load_once(path: str | os.PathLike[str]) -> Questionnaire:
    """Load a questionnaire that ships once for all tests, which run hundreds of commands in one process."""
    if Path(path) not in shipped_questionnaires().values():
        return _load_questionnaire(path)
    content = read_bytes(path, limit=questionnaire.MAX_QUESTIONNAIRE)
    if content not in _loaded:
        _loaded[content] = _load_questionnaire(path)
    return _loaded[content]


for _module in (questionnaire, shelf, checks):
    vars(_module)["load_questionnaire"] = _load_once
# The same commands are run hundreds of times, and typer would build all of them for each.
vars(typer.testing)["_get_command"] = cache(vars(typer.testing)["_get_command"])

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the expected texts anew instead of comparing"
    )


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name new folders: pytest would look through all that are there for each."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a home of its own: answers that cannot be saved elsewhere end up there."""
    folder = next(homes)
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


LONGEST = "test_walk_screen_alike"
"""What takes longest by itself comes first, so that nobody waits for it alone at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a terminal of its own, and leave to the night what is its."""
    if not is_night():
        later = [item for item in items if item.get_closest_marker("night")]
        config.hook.pytest_deselected(items=later)
        items[:] = [item for item in items if item not in later]
    items.sort(key=lambda item: item.path.stem != LONGEST)
    for item in items:
        if item.path.stem.startswith("test_walk_screen") or "terminal" in item.name:
            item.add_marker("screen")


def pytest_collection_finish() -> None:
    """Look for cyclic garbage seldom, and never among what was there before the first test."""
    gc.set_threshold(50_000, 20, 100)
    gc.collect()
    gc.freeze()


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Compare a text with the file of this name below tests/golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if pytestconfig.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path.name} is not written yet: run pytest --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare
