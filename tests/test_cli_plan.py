"""`plan` at the command line: every form it comes in, and what it says when it cannot."""

import csv
import io
import json
import sys
from pathlib import Path

import docx
import pytest

from invocations import CASES, nothing_to_assess, run, two_views
from partnerassess.library import invented_partnership

PLANNED = (
    "How clear is the reason for partnering at all?",
    "How far do the boards and executives of both organisations back this partnership?",
)


def test_the_leader_is_planned_to_ready_unless_said_otherwise() -> None:
    ran = run("plan", CASES["a"])
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert "Voluntary – individual: the cheapest way to “Ready” (75)" in lines
    assert (
        "  6 improvements, 11 levels up, effort 22. The lowest that readiness can be rises from 53.8 to 75.3."
        in lines
    )
    assert "     2 (Partly) → 4 (Fully), effort 4" in lines
    assert "     It also lifts “Voluntary – structural” by +1.0 (25.0 → 26.0)." in lines
    assert "  22  ██████████████████████████████████████│█···········  75.4  this plan" in lines
    assert ran.err == ""


def test_steps_follow_each_other_with_readiness_after_each() -> None:
    out = run("plan", CASES["a"], columns=200).out
    steps = out.split("Step by step")[1].split("What the whole plan does")[0]
    shown = [float(line.split()[0]) for line in steps.splitlines() if line[2:4].isdigit()]
    assert len(shown) == 11
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (55.8, 75.3)


def test_out_of_reach_is_said_with_what_stands_in_the_way() -> None:
    out = " ".join(run("plan", CASES["a"], "--arrangement", "mandated-structural").out.split())
    assert "Mandated – structural: “Ready” (75) is out of reach" in out
    assert "57.7 is the most that is in the partners' hands." in out
    assert "is not known yet, and not in the partners' hands. The essential factor" in out


def test_a_target_reached_already_needs_no_plan() -> None:
    _, northbank = invented_partnership()
    out = run("plan", str(northbank), "--to", "50").out
    assert "Voluntary – individual: 50 is reached already" in out
    assert "What to improve" not in out


def test_markdown_has_a_table_with_room_for_owner_and_date() -> None:
    lines = run("plan", CASES["a"], "--format", "markdown").out.splitlines()
    assert "|  | What to improve | Now | To | Effort | What else | Owner | By when |" in lines
    rows = [line for line in lines if line.startswith("| 1 | How clear")]
    assert rows[0].endswith(" |  |  |")


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
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "", "What to improve", "Now", "To", "Effort", "Owner", "By when",
    ]  # fmt: skip
    assert len(table.rows) == 7
    (section,) = document.sections
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for row in table.rows:
        widths = [cell.width or 0 for cell in row.cells]
        assert abs(sum(widths) - room) < 20_000
        assert widths[1] > 2 * widths[4]
    assert {row.cells[5].text + row.cells[6].text for row in list(table.rows)[1:]} == {""}
    assert document.paragraphs[0].text == "Riverside and Valley High (case study A)"


def test_without_python_docx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(sys.modules, "partnerassess.render.plan_document", raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)
    ran = run("plan", CASES["a"], "--format", "docx", "--output", str(tmp_path / "plan.docx"))
    assert ran.status == 2
    assert "Word documents need an extra: pip install 'partnerassess[docx]'" in ran.err
    assert list(tmp_path.iterdir()) == []


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
    several = tmp_path / "two.yaml"
    several.write_text(
        "questionnaire: nhs-partnering\n---\nquestionnaire: nhs-partnering\n", encoding="utf-8"
    )
    assert run("plan", str(tmp_path / "none.yaml")).status == 3
    ran = run("plan", str(several))
    assert ran.status == 2
    assert "this is about one answer set, and there are 2; --pool puts them together" in ran.err


def test_pooled_answers_are_planned_from_the_least_favourable_view(tmp_path: Path) -> None:
    paths = two_views(tmp_path)
    assert run("plan", *paths).status == 2
    ran = run("plan", *paths, "--pool", "-a", "voluntary-individual")
    assert ran.status == 0
    out = " ".join(ran.out.split())
    assert "Several views were put together. The plan starts from the least favourable view" in out
    assert "as seen by 2 answer sets from 2 organisations" in out
    # Riverside sees it at 2 and Valley High at 1; only Valley High knows about time to reflect.
    assert "How far do the boards and executives of both organisations back this partnership? 1 (" in out
    assert "not known yet, planned from 0 (Not at all) → 4 (Fully), effort 4" in out
    made = json.loads(run("plan", str(tmp_path), "--pool", "-a", "voluntary-individual", "-f", "json").out)
    assert made["least_view"] is True
    assert (made["reached"], made["verdict"]["after"]) == (True, "ready")
    alone = json.loads(run("plan", CASES["a"], "-f", "json").out)
    assert alone["least_view"] is False
    assert made["effort"] > alone["effort"]


def small_group(folder: Path) -> tuple[str, ...]:
    """Write case study A as one view of Riverside and two people's of Valley High; give the names."""
    one, other = two_views(folder)
    text = Path(other).read_text(encoding="utf-8")
    paths = []
    for name in ("Chair", "Nurse"):
        path = folder / f"{name.casefold()}.yaml"
        path.write_text(text.replace("date: 2017-05-12", f"respondent: {name}\ndate: 2017-05-12"), "utf-8")
        paths.append(str(path))
    Path(other).unlink()
    return (one, *paths)


@pytest.mark.parametrize("form", ["terminal", "json", "csv", "markdown", "docx"])
def test_no_plan_tells_where_a_small_group_stands(tmp_path: Path, form: str) -> None:
    paths = small_group(tmp_path)
    ran = run("plan", *paths, "--pool", "-a", "voluntary-individual", "-f", form)
    assert (ran.status, ran.out) == (3, "")
    assert f"{', '.join(sorted(paths))}: a plan shows where every question stands now, and that" in ran.err
    assert "what one or two people of an organisation said to " in ran.err
    assert "(--show-small-groups plans all the same; ask the people first)" in ran.err


def test_not_even_that_a_target_is_reached_is_told_of_a_small_group(tmp_path: Path) -> None:
    assert run("plan", *small_group(tmp_path), "--pool", "--to", "1").status == 3


def test_a_small_group_that_does_not_mind_is_planned_for(tmp_path: Path) -> None:
    options = ("--pool", "--show-small-groups", "-a", "voluntary-individual", "-f", "json")
    made = json.loads(run("plan", *small_group(tmp_path), *options).out)
    now = {item["question"]: item["now"] for item in made["items"]}
    assert now["board-support"] == 1


def test_of_many_files_of_a_small_group_the_first_are_named(tmp_path: Path) -> None:
    one, *_ = small_group(tmp_path)
    for number in range(2):
        again = Path(one).read_text(encoding="utf-8")
        (tmp_path / f"z{number}.yaml").write_text(again, encoding="utf-8")
    assert "riverside.yaml, and 2 more: a plan shows" in run("plan", str(tmp_path), "--pool").err


def test_small_groups_are_shown_only_of_pooled_answers() -> None:
    ran = run("plan", CASES["a"], "--show-small-groups")
    assert ran.status == 2
    assert "needs --pool beside it" in " ".join(ran.err.split())


def test_answers_that_cannot_be_used_are_not_pooled_into_a_plan(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("answers: [", encoding="utf-8")
    ran = run("plan", *two_views(tmp_path), str(tmp_path / "bad.yaml"), "--pool")
    assert (ran.status, ran.out) == (3, "")
    assert "bad.yaml" in ran.err


def test_answers_of_two_partnerships_are_not_pooled_into_one_plan(tmp_path: Path) -> None:
    ran = run("plan", *two_views(tmp_path), CASES["b"], "--pool")
    assert ran.status == 3
    assert "these answers are of 2 partnerships: " in ran.err
    assert "name the answers of one partnership" in ran.err


def test_what_cannot_be_assessed_has_no_plan(tmp_path: Path) -> None:
    asked, said = nothing_to_assess(tmp_path)
    ran = run("plan", said, "-q", asked, "--to", "50")
    assert ran.status == 3
    assert "there is nothing to plan from" in ran.err


@pytest.mark.parametrize("columns", [40, 71, 72, 160])
def test_nothing_is_wider_than_the_terminal(columns: int) -> None:
    for arrangement in ("voluntary-individual", "mandated-structural"):
        out = run("plan", CASES["a"], "-a", arrangement, columns=columns).out
        assert max(map(len, out.splitlines())) <= columns
