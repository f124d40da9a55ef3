"""What reports say: the same facts in the same order, whatever the form."""

import re
from collections.abc import Mapping
from fractions import Fraction
from gc import get_referents

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builders import GIVEN, HALF, sampler, seaside
from instruments import Given, answered, answers, factor, questionnaire, questionnaires
from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.decide.comparison import compare_partnership
from partnerassess.explain import explain
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answer, Questionnaire
from partnerassess.pooling import pool
from partnerassess.report.assessment import headline, report_assessment
from partnerassess.report.comparison import report_comparison
from partnerassess.report.numbers import format_brief
from partnerassess.report.portfolio import read_member, report_portfolio
from partnerassess.report.sentences import standing, standing_sentences
from partnerassess.report.shapes import (
    Actions,
    Bars,
    Gaps,
    Part,
    Points,
    Ranges,
    Records,
    Report,
    Role,
)
from partnerassess.scoring import score


def part_of(report: Report, role: Role) -> Part:
    return next(part for part in report.parts if part.role is role)


def words_of(report: Report) -> str:
    """Give everything a report says, as one text."""
    return repr((report.title, report.about, report.parts, report.folds))


def ready_or_not(**given_: Given) -> Assessment:
    """A single arrangement with four questions, one of them essential."""
    asked = questionnaire(
        [
            factor("C1", "context", essential=HALF),
            factor("C2", "context"),
            factor("E1", "enablers"),
            factor("E2", "enablers"),
        ]
    )
    return score(asked, answers(asked, {f"q-{name}": level for name, level in given_.items()}))


# One standing per arrangement


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"C1": 4, "C2": 4, "E1": 4, "E2": 4}, ("Ready: 100 of 100", "Ready from 75.")),
        (
            {"C1": 1, "C2": 4, "E1": 4, "E2": 4},
            ("Nearly ready: 79 of 100", "Ready from 75, and 1 essential factor is missing."),
        ),
        (
            {"C1": 3, "C2": 3, "E1": 3},
            ("Can't tell yet: 1 answer missing", "Between 53 and 81 of 100, Ready from 75."),
        ),
        (
            {"C1": 2, "C2": 2, "E1": 0, "E2": "unknown"},
            ("Not ready yet", "Between 0 and 50 of 100, Ready from 75."),
        ),
    ],
)
def test_a_standing_is_one_word_one_number_and_what_it_is_held_against(
    given_: Mapping[str, Given], said: tuple[str, str]
) -> None:
    assessment = ready_or_not(**given_)
    result = assessment.arrangements[0]
    lead, words = standing_sentences(result, assessment.questionnaire.scoring)
    assert (lead, words) == said


def test_what_does_not_apply_cannot_be_assessed() -> None:
    assessment = ready_or_not(C1="not_applicable", C2="not_applicable", E1=3, E2=3)
    assert standing(assessment.arrangements[0]) == "Cannot be assessed"


# The headline


def test_the_leader_is_called_best_supported_only_if_nothing_can_overtake_it() -> None:
    asked = sampler()
    sure = score(asked, answers(asked, {**GIVEN, "time": 3, "figures": 1}))
    assert headline(explain(sure)).startswith(("Best supported: ", "Furthest along so far: "))
    for few in ({}, {"trust": 3}):
        assert headline(explain(score(asked, answers(asked, few)))) == "Too early to say which form fits"


def test_one_form_alone_is_named_with_its_standing() -> None:
    assert headline(explain(ready_or_not(C1=4, C2=4, E1=4, E2=4))) == "Arrangement 1: ready"


def test_headlines_of_the_shipped_cases_are_short() -> None:
    for report in shipped_reports():
        assert len(report.title.split()) <= 15


# Weak points, actions, strengths


def test_no_question_is_a_strength_and_a_weak_point() -> None:
    for report in shipped_reports():
        weak = {
            row[0]
            for block in part_of(report, Role.WEAK).blocks
            if isinstance(block, Records)
            for row in block.rows
        }
        strong = {
            item
            for block in part_of(report, Role.STRENGTHS).blocks
            if isinstance(block, Points)
            for item in block.items
        }
        assert not weak & strong


def test_what_to_do_follows_the_answers() -> None:
    """The first advice is about the worst answer, whichever that is."""
    firsts = set()
    for worst in ("C2", "E1", "E2"):
        given_: dict[str, Given] = {"C1": 3, "C2": 3, "E1": 3, "E2": 3, worst: 0}
        report = report_assessment(ready_or_not(**given_))
        (actions,) = part_of(report, Role.ACTIONS).blocks
        assert isinstance(actions, Actions)
        firsts.add(actions.rows[0].do)
    assert len(firsts) == 3


def test_advice_that_holds_comes_first_and_there_are_five_actions_at_most() -> None:
    asked = sampler()
    report = report_assessment(score(asked, seaside({"trust": 0, "talk": 0, "time": 0, "reason": 1}, asked)))
    (actions,) = part_of(report, Role.ACTIONS).blocks
    assert isinstance(actions, Actions)
    assert 0 < len(actions.rows) <= 5
    assert all(action.do for action in actions.rows)


def test_an_imperative_stands_first_where_the_questionnaire_has_one() -> None:
    asked = sampler()
    advised = tuple(
        replace(each, do="Meet weekly") if each.id == "make-time" else each for each in asked.advice
    )
    report = report_assessment(score(replace(asked, advice=advised), seaside({"talk": 1, "time": 0}, asked)))
    (actions,) = part_of(report, Role.ACTIONS).blocks
    assert isinstance(actions, Actions)
    assert ("Meet weekly", True) in [(action.do, bool(action.why)) for action in actions.rows]


# Other fields


def test_a_questionnaire_of_another_field_prints_nothing_of_the_shipped_one() -> None:
    assessment = ready_or_not(C1=1, C2=3, E1="unknown", E2=0)
    text = words_of(report_assessment(assessment, full=True)).casefold()
    for word in ("nhs", "health", "patient", "hsmc", "trust", "clinic", "case stud", "interview"):
        assert word not in text


def test_conventions_are_said_once() -> None:
    for report in shipped_reports(full=True):
        assert words_of(report).count("are conventions") == 1


# Numbers


@given(questionnaires().flatmap(lambda asked: st.tuples(st.just(asked), answered(asked))))
def test_no_number_is_shown_across_a_cut_off(drawn: tuple[Questionnaire, object]) -> None:
    asked, given_ = drawn
    assessment = score(asked, given_)  # type: ignore[arg-type]
    scoring = asked.scoring
    for result in assessment.arrangements:
        if result.readiness is None:
            continue
        for number in (result.readiness.lowest, result.readiness.point, result.readiness.highest):
            if number is None:
                continue
            shown = Fraction(format_brief(number.digits(), scoring))
            for band in scoring.bands:
                assert (shown >= band.start) == (number.digits() >= band.position)


def test_first_pages_have_whole_numbers() -> None:
    for report in shipped_reports():
        for part in report.parts:
            for block in part.blocks:
                if isinstance(block, Ranges | Bars):
                    assert not re.search(r"\d\.\d", repr([row.words for row in block.rows]))


# Pooled


def test_a_pooled_report_opens_with_who_answered_and_tells_each_organisations_own_figure() -> None:
    report = report_assessment(invented(), full=True)
    first = report.parts[0]
    assert first.role is Role.VIEWS
    (bars,) = first.blocks
    assert isinstance(bars, Bars)
    assert [row.label for row in bars.rows] == ["Hillside", "Northbank"]
    assert all(row.words for row in bars.rows)
    assert any("from 2 organisations" in phrase for phrase in report.about)


def test_differences_are_seven_at_most_each_with_its_direction() -> None:
    part = part_of(report_assessment(invented()), Role.DIFFERENCES)
    (gaps,) = part.blocks
    assert isinstance(gaps, Gaps)
    assert 0 < len(gaps.rows) <= 7
    assert all(row.words for row in gaps.rows)


# Several


def test_partnerships_are_one_row_each_the_readiest_first() -> None:
    every = [ready_or_not(C1=1, C2=1, E1=1, E2=1), ready_or_not(C1=4, C2=4, E1=4, E2=4)]
    named = [
        replace(each, answers=replace(each.answers, partnership=name))
        for each, name in zip(every, "AB", strict=True)
    ]
    report = report_portfolio(map(read_member, named), [each.questionnaire for each in named])
    (ranges,) = part_of(report, Role.ARRANGEMENTS).blocks
    assert isinstance(ranges, Ranges)
    assert [row.label for row in ranges.rows] == ["B", "A"]
    assert report.title.startswith("2 partnerships: 1 ready")


def test_a_row_of_one_partner_s_views_says_so() -> None:
    asked = questionnaire([factor("c", "context"), factor("e", "enablers")])
    views = [
        replace(answers(asked, {"q-c": 3, "q-e": 2}), partnership="P", organisation="A", respondent=name)
        for name in ("Ann", "Bob")
    ]
    pooled, two = pool(asked, views), [views[0], replace(views[1], organisation="B")]
    for member in (read_member(pooled), read_member(replace(pooled, pooled=None), views=views)):
        assert member.row is not None
        assert member.row.detail.endswith(" · one partner's view only")
    both = read_member(pool(asked, two))
    assert both.row is not None
    assert "only" not in both.row.detail


def test_what_is_commonly_weak_and_missing_is_counted() -> None:
    every = [ready_or_not(C1=1, C2=4, E1=4, E2=level) for level in (0, 4, 4)]
    report = report_portfolio(map(read_member, every), [each.questionnaire for each in every])
    (weak,) = part_of(report, Role.WEAK).blocks
    (missing,) = part_of(report, Role.MISSING).blocks
    assert isinstance(weak, Bars)
    assert isinstance(missing, Bars)
    assert [row.words for row in weak.rows] == ["3 of 3", "1 of 3"]
    assert [(row.label, row.words) for row in missing.rows] == [("Factor C1", "3 of 3")]


@pytest.mark.parametrize("place", range(4))
def test_one_arrangement_is_reported_with_the_advice_that_rests_on_the_others(place: int) -> None:
    quick = load_questionnaire(shipped_questionnaires()["nhs-partnering-quick"])
    whole = score(quick, answers(quick, {"mutual-trust": 4, "board-support": 3}))
    chosen = replace(whole, arrangements=whole.arrangements[place : place + 1])
    every = [each.advice for each in explain(whole).advice]
    about = chosen.arrangements[0].arrangement.id
    assert [each.advice for each in explain(chosen, whole).advice] == [
        each for each in every if about in each.arrangements
    ]
    assert report_assessment(chosen, whole, full=True).parts


def test_what_several_are_reported_by_keeps_no_assessment() -> None:
    assessment = score(sampler(), seaside())
    reached: list[object] = [read_member(assessment, full=True)]
    seen = {id(assessment.questionnaire)}
    while reached:
        each = reached.pop()
        assert not isinstance(each, Assessment | ArrangementResult | Answer)
        for other in get_referents(each):
            if id(other) not in seen and not isinstance(other, type):
                seen.add(id(other))
                reached.append(other)


# Helpers


def shipped_reports(*, full: bool = False) -> list[Report]:
    return [report_assessment(each, full=full) for each in shipped_cases()]


def shipped_cases() -> list[Assessment]:
    from partnerassess.batch.results import Result
    from scored import score_inputs

    paths = [str(path) for path in case_studies()]
    outcomes = score_inputs(paths)
    return [each.assessment for each in outcomes if isinstance(each, Result)]


def invented() -> Assessment:
    from partnerassess.batch.results import Result
    from scored import score_inputs

    folder = case_studies()[0].parent.parent / "invented"
    outcomes = score_inputs([str(folder)])
    scored = [each.assessment for each in outcomes if isinstance(each, Result)]
    return pool(scored[0].questionnaire, [each.answers for each in scored])


def test_a_comparison_says_who_answered_in_each_round() -> None:
    asked = questionnaire([factor("c", "context"), factor("e", "enablers")])
    view = replace(answers(asked, {"q-c": 3, "q-e": 2}), partnership="P", organisation="A", round="One")
    rounds = [pool(asked, [view, replace(view, organisation="B")]), score(asked, replace(view, round="Two"))]
    report = report_comparison(compare_partnership(rounds))
    assert report.about == ("P", "One (2 people from 2 organisations) → Two")
