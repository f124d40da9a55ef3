"""Many assessments: selected, sorted, counted, and set side by side."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partnerassess.render.terminal.heatmap import MOST, render_heatmap
from partnerassess.render.terminal.portfolio import render_portfolio
from partnerassess.render.terminal.survey import survey

from builders import HALF, sampler, seaside
from instruments import Given, answered, answers, factor, questionnaire, questionnaires
from partnerassess.assessment import Assessment, Verdict
from partnerassess.batch import Questionnaires, Scored, score_inputs
from partnerassess.batch.counts import FIRST, count_assessments
from partnerassess.compiled import compile_questionnaire
from partnerassess.explain import explain_places
from partnerassess.library import case_studies
from partnerassess.model import Questionnaire
from partnerassess.portfolio import (
    Member,
    Order,
    Selection,
    SortKey,
    commonest_leader,
    read_order,
    subject_of,
)
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


def names(assessments: Iterable[Assessment]) -> list[str | None]:
    return [each.answers.partnership for each in assessments]


def names_of(members: Iterable[Member]) -> list[str | None]:
    return names(member.assessment for member in members)


def in_order(assessments: Iterable[Assessment], order: Order) -> list[Assessment]:
    return order.sort(assessments, order.key_of)


def select(assessments: Iterable[Assessment], selection: Selection) -> list[Assessment]:
    found = map(selection.find_selected, assessments)
    return [each for each in found if each is not None]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("partnership", ["Arbour", "Bay", "Cove"]),
        ("-partnership", ["Cove", "Bay", "Arbour"]),
        ("date", ["Bay", "Cove", "Arbour"]),
        ("readiness", ["Arbour", "Cove", "Bay"]),
        ("-readiness", ["Bay", "Cove", "Arbour"]),
        ("highest", ["Cove", "Arbour", "Bay"]),
        ("lowest", ["Arbour", "Cove", "Bay"]),
        ("verdict", ["Cove", "Arbour", "Bay"]),
        ("-verdict", ["Bay", "Arbour", "Cove"]),
    ],
)
def test_assessments_are_sorted_by_what_is_asked_for(order: str, expected: list[str]) -> None:
    assert names(in_order(three(), read_order(order))) == expected
    assert names(in_order(three(), read_order(order, "arrangement-1"))) == expected


def test_what_has_nothing_to_sort_by_comes_last_either_way() -> None:
    asked = one_question()
    unnamed = score(asked, answers(asked, {"trust": "not_applicable"}))
    every = [unnamed, *three()]
    for key in SortKey:
        for reverse in (False, True):
            assert in_order(every, Order(key=key, reverse=reverse))[-1] is unnamed


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
    assert names(select(three(), Selection(only=only))) == expected
    assert names(select(three(), Selection(only=only, arrangement="arrangement-1"))) == expected


def test_selecting_an_arrangement_shows_it_alone() -> None:
    asked = sampler()
    assessment = score(asked, seaside(asked=asked))
    (selected,) = select([assessment], Selection(arrangement="sent"))
    assert [result.arrangement.id for result in selected.arrangements] == ["sent"]
    assert select([assessment], Selection(arrangement="elsewhere")) == []


def test_without_a_leader_there_is_nothing_to_select_by() -> None:
    asked = one_question()
    nothing = score(asked, answers(asked, {"trust": "not_applicable", "money": "not_applicable"}))
    assert select([nothing], Selection(only=("not_assessable",))) == []
    assert select([nothing], Selection()) == [nothing]
    by_name = Selection(only=("not_assessable",), arrangement="arrangement-1")
    assert len(select([nothing], by_name)) == 1


def test_a_selection_that_makes_no_sense_says_what_would() -> None:
    asked = one_question()
    assert Selection(only=("ready", "emerging"), arrangement="arrangement-1").find_fault(asked) is None
    assert "has no verdict or band `rady`" in str(Selection(only=("rady",)).find_fault(asked))
    assert "has no arrangement `x`; it has arrangement-1" in str(Selection(arrangement="x").find_fault(asked))


def test_what_many_assessments_have_in_common_is_counted() -> None:
    (part,) = survey(three())
    (tally,) = part.tallies
    assert tally.first == 3
    assert [(verdict, names_of(members)) for verdict, members in tally.counted] == [
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
    (part,) = survey([excluded, out])
    large = part.tallies[1]
    assert large.not_applying == part.members[:1]
    assert large.not_assessable == part.members[1:]
    text = squeezed(printed(render_portfolio([part], width=100), 100))
    assert squeezed("Left out: 1 (Seaside and Harbour, as seen by Bay)") in text
    assert squeezed("). It does not apply: “Who asks for it?”: An outside body.") in text
    assert squeezed("). Too much of Context does not apply to say anything") in text


def test_each_questionnaire_is_counted_for_itself() -> None:
    asked = sampler()
    every = [*three(), score(asked, seaside(asked=asked))]
    parts = survey(every)
    assert [part.questionnaire.id for part in parts] == ["small", "sampler"]
    text = printed(render_portfolio(parts, width=80), 80)
    assert "Who was counted: A questionnaire with everything" in text


@given(st.data())
def test_every_assessment_is_counted_once_for_every_arrangement(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    every = [score(asked, data.draw(answered(asked))) for _ in range(3)]
    (part,) = survey(every)
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
    parts = survey(every)
    text = printed(render_portfolio(parts, width=width, ascii_only=ascii_only), width)
    text += printed(render_heatmap(parts, width=width, ascii_only=ascii_only), width)
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii() or not ascii_only
    golden(f"portfolio/{width}{'-ascii' if ascii_only else ''}.txt", text)


def test_long_lists_are_cut_short_unless_everything_is_asked_for() -> None:
    asked = questionnaire(
        [*(factor(f"F{n}", "context", essential=HALF) for n in range(7)), factor("G", "enablers")]
    )
    low: Mapping[str, Given] = {f"q-F{n}": 0 for n in range(7)}
    every = [named(asked, "Bay" + "a" * n, low) for n in range(10)]
    parts = survey(every)
    short = printed(render_portfolio(parts, width=100), 100)
    assert short.count("and 2 more (--full shows all)") == 2
    assert "and 2 more)." in short
    assert "more" not in printed(render_portfolio(parts, width=100, full=True), 100)


def test_the_heat_map_shows_the_arrangement_that_comes_first_most_often() -> None:
    asked = sampler()
    assessment = score(asked, seaside(asked=asked))
    parts = survey([assessment])
    assert commonest_leader(parts[0]).id == assessment.arrangements[0].arrangement.id
    assert "Factors of Mandated – individual" in printed(
        render_heatmap(parts, width=80, arrangement="sent"), 80
    )
    assert printed(render_heatmap(parts, width=80, arrangement="elsewhere"), 80) == ""


def test_the_heat_map_leaves_out_what_does_not_apply_and_says_so() -> None:
    asked = sampler()
    excluded = score(asked, chose(asked, "them", "Bay"))
    none = printed(render_heatmap(survey([excluded]), width=80, arrangement="large"), 80)
    assert "It applies to none of them." in none
    both = survey([excluded, score(asked, seaside(asked=asked))])
    assert "It does not apply to 1 other." in printed(render_heatmap(both, width=80, arrangement="large"), 80)


def test_a_heat_map_of_very_many_partnerships_says_how_many_are_left_out() -> None:
    text = printed(render_heatmap(survey([three()[0]] * (MOST + 5)), width=120), 120)
    assert "and 5 more, which --format csv has" in text
    assert " 60  Bay" in text


@pytest.mark.parametrize(
    ("level", "word"), [(0, "░ little"), (1, "▒ some"), (2, "▓ fair"), (3, "█ strong"), (None, "? open")]
)
def test_a_factor_is_a_shade_and_a_word(level: Given, word: str) -> None:
    asked = one_question()
    parts = survey([named(asked, "Bay", {"trust": level})])
    assert word in printed(render_heatmap(parts, width=80), 80).split("Key")[0]


@given(st.data())
def test_compiled_results_are_selected_as_assessments_are(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said, tables = data.draw(answered(asked)), compile_questionnaire(asked)
    placed = tables.score(tables.add_up(said.answers))
    words = [verdict.value for verdict in Verdict] + [band.id for band in asked.scoring.bands]
    only = data.draw(st.lists(st.sampled_from(words), max_size=2))
    wanted = data.draw(st.sampled_from([None, *(each.id for each in asked.arrangements)]))
    selection = Selection(only=tuple(only), arrangement=wanted)
    whole, rows = selection.find_selected(score(asked, said)), selection.find_placed(placed)
    assert (whole is None) == (rows is None)
    if whole is not None and rows is not None:
        assert [each.arrangement for each in whole.arrangements] == [row.arrangement for row, *_ in rows]


def test_the_subject_is_the_leader_or_the_arrangement_named() -> None:
    assessment = three()[0]
    assert subject_of(assessment) is assessment.leader
    assert subject_of(assessment, "elsewhere") is None


def test_arrangements_that_do_not_apply_are_not_selected_and_sorted_last() -> None:
    one, *others = three()
    (subject,) = [each for each in one.arrangements if each.arrangement.id == "arrangement-1"]
    out = replace(one, arrangements=(replace(subject, applies=False, rank=None),))
    assert subject.verdict is not None
    wanted = Selection(only=(subject.verdict.value,), arrangement="arrangement-1")
    assert wanted.find_selected(one) is not None
    assert wanted.find_selected(out) is None
    for name in ("readiness", "-readiness", "verdict"):
        assert in_order([out, *others], read_order(name, "arrangement-1"))[-1] is out


def test_one_arrangement_keeps_its_rank_and_is_first_only_if_it_is() -> None:
    for case in case_studies():
        found = score_inputs([str(case)], Questionnaires(), standard_input=bytes)
        (assessment,) = (each.assessment for each in found if isinstance(each, Scored))
        check_places_alone(assessment)


def check_places_alone(assessment: Assessment) -> None:
    for result in assessment.arrangements:
        alone = replace(assessment, arrangements=(result,))
        places, counts = explain_places(alone), count_assessments([alone])
        assert [place.rank for place in places.values()] == ([] if result.rank is None else [result.rank])
        assert (counts[assessment.questionnaire.id, result.arrangement.id, FIRST] > 0) == (result.rank == 1)
