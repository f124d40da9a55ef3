"""A trial at the command line: what other answers would give, beside the real ones."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from invocations import CASES
from partnerassess.cli import app
from partnerassess.cli.results import Format, Wanted
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.trial import show_trial


def shown(capsys: pytest.CaptureFixture[str], *changes: str, form: Format = Format.TERMINAL) -> str:
    assert show_trial([CASES["a"]], None, changes, Wanted(format=form)) is ExitStatus.DONE
    return capsys.readouterr().out


def test_before_and_after_stand_side_by_side_and_the_file_stays(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(CASES["a"]).read_bytes()
    words = " ".join(shown(capsys, "reflection-time=4").split())
    assert "Set time to look back together: not known → 4 (Fully)" in words
    assert "This is a trial: the answer file stays as it is." in words
    assert Path(CASES["a"]).read_bytes() == before


def test_markdown_and_json_show_both_too(capsys: pytest.CaptureFixture[str]) -> None:
    words = shown(capsys, "reflection-time=4", form=Format.MARKDOWN)
    assert words.startswith("# What if: A few people work together, by choice: 68 → ")
    assert "| Can't tell yet, +3." in words
    before, after = json.loads(shown(capsys, "initiated-by=mandated", form=Format.JSON))
    assert before["leader"]["id"] == "voluntary-individual"
    assert after["leader"]["id"] == "mandated-individual"


def test_an_arrangement_that_stops_applying_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    words = shown(capsys, "initiated-by=mandated", form=Format.MARKDOWN)
    assert "| Can't tell yet → does not apply |" in words


@pytest.mark.parametrize(
    ("change", "wanted", "arrangement", "status"),
    [
        ("reflection-time=4", "ready", None, ExitStatus.NOT_MET),
        ("reflection-time=4", "undetermined", None, ExitStatus.DONE),
        ("reflection-time=4", "nearly", None, ExitStatus.DONE),
        ("initiated-by=mandated", "nearly", None, ExitStatus.NOT_MET),
        ("initiated-by=mandated", "nearly", "voluntary-individual", ExitStatus.DONE),
    ],
)
def test_a_requirement_is_on_what_the_change_gives(
    change: str, wanted: str, arrangement: str | None, status: ExitStatus
) -> None:
    options = ["--set", change, "--require", wanted, *(["--arrangement", arrangement] if arrangement else [])]
    done = CliRunner().invoke(app, ["score", CASES["a"], *options])
    assert done.exit_code == status
    assert "This is a trial" in done.stdout


def test_a_requirement_that_makes_no_sense_is_wrong_usage_in_a_trial_too() -> None:
    done = CliRunner().invoke(app, ["score", CASES["a"], "--set", "reflection-time=4", "--require", "golden"])
    assert (done.exit_code, done.stdout) == (ExitStatus.USAGE, "")
    assert "no verdict or band `golden`" in done.stderr


@pytest.mark.parametrize(
    "others",
    [
        ["--pool"],
        ["--pool", "--show-small-groups"],
        ["--sort", "date"],
        ["--only", "ready"],
        ["--heatmap"],
        ["--problems", "problems.jsonl"],
    ],
    ids=" ".join,
)
def test_a_trial_refuses_what_is_about_many_answer_sets(
    others: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["score", CASES["a"], "--set", "reflection-time=4", *others]
    done = CliRunner().invoke(app, command, env={"COLUMNS": "200"})
    assert (done.exit_code, done.stdout) == (ExitStatus.USAGE, "")
    named = ", ".join(each for each in others if each.startswith("--"))
    assert f"tries out one answer file by itself: leave it out, or leave out {named}" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_wrong_change_is_wrong_usage_in_the_words_of_the_answer_file() -> None:
    with pytest.raises(typer.BadParameter, match="reflection-time=9: 9 is not on the scale of this question"):
        show_trial([CASES["a"]], None, ["reflection-time=9"], Wanted())
    with pytest.raises(typer.BadParameter, match="one answer file at a time"):
        show_trial([CASES["a"], CASES["b"]], None, ["reflection-time=1"], Wanted())
    with pytest.raises(typer.BadParameter, match="to read, or as json"):
        show_trial([CASES["a"]], None, ["reflection-time=1"], Wanted(format=Format.CSV))
