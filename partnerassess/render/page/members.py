"""The partnerships of a portfolio, each in short: where it stands, how it came there, who sees it how.

This module knows what is kept of an assessment once it has been seen, and which of them are one partnership
at several dates. It does not know what many come to together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from partnerassess.assessment import ArrangementResult, Assessment, Pooled
from partnerassess.model import Answers
from partnerassess.render.content import names_apart
from partnerassess.render.page.differences import Differences, Who, view_differences, view_who
from partnerassess.render.page.drawing import measure_readiness, scale_of
from partnerassess.render.page.history import History, Stand, join_stands, take_stand
from partnerassess.render.page.opening import format_finding
from partnerassess.render.page.overview import format_answered
from partnerassess.render.page.ranges import Measured, render_stack
from partnerassess.render.page.signs import Judged, judge_arrangement
from partnerassess.render.page.subject import (
    Identity,
    Subject,
    are_different,
    assessment_of,
    identify,
    pooled_of,
)
from partnerassess.render.sentences import headline, is_too_early, leaders
from partnerassess.report.numbers import as_positions
from partnerassess.report.words import VERDICTS, format_count, format_date, format_known, format_list

EXCLUDED = "Does not apply"
"""What is said of an arrangement that is not in play."""

SCORED = "Scored"
"""What is said of an arrangement where the questionnaire knows no verdict."""

_DRAWN = 200
"""With more partnerships than this, a page would be too heavy to open if all had pictures of their own."""

TOO_EARLY = "Too early to say"
"""What is said where the answers cannot yet tell which arrangement comes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One arrangement of one partnership."""

    id: str
    title: str
    known: str
    standing: Judged | None
    outcome: str
    answered: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One partnership of the portfolio, at its latest date where it has several."""

    number: int
    """Its place among the inputs, from 1."""
    inputs: str
    """Which inputs, or groups of pooled inputs, it is made of."""
    anchor: str
    bare: Assessment
    """The assessment without its results: its name, its date and its questionnaire."""
    identity: Identity | None
    name: str
    about: str
    leader: str
    """The arrangement, or arrangements, that come first; nothing where none can be said to."""
    standing: Judged | None
    outcome: str
    """What can be said of what comes first."""
    first: tuple[str, ...]
    """Ids of the arrangements of rank 1, and of those that are level with it."""
    picture: Markup
    finding: str
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]
    stand: Stand
    history: History | None = None
    """How it came there, where there are several dates."""
    who: Who | None = None
    differences: Differences | None = None
    is_drawn: bool = True
    """Whether its dates and its differences have pictures, beside the one among all others."""


def view_member(subject: Subject, number: int) -> Member:
    """Give one assessment in short, keeping nothing of what lies behind it; `number` is its place, from 1."""
    assessment, pooled = assessment_of(subject), pooled_of(subject)
    leader, anchor = assessment.leader, f"p{number}"
    (name,) = names_apart([assessment])
    title = headline(assessment)[1]
    return Member(
        number=number,
        inputs=f"{'Group' if pooled else 'Input'} {number}",
        anchor=anchor,
        bare=_bare(assessment),
        identity=identify(subject),
        name=name,
        about=format_date(assessment.answers.date) if assessment.answers.date else "",
        leader=title,
        standing=judge_arrangement(leader) if leader and title else None,
        outcome=_first_outcome(assessment),
        first=tuple(result.arrangement.id for result in leaders(assessment)),
        picture=_picture(assessment, f"{anchor}-s", name),
        finding=format_finding(assessment).removesuffix("."),
        lines=tuple(_line(assessment, result) for result in assessment.arrangements),
        warnings=assessment.warnings,
        stand=take_stand(assessment),
        who=view_who(pooled) if pooled else None,
        differences=_differences(pooled, number) if pooled else None,
    )


def _differences(pooled: Pooled, number: int) -> Differences | None:
    return view_differences(pooled, f"p{number}-d", about=f"Group {number}: ", in_full=False)


def join_members(members: Iterable[Member]) -> tuple[Member, ...]:
    """Join the dates of each partnership, the latest leading, and tell those that share a name apart.

    The order is that in which partnerships first come up. Where two answers of one partnership have the same
    date, none of its dates is joined. Of very many, none has pictures of its dates and its differences.
    """
    groups: dict[Identity | int, list[Member]] = {}
    for member in members:
        groups.setdefault(member.identity or member.number, []).append(member)
    joined: list[Member] = []
    is_drawn = len(groups) <= _DRAWN
    for group in groups.values():
        if are_different(each.bare.answers.date for each in group):
            joined.append(_join(group) if len(group) > 1 else group[0])
        else:
            joined += group
    joined = [replace(each, is_drawn=is_drawn) for each in joined]
    return _named_apart(sorted(joined, key=lambda member: member.number))


def _join(group: Sequence[Member]) -> Member:
    """Give the latest of a partnership's dates, with how it came there, at the place of the first."""
    latest = max(group, key=lambda each: each.bare.answers.date.toordinal() if each.bare.answers.date else 0)
    history = join_stands((each.stand for each in group), f"{latest.anchor}-h")
    numbers = format_list([str(each.number) for each in group])
    return replace(
        latest,
        number=group[0].number,
        inputs=f"{'Groups' if latest.who else 'Inputs'} {numbers}",
        about=f"{latest.about}, the latest of {format_count(len(group), 'date')}",
        history=history,
    )


def _named_apart(members: Sequence[Member]) -> tuple[Member, ...]:
    """Name members so that no two have the same name: by their file, else by their place."""
    names = names_apart([each.bare for each in members])
    taken: set[str] = set()
    named = []
    for member, name in zip(members, names, strict=True):
        own = f"{name} · input {member.number}" if name in taken else name
        taken.add(own)
        named.append(replace(member, name=own))
    return tuple(named)


def _bare(assessment: Assessment) -> Assessment:
    answers = assessment.answers
    return Assessment(
        questionnaire=assessment.questionnaire,
        answers=Answers(
            questionnaire=answers.questionnaire,
            partnership=answers.partnership,
            organisation=answers.organisation,
            respondent=answers.respondent,
            date=answers.date,
            file=answers.file,
        ),
        arrangements=(),
    )


def _picture(assessment: Assessment, anchor: str, name: str) -> Markup:
    scoring = assessment.questionnaire.scoring
    results = {result.arrangement.id: result for result in assessment.arrangements}
    rows: list[Measured | None] = []
    for arrangement in assessment.questionnaire.arrangements:
        result = results.get(arrangement.id)
        is_shown = result is not None and result.applies
        rows.append(measure_readiness(result, scoring, arrangement.title) if result and is_shown else None)
    return render_stack(anchor, name, rows, scale_of(scoring))


def _line(assessment: Assessment, result: ArrangementResult) -> Line:
    known = result.readiness if result.applies else None
    scoring = assessment.questionnaire.scoring
    return Line(
        id=result.arrangement.id,
        title=result.arrangement.title,
        known=format_known(as_positions(known), scoring) if known else "–",
        standing=judge_arrangement(result) if result.applies else None,
        outcome=_outcome(result),
        answered=format_answered(result) if result.applies else "–",
    )


def _outcome(result: ArrangementResult) -> str:
    if not result.applies:
        return EXCLUDED
    return VERDICTS[result.verdict] if result.verdict else SCORED


def _first_outcome(assessment: Assessment) -> str:
    if assessment.leader is None:
        return EXCLUDED
    return TOO_EARLY if is_too_early(assessment) else _outcome(assessment.leader)
