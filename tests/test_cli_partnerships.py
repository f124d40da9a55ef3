"""What a command makes of each of several partnerships."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner

from invocations import CASES
from partnerassess.cli import app
from partnerassess.cli.process import ExitStatus

STEMS = ["riverside-and-valley-high-case-study-a", "st-phillips-and-rowheath-park-case-study-c"]
COMMANDS = {
    "plan": ["plan", CASES["a"], CASES["c"]],
    "robustness": ["robustness", CASES["a"], CASES["c"], "--draws", "100"],
    "what-if": ["what-if", CASES["a"], CASES["c"], "board-support=4"],
}
EACH = pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)


def run(*words: str | Path) -> Any:
    return CliRunner().invoke(app, [*map(str, words)], env={"COLUMNS": "100"})


@EACH
def test_the_terminal_shows_one_after_another(words: list[str]) -> None:
    done = run(*words)
    assert done.exit_code == ExitStatus.DONE
    lines = done.stdout.splitlines()
    starts = [place for place, line in enumerate(lines) if line.startswith(("Riverside", "St Phillips"))]
    assert len(starts) == 2
    assert lines[starts[1] - 1] == ""


@EACH
def test_a_folder_gets_a_page_for_each(words: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "new"
    done = run(*words, "-o", f"{folder}/")
    assert done.exit_code == ExitStatus.DONE
    assert sorted(path.name for path in folder.iterdir()) == [f"{stem}.html" for stem in STEMS]
    assert done.stderr.count("Written: ") == 2
    again = run(*words, "-o", f"{folder}/")
    assert again.exit_code == ExitStatus.UNUSABLE
    assert "is there already" in again.stderr


def test_a_folder_gets_the_form_that_is_asked_for(tmp_path: Path) -> None:
    assert run(*COMMANDS["plan"], "-o", tmp_path, "-f", "docx").exit_code == ExitStatus.DONE
    assert Document(str(tmp_path / f"{STEMS[0]}.docx")).core_properties.title
    assert run(*COMMANDS["robustness"], "-o", tmp_path, "-f", "csv").exit_code == ExitStatus.DONE
    assert (tmp_path / f"{STEMS[1]}.csv").read_text("utf-8-sig").startswith("arrangement,")


@EACH
@pytest.mark.parametrize("options", [["-f", "json"], ["-o", "one.html"]])
def test_one_file_does_not_hold_several(words: list[str], options: list[str]) -> None:
    done = run(*words, *options)
    assert done.exit_code == ExitStatus.USAGE
    assert "of 2 partnerships or rounds: name a folder" in done.stderr


def test_a_file_in_the_place_of_the_folder_is_a_located_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(*COMMANDS["plan"], "-o", f"{tmp_path / 'file'}/")
    assert done.exit_code == ExitStatus.UNUSABLE
    assert "file" in done.stderr
    assert "unexpected" not in done.stderr
