"""`compare` at the command line: files, folders and versions, in every form."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from invocations import CASES, run
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.model import ChoiceQuestion


@pytest.fixture
def later(tmp_path: Path) -> str:
    """Case study A a year later: one answer better, one found out."""
    text = Path(CASES["a"]).read_text(encoding="utf-8")
    changed = text.replace("date: 2017-05-12", "date: 2018-06-01")
    changed = changed.replace("reflection-time: unknown", "reflection-time: 3")
    changed = changed.replace("worked-before:\n    answer: 3", "worked-before:\n    answer: 4")
    assert changed.count("answer: 4") > text.count("answer: 4")
    path = tmp_path / "later.yaml"
    path.write_text(changed, encoding="utf-8")
    return str(path)


def written(folder: Path, name: str, level: int, **about: str) -> None:
    """Write the view of one organisation, with one answer."""
    folder.mkdir(exist_ok=True)
    lines = [f"{key}: {value}\n" for key, value in {"questionnaire": "nhs-partnering", **about}.items()]
    text = f"{''.join(lines)}answers: {{worked-before: {level}}}\n"
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_what_rose_is_told_with_the_answers_behind_it(later: str) -> None:
    ran = run("compare", CASES["a"], later)
    assert ran.status == 0
    assert "12 May 2017 → 1 June 2018" in ran.out
    assert re.search("Good joint work before +rose +Mostly → Fully", ran.out)
    assert re.search("Set time to look back together +changed +not known → Mostly", ran.out)


def test_csv_and_json_give_every_number_and_move(later: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare", CASES["a"], later, "-f", "csv").out)))
    (first, second) = [row for row in rows if row["id"] == "VI-C1"]
    assert (first["point"], first["change"], second["point"], second["change"]) == (
        "75.0",
        "",
        "100.0",
        "rose",
    )
    assert {row["partnership"] for row in rows} == {"Riverside and Valley High (case study A)"}
    (data,) = json.loads(run("compare", CASES["a"], later, "-f", "json").out)["partnerships"]
    assert [each["date"] for each in data["rounds"]] == ["2017-05-12", "2018-06-01"]
    leader = data["arrangements"][0]
    assert leader["readiness"]["overall"] == "no_clear_change"
    changed = {each["id"]: each["changed"] for each in leader["factors"] if each["changed"]}
    assert changed == {"VI-C1": ["worked-before"], "VI-E3": ["reflection-time"]}


def test_markdown_says_the_same(later: str) -> None:
    words = run("compare", CASES["a"], later, "-f", "markdown").out
    assert "Good joint work before" in words
    assert "Mostly → Fully" in words


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_one_file_each_of_two_partnerships_is_said_to_be_no_change_over_time(form: str) -> None:
    out = " ".join(run("compare", CASES["a"], CASES["b"], "-f", form).out.split())
    assert "Different partnerships, side by side" in out
    assert "Regency Vale and Green Bay" in out


def test_folders_are_compared_partnership_by_partnership(tmp_path: Path) -> None:
    spring, autumn = tmp_path / "spring", tmp_path / "autumn"
    for folder, levels in (
        (spring, {"Bay": 3, "Cove": 1, "Gone": 2}),
        (autumn, {"BAY": 1, "Cove ": 4, "New": 2}),
    ):
        for name, level in levels.items():
            for organisation in ("One", "Two"):
                file = f"{name.strip()}-{organisation}"
                written(folder, file, level, partnership=f"'{name}'", organisation=organisation)
    ran = run("compare", str(spring), str(autumn))
    out = " ".join(ran.out.split())
    assert ran.status == 0
    assert "2 partnerships: 2 show no clear change" in out
    assert "Round 1: Gone" in out
    assert "Round 2: New" in out
    rows = list(csv.DictReader(io.StringIO(run("compare", str(spring), str(autumn), "-f", "csv").out)))
    moved = {(row["partnership"].strip(), row["overall"]) for row in rows if row["id"] == "VI-C1"}
    assert moved == {("BAY", "fell"), ("Cove", "rose")}
    data = json.loads(run("compare", str(spring), str(autumn), "-f", "json").out)
    assert data["only_in"] == [["Gone"], ["New"]]


def answered(folder: Path, name: str, level: int, start: str, **about: str) -> None:
    """Write a view that answers every question at one level."""
    folder.mkdir(exist_ok=True)
    questions = choose_questionnaire("nhs-partnering").questions.values()
    given = [
        f"  {each.id}: {start if each.id == 'initiated-by' else each.choices[0].id}"
        if isinstance(each, ChoiceQuestion)
        else f"  {each.id}: {level}"
        for each in questions
    ]
    head = {"questionnaire": "nhs-partnering", "partnership": "Bay", **about}
    lines = [*(f"{key}: {value}" for key, value in head.items()), "answers:", *given, ""]
    (folder / f"{name}.yaml").write_text("\n".join(lines), encoding="utf-8")


def test_each_organisations_own_figure_stands_beside_the_common_one(tmp_path: Path) -> None:
    for folder, levels in (("spring", (2, 1)), ("autumn", (3, 4))):
        for name, level in zip(("Harbour", "Quay"), levels, strict=True):
            answered(tmp_path / folder, name, level, "voluntary", organisation=name)
    paths = str(tmp_path / "spring"), str(tmp_path / "autumn")
    out = " ".join(run("compare", *paths).out.split())
    assert "Each organisation by itself: Harbour 50 → 75; Quay 25 → 100." in out
    rows = list(csv.DictReader(io.StringIO(run("compare", *paths, "-f", "csv").out)))
    own = [(row["title"], row["point"], row["change"]) for row in rows if row["kind"] == "organisation"]
    assert own == [
        ("Harbour", "50.0", ""),
        ("Harbour", "75.0", "rose"),
        ("Quay", "25.0", ""),
        ("Quay", "100.0", "rose"),
    ]
    (data,) = json.loads(run("compare", *paths, "-f", "json").out)["partnerships"]
    assert [each["name"] for each in data["organisations"]] == ["Harbour", "Quay"]
    assert data["organisations"][1]["readiness"]["overall"] == "rose"


def test_what_small_groups_keep_back_is_not_said_to_be_unchanged(tmp_path: Path) -> None:
    for folder, level in (("spring", 1), ("autumn", 3)):
        for organisation in ("Harbour", "Quay"):
            for person in ("Ann", "Ben"):
                about = {"organisation": organisation, "respondent": person}
                answered(tmp_path / folder, f"{organisation}-{person}", level, "voluntary", **about)
    paths = str(tmp_path / "spring"), str(tmp_path / "autumn")
    out = " ".join(run("compare", *paths, "--full").out.split())
    assert "No answer changed" not in out
    assert "What became of some answers is not shown: one or two people of an organisation" in out
    assert re.search(r"Context 25\.0 75\.0 \+50\.0", out)
    assert "The services have worked well together before not shown not shown" in out
    scored = " ".join(run("score", paths[0]).out.split())
    assert "Of 11 questions only the common figure is shown, of 10 questions no figure: one or two" in scored
    told = " ".join(run("compare", *paths, "--full", "--show-small-groups").out.split())
    assert "not shown" not in told
    assert "The services have worked well together before 25.0 75.0 +50.0" in told


def test_a_form_that_does_not_apply_any_more_is_named_and_drawn_nowhere(tmp_path: Path) -> None:
    answered(tmp_path / "spring", "one", 2, "mandated")
    answered(tmp_path / "autumn", "one", 2, "voluntary")
    paths = str(tmp_path / "spring"), str(tmp_path / "autumn")
    out = " ".join(run("compare", *paths).out.split())
    assert "Applied earlier only: A few people work together, asked from outside" in out
    full = [line for line in run("compare", *paths, "--full").out.splitlines() if "does not apply" in line]
    assert full
    assert not set("├─●┤") & set("".join(full))


def test_views_that_name_no_partnership_are_of_one_in_each_round(later: str, tmp_path: Path) -> None:
    for number, level in enumerate((2, 4), start=1):
        written(tmp_path / "round", str(number), level, organisation=f"No. {number}")
    out = run("compare", str(tmp_path / "round"), later).out
    assert re.search(r"Good joint work before +rose +\S.* → Fully", out)


def test_what_moved_most_is_what_moved_furthest_whichever_way(tmp_path: Path) -> None:
    head = "questionnaire: nhs-partnering\npartnership: Bay\nanswers:\n"
    start = "  initiated-by: voluntary\n  scale-envisaged: individual\n"
    first = choose_questionnaire("nhs-partnering").arrangements[0]
    *others, last = dict.fromkeys(question.id for question in first.questions())
    for round_, level, levels in (("before", 3, 0), ("after", 2, 4)):
        lines = "".join(f"  {name}: {level}\n" for name in others)
        (tmp_path / f"{round_}.yaml").write_text(
            f"{head}{start}{lines}  {last}: {levels}\n", encoding="utf-8"
        )
    out = run("compare", tmp_path / "before.yaml", tmp_path / "after.yaml").out
    assert re.search(r"From → to\n.* rose +Not at all → Fully\n.* fell +Mostly → Partly\n", out)


def test_versions_are_compared_on_what_they_share(later: str, tmp_path: Path) -> None:
    text = Path(CASES["a"]).read_text(encoding="utf-8")
    older = tmp_path / "older.yaml"
    text = text.replace('version: "2.0"', 'version: "0.9"').replace(
        "answers:\n", "answers:\n  old-thing: 3\n", 1
    )
    older.write_text(text, encoding="utf-8")
    out = run("compare", str(older), later).out
    assert "Left out, as the versions do not share it" in out
    assert "old-thing" in out


def test_two_questionnaires_may_be_given_one_for_each_version(later: str, tmp_path: Path) -> None:
    shipped = shipped_questionnaires()["nhs-partnering"]
    text = shipped.read_text(encoding="utf-8").replace('version: "2.0"', 'version: "0.9"')
    asked = tmp_path / "ours-0.9.yaml"
    asked.write_text(text, encoding="utf-8")
    older = tmp_path / "older.yaml"
    answers = Path(CASES["a"]).read_text(encoding="utf-8")
    older.write_text(answers.replace('version: "2.0"', 'version: "0.9"'), encoding="utf-8")
    ran = run("compare", str(older), later, "-q", str(asked), "-q", str(shipped))
    assert ran.status == 0
    assert "Left out" not in ran.out


def test_what_cannot_be_compared_says_why(later: str, tmp_path: Path) -> None:
    assert run("compare", later).status == 2
    ran = run("compare", str(tmp_path / "none.yaml"), later, str(tmp_path / "nor-this.yaml"))
    assert ran.status == 3
    assert len(ran.err.splitlines()) == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("compare", str(empty), later).status == 3


@pytest.mark.parametrize("columns", [40, 72, 160])
def test_nothing_is_wider_than_the_terminal(later: str, columns: int) -> None:
    out = run("compare", CASES["a"], later, columns=columns).out
    assert max(map(len, out.splitlines())) <= columns


def test_a_broken_file_is_told_all_that_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    head = 'questionnaire: nhs-partnering\nversion: "{}"\nanswers:\n'
    body = "  board-support: 9\n  no-such-question: 1\n  clear-rationale: 2\n  clear-rationale: 3\n"
    path.write_text(head.format("2.0") + body, encoding="utf-8")
    ran = run("compare", str(path), CASES["a"])
    assert ran.status == 3
    assert [line.split(":")[1] for line in ran.err.splitlines()] == ["4", "5", "7"]
    # What another version may have asked is not held against it.
    path.write_text(head.format("0.9") + body, encoding="utf-8")
    assert [line.split(":")[1] for line in run("compare", str(path), CASES["a"]).err.splitlines()] == [
        "4",
        "7",
    ]


def test_a_broken_file_keeps_nobody_else_from_comparing(tmp_path: Path) -> None:
    for place, folder in enumerate(("spring", "autumn"), start=2):
        written(tmp_path / folder, "bay", place, partnership="Bay")
    broken = tmp_path / "autumn" / "broken.yaml"
    broken.write_text("questionnaire: nhs-partnering\nanswers: {worked-before: 9}\n", encoding="utf-8")
    ran = run("compare", tmp_path / "spring", tmp_path / "autumn")
    assert ran.status == 3
    assert ran.err.startswith(f"{broken}:2:")
    assert re.search("Good joint work before +rose", ran.out)


def test_what_a_folder_holds_that_is_no_answers_keeps_nobody_from_comparing(tmp_path: Path) -> None:
    written(tmp_path, "one", 3, partnership="Bay")
    questionnaire = tmp_path / "ours.yaml"
    questionnaire.write_bytes(shipped_questionnaires()["nhs-partnering"].read_bytes())
    (tmp_path / "earlier.json").write_text('{"format": "partnerassess-comparison/1"}', encoding="utf-8")
    (tmp_path / "two.yaml.txt").write_text("questionnaire: nhs-partnering\n", encoding="utf-8")
    ran = run("compare", str(tmp_path), str(tmp_path), "-q", str(questionnaire))
    assert ran.status == 0
    assert "not read: 1 file with another ending, or hidden and 1 made by this tool (two.yaml.txt" in ran.err
