"""What people can rely on in every release: the same numbers and bytes, and nothing leaves the machine."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.library import case_studies, shipped_questionnaires

TESTS = Path(__file__).parent
CORPUS = sorted(path for path in (TESTS / "frozen").iterdir() if path.is_dir())
EXPORTS = TESTS / "examples" / "exports"
FORMS = ("json", "jsonl", "csv", "md", "txt", "html", "docx", "xlsx", "pdf")


IN_TURN = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
from partnerassess.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["partnerassess", *words.split()]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
    err.flush()
    print(json.dumps([words, status, err.buffer.getvalue().decode()]))
"""


def run_in_turn(
    commands: Sequence[str], folder: Path, code: str = ""
) -> tuple[dict[str, tuple[int, str]], str]:
    """Run commands one after the other in a process of their own, after some code.

    Gives the exit code and stderr of each, and what the process itself said on stderr.
    """
    command = [sys.executable, "-c", code + IN_TURN, json.dumps(commands)]
    done = subprocess.run(
        command, check=True, capture_output=True, cwd=folder, stdin=subprocess.DEVNULL, text=True
    )
    ended = (json.loads(line) for line in done.stdout.splitlines())
    return {words: (status, said) for words, status, said in ended}, done.stderr


# The same numbers.


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
@pytest.mark.parametrize("folder", CORPUS, ids=lambda folder: folder.name)
def test_old_answers_to_their_own_questionnaire_give_the_same_numbers(
    folder: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["score", "answers", "-q", "questionnaire.yaml", "-f", form])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout_bytes == (folder / f"result.{form}").read_bytes()


def test_every_version_that_ships_is_kept_with_its_numbers() -> None:
    kept = [(folder / "questionnaire.yaml").read_text("utf-8") for folder in CORPUS]
    named = [re.search(r'^id: (.+)\nversion: "(.+)"', text, re.M) for text in kept]
    assert all(named)
    assert [f"{each[1]}-{each[2]}" for each in named if each] == [folder.name for folder in CORPUS]
    shipped = shipped_questionnaires()["nhs-partnering"].read_text("utf-8")
    assert shipped in {f"{SCHEMA}{text}" for text in kept}, "add the shipped version to tests/frozen"


SCHEMA = "# yaml-language-server: $schema=../partnerassess/schemas/questionnaire.schema.json\n"


# The same bytes.


LATER = """
import time, datetime
now, local, utc = time.time, time.localtime, time.gmtime
time.time = lambda: now() + 1_000_000
time.localtime = lambda moment=None: local(time.time() if moment is None else moment)
time.gmtime = lambda moment=None: utc(time.time() if moment is None else moment)
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=12)
datetime.datetime = Later
"""
"""What makes a process believe that it runs days later."""
WRITES = {
    **{f"out.{form}": f"score case.yaml -o out.{form}" for form in FORMS},
    "form.docx": "template -o form.docx --for msforms",
    "form.xlsx": "template -o form.xlsx",
    "form.html": "template -o form.html",
}


# Nothing leaves the machine: for both, every command is carried out once.

NO_SOCKET = """
import os, socket, _socket, sys
def refuse(*_, **__):
    os.write(2, b'A SOCKET WAS OPENED')
    raise OSError('no socket here')
class Socket(socket.socket):
    __init__ = refuse
socket.socket = socket.SocketType = Socket
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
def hear(event, _):
    if event.startswith(('socket.', 'urllib.', 'http.', 'smtplib.', 'ftplib.', 'webbrowser.')):
        refuse()
sys.addaudithook(hear)
"""
COMMANDS = (
    "score case.yaml",
    "score case.yaml --full --notes --plain",
    *WRITES.values(),
    "score . -f csv --jobs 2",
    "report case.yaml -o page.html --full",
    "report case.yaml -o page.docx",
    "plan case.yaml",
    "compare case.yaml later.yaml",
    "what-if case.yaml board-support=4",
    "robustness case.yaml --draws 100",
    "check case.yaml questionnaire.yaml",
    "check --update case.yaml",
    "import survey.csv -q own.yaml --check",
    "demo",
    "questionnaire list",
    "questionnaire show nhs-partnering",
    "questionnaire schema answers",
    "assess answers.yaml",
    "--help",
    "--version",
)


def fill(folder: Path) -> Path:
    case, *_ = case_studies()
    shutil.copy(case, folder / "case.yaml")
    later = case.read_text("utf-8").replace("\nanswers:", "\ndate: 2026-01-02\n\nanswers:", 1)
    (folder / "later.yaml").write_text(later, "utf-8")
    shutil.copy(shipped_questionnaires()["nhs-partnering"], folder / "questionnaire.yaml")
    shutil.copy(EXPORTS / "questionnaire.yaml", folder / "own.yaml")
    shutil.copy(EXPORTS / "surveymonkey" / "Partnering survey.csv", folder / "survey.csv")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[int, str]], str]:
    """Where every command was carried out once, how each ended, and what their process said."""
    folder = fill(tmp_path_factory.mktemp("today"))
    return folder, *run_in_turn(COMMANDS, folder, NO_SOCKET)


def test_the_same_answers_give_the_same_bytes(done: tuple[Path, Any, str], folder: Path) -> None:
    today, _, _ = done
    writes = dict(WRITES)
    if importlib.util.find_spec("typst") is None:
        del writes["out.pdf"]  # the extra `pdf` is not installed
    ended, _ = run_in_turn([*writes.values()], folder, LATER)
    assert {status for status, _ in ended.values()} == {0}, ended
    for name in writes:
        written = (today / name).read_bytes()
        assert written
        assert written == (folder / name).read_bytes(), name


def test_no_command_opens_a_socket(done: tuple[Path, dict[str, tuple[int, str]], str]) -> None:
    _, ended, said = done
    assert said == ""
    assert list(ended) == list(COMMANDS)
    for words, (status, problems) in ended.items():
        assert status in (0, 3), f"{words}: {problems}"
        assert "unexpected error" not in problems, words


def test_a_socket_would_be_noticed(folder: Path) -> None:
    code = f"{NO_SOCKET}\ntry: _socket.socket()\nexcept OSError: pass"
    _, said = run_in_turn(["--version"], folder, code)
    assert "A SOCKET WAS OPENED" in said


REQUEST = re.compile(
    r"""(?:\b(?:src|srcset|action|poster|data)\s*=|<link\b|@import|url\()[^>]*?(?:https?:)?//"""
)


@pytest.mark.parametrize("words", ["report case.yaml --full -o out.html", "template -o out.html"])
def test_a_page_asks_nothing_of_any_other_machine(
    folder: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert CliRunner().invoke(app, words.split()).exit_code == 0
    page = (folder / "out.html").read_text("utf-8")
    assert not REQUEST.search(page)
    assert "fetch(" not in page
    assert "XMLHttpRequest" not in page
    assert REQUEST.search('<img src="https://example.org/x.png">')


# The page that says so.

PAGE = TESTS.parent / "docs" / "promises.md"
NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_every_promise_names_tests_that_exist() -> None:
    promised, _ = PAGE.read_text("utf-8").split("## What is not promised")
    lines = [line for line in promised.splitlines() if line.startswith("- ")]
    assert len(lines) > 20
    for line in lines:
        assert NAMED.search(line), line
    for file, name in NAMED.findall(promised):
        source = (TESTS / file).read_text("utf-8")
        assert f"\ndef {name}(" in source, f"{file} has no {name}"
