"""Many assessments: selected, sorted, counted, and set side by side."""

import csv
import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pyarrow  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from builders import HALF, sampler, seaside
from instruments import Given, answered, answers, factor, questionnaire, questionnaires
from partnerassess.assessment import Assessment, Verdict
from partnerassess.model import Questionnaire
from partnerassess.portfolio import (
    Order,
    Selection,
    SortKey,
    commonest_leader,
    read_order,
    select,
    sort_assessments,
    subject_of,
    summarise,
)
from partnerassess.render.cells import dimensions_of, rows_of, tidy_columns, tidy_rows
from partnerassess.render.export_parquet import render_parquet
from partnerassess.render.export_table import render_csv_header, render_csv_rows
from partnerassess.render.export_wide import arrangements_of, render_wide_header, render_wide_row
from partnerassess.render.terminal.heatmap import MOST, render_heatmap
from partnerassess.render.terminal.portfolio import render_portfolio
from partnerassess.scoring import score
from test_pooling import chose, one_question
from test_render_terminal import printed, squeezed

Golden = Callable[[str, str], None]


def named(asked: Questionnaire, name: str, given_: Mapping[str, Given]) -> Assessment:
    said = replace(
        answers(asked, given_),
        partnership=name,
        file=f"{name}.yaml",
        date=datetime.date(2024, 1, len(name)),
    )
    return score(asked, said)


def three() -> list[Assessment]:
    """Give one that is ready, one that is not, and one whose essential answer is open."""
    asked = one_question(essential=HALF)
    levels: dict[str, Mapping[str, Given]] = {
        "Bay": {"trust": 4, "money": 4},
        "Cove": {"trust": 1, "money": 3},
        "Arbour": {"trust": None, "money": 3},
    }
    return [named(asked, name, each) for name, each in levels.items()]


def names(assessments: Sequence[Assessment]) -> list[str | None]:
    return [each.answers.partnership for each in assessments]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("partnership", ["Arbour", "Bay", "Cove"]),
        ("-partnership", ["Cove", "Bay", "Arbour"]),
        ("date", ["Bay", "Cove", "Arbour"]),
        ("readiness", ["Bay", "Cove", "Arbour"]),
        ("-readiness", ["Arbour", "Cove", "Bay"]),
        ("highest", ["Bay", "Arbour", "Cove"]),
        ("lowest", ["Bay", "Cove", "Arbour"]),
        ("verdict", ["Bay", "Arbour", "Cove"]),
    ],
)
def test_assessments_are_sorted_by_what_is_asked_for(order: str, expected: list[str]) -> None:
    assert names(sort_assessments(three(), read_order(order))) == expected
    assert names(sort_assessments(three(), read_order(order), "arrangement-1")) == expected


def test_what_has_nothing_to_sort_by_comes_last_either_way() -> None:
    asked = one_question()
    unnamed = score(asked, answers(asked, {"trust": "not_applicable"}))
    every = [unnamed, *three()]
    for key in SortKey:
        for reverse in (False, True):
            assert sort_assessments(every, Order(key=key, reverse=reverse))[-1] is unnamed


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(ValueError, match="partnership, date, readiness"):
        read_order("colour")


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ((), ["Bay", "Cove", "Arbour"]),
        (("ready",), ["Bay"]),
        (("not_ready", "undetermined"), ["Cove", "Arbour"]),
        (("emerging",), ["Cove"]),
    ],
)
def test_assessments_are_selected_by_verdict_or_band(only: tuple[str, ...], expected: list[str]) -> None:
    assert names(list(select(three(), Selection(only=only)))) == expected
    assert names(list(select(three(), Selection(only=only, arrangement="arrangement-1")))) == expected


def test_selecting_an_arrangement_shows_it_alone() -> None:
    asked = sampler()
    assessment = score(asked, seaside(asked=asked))
    (selected,) = select([assessment], Selection(arrangement="sent"))
    assert [result.arrangement.id for result in selected.arrangements] == ["sent"]
    assert list(select([assessment], Selection(arrangement="elsewhere"))) == []


def test_without_a_leader_there_is_nothing_to_select_by() -> None:
    asked = one_question()
    nothing = score(asked, answers(asked, {"trust": "not_applicable", "money": "not_applicable"}))
    assert list(select([nothing], Selection(only=("not_assessable",)))) == []
    assert list(select([nothing], Selection())) == [nothing]
    by_name = Selection(only=("not_assessable",), arrangement="arrangement-1")
    assert len(list(select([nothing], by_name))) == 1


def test_a_selection_that_makes_no_sense_says_what_would() -> None:
    asked = one_question()
    assert Selection(only=("ready", "emerging"), arrangement="arrangement-1").find_fault(asked) is None
    assert "has no verdict or band `rady`" in str(Selection(only=("rady",)).find_fault(asked))
    assert "has no arrangement `x`; it has arrangement-1" in str(Selection(arrangement="x").find_fault(asked))


def test_what_many_assessments_have_in_common_is_counted() -> None:
    (part,) = summarise(three())
    (tally,) = part.tallies
    assert tally.first == 3
    assert [(verdict, names(every)) for verdict, every in tally.counted] == [
        (Verdict.READY, ["Bay"]),
        (Verdict.UNDETERMINED, ["Arbour"]),
        (Verdict.NOT_READY, ["Cove"]),
    ]
    (essential,) = part.essentials
    assert (essential.unmet, essential.open, essential.counted) == (1, 1, 3)
    (gap,) = part.gaps
    assert (gap.question.id, gap.low, gap.answered) == ("trust", 1, 2)


def test_what_is_not_counted_is_listed_with_its_reason() -> None:
    asked = sampler()
    excluded = score(asked, chose(asked, "them", "Bay"))
    out = score(asked, seaside({"money": "not_applicable", "time": 2, "figures": 2}, asked))
    (part,) = summarise([excluded, out])
    large = part.tallies[1]
    assert (large.not_applying, large.not_assessable) == ((excluded,), (out,))
    text = squeezed(printed(render_portfolio([excluded, out], width=100), 100))
    assert squeezed("Left out: 1 (Seaside and Harbour, as seen by Bay)") in text
    assert squeezed("). It does not apply: “Who asks for it?”: An outside body.") in text
    assert squeezed("). Too much of Context does not apply to say anything") in text


def test_each_questionnaire_is_counted_for_itself() -> None:
    asked = sampler()
    every = [*three(), score(asked, seaside(asked=asked))]
    assert [part.questionnaire.id for part in summarise(every)] == ["small", "sampler"]
    text = printed(render_portfolio(every, width=80), 80)
    assert "Who was counted: A questionnaire with everything" in text


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_every_assessment_is_counted_once_for_every_arrangement(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    every = [score(asked, data.draw(answered(asked))) for _ in range(3)]
    (part,) = summarise(every)
    for tally in part.tallies:
        groups = [each for _, each in tally.counted] + [tally.not_assessable, tally.not_applying]
        assert sum(map(len, groups)) == len(every)
    assert all(0 < gap.low <= gap.answered <= len(every) for gap in part.gaps)
    assert all(each.unmet + each.open <= each.counted <= len(every) for each in part.essentials)


@pytest.mark.parametrize(("width", "ascii_only"), [(120, False), (80, False), (60, True)])
def test_the_portfolio_is_as_expected(width: int, ascii_only: bool, golden: Golden) -> None:
    asked = sampler()
    given_: list[Mapping[str, Given]] = [
        {"trust": 3, "money": 1, "talk": 0, "time": 1, "reason": 1},
        {"trust": 4, "money": 4, "talk": 4, "time": 4, "reason": 4, "figures": 4},
        {"trust": 2, "money": "not_applicable", "talk": "unknown", "time": 0, "reason": 1, "figures": 2},
    ]
    every = [named(asked, name, each) for name, each in zip(("Bay", "Cove", "Dale"), given_, strict=True)]
    text = printed(render_portfolio(every, width=width, ascii_only=ascii_only), width)
    text += printed(render_heatmap(every, width=width, ascii_only=ascii_only), width)
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii() or not ascii_only
    golden(f"portfolio/{width}{'-ascii' if ascii_only else ''}.txt", text)


def test_long_lists_are_cut_short_unless_everything_is_asked_for() -> None:
    asked = questionnaire(
        [*(factor(f"F{n}", "context", essential=HALF) for n in range(7)), factor("G", "enablers")]
    )
    low: Mapping[str, Given] = {f"q-F{n}": 0 for n in range(7)}
    every = [named(asked, "Bay" + "a" * n, low) for n in range(10)]
    short = printed(render_portfolio(every, width=100), 100)
    assert short.count("and 2 more (--full shows all)") == 2
    assert "and 2 more)." in short
    assert "more" not in printed(render_portfolio(every, width=100, full=True), 100)


def test_the_heat_map_shows_the_arrangement_that_comes_first_most_often() -> None:
    asked = sampler()
    every = [score(asked, seaside(asked=asked))]
    assert commonest_leader(summarise(every)[0]).id == every[0].arrangements[0].arrangement.id
    assert "Factors of Mandated – individual" in printed(
        render_heatmap(every, width=80, arrangement="sent"), 80
    )
    assert printed(render_heatmap(every, width=80, arrangement="elsewhere"), 80) == ""


def test_the_heat_map_leaves_out_what_does_not_apply_and_says_so() -> None:
    asked = sampler()
    excluded = score(asked, chose(asked, "them", "Bay"))
    none = printed(render_heatmap([excluded], width=80, arrangement="large"), 80)
    assert "It applies to none of them." in none
    both = [excluded, score(asked, seaside(asked=asked))]
    assert "It does not apply to 1 other." in printed(render_heatmap(both, width=80, arrangement="large"), 80)


def test_a_heat_map_of_very_many_partnerships_says_how_many_are_left_out() -> None:
    text = printed(render_heatmap([three()[0]] * (MOST + 5), width=120), 120)
    assert "and 5 more, which --format csv has" in text
    assert " 60  Bay" in text


@pytest.mark.parametrize(
    ("level", "word"), [(0, "░ little"), (1, "▒ some"), (2, "▓ fair"), (3, "█ strong"), (None, "? open")]
)
def test_a_factor_is_a_shade_and_a_word(level: Given, word: str) -> None:
    asked = one_question()
    assert (
        word in printed(render_heatmap([named(asked, "Bay", {"trust": level})], width=80), 80).split("Key")[0]
    )


def test_a_wide_table_has_one_row_per_assessment() -> None:
    asked = sampler()
    every = [score(asked, seaside(asked=asked)), three()[0]]
    arrangements = arrangements_of(each.questionnaire for each in every)
    text = render_wide_header(arrangements) + "".join(render_wide_row(each, arrangements) for each in every)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["partnership"] for row in rows] == ["Seaside and Harbour", "Bay"]
    assert rows[0]["arrangement-1_point"] == ""
    assert rows[1]["arrangement-1_verdict"] == "ready"
    assert rows[1]["leader"] == "arrangement-1"
    tidy = {row["arrangement"]: row for row in rows_of(every[0])}
    for name, row in tidy.items():
        assert rows[0][f"{name}_point"] == ("" if row["point"] is None else repr(row["point"]))
        assert rows[0][f"{name}_essential_unmet"] == row["essential_unmet"]


def test_a_wide_table_without_room_for_an_arrangement_is_refused() -> None:
    with pytest.raises(ValueError, match="no columns for arrangement-1"):
        render_wide_row(three()[0], ())


def test_a_wide_row_without_a_leader_has_none() -> None:
    asked = one_question()
    nothing = score(asked, answers(asked, {"trust": "not_applicable"}))
    text = render_wide_header(["arrangement-1"]) + render_wide_row(nothing, ["arrangement-1"], document=2)
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["leader"], row["document"], row["arrangement-1_verdict"]) == ("", "2", "not_assessable")


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_rows_hold_what_the_csv_form_holds(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    assessment = score(asked, data.draw(answered(asked)))
    dimensions = dimensions_of([asked])
    text = render_csv_header(dimensions) + render_csv_rows(assessment, dimensions)
    header, *lines = csv.reader(io.StringIO(text))
    assert header == list(tidy_columns(dimensions))
    assert lines == [[_as_csv(cell) for cell in row] for row in tidy_rows(assessment, dimensions)]


def _as_csv(cell: object) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_rows_without_room_for_a_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match="no columns for context"):
        list(tidy_rows(three()[0], ["enablers"]))


def test_parquet_has_the_columns_and_kinds_of_the_tidy_table() -> None:
    every = three()
    table = parquet.read_table(io.BytesIO(render_parquet((each, None) for each in every)))
    assert table.column_names == list(tidy_columns(dimensions_of([every[0].questionnaire])))
    assert table.schema.field("point").type == pyarrow.float64()
    assert table.schema.field("applies").type == pyarrow.bool_()
    assert table.to_pylist() == [row for each in every for row in rows_of(each)]


def test_the_subject_is_the_leader_or_the_arrangement_named() -> None:
    assessment = three()[0]
    assert subject_of(assessment) is assessment.leader
    assert subject_of(assessment, "elsewhere") is None
