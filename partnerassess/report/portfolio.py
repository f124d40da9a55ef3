"""What a report says of several partnerships: how each stands, and what they have in common."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import ArrangementResult, Assessment, Verdict
from partnerassess.explain import WEAK, explain_arrangement
from partnerassess.model import Answers, Questionnaire, Scoring
from partnerassess.names import folded
from partnerassess.pooling.groups import Signed, by_organisation
from partnerassess.report.arrangement import next_part, range_row, readiness_axis
from partnerassess.report.numbers import format_brief
from partnerassess.report.pooled import ONE_PARTNER
from partnerassess.report.sentences import (
    CONVENTIONS,
    answered,
    brief_standing,
    file_name,
    format_exactly,
    format_number,
    name_of,
)
from partnerassess.report.shapes import (
    Axis,
    Bar,
    Bars,
    Block,
    Cell,
    Fold,
    Heat,
    Part,
    Points,
    Prose,
    RangeRow,
    Ranges,
    Records,
    Report,
    Role,
)
from partnerassess.report.words import format_count, format_date, format_dates, format_list

COMMONEST = 5
"""How many of the commonest weak points, and of the essential factors missing most often, are shown."""

_WORST = 3
"""How many weak points of one partnership are named."""


class Member(Struct, frozen=True, kw_only=True):
    """What a report of several partnerships says of one of them: its assessment need not be kept."""

    questionnaire: str
    """The id of the one that was answered."""
    answers: Answers
    """Whose they are and of when; without the answers themselves."""
    dates: tuple[datetime.date, ...]
    files: tuple[str, ...]
    answered: tuple[str, ...]
    """The ids of the questions of applying arrangements that somebody answered."""
    low: frozenset[str]
    """Those at which the answer is a weak point."""
    details: tuple[Block, ...]
    """Each of its arrangements, what is missing, and what is weakest; empty where that is not asked for."""
    arrangement: str | None = None
    """The id of the one that its row is about: the leader, else the first that applies; null for none."""
    standing: str = "none applies"
    merit: tuple[int, bool, Fraction] = (2, True, Fraction(0))
    """What partnerships are put in order by: best first; those without a number come last."""
    row: RangeRow | None = None
    """Where that arrangement stands, not labelled yet."""
    essential: tuple[str, ...] = ()
    """The titles of its essential factors."""
    unmet: tuple[str, ...] = ()
    """Those that are missing."""
    cells: tuple[Cell, ...] = ()
    """Where its factors stand, in their order; empty where that is not asked for."""


def read_member(
    assessment: Assessment,
    *,
    full: bool = False,
    points: Mapping[str, Fraction] | None = None,
    views: Sequence[Signed] = (),
) -> Member:
    """Read off an assessment what a report of several needs; `full` says that it goes factor by factor.

    Of one of many that were scored at once, `points` says where its answered questions stand, by their ids,
    and `views` are those that were put together: all that count.
    """
    result, scoring = subject(assessment), assessment.questionnaire.scoring
    pooled, signed = assessment.pooled, views or (assessment.answers,)
    if points is None:
        points = points_of(assessment)
    member = Member(
        questionnaire=assessment.questionnaire.id,
        answers=replace(assessment.answers, answers={}),
        dates=pooled.dates if pooled else tuple(sorted({each.date for each in signed if each.date})),
        files=pooled.files if pooled else tuple(sorted({each.file for each in signed if each.file})),
        answered=tuple(points),
        low=frozenset(name for name, point in points.items() if point <= WEAK),
        details=tuple(_details(assessment, result)) if full else (),
    )
    if result is None:
        return member
    alone = pooled.is_one_sided if pooled else len(views) > 1 and len(by_organisation(views)) == 1
    detail = " · ".join([result.arrangement.name, *([ONE_PARTNER] if alone else [])])
    merit, known = member.merit, result.readiness
    if known is not None:
        merit = int(result.verdict is not Verdict.READY), known.point is None, -known.number.digits()
    return replace(
        member,
        arrangement=result.arrangement.id,
        standing=brief_standing(result),
        merit=merit,
        row=range_row(result, scoring, leads=True, detail=detail),
        essential=tuple(each.title for each in result.arrangement.factors if each.essential is not None),
        unmet=tuple(each.title for each in result.tally().unmet),
        cells=tuple(_cells(result, scoring)) if full and known else (),
    )


def points_of(assessment: Assessment) -> Mapping[str, Fraction]:
    """Give where the questions of applying arrangements stand that are answered and may be told."""
    applying = (each for each in assessment.arrangements if each.applies)
    standings = {each.question.id: each.standing for result in applying for each in answered(result)}
    told = ((name, standings[name]) for name in assessment.questionnaire.questions if name in standings)
    return {name: each.point for name, each in told if each.point is not None and not each.is_withheld}


def subject(assessment: Assessment) -> ArrangementResult | None:
    """Give the arrangement that speaks for an assessment: the leader, else the first that applies."""
    applying = (result for result in assessment.arrangements if result.applies)
    return assessment.leader or next(applying, None)


def _cells(result: ArrangementResult, scoring: Scoring) -> Iterator[Cell]:
    ranges = {factor.factor.id: factor.range for factor in result.factors()}
    for known in (ranges[factor.id] for factor in result.arrangement.factors):
        level = known.point if known else None
        yield Cell(level, "?" if level is None else format_brief(level, scoring))


def _details(assessment: Assessment, result: ArrangementResult | None) -> Iterator[Block]:
    """Say of one partnership how each arrangement stands, what is missing and what is weakest."""
    scoring = assessment.questionnaire.scoring
    rows = tuple(
        (
            each.arrangement.name,
            brief_standing(each),
            format_exactly(each.readiness, scoring) if each.readiness else "",
        )
        for each in assessment.arrangements
        if each.applies
    )
    yield Records(("Form", "Standing", "Readiness"), rows, numeric=frozenset({2}))
    if result is not None and result.readiness is not None:
        explained = explain_arrangement(assessment.questionnaire, result)
        unmet = [factor.title for factor in result.tally().unmet]
        if unmet:
            yield Prose(f"{'; '.join(unmet)}.", "Missing:")
        if explained.weak_points:
            worst = (name_of(each.answer.question) for each in explained.weak_points[:_WORST])
            yield Prose(f"{'; '.join(worst)}.", "Weakest:")
    own = [
        # The word keeps a name in a right-to-left script from turning the figure around.
        f"{each.name or 'not stated'} at {format_number(each.readiness, scoring)}"
        for each in (assessment.pooled.organisations if assessment.pooled and result else ())
        if each.readiness
    ]
    if own:
        yield Prose(f"{'; '.join(own)}.", "Each organisation's own figure:")


Named = tuple[str, Member]
"""A member with a name that none of the others has."""


def report_portfolio(
    members: Iterable[Member],
    questionnaires: Iterable[Questionnaire],
    *,
    full: bool = False,
    is_sorted: bool = False,
    heatmap: bool = False,
    remarks: Sequence[str] = (),
    commands: Sequence[tuple[str, str]] = (),
) -> Report:
    """Say how several partnerships stand; without `full` only what fits one page.

    `questionnaires` are those that they answered.
    `is_sorted` says that the order given is to be kept; `heatmap` shows the factors of each without `full`,
    too (both want members read in full); `remarks` are what else there is to know, such as what could not be
    used.
    """
    every, by_id = list(members), {each.id: each for each in questionnaires}
    named = list(zip(names_apart([each.answers for each in every]), every, strict=True))
    if not is_sorted:
        named.sort(key=lambda each: each[1].merit)
    groups: dict[str, list[Named]] = {}
    for name, member in named:
        groups.setdefault(member.questionnaire, []).append((name, member))
    asked = [(by_id[name], group) for name, group in groups.items()]
    parts = [part for each in asked for part in _parts(*each, heatmap=heatmap)]
    parts.append(Part("How sure", (Prose(CONVENTIONS),), Role.SURE))
    if remarks:
        parts.append(Part("Please note", (Points(tuple(remarks)),)))
    if commands:
        parts.append(next_part(commands))
    standings = Counter(each.standing for _, each in named)
    counted = [f"{number} {standing.lower()}" for standing, number in standings.items()]
    return Report(
        title=f"{_of_partnerships([each.answers for each in every])}: {format_list(counted)}",
        about=(*_about(every), *dict.fromkeys(by_id[each.questionnaire].title for each in every)),
        parts=tuple(parts),
        folds=tuple(fold for each in asked for fold in _folds(*each)) if full else (),
        subject=format_list(_programmes(every)),
    )


def _of_partnerships(every: Sequence[Answers]) -> str:
    """Say of how many partnerships these are, which may be there with several rounds or views."""
    names = [folded(each.partnership) for each in every]
    number = len({name for name in names if name}) + names.count("")
    said = format_count(number, "partnership")
    return said if number == len(every) else f"{format_count(len(every), 'result')} of {said}"


def _about(members: Sequence[Member]) -> Iterator[str]:
    # What only some belong to stands beside these.
    if all(each.answers.programme for each in members):
        yield from _programmes(members)
    if all(each.answers.round for each in members):
        yield from dict.fromkeys(each.answers.round for each in members if each.answers.round)
    dates = [date for each in members for date in each.dates]
    if dates and all(each.dates for each in members):
        yield format_dates(dates)


def _programmes(members: Iterable[Member]) -> list[str]:
    return list(dict.fromkeys(each.answers.programme for each in members if each.answers.programme))


def _parts(questionnaire: Questionnaire, group: Sequence[Named], *, heatmap: bool) -> Iterator[Part]:
    members = [member for _, member in group]
    rows = tuple(replace(each.row, label=name) for name, each in group if each.row)
    ranges = Ranges(readiness_axis(questionnaire.scoring), rows)
    yield Part("How ready each is", (ranges,), Role.ARRANGEMENTS)
    weak = _count((each.low for each in members), (each.answered for each in members))
    named = [(name_of(questionnaire.questions[name]), number, of) for name, number, of in weak]
    yield from _commonest("Commonest weak points", named, Role.WEAK)
    missing = _count((each.unmet for each in members), (each.essential for each in members))
    yield from _commonest("Essential factors missing most often", missing, Role.MISSING)
    if heatmap:
        yield from _heat_parts(questionnaire, group)


def _count(found: Iterable[Iterable[str]], among: Iterable[Iterable[str]]) -> list[tuple[str, int, int]]:
    """Count what was found of what there is, most often first; what was found nowhere is left out."""
    counts, every = Counter(chain.from_iterable(found)), Counter(chain.from_iterable(among))
    hits = [(name, counts[name], number) for name, number in every.items() if counts[name]]
    return sorted(hits, key=lambda hit: (-hit[1], -Fraction(hit[1], hit[2])))


def _commonest(heading: str, counted: Sequence[tuple[str, int, int]], role: Role) -> Iterator[Part]:
    bars = []
    for label, number, of in counted[:COMMONEST]:
        share = Fraction(number, of)
        bars.append(Bar(label, share, f"{number} of {of}", share, share))
    if bars:
        yield Part(heading, (Bars(Axis("none", "all"), tuple(bars)),), role)


def _heat_parts(questionnaire: Questionnaire, group: Sequence[Named]) -> Iterator[Part]:
    """Show where the factors stand, partnership by partnership, one map for each leading arrangement."""
    for arrangement in questionnaire.arrangements:
        rows = tuple(
            (name, each.cells) for name, each in group if each.cells and each.arrangement == arrangement.id
        )
        if rows:
            columns = tuple(factor.title for factor in arrangement.factors)
            caption = "The darker, the stronger; nothing where it is not known."
            yield Part(f"Factors: {arrangement.name}", (Heat(columns, rows, caption),), Role.FACTORS)


def _folds(questionnaire: Questionnaire, group: Sequence[Named]) -> Iterator[Fold]:
    heat = tuple(_heat_parts(questionnaire, group))
    if heat:
        yield Fold("Factor by factor", heat)
    yield Fold("One by one", tuple(Part(name, each.details) for name, each in group))


def names_apart(views: Sequence[Answers]) -> list[str]:
    """Name each view; those that share a name say their round, date or whose they are, else their file."""
    names = [each.partnership or file_name(each.file) or "not named" for each in views]
    telling: tuple[Callable[[Answers], str], ...] = (
        lambda each: each.round or "",
        lambda each: format_date(each.date) if each.date else "",
        lambda each: ", ".join(filter(None, (each.respondent, each.organisation))),
        lambda each: file_name(each.file) if each.partnership else "",
    )
    for tell in telling:
        shared = Counter(map(folded, names))
        names = [
            f"{name} · {told}" if shared[folded(name)] > 1 and (told := tell(each)) else name
            for name, each in zip(names, views, strict=True)
        ]
    return names
