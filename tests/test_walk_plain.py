"""The plain walk: what is said, what is saved, and how it ends, through a pipe and in a real terminal."""

import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from partnerassess.model import Level, Silence
from partnerassess.walk.conversation import WIDEST, Conversation, find_width
from partnerassess.walk.keys import KEYS, wish_of
from partnerassess.walk.sitting import open_sitting
from partnerassess.walk.stops import Stopped, Stops
from profiles import by_profile
from walking import EXAMPLES, SHED, SHED_FILE, SKIPPED_DETAILS, TODAY, Typist, Walked, saved, walk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


@pytest.mark.parametrize("typed", sorted(EXAMPLES.glob("walks/*.typed.txt")), ids=lambda path: path.name)
def test_a_walk_through_a_pipe_reads_like_its_transcript(
    typed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.chdir(tmp_path)
    walked = Walked(typed.read_text(encoding="utf-8"))
    transcript = typed.with_name(typed.name.replace(".typed.", ".said."))
    files = "".join(f"\n==> {file.name} <==\n{file.read_text()}" for file in sorted(tmp_path.iterdir()))
    text = walked.said.replace(os.path.realpath(tmp_path), "FOLDER")
    said = f"{text}\n==> exit code {walked.status}, {len(walked.reported)} report <==\n{files}"
    if pytestconfig.getoption("--update-golden"):
        transcript.write_text(said, encoding="utf-8", newline="\n")
    assert said == transcript.read_text(encoding="utf-8")


def test_every_line_fits_and_nothing_moves_the_cursor(path: Path) -> None:
    said = Walked((EXAMPLES / "walks" / "whole.typed.txt").read_text(encoding="utf-8"), path).said
    assert all(line.isprintable() for line in said.split("\n"))
    prompts_and_paths = ("Your answer", "Note (", "Why does", "Number", "Name", "  ")
    assert max(len(line) for line in said.splitlines() if not line.startswith(prompts_and_paths)) <= 72


def test_end_of_input_saves_and_stops(path: Path) -> None:
    walked = Walked(f"{SKIPPED_DETAILS}1\n2\n", path)
    assert walked.status == 0
    assert walked.reported == []
    assert list(saved(path).answers) == ["asked-by", "shed-exists"]


def test_a_walk_resumes_where_the_first_answer_is_missing(path: Path) -> None:
    Walked("Spade and Fork\n\n\n\n1\nq\n", path)
    said = Walked("2\nq\n", path).said
    assert "Partnership: Spade and Fork\n" in said
    assert "Resuming at question 2 of 5.\n" in said
    assert said.count("Your answer (") == 2


def test_a_finished_walk_resumes_at_the_review_and_reports(path: Path) -> None:
    Walked(f"{SKIPPED_DETAILS}1\n1\n2\nd\nd\nd\nq\n", path)
    walked = Walked("\n", path)
    assert "Review of your answers\n" in walked.said
    (assessment,) = walked.reported
    assert assessment.answers == saved(path)
    assert walked.status == 0


def test_what_no_file_can_keep_of_a_text_is_left_out(path: Path) -> None:
    walked = Walked(
        f"Two\x1b sheds\n\n\n\nn a\udc80b\nn {'x' * 3000}\nn {'y' * 200_000}\n\x1b[A\n1\nq\n", path
    )
    assert "Note saved: ab" in walked.said
    assert "Only the first 20,000 of 99,998 characters are kept." in walked.said
    assert "\x1b" not in walked.said
    assert saved(path).partnership == "Two sheds"
    assert saved(path).answers["asked-by"].note == "y" * 20_000


@pytest.mark.skipif(sys.platform == "win32", reason="streams cannot be asked there")
@pytest.mark.parametrize("prompt", ["n\n", "n "])
def test_lines_that_come_together_with_a_note_belong_to_it(path: Path, prompt: str) -> None:
    source, sink = os.pipe()
    os.write(
        sink, f"{SKIPPED_DETAILS}1\n{prompt}\x1b[200~Minutes of 12 May\n2\npage 4\x1b[201~\n\nq\n".encode()
    )
    os.close(sink)
    with open(source, encoding="utf-8") as typed:
        walked = Walked(typed, path)
    answers = saved(path).answers
    assert list(answers) == ["asked-by", "shed-exists"]
    assert answers["shed-exists"].given is None
    assert answers["shed-exists"].note == "Minutes of 12 May\n2\npage 4"
    assert walked.status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of POSIX systems")
def test_lines_pasted_with_one_that_is_no_answer_answer_nothing(path: Path) -> None:
    terminal, keyboard = os.openpty()
    os.write(terminal, f"{SKIPPED_DETAILS}1\nAgreed in May\n2\n\n1\n".encode())

    class Reader(StringIO):
        def write(self, text: str) -> int:
            if "changed nothing" in text:
                os.write(terminal, b"q\n")
            return super().write(text)

    sitting = open_sitting(SHED, path, folder=Path(), today=TODAY)
    with open(keyboard, encoding="utf-8") as typed:
        walk(sitting, typed, said := Reader())
    os.close(terminal)
    assert list(saved(path).answers) == ["asked-by"]
    assert "3 lines pasted with it changed nothing.\n" in said.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="streams cannot be asked there")
def test_bytes_that_are_no_text_and_a_last_line_without_an_end_are_heard(path: Path) -> None:
    source, sink = os.pipe()
    os.write(sink, b"Two \xff sheds\r\n\n\n\n1\n2")
    os.close(sink)
    with open(source, encoding="utf-8") as typed:
        Walked(typed, path)
    assert saved(path).partnership == "Two  sheds"
    assert list(saved(path).answers) == ["asked-by", "shed-exists"]


def test_a_question_mark_asks_what_can_be_typed_wherever_something_is_asked(path: Path) -> None:
    walked = Walked("?\nTwo sheds\n\n\n\n1\nq\n", path)
    assert "Type what is asked for, or Enter to leave it as it is." in walked.said
    assert saved(path).partnership == "Two sheds"


def test_texts_of_a_questionnaire_are_one_fact_a_line() -> None:
    target = StringIO()
    conversation = Conversation(source=StringIO(), target=target, stops=Stops(), width=72)
    conversation.say("How well\ndo\tthey  get on?", "  a command\tto copy")
    assert target.getvalue() == "How well do they get on?\n  a command\tto copy\n"


def test_every_key_and_word_is_understood_and_explained(path: Path) -> None:
    explained = Walked(f"{SKIPPED_DETAILS}?\nq\n", path).said
    for key in filter(lambda each: each.typed, KEYS):
        assert f"\n{key.typed[0]}: " in explained
        for word in key.typed:
            assert wish_of(word) == wish_of(f" {word.upper()} ") == key.asks


def test_a_curly_apostrophe_is_an_apostrophe() -> None:
    assert wish_of("don\N{RIGHT SINGLE QUOTATION MARK}t know") == wish_of("d")


def test_a_terminal_that_is_gone_ends_the_walk_with_everything_saved(path: Path) -> None:
    class Gone(StringIO):
        def write(self, text: str, /) -> int:
            if "Question 2" in text:
                raise OSError(5, "Input/output error")
            return super().write(text)

    target = Gone()
    sitting = open_sitting(SHED, path, folder=path.parent, today=TODAY)
    status = walk(sitting, f"{SKIPPED_DETAILS}1\n2\n", target)
    assert status == 0
    assert list(saved(path).answers) == ["asked-by"]


def test_lines_are_as_wide_as_is_comfortable_where_there_is_no_terminal() -> None:
    assert find_width(StringIO()) <= WIDEST


def test_a_signal_during_other_work_waits_for_the_next_question() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Stops() as stops:
        signal.raise_signal(signal.SIGTERM)
        reached = True
        with pytest.raises(Stopped), stops.heeded():
            reached = False
        signal.raise_signal(signal.SIGTERM)
    assert reached
    assert stops.status == 143
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_at_a_question_ends_the_walk_and_says_where_and_how_to_go_on(path: Path) -> None:
    def interrupt(line: str) -> None:
        if line == "2\n":
            signal.raise_signal(signal.SIGINT)

    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\n2\n1\n", interrupt), path)
    assert walked.status == 130
    _, last = walked.said.rsplit(": \n", 1)
    assert last.startswith(f"Everything you answered is saved:\n  {path}\n")
    assert f"  {shlex.join(['partnerassess', 'assess', '--plain', str(path)])}\n" in last
    assert list(saved(path).answers) == ["asked-by"]


if sys.platform != "win32":
    import pexpect

    @pytest.fixture
    def begin(path: Path) -> Iterator[Callable[[], "pexpect.spawn[str]"]]:
        """Start walks in a terminal of their own."""
        started = []

        def spawn() -> "pexpect.spawn[str]":
            environment = {**os.environ, "TERM": "dumb", "PYTHONUTF8": "1"}
            arguments = ["-m", "partnerassess", "assess", "--plain", str(path), "-q", str(SHED_FILE)]
            child = pexpect.spawn(
                sys.executable, arguments, env=environment, encoding="utf-8", dimensions=(24, 60)
            )
            started.append(child)
            return child

        yield spawn
        for child in started:
            child.close(force=True)

    def answer_two(child: "pexpect.spawn[str]") -> None:
        for _ in range(4):
            child.expect(r": $")
            child.sendline("")
        for typed in ("1", "2"):
            child.expect(r"for more\): ")
            child.sendline(typed)
        child.expect("Question 3 of 5")
        child.expect(r"for more\): ")

    def ended(child: "pexpect.spawn[str]") -> int | None:
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus

    def test_a_walk_in_a_terminal_survives_being_killed(
        begin: Callable[[], "pexpect.spawn[str]"], path: Path
    ) -> None:
        child = begin()
        answer_two(child)
        child.kill(signal.SIGKILL)
        child.expect(pexpect.EOF)
        assert list(saved(path).answers) == ["asked-by", "shed-exists"]
        assert list(path.parent.iterdir()) == [path]
        child = begin()
        child.expect("Resuming at question 3 of 5")
        for typed in ("2", "x", "nothing to lock", "d", ""):
            child.expect(r": $")
            child.sendline(typed)
        child.expect("A handshake")
        assert ended(child) == 0
        answers = saved(path).answers
        neighbours = answers["neighbours"].given
        assert isinstance(neighbours, Level)
        assert neighbours.value == 2
        assert answers["keys"].note == "nothing to lock"
        assert answers["rota"].given is Silence.UNKNOWN

    STOPS: dict[str, tuple[Callable[["pexpect.spawn[str]"], object], int]] = {
        "Ctrl-C": (lambda child: child.sendintr(), 130),
        "SIGHUP": (lambda child: child.kill(signal.SIGHUP), 129),
        "end of input": (lambda child: child.sendeof(), 0),
        "SIGTERM": (lambda child: child.kill(signal.SIGTERM), 143),
        "q": (lambda child: child.sendline("q"), 0),
    }

    @pytest.mark.parametrize(("stop", "status"), by_profile({"Ctrl-C": STOPS["Ctrl-C"]}, STOPS))
    def test_however_a_walk_is_stopped_everything_is_kept(
        begin: Callable[[], "pexpect.spawn[str]"],
        path: Path,
        stop: Callable[["pexpect.spawn[str]"], object],
        status: int,
    ) -> None:
        child = begin()
        answer_two(child)
        stop(child)
        child.expect("Everything you answered is saved:")
        child.expect_exact(str(path))
        assert ended(child) == status
        assert list(saved(path).answers) == ["asked-by", "shed-exists"]

    @pytest.mark.night
    def test_a_closed_terminal_loses_nothing(begin: Callable[[], "pexpect.spawn[str]"], path: Path) -> None:
        child = begin()
        answer_two(child)
        child.close(force=False)
        assert list(saved(path).answers) == ["asked-by", "shed-exists"]
        assert list(path.parent.iterdir()) == [path]
