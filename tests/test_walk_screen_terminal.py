"""The full screen in a real terminal: how it opens, how it ends, and what is left behind."""

import contextlib
import os
import re
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from profiles import by_profile
from walking import SHED_FILE, saved

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a thing of POSIX systems", allow_module_level=True)

import termios

import pexpect
import pyte

RUN = "from partnerassess.cli import main; import sys; sys.argv[0] = 'partnerassess'; main()"
CRASH = f"""
import partnerassess.walk.screen.app as panels
def why(sitting):
    minutes = sitting.seat.answers
    raise ZeroDivisionError(str(minutes))
panels.why = why
{RUN}"""
WITHOUT_TEXTUAL = f"import sys; sys.modules['textual'] = None\n{RUN}"
BROKEN_TEXTUAL = f"""
import textual.app
def refuse(*arguments, **options):
    raise OSError(5, "Input/output error")
textual.app.App._build_driver = refuse
{RUN}"""
COLOUR = re.compile(r"[349][0-79]|10[0-7]|[34]8")


class Terminal:
    """A terminal with a walk in it."""

    def __init__(self, arguments: list[str], script: str, environment: dict[str, str], size: tuple[int, int]):
        columns, rows = size
        self.child: pexpect.spawn[str] = pexpect.spawn(
            sys.executable,
            ["-c", script, "assess", *arguments],
            env={**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
            encoding="utf-8",
            dimensions=(rows, columns),
            timeout=20,
        )
        self.raw = ""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)

    def wait_for(self, words: str) -> str:
        """Read until some words stand on the screen, and give all of it."""
        deadline = time.monotonic() + 20
        while words not in self.text:
            assert time.monotonic() < deadline, f"{words!r} does not appear in:\n{self.text}"
            with contextlib.suppress(pexpect.EOF):
                self._read(0.05)
        return self.text

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def end(self) -> int | None:
        """Read until the process has ended, and give its exit code."""
        with contextlib.suppress(pexpect.EOF):
            while True:
                self._read(20)
        self.child.close()
        return self.child.exitstatus

    def _read(self, timeout: float) -> None:
        with contextlib.suppress(pexpect.TIMEOUT):
            read = self.child.read_nonblocking(65536, timeout)
            self.raw += read
            # pyte does not know these two private modes of newer terminals.
            self._stream.feed(re.sub(r"\x1b\[[<>=][0-9]*u|\x1b\[\?[0-9]+\$p", "", read))


Begin = Callable[..., Terminal]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


@pytest.fixture
def begin(path: Path) -> Iterator[Begin]:
    """Start walks in a terminal of their own."""
    started: list[Terminal] = []

    def spawn(
        *options: str, script: str = RUN, size: tuple[int, int] = (80, 24), **environment: str
    ) -> Terminal:
        arguments = [str(path), "-q", str(SHED_FILE), *options]
        started.append(Terminal(arguments, script, environment, size))
        return started[-1]

    yield spawn
    for terminal in started:
        terminal.child.close(force=True)


def answer_two(terminal: Terminal) -> None:
    """Go from the start page to the third question."""
    terminal.wait_for("Begin")
    terminal.press("\x1b")
    terminal.wait_for("Who asks for it?")
    terminal.press("1")
    terminal.wait_for("Is there a shed already?")
    terminal.press("2")
    terminal.wait_for("How well do the societies get on?")


ENDS: dict[str, tuple[Callable[[Terminal], None], int]] = {
    "SIGTERM": (lambda terminal: terminal.child.kill(signal.SIGTERM), 143),
}
NIGHT_ENDS: dict[str, tuple[Callable[[Terminal], None], int]] = {
    **ENDS,
    "Ctrl-C": (lambda terminal: terminal.press("\x03"), 130),
    "SIGHUP": (lambda terminal: terminal.child.kill(signal.SIGHUP), 129),
    "q": (lambda terminal: terminal.press("q"), 0),
    "SIGINT": (lambda terminal: terminal.child.kill(signal.SIGINT), 130),
    "SIGQUIT": (lambda terminal: terminal.child.kill(signal.SIGQUIT), 131),
}


@pytest.mark.parametrize(("stop", "status"), by_profile(ENDS, NIGHT_ENDS))
def test_however_a_walk_ends_everything_is_saved_and_the_terminal_is_as_before(
    begin: Begin, path: Path, stop: Callable[[Terminal], None], status: int
) -> None:
    terminal = begin()
    before = termios.tcgetattr(terminal.child.child_fd)
    answer_two(terminal)
    assert termios.tcgetattr(terminal.child.child_fd) != before
    stop(terminal)
    terminal.wait_for("Everything you answered is saved:")
    assert termios.tcgetattr(terminal.child.child_fd) == before
    assert terminal.end() == status
    assert_modes_restored(terminal.raw)
    assert not codes_in(terminal.raw) & {"38", "48"}  # the terminal's own palette alone
    assert str(path.name) in terminal.text.replace("\n", "")
    assert list(saved(path).answers) == ["asked-by", "shed-exists"]


def assert_modes_restored(raw: str) -> None:
    """Every mode that was switched on is off again, and the other way round; the mouse never was on."""
    for mode, normal in (("1049", "l"), ("25", "h"), ("1004", "l"), ("2004", "l"), ("7", "h")):
        switched = re.findall(rf"\x1b\[\?{mode}([hl])", raw)
        assert switched[-1] == normal, mode
    assert raw.count("\x1b[>") == raw.count("\x1b[<u")
    assert not re.search(r"\x1b\[\?100[0236]h", raw)


def test_a_killed_walk_loses_nothing_and_resumes(begin: Begin, path: Path) -> None:
    terminal = begin()
    answer_two(terminal)
    terminal.child.kill(signal.SIGKILL)
    terminal.end()
    assert list(saved(path).answers) == ["asked-by", "shed-exists"]
    assert list(path.parent.iterdir()) == [path]
    terminal = begin()
    terminal.wait_for("Go on at question 3 of 5 questions (2 done)")
    terminal.press("\r")
    terminal.wait_for("How well do the societies get on?")
    terminal.press("n")
    terminal.wait_for("Where do you know it from?")
    terminal.press("Mi")
    terminal.wait_for("Mi")
    terminal.child.kill(signal.SIGKILL)
    terminal.end()
    assert (saved(path).answers["neighbours"].note or "") in ("M", "Mi")


def test_the_report_is_printed_when_one_leaves_after_it(begin: Begin, path: Path) -> None:
    terminal = begin(size=(100, 60))
    answer_two(terminal)
    for key, words in (("1", "Is it clear who holds the keys?"), ("d", "Is there a rota?"), ("2", "See the")):
        terminal.press(key)
        terminal.wait_for(words)
    terminal.press("\r")
    terminal.wait_for("The report")
    terminal.press("q")
    assert terminal.end() == 0
    left = re.sub(r"\x1b\[[0-9;]*m", "", terminal.raw.split("\x1b[?1049l")[-1])
    assert "A handshake" in left
    assert shlex.join(["partnerassess", "assess", str(path)]) in left.replace("\r\n", " ")


def test_a_terminal_that_is_closed_loses_nothing_and_leaves_no_process(begin: Begin, path: Path) -> None:
    terminal = begin()
    answer_two(terminal)
    terminal.child.close(force=False)
    deadline = time.monotonic() + 20
    while terminal.child.isalive():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert terminal.child.exitstatus == 129
    assert list(saved(path).answers) == ["asked-by", "shed-exists"]


@pytest.mark.night
def test_a_signal_on_a_full_disk_loses_nothing(begin: Begin, path: Path, home: Path) -> None:
    terminal = begin()
    answer_two(terminal)
    gone = path.parent.rename(path.parent.with_name(f"{path.parent.name}-gone"))
    terminal.press("1")
    terminal.wait_for("NOT SAVED")
    terminal.wait_for("Not saved yet: 1")
    terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == 143
    (kept,) = home.iterdir()
    assert list(saved(kept).answers) == ["asked-by", "shed-exists", "neighbours"]
    assert kept.name in terminal.raw
    assert list(saved(gone / path.name).answers) == ["asked-by", "shed-exists"]


@pytest.mark.night
def test_results_can_be_redirected_while_the_screen_has_its_right_size(begin: Begin, path: Path) -> None:
    elsewhere = path.with_name("report.txt")
    redirected = f"import os; os.dup2(os.open({str(elsewhere)!r}, os.O_WRONLY | os.O_CREAT), 1)\n{RUN}"
    terminal = begin(script=redirected, size=(100, 30))
    terminal.wait_for("Begin")
    assert max(map(len, terminal.text.splitlines())) == 98
    terminal.press("\x1b")
    terminal.wait_for("Who asks")
    terminal.press("lq")
    assert terminal.end() == 0


@pytest.mark.night
def test_where_the_full_screen_does_not_fit_the_plain_walk_says_why(begin: Begin) -> None:
    terminal = begin(size=(59, 24))
    terminal.wait_for("Partnership:")
    assert "Line by line, because the window is 59 by 24 characters" in " ".join(terminal.raw.split())
    assert "\x1b[?1049h" not in terminal.raw


@pytest.mark.night
def test_whoever_wants_plain_text_gets_it(begin: Begin) -> None:
    terminal = begin(ACCESSIBLE="1")
    terminal.wait_for("Partnership:")
    assert "Line by line" not in terminal.raw
    assert "\x1b" not in terminal.raw


@pytest.mark.night
@pytest.mark.parametrize(
    ("script", "why"),
    [
        (WITHOUT_TEXTUAL, "textual is missing"),
        (BROKEN_TEXTUAL, "the full screen does not open here (OSError)"),
    ],
    ids=["missing", "broken"],
)
def test_where_the_full_screen_fails_to_start_the_plain_walk_says_why(
    begin: Begin, script: str, why: str
) -> None:
    terminal = begin(script=script)
    terminal.wait_for("Partnership:")
    assert f"Line by line, because {why}." in " ".join(terminal.raw.split())
    assert "\x1b[?1049h" not in terminal.raw


def test_a_crash_saves_says_so_and_never_prints_answers(begin: Begin, path: Path) -> None:
    terminal = begin(script=CRASH)
    before = termios.tcgetattr(terminal.child.child_fd)
    answer_two(terminal)
    terminal.press("h")
    terminal.wait_for("in partnerassess")
    assert termios.tcgetattr(terminal.child.child_fd) == before
    assert terminal.end() == 1
    assert_modes_restored(terminal.raw)
    assert "partnerassess: an unexpected error (ZeroDivisionError)." in terminal.raw
    assert "Traceback" not in terminal.raw
    assert "Answers(" not in terminal.raw
    assert list(saved(path).answers) == ["asked-by", "shed-exists"]


@pytest.mark.night
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(begin: Begin, path: Path) -> None:
    path.mkdir()
    terminal = begin()
    assert terminal.end() == 3
    assert "answers.yaml" in terminal.raw
    assert "\x1b" not in terminal.raw


def test_no_colour_is_sent_where_none_is_wanted(begin: Begin) -> None:
    terminal = begin(size=(100, 30), NO_COLOR="1")
    answer_two(terminal)
    terminal.press("g")
    terminal.wait_for("Find")
    # The last line is painted last: until then the page before may still show through.
    terminal.wait_for("Esc stay")
    for key, words in (("\x1b", "Why we ask"), ("l", "See the report"), ("\r", "The report")):
        terminal.press(key)
        terminal.wait_for(words)
    terminal.press("q")
    assert terminal.end() == 0
    assert not {code for code in codes_in(terminal.raw) if COLOUR.fullmatch(code)}


def codes_in(raw: str) -> set[str]:
    """Give every number that styles text."""
    return {code for codes in re.findall(r"\x1b\[([0-9;]*)m", raw) for code in codes.split(";")}


STOPS: dict[str, Callable[[Terminal], None]] = {
    "SIGKILL": lambda terminal: terminal.child.kill(signal.SIGKILL),
    "q": lambda terminal: terminal.press("qq"),
    "Ctrl-C": lambda terminal: terminal.press("\x03"),
    "SIGTERM": lambda terminal: terminal.child.kill(signal.SIGTERM),
}


@pytest.mark.night
@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_nothing_of_a_trial_is_in_the_file_however_it_ends(
    begin: Begin, path: Path, stop: Callable[[Terminal], None]
) -> None:
    terminal = begin()
    answer_two(terminal)
    before = path.read_bytes()
    terminal.press("w2")
    terminal.wait_for("TRIAL, NOT SAVED · 1 other answer")
    stop(terminal)
    terminal.end()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.night
def test_a_trial_that_is_kept_is_saved(begin: Begin, path: Path) -> None:
    terminal = begin()
    answer_two(terminal)
    terminal.press("w2k")
    terminal.wait_for("y yes, save them")
    terminal.press("y")
    terminal.wait_for("Saved from the trial: 1 answer.")
    terminal.press("q")
    assert terminal.end() == 0
    assert list(saved(path).answers) == ["asked-by", "shed-exists", "neighbours"]
    assert "what to find out next:" in terminal.raw.split("\x1b[?1049l")[-1]


def test_answers_that_could_not_be_saved_find_another_file(begin: Begin, path: Path) -> None:
    terminal = begin()
    answer_two(terminal)
    gone = path.parent.rename(path.parent.with_name(f"{path.parent.name}-gone"))
    terminal.press("1")
    terminal.wait_for("NOT SAVED")
    terminal.press("q")
    terminal.wait_for("Another file to save them all in")
    terminal.press(f"{gone / 'other.yaml'}\r")
    assert terminal.end() == 0
    assert list(saved(gone / "other.yaml").answers) == ["asked-by", "shed-exists", "neighbours"]
    assert "Everything you answered is saved:" in terminal.raw
