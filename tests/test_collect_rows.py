"""Whatever a table holds, every row and every cell of it is accounted for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.collect.export import Import, Options, read_export
from partnerassess.collect.mapfile import load_map
from partnerassess.collect.outcome import describe_import, format_own_map, plan_files
from partnerassess.model import ScoredQuestion
from partnerassess.problems import ProblemsFound
from profiles import many
from surveys import (
    PARTNERSHIP,
    PEOPLE,
    QUESTIONNAIRE,
    QUESTIONS,
    as_csv,
    as_workbook,
    cells,
    say,
    say_all,
    texts,
)
from test_collect_exports import check_the_sums

SOME = tuple(each for each in QUESTIONS if isinstance(each, ScoredQuestion))[:8]
HEADINGS = ["Organisation", "Role", "Comments", *(each.text for each in SOME)]

words = st.one_of(
    st.sampled_from(
        ["", "", " ", "Mostly", "Fully", "2 – Partly", "Don't know", "n/a", "?", "Somewhat", "0", "3", "7"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)
names = st.sampled_from(["", "Northbank", "Eastvale", "test", "Average", "a@b.example", "x" * 300])
rows = st.lists(
    st.tuples(names, names, words, st.lists(words, min_size=len(SOME), max_size=len(SOME))), max_size=8
)


def read(content: bytes, options: Options | None = None) -> Import:
    return read_export("export", QUESTIONNAIRE, options, content=content)


@given(rows)
def test_rows_and_cells_add_up_and_a_map_used_again_gives_the_same(tmp_path_factory: Any, drawn: Any) -> None:
    table = [[*row[:3], *row[3]] for row in drawn]
    content = as_csv([HEADINGS, *table], quoted=True).encode()
    try:
        found = read(content)
    except ProblemsFound:
        return
    check_the_sums(found)
    filled = [row for row in found.rows if not row.left_out or row.unread]
    assert len(found.rows) == sum(
        any(cell.strip(" \t\r\n\u00a0\u200b\ufeff") for cell in row) for row in table
    )
    assert sum(row.filled for row in filled) == sum(row.read + len(_unread(row)) for row in filled)
    path = tmp_path_factory.mktemp("map") / "map.yaml"
    path.write_text(format_own_map(found), encoding="utf-8")
    again = read(content, Options(map=load_map(path, QUESTIONNAIRE)))
    assert list(plan_files([again], None).values()) == list(plan_files([found], None).values())


def _unread(row: Any) -> list[Any]:
    return [cell for cell in row.unread if cell.column.name not in ("organisation", "respondent")]


def person_row(organisation: str = "Northbank", role: str = "Consultant", **answers: str) -> list[str]:
    said = {question.id: say(question, "2") for question in SOME} | answers
    return [organisation, role, "", *said.values()]


def describe(*table: list[Any]) -> tuple[Import, str]:
    found = read(as_csv([HEADINGS, *table]).encode())
    return found, "\n".join(describe_import(found))


def test_rows_that_are_no_answers_are_left_out_with_the_reason() -> None:
    found, said = describe(
        person_row(),
        person_row(organisation="TEST"),
        person_row(role="asdf"),
        ["Northbank", "Manager", "Later", *[""] * len(SOME)],
        HEADINGS,
        person_row(role="Mean"),
        person_row(organisation="Testbourne NHS Trust"),
    )
    reasons = [row.left_out for row in found.rows]
    assert reasons == [
        None, "looks like a test", "looks like a test", "no answers", "the headings once more",
        "a line of averages or totals", None,
    ]  # fmt: skip
    assert "row 3 left out: looks like a test" in said
    assert said.endswith("7 rows in, 2 sets of answers out, 5 left out; 16 cells read, 0 not")


@pytest.mark.parametrize("comment", ["#1 on our list", "#0", "#partnering", "Response"])
def test_the_first_answers_are_no_heading_whatever_is_written_beside_them(comment: str) -> None:
    row = person_row()
    row[2] = comment
    found, _ = describe(row, person_row(organisation="Eastvale"))
    assert [each.left_out for each in found.rows] == [None, None]
    alone = ["", "", comment, *[""] * len(SOME)]
    if comment != "Response":
        found, _ = describe(alone, person_row())
        assert [bool(each.left_out) for each in found.rows] == [True, False]


def test_two_people_in_one_role_are_kept_and_numbered() -> None:
    found, said = describe(person_row(), person_row(), person_row(organisation="Eastvale"))
    assert [each.respondent for each in found.answers] == ["Consultant", "Consultant (2)", "Consultant"]
    assert "stand more than once" in said


def test_a_row_without_a_role_is_called_by_its_number() -> None:
    found, _ = describe(person_row(role=""), person_row(role="someone@nhs.example"))
    assert [each.respondent for each in found.answers] == ["Row 2", "Row 3"]
    assert [cell.why for cell in found.unread] == ["is an e-mail address"]


def test_what_a_cell_says_is_shown_unless_it_may_be_about_a_person() -> None:
    first = SOME[0].id
    found, said = describe(
        person_row(**{first: "Somewhat"}),
        person_row(role="Manager", **{first: "ask j.smith@nhs.example"}),
        person_row(role="Nurse", **{first: "07700 900123"}),
    )
    assert f"row 2, {first}: 'Somewhat' is none of its answers" in said
    assert f"row 3, {first}: a text that is not shown here is none of its answers" in said
    assert "smith" not in said + format_own_map(found)
    assert "900123" not in said + format_own_map(found)


def test_formulas_are_no_answers() -> None:
    table = [HEADINGS, person_row(), [*person_row()[:3], "=1+1", *person_row()[4:]]]
    found = read(as_workbook({"S": table}))
    assert [cell.why for cell in found.unread] == ["is worked out by a formula: put the answer itself there"]
    check_the_sums(found)


def test_dates_are_no_answers_and_not_applicable_only_where_it_is_accepted() -> None:
    import datetime

    strict = next(each for each in SOME if not each.not_applicable)
    row: list[Any] = person_row(**{strict.id: "n/a"})
    other = (SOME.index(strict) + 1) % len(SOME)
    row[3 + other] = datetime.datetime(2026, 2, 1)
    found = read(as_workbook({"S": [HEADINGS, row]}))
    assert {cell.why for cell in found.unread} == {
        "is a date or a time, not an answer",
        "is no answer to this question",
    }


def test_a_name_of_more_than_one_line_is_put_on_one() -> None:
    found, _ = describe(person_row(organisation="Northbank\n NHS\u00a0Trust\u200b"))
    assert found.answers[0].organisation == "Northbank NHS Trust"


def test_two_thousand_people_take_a_moment() -> None:
    import time

    table = [["Partnership", "Organisation", "Role", *texts()]]
    people = [[PARTNERSHIP, person[0], person[1], *cells(person, say_all)] for person in PEOPLE]
    times = many(667)
    table += people * times
    content = as_workbook({"S": table})
    started = time.process_time()
    found = read(content)
    assert len(found.views) == 3 * times
    assert time.process_time() - started < 1 + 0.03 * times
