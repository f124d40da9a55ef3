"""`plan` at the command line: every form it comes in, and what it says when it cannot."""

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from invocations import CASES, run, two_views
from partnerassess.library import invented_partnership

PLANNED = (
    "How clear is the reason for partnering at all?",
    "How far do the boards and executives of both organisations back this partnership?",
)


def test_the_leader_is_planned_to_ready_unless_said_otherwise() -> None:
    ran = run("plan", CASES["a"])
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[1] == "4 steps and 2 open answers to “Ready” (75): A few people work together, by choice"
    assert "Readiness is 54 at least today, and 75 at least when all is done." in lines
    assert any("Boards and executives behind it: from “Partly” to “Fully”" in line for line in lines)
    assert len(lines) <= 24
    assert ran.err == ""


def test_steps_follow_each_other_with_readiness_after_each() -> None:
    out = run("plan", CASES["a"], "--full", columns=200).out
    steps = out.split("Step by step")[1].split("What it does to the other forms")[0].split("What every")[0]
    shown = [float(line.split()[-1]) for line in steps.splitlines() if line[-1:].isdigit()]
    assert len(shown) == 11
    assert shown == sorted(shown)
    assert shown[-1] >= 75


def test_out_of_reach_is_said_with_what_stands_in_the_way() -> None:
    out = " ".join(run("plan", CASES["a"], "--arrangement", "mandated-structural").out.split())
    assert "“Ready” (75) is out of reach for now: Two organisations join up, asked from outside" in out
    assert "is the most that is in the partners' hands." in out
    assert "not known yet, and not in the partners' hands" in out


def test_a_target_reached_already_needs_no_plan() -> None:
    _, northbank = invented_partnership()
    out = run("plan", str(northbank), "--to", "50").out
    assert "50 is reached already: A few people work together, by choice" in out
    assert "What to do" not in out


def test_csv_has_a_row_per_question_with_empty_owner_and_date() -> None:
    rows = list(csv.DictReader(io.StringIO(run("plan", CASES["a"], "--format", "csv").out)))
    assert [row["text"] for row in rows[:2]] == list(PLANNED)
    assert [(row["owner"], row["date"]) for row in rows] == [("", "")] * 6
    assert sum(float(row["effort"]) for row in rows) == 22
    assert rows[4]["open"] == "true"


def test_json_has_everything_on_the_shown_scale() -> None:
    data = json.loads(run("plan", CASES["a"], "-a", "voluntary-structural", "--format", "json").out)
    assert data["format"] == "partnerassess-plan/1"
    assert (data["reached"], data["effort"], data["target"]) == (
        True,
        114.0,
        {"readiness": 75.0, "band": "ready"},
    )
    assert data["lowest"]["after"] == data["steps"][-1]["lowest"] >= 75
    assert data["verdict"] == {"before": "not_ready", "after": "ready"}
    assert [each["effort"] for each in data["frontier"]] == sorted(
        each["effort"] for each in data["frontier"]
    )
    assert len(data["find_out"]) == 19


def test_a_word_document_holds_the_same_table(tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    assert run("plan", CASES["a"], "--format", "docx", "--output", str(target)).status == 0
    document = docx.Document(str(target))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    words += "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Boards and executives behind it" in words
    assert "Step by step" in words
    assert document.core_properties.title


@pytest.mark.parametrize("ending", ["html", "md", "txt"])
def test_a_plan_has_every_form_by_the_ending(ending: str, tmp_path: Path) -> None:
    target = tmp_path / f"plan.{ending}"
    assert run("plan", CASES["a"], "--output", str(target)).status == 0
    assert "Boards and executives behind it" in target.read_text(encoding="utf-8")


def test_a_document_that_cannot_be_written_is_a_located_problem(tmp_path: Path) -> None:
    ran = run("plan", CASES["a"], "--format", "docx", "--output", str(tmp_path / "none" / "plan.docx"))
    assert ran.status == 3
    assert "none" in ran.err


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (
            ("--to", "splendid"),
            "nhs-partnering has no band `splendid`; it has ready, early, part-way, nearly",
        ),
        (("--to", "120"), "the number must lie between 0 and 100"),
        (
            ("--arrangement", "marriage"),
            "nhs-partnering has no arrangement `marriage`; it has voluntary-individual,",
        ),
    ],
)
def test_wrong_options_are_wrong_usage(arguments: tuple[str, ...], fault: str) -> None:
    ran = run("plan", CASES["a"], *arguments)
    assert ran.status == 2
    assert fault in ran.err


def test_files_that_cannot_be_planned_from_are_named(tmp_path: Path) -> None:
    ran = run("plan", str(tmp_path / "none.yaml"))
    assert ran.status == 3
    assert "none.yaml" in ran.err


def test_pooled_answers_are_planned_from_the_least_favourable_view(tmp_path: Path) -> None:
    paths = two_views(tmp_path)
    ran = run("plan", *paths, "-a", "voluntary-individual")
    assert ran.status == 0
    out = " ".join(ran.out.split())
    assert "It starts from the least favourable view of every question" in out
    assert "2 people from 2 organisations" in out
    # Riverside sees it at 2 and Valley High at 1; only Valley High knows about time to reflect.
    assert "Boards and executives behind it: from “A little” to" in out
    assert "Set time to look back together (needs “Fully”)" in out


@pytest.mark.parametrize(
    ("case", "words"),
    [("a", "about a third less work"), ("b", "about half the work"), ("d", "about a third of the work")],
)
def test_how_much_of_the_work_is_not_known_to_be_needed_is_said_in_words(case: str, words: str) -> None:
    out = " ".join(run("plan", CASES[case]).out.split())
    assert f"If what they need is there already, it is {words}, by this questionnaire's estimate." in out
