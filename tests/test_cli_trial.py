"""A trial at the command line: what other answers would give, beside the real ones."""

import json
from pathlib import Path

import pytest
import typer

from invocations import CASES
from partnerassess.assessment import Verdict
from partnerassess.cli.results import Format, Wanted
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.trial import show_trial
from partnerassess.render.words import VERDICTS


def shown(capsys: pytest.CaptureFixture[str], *changes: str, form: Format = Format.TERMINAL) -> str:
    assert show_trial([CASES["a"]], None, changes, Wanted(format=form)) is ExitStatus.DONE
    return capsys.readouterr().out


def test_before_and_after_stand_side_by_side_and_the_file_stays(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(CASES["a"]).read_bytes()
    words = " ".join(shown(capsys, "reflection-time=4").split())
    assert "at how the work is going?” not known → 4 (Fully)" in words
    assert "This is a trial: the answer file stays as it is." in words
    assert Path(CASES["a"]).read_bytes() == before


def test_markdown_and_json_show_both_too(capsys: pytest.CaptureFixture[str]) -> None:
    verdict = VERDICTS[Verdict.UNDETERMINED]
    row = f"| Voluntary – individual | 68.5 (54.8 to 77.7) | 71.6 (62.3 to 77.7) | +3.1 | {verdict} | 1st |"
    assert row in shown(capsys, "reflection-time=4", form=Format.MARKDOWN)
    before, after = json.loads(shown(capsys, "initiated-by=mandated", form=Format.JSON))
    assert before["leader"]["id"] == "voluntary-individual"
    assert after["leader"]["id"] == "mandated-individual"


def test_an_arrangement_that_stops_applying_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    words = shown(capsys, "initiated-by=mandated", form=Format.MARKDOWN)
    assert f"| – | – | {VERDICTS[Verdict.UNDETERMINED]} → Does not apply | 1st → – |" in words


def test_a_wrong_change_is_wrong_usage_in_the_words_of_the_answer_file() -> None:
    with pytest.raises(typer.BadParameter, match="reflection-time=9: 9 is not on the scale of this question"):
        show_trial([CASES["a"]], None, ["reflection-time=9"], Wanted())
    with pytest.raises(typer.BadParameter, match="one answer file at a time"):
        show_trial([CASES["a"], CASES["b"]], None, ["reflection-time=1"], Wanted())
    with pytest.raises(typer.BadParameter, match="as terminal, markdown or json"):
        show_trial([CASES["a"]], None, ["reflection-time=1"], Wanted(format=Format.CSV))
