"""The page on many assessments: how often each arrangement leads, a small picture of each, and its numbers.

This module knows how partnerships are set beside each other. It does not know how many are to come: each
one is turned into its part of the page and then forgotten.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NewType

from markupsafe import Markup

from partnerassess import __version__
from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.model import Questionnaire
from partnerassess.render.numbers import as_positions
from partnerassess.render.page.closing import CitationView, view_sources
from partnerassess.render.page.drawing import format_cut_off, measure_readiness, scale_of
from partnerassess.render.page.opening import format_finding
from partnerassess.render.page.overview import format_answered
from partnerassess.render.page.ranges import Measured, render_stack
from partnerassess.render.page.signs import Judged, judge_arrangement
from partnerassess.render.page.templating import render_template, style
from partnerassess.render.sentences import CONVENTIONS
from partnerassess.render.words import (
    VERDICTS,
    format_count,
    format_date,
    format_known,
    format_list,
    format_origin,
)

_EXCLUDED = "Does not apply"
_SCORED = "Scored"
_OUTCOMES = (*VERDICTS.values(), _SCORED, _EXCLUDED)
_LANGUAGE = "en-GB"

Key = NewType("Key", tuple[str, str])
"""What tells questionnaires apart: id and digest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One arrangement of one partnership."""

    title: str
    known: str
    standing: Judged | None
    outcome: str
    answered: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One partnership of the portfolio."""

    number: int
    """Its place among the inputs, from 1."""
    anchor: str
    name: str
    about: str
    leader: str
    standing: Judged | None
    picture: Markup
    finding: str
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """One arrangement in the table of counts."""

    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One questionnaire of the portfolio, with how its arrangements came out."""

    title: str
    edition: str
    cut_off: str
    order: str
    """Which line of a small picture is which arrangement."""
    columns: tuple[str, ...]
    rows: tuple[Counted, ...]
    sources: tuple[CitationView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """What many assessments come to together."""

    finding: str
    unusable: str
    conventions: str
    asked: tuple[Asked, ...]


@dataclass(slots=True)
class _Tally:
    """What is counted while partnerships pass by."""

    questionnaires: dict[Key, Questionnaire] = field(default_factory=dict)
    outcomes: Counter[tuple[Key, str, str]] = field(default_factory=Counter)
    leading: Counter[tuple[Key, str]] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    number: int = 0

    def add(self, assessment: Assessment) -> None:
        questionnaire = assessment.questionnaire
        key = Key((questionnaire.id, questionnaire.sha256))
        self.questionnaires[key] = questionnaire
        self.number += 1
        for result in assessment.arrangements:
            self.outcomes[key, result.arrangement.id, _outcome(result)] += 1
        leader = assessment.leader
        if leader is not None:
            self.leading[key, leader.arrangement.id] += 1
        self.verdicts[_outcome(leader) if leader else _EXCLUDED] += 1


def render_portfolio(assessments: Iterable[Assessment], *, count_unusable: Callable[[], int]) -> str:
    """Render the page on many assessments, in the order in which they come; ends with a newline.

    Memory grows with the text of the page alone. `count_unusable` is asked at the end how many inputs could
    not be used.
    """
    tally = _Tally()
    tiles, sections = [], []
    for member in _members(assessments, tally):
        tiles.append(Markup(render_template("tile.html.j2", member=member)))  # noqa: S704 escaped there
        sections.append(Markup(render_template("member.html.j2", member=member)))  # noqa: S704 escaped there
    totals = _totals(tally, count_unusable())
    return render_template(
        "portfolio.html.j2",
        style=style(),
        language=_LANGUAGE,
        title="Partnerships",
        finding=totals.finding,
        totals=totals,
        tiles=tiles,
        sections=sections,
        made_with=f"partnerassess {__version__}",
    )


def view_portfolio(
    assessments: Iterable[Assessment], *, count_unusable: Callable[[], int]
) -> tuple[tuple[Member, ...], Totals]:
    """Give every partnership in short, in the order in which they come, and what they come to together."""
    tally = _Tally()
    members = tuple(_members(assessments, tally))
    return members, _totals(tally, count_unusable())


def _members(assessments: Iterable[Assessment], tally: _Tally) -> Iterator[Member]:
    for number, assessment in enumerate(assessments, start=1):
        tally.add(assessment)
        yield view_member(assessment, number)


def _totals(tally: _Tally, unusable: int) -> Totals:
    return Totals(
        finding=_finding(tally),
        unusable=_unusable(unusable),
        conventions=CONVENTIONS,
        asked=tuple(_asked(tally)),
    )


def _unusable(number: int) -> str:
    return f"{format_count(number, 'input')} could not be used." if number else ""


def _finding(tally: _Tally) -> str:
    number = format_count(tally.number, "assessment")
    found = [(verdict.lower(), tally.verdicts[verdict]) for verdict in VERDICTS.values()]
    counts = [
        f"{verdict} in {'all' if times == tally.number else times}" for verdict, times in found if times
    ]
    if not counts:
        return f"{number} scored"
    return f"{number}: the best supported arrangement is {format_list(counts)}"


def _asked(tally: _Tally) -> Iterator[Asked]:
    for key, questionnaire in tally.questionnaires.items():
        columns = [
            outcome
            for outcome in _OUTCOMES
            if any(tally.outcomes[key, each.id, outcome] for each in questionnaire.arrangements)
        ]
        yield Asked(
            title=questionnaire.title,
            edition=_edition(questionnaire),
            cut_off=format_cut_off(questionnaire.scoring.ready),
            order="; ".join(each.title for each in questionnaire.arrangements),
            columns=("First", *columns),
            rows=tuple(
                Counted(
                    title=each.title,
                    numbers=(
                        tally.leading[key, each.id],
                        *(tally.outcomes[key, each.id, column] for column in columns),
                    ),
                )
                for each in questionnaire.arrangements
            ),
            sources=view_sources(questionnaire),
        )


def _edition(questionnaire: Questionnaire) -> str:
    digest = f", SHA-256 {questionnaire.sha256}" if questionnaire.sha256 else ""
    return f"{questionnaire.id}, version {questionnaire.version}{digest}"


def view_member(assessment: Assessment, number: int) -> Member:
    """Give one partnership of the portfolio; `number` is its place, from 1."""
    answers, leader = assessment.answers, assessment.leader
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    about = [f"as seen by {view}" if view else "", format_date(answers.date) if answers.date else ""]
    name = answers.partnership or format_origin(answers.file) or "not named"
    return Member(
        number=number,
        anchor=f"p{number}",
        name=name,
        about=" · ".join(part for part in about if part),
        leader=leader.arrangement.title if leader else "",
        standing=judge_arrangement(leader) if leader else None,
        picture=_picture(assessment, f"p{number}-s", name),
        finding=format_finding(assessment),
        lines=tuple(_line(assessment, result) for result in assessment.arrangements),
        warnings=assessment.warnings,
    )


def _picture(assessment: Assessment, anchor: str, name: str) -> Markup:
    scoring = assessment.questionnaire.scoring
    results = {result.arrangement.id: result for result in assessment.arrangements}
    rows: list[Measured | None] = []
    for arrangement in assessment.questionnaire.arrangements:
        result = results[arrangement.id]
        rows.append(measure_readiness(result, scoring, arrangement.title) if result.applies else None)
    return render_stack(anchor, name, rows, scale_of(scoring))


def _line(assessment: Assessment, result: ArrangementResult) -> Line:
    known = result.readiness if result.applies else None
    scoring = assessment.questionnaire.scoring
    return Line(
        title=result.arrangement.title,
        known=format_known(as_positions(known), scoring) if known else "–",
        standing=judge_arrangement(result) if result.applies else None,
        outcome=_outcome(result),
        answered=format_answered(result) if result.applies else "–",
    )


def _outcome(result: ArrangementResult) -> str:
    if not result.applies:
        return _EXCLUDED
    return VERDICTS[result.verdict] if result.verdict else _SCORED
