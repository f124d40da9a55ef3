"""Where the full screen opens, and what is said where it does not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import TextIO

import pytest

from partnerassess.cli.assess import find_obstacle
from partnerassess.cli.process import is_accessible

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a thing of POSIX systems", allow_module_level=True)

import fcntl
import struct
import termios

GOOD = {"TERM": "xterm"}


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    """Open a terminal of 60 columns and 16 rows."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 16, 60, 0, 0))
    with open(slave, "w", encoding="utf-8") as stream:
        yield stream
    os.close(master)


def test_nothing_keeps_it_from_opening_in_the_smallest_window_it_takes(terminal: TextIO) -> None:
    assert find_obstacle(GOOD, terminal, terminal) is None


@pytest.mark.parametrize(("columns", "rows"), [(59, 16), (60, 15), (0, 0)])
def test_a_window_that_is_too_small_is_said_with_its_size(terminal: TextIO, columns: int, rows: int) -> None:
    fcntl.ioctl(terminal.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    said = find_obstacle(GOOD, terminal, terminal)
    assert said == f"the window is {columns} by {rows} characters, and the full screen needs 60 by 16"


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_place_text_is_said(terminal: TextIO, term: str) -> None:
    assert (
        find_obstacle({"TERM": term}, terminal, terminal) == "this terminal cannot place text on the screen"
    )
    assert find_obstacle({}, terminal, terminal) is not None


def test_another_encoding_is_named(terminal: TextIO) -> None:
    terminal.reconfigure(encoding="latin-1")  # type: ignore[attr-defined]
    assert find_obstacle(GOOD, terminal, terminal) == "this terminal is set to latin-1 instead of UTF-8"


def test_both_ends_must_be_a_terminal(terminal: TextIO) -> None:
    with open(os.devnull, encoding="utf-8") as nowhere:
        assert find_obstacle(GOOD, nowhere, terminal) == "this is not a terminal"
        assert find_obstacle(GOOD, terminal, nowhere) == "this is not a terminal"


def test_plain_text_can_be_wanted_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"1": True, "yes": True, "0": False, "": False}
    for value, is_wanted in wanted.items():
        monkeypatch.setenv("ACCESSIBLE", value)
        assert is_accessible() is is_wanted
    monkeypatch.delenv("ACCESSIBLE")
    assert not is_accessible()


def test_the_library_of_the_full_screen_is_loaded_only_to_show_it() -> None:
    loaded = "import sys, partnerassess.cli, partnerassess.walk.plain\n"
    check = f"{loaded}sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check]).returncode == 0
