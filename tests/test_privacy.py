"""Of every field it is declared in which outputs it may stand; one that nobody declared is a fault."""

import datetime
import json
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from partnerassess import model
from partnerassess.assessment import Assessment
from partnerassess.explain import explain
from partnerassess.pooling import pool
from partnerassess.render.data import result_of
from partnerassess.render.html import render_html
from partnerassess.render.markdown import render_markdown
from partnerassess.render.rows import dimensions_of, render_csv_rows
from partnerassess.render.terminal import render_terminal
from partnerassess.report.assessment import report_assessment
from shipped import QUESTIONNAIRE, SCORED, answers_to


class Where(Enum):
    """In which outputs something may stand."""

    ALWAYS = "in every output that has room for it"
    OWN = "only where one view is shown by itself"
    NOTES = "only with --notes"
    GROUPS = "of a small group only where nobody's answer follows from it, or with --show-small-groups"


FIELDS = {
    Where.ALWAYS: """
        Answer.given Answers.answers Answers.date Answers.file Answers.organisation Answers.partnership
        Answers.programme Answers.questionnaire Answers.round Answers.unrecognised Answers.version
        Answers.warnings ArrangementResult.applies ArrangementResult.arrangement ArrangementResult.band
        ArrangementResult.counted ArrangementResult.dimensions ArrangementResult.rank
        ArrangementResult.readiness ArrangementResult.reasons ArrangementResult.verdict Assessment.answers
        Assessment.arrangements Assessment.pooled Assessment.questionnaire Assessment.warnings
        Bounds.highest Bounds.lowest
        DimensionResult.coverage DimensionResult.dimension DimensionResult.factors
        DimensionResult.in_play DimensionResult.range FactorResult.answers FactorResult.coverage
        FactorResult.essential FactorResult.factor FactorResult.in_play FactorResult.range
        FactorResult.state Organisation.is_individuals Organisation.is_withheld Organisation.name
        Organisation.people Organisation.views Pooled.choices Pooled.dates Pooled.differences
        Pooled.disputed Pooled.files Pooled.half_answered Pooled.organisations Pooled.people Pooled.silent
        Pooled.withheld QuestionResult.answer QuestionResult.question QuestionResult.standing
        QuestionResult.weight Range.highest Range.lowest Range.point Reason.questions Reason.text
        Standing.is_withheld Standing.noted Standing.state Standing.unanswered
    """,
    Where.OWN: """
        Answers.respondent
    """,
    Where.NOTES: """
        Answer.note
    """,
    Where.GROUPS: """
        Agreement.critical Agreement.index Agreement.people ChoiceDifference.chosen
        ChoiceDifference.question Difference.agreement Difference.answered Difference.flags
        Difference.gap Difference.is_essential Difference.mean Difference.means Difference.minimum
        Difference.question Difference.spread HalfAnswered.is_essential HalfAnswered.organisations
        HalfAnswered.question Organisation.readiness Organisation.verdict Standing.bounds
        Standing.coverage Standing.point Standing.weakest
    """,
}
"""Every field of an answer file and an assessment."""

KEYS = {
    Where.ALWAYS: """
        advice advice[].arrangements advice[].audience advice[].do advice[].id advice[].say
        advice[].source advice[].source.ref advice[].source.where arrangements arrangements[].applies
        arrangements[].band arrangements[].dimensions arrangements[].dimensions.*
        arrangements[].dimensions.*.coverage arrangements[].dimensions.*.factors
        arrangements[].dimensions.*.factors[].answers
        arrangements[].dimensions.*.factors[].answers[].answer
        arrangements[].dimensions.*.factors[].answers[].question
        arrangements[].dimensions.*.factors[].answers[].state
        arrangements[].dimensions.*.factors[].essential arrangements[].dimensions.*.factors[].highest
        arrangements[].dimensions.*.factors[].id arrangements[].dimensions.*.factors[].lowest
        arrangements[].dimensions.*.factors[].point arrangements[].dimensions.*.factors[].state
        arrangements[].dimensions.*.factors[].title arrangements[].dimensions.*.highest
        arrangements[].dimensions.*.lowest arrangements[].dimensions.*.point arrangements[].gaps
        arrangements[].gaps[].factor arrangements[].gaps[].gain arrangements[].gaps[].gain_to_top
        arrangements[].gaps[].question arrangements[].id arrangements[].in_words
        arrangements[].open_questions arrangements[].open_questions[].can_settle
        arrangements[].open_questions[].question arrangements[].open_questions[].swing
        arrangements[].rank arrangements[].readiness arrangements[].readiness.highest
        arrangements[].readiness.lowest arrangements[].readiness.point arrangements[].reasons
        arrangements[].standing arrangements[].strengths arrangements[].title arrangements[].verdict
        arrangements[].weak_points date differences differences[].question differences[].withheld files
        format leader leader.certain leader.id organisations organisations[].name organisations[].people
        organisations[].readiness organisations[].readiness.highest organisations[].readiness.lowest
        organisations[].readiness.point partnership programme questionnaire questionnaire.id
        questionnaire.sha256 questionnaire.version respondents round warnings
    """,
    Where.NOTES: """
        arrangements[].dimensions.*.factors[].answers[].note notes notes[].note notes[].question
    """,
    Where.GROUPS: """
        differences[].agreement differences[].agreement.critical differences[].agreement.r_wg
        differences[].essential differences[].flags differences[].gap differences[].higher
        differences[].mean differences[].organisations differences[].organisations[].answered
        differences[].organisations[].chosen differences[].organisations[].chosen.*
        differences[].organisations[].mean differences[].organisations[].name differences[].spread
    """,
}
"""Every key of the JSON form with the keys above it; `*` where names are keys."""


def view(organisation: str, respondent: str, shift: int) -> model.Answers:
    """Give somebody's view: everybody sees things a little differently, and some see no answer."""
    given: dict[str, Any] = {
        question.id: (place + shift) % 4 + 1 for place, question in enumerate(SCORED) if place % 9
    }
    chosen = "voluntary" if shift % 2 else "mandated"
    given["initiated-by"] = {"answer": chosen, "note": f"note-of-{shift}-on-a-choice"}
    for question in SCORED[1:3]:
        given[question.id] = {"answer": given[question.id], "note": f"note of {shift}"}
    if organisation == "South":
        given[SCORED[3].id] = "unknown"
    texts = {name: json.dumps(each) if isinstance(each, dict) else each for name, each in given.items()}
    return replace(
        answers_to(texts), partnership="North and South", organisation=organisation, respondent=respondent,
        programme="Coast", round="spring", date=datetime.date(2026, 3, 1),
        file=f"{len(organisation)}{shift}.yaml",
    )  # fmt: skip


PEOPLE = {"North": ("Ann Zyx", "Ben Zyx", "Cai Zyx", "Dee Zyx", "Eve Zyx"), "South": ("Fay Zyx", "Gus Zyx")}


@cache
def full(*, small: bool) -> Assessment:
    """Pool five people of one organisation with two, a small group, of another."""
    views = [
        view(organisation, person, shift)
        for organisation, people in PEOPLE.items()
        for shift, person in enumerate(people)
    ]
    return pool(QUESTIONNAIRE, views, show_small_groups=small)


def result(notes: bool, small: bool) -> Any:
    return [result_of(explain(each), notes=notes) for each in (full(small=small), single())]


@cache
def single() -> Assessment:
    """Score one person's view by itself."""
    return pool(QUESTIONNAIRE, [view("South", "Fay Zyx", 1)])


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Give every key of plain data with the keys above it; `*` where names are keys, `[]` in a list."""
    if isinstance(value, list):
        for each in value:
            yield from paths(each, f"{path}[]")
    elif isinstance(value, dict):
        for key, each in value.items():
            here = f"{path}.*" if path.endswith((".dimensions", ".chosen")) else f"{path}.{key}"
            yield here
            yield from paths(each, here)


def seen_fields() -> set[str]:
    """Walk both assessments and give every field of every record that is about somebody's answers."""
    found: set[str] = set()
    of_the_questionnaire = {each for each in vars(model).values() if type(each) is type(Struct)} - {
        model.Answers, model.Answer,
    }  # fmt: skip

    def walk(value: Any) -> None:
        if isinstance(value, Mapping):
            for each in value.values():
                walk(each)
        elif isinstance(value, tuple | list):
            for each in value:
                walk(each)
        elif isinstance(value, Struct) and type(value) not in of_the_questionnaire:
            for name in value.__struct_fields__:
                found.add(f"{type(value).__name__}.{name}")
                walk(getattr(value, name))

    for each in (full(small=True), full(small=False), single()):
        walk(each)
    return found


def declared(table: Mapping[Where, str]) -> list[str]:
    return [each for text in table.values() for each in text.split()]


def test_every_field_of_an_assessment_is_declared() -> None:
    names = declared(FIELDS)
    assert len(names) == len(set(names))
    assert seen_fields() == set(names)


def test_every_key_of_a_result_is_declared() -> None:
    names = declared(KEYS)
    assert len(names) == len(set(names))
    seen = {path.removeprefix("[].") for small in (False, True) for path in paths(result(True, small))}
    assert seen == set(names)
    without = {path.removeprefix("[].") for small in (False, True) for path in paths(result(False, small))}
    assert seen - without == set(KEYS[Where.NOTES].split())


def outputs(assessment: Assessment, *, notes: bool) -> dict[str, str]:
    """Give every form of output that is text."""
    report = report_assessment(assessment, full=True, notes=notes)
    rows = render_csv_rows(assessment, dimensions_of([assessment.questionnaire]))
    return {
        "json": json.dumps(result_of(explain(assessment), notes=notes)),
        "csv": "".join(rows),
        "markdown": render_markdown(report),
        "html": render_html(report, full=True),
        "terminal": str(render_terminal(report, width=100)),
    }


FORMS = ("json", "csv", "markdown", "html", "terminal")


@pytest.mark.parametrize("form", FORMS)
def test_notes_stand_only_where_they_were_asked_for(form: str) -> None:
    for assessment in (single(), full(small=False)):
        without, told = (" ".join(outputs(assessment, notes=notes)[form].split()) for notes in (False, True))
        for note in ("note of 1", "note-of-1-on-a-choice"):
            assert note not in without
            assert (note in told) == (form != "csv")


@pytest.mark.parametrize("form", FORMS)
def test_nobody_is_named_where_several_views_were_put_together(form: str) -> None:
    for small in (False, True):
        for notes in (False, True):
            assert "Zyx" not in outputs(full(small=small), notes=notes)[form]
    assert ("Zyx" in outputs(single(), notes=False)[form]) == (form != "json")


def test_what_a_small_group_said_is_withheld_unless_it_is_asked_for() -> None:
    kept, told = (
        {each["question"]: each for each in result(False, small)[0]["differences"]} for small in (False, True)
    )
    withheld = {name for name, each in kept.items() if each["withheld"]}
    assert len(withheld) > 2
    for name in withheld:
        assert not any(kept[name].get(key) for key in ("mean", "organisations", "gap", "spread", "agreement"))
    assert not any(each["withheld"] for each in told.values())
    assert any(told[name]["organisations"] for name in withheld & set(told))
