"""`compare` at the command line: files, pooled folders and versions, in every form."""

import csv
import io
import json
from pathlib import Path

import pytest

from invocations import CASES, run
from partnerassess.library import shipped_questionnaires


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


def test_what_rose_is_told_with_the_answers_behind_it(later: str) -> None:
    ran = run("compare", CASES["a"], later)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert "12 May 2017 → 1 June 2018" in lines
    assert "  •  The services have worked well together before: 75.0 → 100.0 (+25.0)" in lines
    assert (
        "     “How well have the partners worked together before, on a smaller scale?” 3 (Mostly) → 4 (Fully)"
        in lines
    )
    assert lines[2:5] == [
        "",
        "Best supported then and now: Voluntary – individual.",
        "No clear change in the readiness of 4 arrangements.",
    ]
    assert "  7 factors unchanged, 4 as open as before." in lines


def test_csv_and_json_give_every_number_and_move(later: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare", CASES["a"], later, "-f", "csv").out)))
    (first, second) = [row for row in rows if row["id"] == "VI-C1"]
    assert (first["point"], first["change"], second["point"], second["change"]) == (
        "75.0",
        "",
        "100.0",
        "rose",
    )
    data = json.loads(run("compare", CASES["a"], later, "-f", "json").out)
    assert [wave["date"] for wave in data["waves"]] == ["2017-05-12", "2018-06-01"]
    leader = data["arrangements"][0]
    assert leader["readiness"]["overall"] == "no_clear_change"
    changed = {each["id"]: each["changed"] for each in leader["factors"] if each["changed"]}
    assert changed == {"VI-C1": ["worked-before"], "VI-E3": ["reflection-time"]}


def test_markdown_says_the_same(later: str) -> None:
    words = run("compare", CASES["a"], later, CASES["a"], "-f", "markdown").out
    assert "|  | 12 May 2017 (1) | 1 June 2018 (2) | 12 May 2017 (3) | Change |" in words
    assert words.split("\n\n")[2].startswith("- Please note: The later file is dated earlier.")


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_different_partnerships_are_named_before_anything_is_compared(form: str) -> None:
    out = " ".join(run("compare", CASES["a"], CASES["b"], "-f", form).out.split()).split("</head>")[-1]
    note = out.index("These are answers about different partnerships: Riverside and Valley High")
    assert out.index("Different partnerships, side by side") < note < out.index("Best supported – Riverside")
    assert "Regency Vale and Green Bay (case study B): Mandated – individual" in out
    assert "Best supported then" not in out


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_another_first_place_is_told_before_the_numbers(form: str, tmp_path: Path) -> None:
    later = tmp_path / "later.yaml"
    text = Path(CASES["b"]).read_text(encoding="utf-8").replace("date: 2017-05-12", "date: 2018-06-01")
    name = "Regency Vale and Green Bay (case study B)"
    later.write_text(text.replace(name, "Riverside and Valley High (case study A)"), encoding="utf-8")
    out = " ".join(run("compare", CASES["a"], str(later), "-f", form).out.split()).split("</head>")[-1]
    told = out.index("Best supported then: Voluntary – individual; now: Mandated – individual")
    assert told < out.index("No clear change in the readiness of 4 arrangements")


def test_too_early_to_say_names_no_first_place(later: str, tmp_path: Path) -> None:
    early = tmp_path / "early.yaml"
    early.write_text("questionnaire: nhs-partnering\ndate: 2016-01-01\nanswers: {}\n", encoding="utf-8")
    assert "Best supported" not in run("compare", str(early), later).out


def test_a_folder_is_several_peoples_answers_pooled(later: str, tmp_path: Path) -> None:
    wave = tmp_path / "wave"
    wave.mkdir()
    for number, answer in enumerate((2, 4), start=1):
        text = f"questionnaire: nhs-partnering\norganisation: No. {number}\ndate: 2018-06-01\n"
        path = wave / f"{number}.yaml"
        path.write_text(f"{text}answers: {{worked-before: {answer}}}\n", encoding="utf-8")
    out = run("compare", str(wave), later).out
    assert (
        "“How well have the partners worked together before, on a smaller scale?” 3.00 on average → 4 (Fully)"
        in out
    )
    assert "75.0 → 100.0 (+25.0)" in out


def test_versions_are_compared_on_what_they_share(later: str, tmp_path: Path) -> None:
    text = Path(CASES["a"]).read_text(encoding="utf-8")
    older = tmp_path / "older.yaml"
    older.write_text(
        text.replace('version: "2.0"', 'version: "0.9"').replace(
            "answers:\n", "answers:\n  old-thing: 3\n", 1
        ),
        encoding="utf-8",
    )
    out = run("compare", str(older), later).out
    assert "Left out, as the versions do not share it" in out
    assert "Question old-thing: not in every version, or without an answer in an older one." in out


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
