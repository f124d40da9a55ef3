"""Outputs: nothing that a command reads, or did not make, is ever replaced."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import failing_outputs
from failing import FAULTS
from partnerassess.cli import app, main
from partnerassess.cli.output import _in_pieces, guard
from partnerassess.cli.process import ExitStatus
from partnerassess.library import shipped_questionnaires
from partnerassess.problems import ProblemsFound
from profiles import is_night

NIGHT = is_night()
ANSWERS = '{"questionnaire": "nhs-partnering", "answers": {"board-support": 3}}'


def run(*arguments: str) -> Any:
    """Run the whole command line inside the test's own process."""
    return CliRunner().invoke(app, arguments)


def start(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run the command line as a process of its own."""
    command = [sys.executable, "-m", "partnerassess", *arguments]
    return subprocess.run(command, check=False, text=True, stderr=subprocess.PIPE, **options)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with answers under several names, and the questionnaire they answer."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.json", "b.json", "ans.txt"):
        (tmp_path / name).write_text(ANSWERS)
    own = shipped_questionnaires()["nhs-partnering"].read_bytes()
    for name in ("ours.yaml", "ours.txt", "ours.html"):
        (tmp_path / name).write_bytes(own)
    return tmp_path


READ = [
    ("plan a.json -o a.json", "a.json"),
    ("plan ans.txt -o ans.txt", "ans.txt"),
    ("robustness ans.txt -o ans.txt", "ans.txt"),
    ("compare a.json b.json -o a.json", "a.json"),
    ("compare a.json b.json -o b.json", "b.json"),
    ("score a.json -o a.json", "a.json"),
    ("score . -f json -o b.json", "b.json"),
    ("score a.json -q ours.yaml --problems ours.yaml", "ours.yaml"),
    ("score a.json -q ours.txt -o ours.txt", "ours.txt"),
    ("plan a.json -q ours.txt -o ours.txt", "ours.txt"),
    ("robustness a.json -q ours.txt -o ours.txt", "ours.txt"),
    ("compare a.json b.json -q ours.txt -o ours.txt", "ours.txt"),
    ("report a.json -q ours.html -o ours.html", "ours.html"),
    ("template -q ours.html -o ours.html", "ours.html"),
    ("questionnaire show ours.yaml -o ours.yaml", "ours.yaml"),
]
"""Commands told to write over something that they read."""


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize(("command", "read"), READ)
def test_no_command_replaces_what_it_reads(folder: Path, command: str, read: str, force: list[str]) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = run(*command.split(), *force)
    assert done.exit_code == 3
    assert read in done.stderr
    assert "one of the inputs" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_input_is_known_through_every_kind_of_link(folder: Path) -> None:
    os.symlink("ours.txt", folder / "soft.csv")
    os.link(folder / "a.json", folder / "hard.json")
    for command in ("score a.json -q ours.txt -f csv -o soft.csv", "score a.json -f json -o hard.json"):
        done = run(*command.split(), "--force")
        assert done.exit_code == 3
        assert "one of the inputs" in done.stderr
    assert (folder / "a.json").read_text() == ANSWERS


def test_standard_input_is_an_input(folder: Path) -> None:
    with (folder / "a.json").open() as given:
        done = start("score", "-", "-f", "json", "-o", "a.json", "--force", stdin=given)
    assert done.returncode == 3
    assert (folder / "a.json").read_text() == ANSWERS


def test_a_file_that_is_there_is_replaced_only_with_force(folder: Path) -> None:
    (folder / "notes.csv").write_text("mine")
    done = run("score", "a.json", "-o", "notes.csv")
    assert done.exit_code == 3
    assert "--force" in done.stderr
    assert (folder / "notes.csv").read_text() == "mine"
    assert run("score", "a.json", "-o", "notes.csv", "--force").exit_code == 0
    assert "voluntary" in (folder / "notes.csv").read_text()


def test_a_result_made_in_the_folder_that_was_read_can_be_made_again(folder: Path) -> None:
    for name in ("result.json", "result.jsonl"):
        assert [run("score", ".", "-o", name, *force).exit_code for force in ([], [], ["--force"])] == [
            0,
            3,
            0,
        ]
        # Whoever names it reads it.
        assert run("score", ".", name, "-o", name, "--force").exit_code == 3


def test_a_link_is_never_followed(folder: Path) -> None:
    (folder / "victim.txt").write_text("mine")
    os.symlink("victim.txt", folder / "link.html")
    os.symlink("nowhere.txt", folder / "dangling.html")
    for name in ("link.html", "dangling.html"):
        done = run("report", "a.json", "-o", name, "--force")
        assert done.exit_code == 3
        assert "a link" in done.stderr
    assert (folder / "victim.txt").read_text() == "mine"
    assert not (folder / "nowhere.txt").exists()


@pytest.mark.parametrize(
    ("form", "output"),
    [
        ("json", "/dev/stdout"),
        ("csv", "/dev/null"),
        pytest.param("json", "/dev/null", marks=pytest.mark.night),
        pytest.param("csv", "/dev/fd/1", marks=pytest.mark.night),
    ],
)
def test_devices_are_written_to(folder: Path, form: str, output: str) -> None:
    done = start("score", "a.json", "-f", form, "-o", output, stdout=subprocess.PIPE)
    assert done.returncode == 0
    assert bool(done.stdout) == (output != "/dev/null")


@pytest.mark.parametrize("words", ["compare a.json b.json", "score a.json"])
def test_a_table_on_disk_begins_with_the_mark_that_excel_looks_for(folder: Path, words: str) -> None:
    assert run(*words.split(), "-o", "table.CSV").exit_code == 0
    text = (folder / "table.CSV").read_bytes().decode()
    assert text.count("\ufeff") == 1
    assert text.startswith("\ufeff")
    assert "\ufeff" not in run(*words.split(), "-f", "csv").stdout


def test_a_pipe_by_name_is_written_to(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        done = start("score", "a.json", "-f", "csv", "-o", "pipe")
        text, _ = reader.communicate(timeout=20)
    assert done.returncode == 0
    assert "voluntary" in text


@pytest.mark.parametrize(
    "command", ["score a.json -o out/", "template -o out/", "compare a.json b.json -o out/"]
)
def test_a_folder_takes_no_single_file(folder: Path, command: str) -> None:
    done = run(*command.split())
    assert (done.exit_code, "this is a folder, not a file" in done.stderr) == (3, True)
    assert not (folder / "out").exists()


def test_the_guard_leaves_new_names_and_streams_alone(tmp_path: Path) -> None:
    for output in (str(tmp_path / "new.csv"), "-", os.devnull):
        guard([output], [str(tmp_path)])
    with pytest.raises(ProblemsFound, match="a folder"):
        guard([str(tmp_path)], [])


@pytest.mark.parametrize(
    ("form", "unbuffered"),
    [("json", ""), ("csv", "1"), pytest.param("terminal", "1", marks=pytest.mark.night)],
)
def test_a_short_write_is_never_silent(folder: Path, form: str, unbuffered: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "out").open("wb") as out:
        done = start("score", "a.json", "-f", form, stdout=out, preexec_fn=limit, env=environment)
    assert done.returncode == 3
    assert "standard output" in done.stderr


def run_main(monkeypatch: pytest.MonkeyPatch, words: str) -> Any:
    """Run the whole process here, as far as that can be done without harm to this one; give its exit code."""
    for name in ("gc.set_threshold", "atexit.register", "partnerassess.cli.prepare"):
        monkeypatch.setattr(name, lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["partnerassess", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


SINGLE = (
    ("report a.json -o page.html", "open"),
    ("score a.json -o one.md", "write"),
    ("template -o form.html", "fsync"),
    ("plan a.json -o new/", "replace"),
)


@pytest.mark.skipif(os.name == "nt", reason="sends signals to itself")
@pytest.mark.parametrize(("words", "moment"), SINGLE)
def test_a_single_output_that_is_stopped_is_whole_and_nothing_else_is_left(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: str,
    moment: str,
) -> None:
    before = {each.name for each in folder.rglob("*")}
    real = getattr(os, moment)

    def told_to_stop(*arguments: Any, **options: Any) -> Any:
        came = real(*arguments, **options)
        if moment != "open" or str(arguments[0]).endswith(".tmp"):
            monkeypatch.setattr(os, moment, real)
            signal.raise_signal(signal.SIGTERM)
        return came

    monkeypatch.setattr(os, moment, told_to_stop)
    assert run_main(monkeypatch, words) == ExitStatus.TERMINATED
    (made,) = {each for each in folder.rglob("*") if each.is_file() and each.name not in before}
    assert made.suffix != ".tmp"
    assert capfd.readouterr().err.splitlines()[-2:] == [
        f"Written: {made.relative_to(folder)}",
        "Stopped.",
    ]


def test_what_is_stopped_on_its_way_to_a_file_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("partnerassess.render.html.render_html", stopped)
    assert run_main(monkeypatch, "report a.json -o page.html") == ExitStatus.INTERRUPTED
    assert not (folder / "page.html").exists()
    assert capfd.readouterr().err == "Stopped.\n"


WRITTEN = {
    "rows.csv": "score a.json",
    "list.json": "score a.json",
    "book.xlsx": "score a.json",
    "one.md": "score a.json",
    "page.html": "report a.json",
    "plan.csv": "plan a.json",
    "changes.txt": "compare a.json b.json",
    "trial.md": "what-if a.json board-support=4",
    "blank.yaml": "template",
    "own.yaml": "questionnaire show nhs-partnering-quick",
    "schema.json": "questionnaire schema answers",
    "demo.md": "demo a",
}


@pytest.mark.parametrize("output", WRITTEN)
def test_every_file_that_is_written_is_named(folder: Path, output: str) -> None:
    done = run(*WRITTEN[output].split(), "-o", output)
    assert f"Written: {output}\n" in done.stderr
    assert (folder / output).stat().st_size > 0


def test_no_stream_is_named(folder: Path) -> None:
    for words in ("score a.json", "report a.json", "template"):
        assert "Written" not in run(*words.split(), "-o", "/dev/null").stderr


def test_rows_are_cut_into_whole_lines_that_a_pipe_takes_at_once() -> None:
    lines = [b"x" * size + b"\n" for size in (10, 5_000, 1, 4_000, 90, 8_192, 3)]
    pieces = _in_pieces(b"".join(lines))
    assert b"".join(pieces) == b"".join(lines)
    assert all(piece.endswith(b"\n") for piece in pieces)
    assert all(len(piece) <= 4_096 or piece.count(b"\n") == 1 for piece in pieces)


USUAL = (("rows.csv", "ENOSPC"), ("page.html", "kill"))
OUTPUTS = USUAL if not NIGHT else tuple((name, fault) for name in failing_outputs.OUTPUTS for fault in FAULTS)


@pytest.mark.parametrize(("name", "fault"), OUTPUTS)
def test_wherever_writing_fails_the_old_file_or_the_new_one_is_whole(
    tmp_path: Path, name: str, fault: str
) -> None:
    command = [sys.executable, failing_outputs.__file__, str(tmp_path), name, fault]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(attempts) > 20
    for came in attempts:
        where = f"call {came['n']}, {came['call']}: {came.get('said')}"
        assert came["is_old"] or came["is_whole"], where
        assert came["killed"] or came["status"] in (0, 3), where
        assert came["killed"] or came["is_whole"] or came["said"], where
        assert came["status"] != 0 or came["is_whole"], where
        assert (came["again"], came["is_whole_again"], came["left"]) == (True, True, []), where
    assert attempts[-1]["call"] == ""  # and at last nothing failed any more
