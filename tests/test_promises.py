"""What people can rely on in every release: the same numbers and bytes, and nothing leaves the machine."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from partnerassess.library import case_studies, shipped_questionnaires

TESTS = Path(__file__).parent
CORPUS = sorted(path for path in (TESTS / "frozen").iterdir() if path.is_dir())
EXPORTS = TESTS / "examples" / "exports"
FORMS = ("json", "jsonl", "csv", "md", "txt", "html", "docx", "xlsx", "pdf")


def start(*arguments: str, folder: Path, code: str = "") -> "subprocess.CompletedProcess[bytes]":
    """Run the command line as a process of its own, in a folder, after some code."""
    whole = f"{code}\nfrom partnerassess.cli import main\nmain()"
    command = [sys.executable, "-c", whole, *arguments]
    return subprocess.run(command, check=False, capture_output=True, cwd=folder, stdin=subprocess.DEVNULL)


# The same numbers.


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
@pytest.mark.parametrize("folder", CORPUS, ids=lambda folder: folder.name)
def test_old_answers_to_their_own_questionnaire_give_the_same_numbers(folder: Path, form: str) -> None:
    done = start("score", "answers", "-q", "questionnaire.yaml", "-f", form, folder=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (folder / f"result.{form}").read_bytes()


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
WRITES = (
    *(f"score answers.yaml -o out.{form}" for form in FORMS),
    "template -o out.docx --for msforms",
    "template -o out.xlsx",
    "template -o out.html",
)


@pytest.mark.parametrize("words", WRITES)
def test_the_same_answers_give_the_same_bytes(tmp_path: Path, words: str) -> None:
    name = words.split()[words.split().index("-o") + 1]
    if name.endswith("pdf") and importlib.util.find_spec("typst") is None:
        pytest.skip("the extra `pdf` is not installed")
    case, *_ = case_studies()
    written = []
    for day in ("today", "later"):
        folder = tmp_path / day
        folder.mkdir()
        shutil.copy(case, folder / "answers.yaml")
        done = start(*words.split(), folder=folder, code=LATER if day == "later" else "")
        assert done.returncode == 0, done.stderr
        written.append((folder / name).read_bytes())
    assert written[0]
    assert written[0] == written[1]


# Nothing leaves the machine.

NO_SOCKET = """
import socket, _socket, sys
def refuse(*_, **__):
    print('A SOCKET WAS OPENED', file=sys.stderr, flush=True)
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
    *(f"score case.yaml -o out.{form}" for form in FORMS),
    "score . -f csv --jobs 2",
    "report case.yaml -o page.html --full",
    "report case.yaml -o page.docx",
    "plan case.yaml",
    "compare case.yaml later.yaml",
    "what-if case.yaml board-support=4",
    "robustness case.yaml --draws 100",
    "check case.yaml questionnaire.yaml",
    "check --update case.yaml",
    "template -o form.html",
    "template -o form.xlsx",
    "template -o form.docx --for msforms",
    "import survey.csv -q own.yaml --check",
    "demo",
    "questionnaire list",
    "questionnaire show nhs-partnering",
    "questionnaire schema answers",
    "assess answers.yaml",
    "--help",
    "--version",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case, *_ = case_studies()
    shutil.copy(case, tmp_path / "case.yaml")
    later = case.read_text("utf-8").replace("\nanswers:", "\ndate: 2026-01-02\n\nanswers:", 1)
    (tmp_path / "later.yaml").write_text(later, "utf-8")
    shutil.copy(shipped_questionnaires()["nhs-partnering"], tmp_path / "questionnaire.yaml")
    shutil.copy(EXPORTS / "questionnaire.yaml", tmp_path / "own.yaml")
    shutil.copy(EXPORTS / "surveymonkey" / "Partnering survey.csv", tmp_path / "survey.csv")
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_opens_a_socket(folder: Path, words: str) -> None:
    done = start(*words.split(), folder=folder, code=NO_SOCKET)
    assert b"A SOCKET WAS OPENED" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 3), done.stderr


def test_a_socket_would_be_noticed(folder: Path) -> None:
    code = f"{NO_SOCKET}\ntry: _socket.socket()\nexcept OSError: pass"
    assert b"A SOCKET WAS OPENED" in start("--version", folder=folder, code=code).stderr


REQUEST = re.compile(
    r"""(?:\b(?:src|srcset|action|poster|data)\s*=|<link\b|@import|url\()[^>]*?(?:https?:)?//"""
)


@pytest.mark.parametrize("words", ["report case.yaml --full -o out.html", "template -o out.html"])
def test_a_page_asks_nothing_of_any_other_machine(folder: Path, words: str) -> None:
    assert start(*words.split(), folder=folder).returncode == 0
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
