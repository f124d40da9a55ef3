"""A map can be read, corrected and used again."""

from pathlib import Path

import pytest

from partnerassess.collect.cells import Numbers
from partnerassess.collect.export import Import, Options, read_export
from partnerassess.collect.mapfile import Map, load_map
from partnerassess.collect.outcome import describe_import, format_own_map
from partnerassess.problems import ProblemsFound
from surveys import PEOPLE, QUESTIONNAIRE, QUESTIONS, as_csv, cells, texts

HEADINGS = ["Organisation", "What do you do?", *texts()]
HEADINGS[7] = "Is the reason for partnering clear?"


def read(map: Map | None = None, rows: list[list[str]] | None = None) -> Import:  # noqa: A002
    answers = cells(PEOPLE[0])
    answers[6] = "Somewhat"
    rows = rows or [["test", "Nurse", *answers], ["Northbank", "Nurse", *answers]]
    content = as_csv([HEADINGS, *rows]).encode()
    return read_export("Export (1-2).csv", QUESTIONNAIRE, Options(map=map), content=content)


def load(tmp_path: Path, text: str) -> Map:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return load_map(path, QUESTIONNAIRE)


def test_what_was_not_read_can_be_put_right(tmp_path: Path) -> None:
    first = read()
    assert not first.is_whole
    assert len(first.views) == 1
    text = format_own_map(first)
    assert '  "Somewhat":  # shared-vision, row 3' in text
    assert '  "Is the reason for partnering clear?":  # perhaps clear-rationale' in text
    assert "  2: looks like a test" in text
    text = text.replace('"Somewhat":', '"Somewhat": 2').replace("  2: looks like a test\n", "")
    text = text.replace(
        '"Is the reason for partnering clear?":', '"Is the reason for partnering clear?": clear-rationale'
    )
    text = text.replace('"What do you do?":', '"What do you do?": respondent')
    again = read(load(tmp_path, text))
    assert again.is_whole
    assert [each.respondent for each in again.answers] == ["Nurse", "Nurse"]
    assert len(again.answers[1].answers) == len(QUESTIONS)
    assert again.missing == ()


def test_a_line_that_is_deleted_leaves_its_column_out(tmp_path: Path) -> None:
    text = format_own_map(read())
    kept = "".join(line for line in text.splitlines(True) if "board-support" not in line)
    found = read(load(tmp_path, kept))
    assert found.missing == ("clear-rationale", "board-support")
    assert "board-support" not in found.answers[0].answers


def test_rows_to_leave_out_are_about_one_export_only(tmp_path: Path) -> None:
    made = load(tmp_path, format_own_map(read()))
    other = read(made, [["Northbank", "Nurse", *cells(PEOPLE[0])], ["Eastvale", "Nurse", *cells(PEOPLE[1])]])
    assert len(other.views) == 2


def test_what_the_map_has_and_the_export_has_not_is_said(tmp_path: Path) -> None:
    text = format_own_map(read()).replace("columns:\n", 'columns:\n  "Gone away": board-support\n')
    found = read(load(tmp_path, text))
    assert "a column of the map is not in this export: 'gone away'" in "\n".join(describe_import(found))


def test_things_said_once_stand_in_the_map(tmp_path: Path) -> None:
    content = as_csv([HEADINGS, ["Northbank", "Nurse", *cells(PEOPLE[0])]]).encode()
    options = Options(partnership='The "new" one', numbers=Numbers.VALUES, programme="North")
    found = read_export("export.csv", QUESTIONNAIRE, options, content=content)
    made = load(tmp_path, format_own_map(found))
    assert (made.partnership, made.programme, made.numbers) == ('The "new" one', "North", Numbers.VALUES)
    again = read_export("export.csv", QUESTIONNAIRE, Options(map=made), content=content)
    assert again.answers == found.answers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("answers: {}\n", "no map of an import"),
        ("format: partnerassess-map/1\n", "`columns` is missing"),
        ("format: partnerassess-map/1\ncolumns:\n  A: board-suport\n", "did you mean `board-support`?"),
        ("format: partnerassess-map/1\nquestionnaire: other\ncolumns: {}\n", "this map is for `other`"),
        ("format: partnerassess-map/1\nanswers: text\ncolumns: {}\n", "expected `values` or `positions`"),
        ("format: partnerassess-map/1\ncolums: {}\ncolumns: {}\n", "`colums` is not known here"),
        ("format: partnerassess-map/1\ncolumns: {}\nleave-out-rows: {x: why}\n", "`x` is no row"),
        ("columns: [", ""),
    ],
)
def test_a_slip_in_a_map_is_found_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        load(tmp_path, text)
    assert said in str(refused.value)
    assert all(problem.line for problem in refused.value.problems)
