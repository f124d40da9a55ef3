"""`what-if`: what other answers would give, beside the real ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from invocations import CASES, two_views
from partnerassess.cli import app
from partnerassess.cli.process import ExitStatus


def what_if(*words: str) -> Any:
    return CliRunner().invoke(app, ["what-if", *words], env={"COLUMNS": "100"})


def test_before_and_after_stand_side_by_side_and_the_file_stays() -> None:
    before = Path(CASES["a"]).read_bytes()
    words = " ".join(what_if(CASES["a"], "reflection-time=4").stdout.split())
    assert "Set time to look back together: not known → 4 (Fully)" in words
    assert "This is a trial: the answer file stays as it is." in words
    assert Path(CASES["a"]).read_bytes() == before


def test_markdown_and_json_show_both_too() -> None:
    words = what_if(CASES["a"], "reflection-time=4", "-f", "markdown").stdout
    assert words.startswith("# What if: A few people work together, by choice: 68 → ")
    before, after = json.loads(what_if(CASES["a"], "initiated-by=mandated", "-f", "json").stdout)
    assert before["leader"]["id"] == "voluntary-individual"
    assert after["leader"]["id"] == "mandated-individual"


def test_an_arrangement_that_stops_applying_says_so() -> None:
    words = what_if(CASES["a"], "initiated-by=mandated", "-f", "markdown").stdout
    assert "| Can't tell yet → does not apply |" in words


def test_a_questionnaire_that_is_not_there_is_no_fault_of_the_change() -> None:
    ran = what_if(CASES["a"], "reflection-time=4", "-q", "nowhere")
    assert ran.exit_code == ExitStatus.UNUSABLE
    assert ran.stderr.startswith("nowhere: no such questionnaire")


def test_several_changes_are_tried_together() -> None:
    words = what_if(CASES["a"], "reflection-time=4", "board-support=4").stdout
    assert "reflection" not in words
    assert "Boards and executives behind it: 2 (Partly) → 4 (Fully)" in words


@pytest.mark.parametrize("change", ["shared-project-management=4", "stage=agreed"])
def test_a_change_that_counts_for_nothing_in_the_leading_form_says_so(change: str) -> None:
    words = " ".join(what_if(CASES["a"], change, "-f", "markdown").stdout.split())
    assert "The number stays, because what is changed does not count for this form." in words
    small = what_if(CASES["a"], "reflection-time=2", "-f", "markdown").stdout
    assert "questions share the weight" in small


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["reflection-time=9"], "is not on the scale of this question"),
        (["no-such-question=1"], "no question"),
        ([], "say what to change"),
    ],
)
def test_a_wrong_change_is_wrong_usage_in_the_words_of_the_answer_file(words: list[str], fault: str) -> None:
    done = what_if(CASES["a"], *words)
    assert done.exit_code == ExitStatus.USAGE
    assert fault in " ".join(done.stderr.split())


def test_everybody_s_answer_is_changed_where_several_views_are_put_together(tmp_path: Path) -> None:
    done = what_if(*two_views(tmp_path), "stage=agreed", "-f", "json")
    assert done.exit_code == ExitStatus.DONE
    before, after = json.loads(done.stdout)
    assert before["respondents"] == after["respondents"] == 2
    # What is changed counts for nothing, so nothing else is said of them together than before.
    assert before["arrangements"] == after["arrangements"]
    assert "2 people from 2 organisations · a trial" in what_if(*two_views(tmp_path), "stage=agreed").stdout


def test_no_trial_tells_what_one_or_two_people_of_an_organisation_said(tmp_path: Path) -> None:
    for person, answer in (("Ann", 1), ("Bob", "unknown"), ("Cy", "unknown")):
        text = f"questionnaire: nhs-partnering\npartnership: P\norganisation: A\nrespondent: {person}\n"
        text += "answers: {initiated-by: voluntary, scale-envisaged: individual, board-support: 3, "
        text += f"mutual-trust: {answer}}}\n"
        (tmp_path / f"{person}.yaml").write_text(text, encoding="utf-8")
    for change in ("mutual-trust=4", "initiated-by=mandated"):
        refused = what_if(str(tmp_path), change)
        assert refused.exit_code == ExitStatus.UNUSABLE
        assert "would tell what one or two people of an organisation said" in refused.stderr
        assert what_if(str(tmp_path), change, "--show-small-groups").exit_code == ExitStatus.DONE
    # What three people said is told anyway.
    assert what_if(str(tmp_path), "board-support=4").exit_code == ExitStatus.DONE
