"""What a report says of several partnerships: how each stands, and what they have in common."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, Range, Verdict
from partnerassess.exact import Root
from partnerassess.explain import WEAK, explain_arrangement
from partnerassess.model import Answers, Questionnaire, Scoring
from partnerassess.names import folded
from partnerassess.report.arrangement import next_part, range_row, readiness_axis
from partnerassess.report.numbers import as_positions, format_brief
from partnerassess.report.sentences import (
    CONVENTIONS,
    brief_standing,
    file_name,
    format_exactly,
    format_number,
    in_play,
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
    Ranges,
    Records,
    Report,
    Role,
)
from partnerassess.report.words import format_count, format_date, format_list

COMMONEST = 5
"""How many of the commonest weak points, and of the essential factors missing most often, are shown."""

_WORST = 3
"""How many weak points of one partnership are named."""

Named = tuple[str, Assessment, ArrangementResult | None]
"""An assessment with its name, and the arrangement that its row is about."""


def report_portfolio(
    assessments: Sequence[Assessment],
    *,
    labels: Sequence[str] | None = None,
    full: bool = False,
    is_sorted: bool = False,
    heatmap: bool = False,
    remarks: Sequence[str] = (),
    commands: Sequence[tuple[str, str]] = (),
) -> Report:
    """Say how several partnerships stand; without `full` only what fits one page.

    `labels` tell apart what is of one file; `is_sorted` says that the order given is to be kept; `heatmap`
    shows the factors of each without `full`, too; `remarks` are what else there is to know, such as what
    could not be used.
    """
    names = names_apart([each.answers for each in assessments], labels)
    named = [(name, each, subject(each)) for name, each in zip(names, assessments, strict=True)]
    if not is_sorted:
        named.sort(key=_merit)
    parts = [part for group in _by_questionnaire(named) for part in _parts(group, heatmap=heatmap)]
    parts.append(Part("How sure", (Prose(CONVENTIONS),), Role.SURE))
    if remarks:
        parts.append(Part("Please note", (Points(tuple(remarks)),)))
    if commands:
        parts.append(next_part(commands))
    return Report(
        title=_headline(named),
        about=tuple(_about(assessments)),
        parts=tuple(parts),
        folds=tuple(fold for group in _by_questionnaire(named) for fold in _folds(group)) if full else (),
        subject=format_list(
            list(dict.fromkeys(filter(None, (each.answers.programme for each in assessments))))
        ),
    )


def subject(assessment: Assessment) -> ArrangementResult | None:
    """Give the arrangement that speaks for an assessment: the leader, else the first that applies."""
    applying = (result for result in assessment.arrangements if result.applies)
    return assessment.leader or next(applying, None)


def _merit(named: Named) -> tuple[int, bool, Fraction]:
    """Give what partnerships are put in order by: best first; those without a number come last."""
    _, _, result = named
    if result is None or result.readiness is None:
        return 2, True, Fraction(0)
    known = result.readiness
    number = known.lowest if known.point is None else known.point
    return int(result.verdict is not Verdict.READY), known.point is None, -number.digits()


def _headline(named: Sequence[Named]) -> str:
    standings = Counter(brief_standing(result) if result else "none applies" for *_, result in named)
    counted = [f"{number} {standing.lower()}" for standing, number in standings.items()]
    return f"{format_count(len(named), 'partnership')}: {format_list(counted)}"


def _about(assessments: Iterable[Assessment]) -> Iterator[str]:
    every = list(assessments)
    rounds = dict.fromkeys(filter(None, (each.answers.round for each in every)))
    yield from _programmes(every)
    yield from rounds
    dates = sorted(date for each in every for date in _dates(each))
    if dates and all(map(_dates, every)):
        first, last = dates[0], dates[-1]
        yield format_date(first) if first == last else f"{format_date(first)} to {format_date(last)}"
    yield from dict.fromkeys(each.questionnaire.title for each in every)


def _programmes(assessments: Iterable[Assessment]) -> list[str]:
    return list(dict.fromkeys(filter(None, (each.answers.programme for each in assessments))))


def _dates(assessment: Assessment) -> Sequence[datetime.date]:
    if assessment.pooled:
        return assessment.pooled.dates
    return [assessment.answers.date] if assessment.answers.date else []


def _by_questionnaire(named: Sequence[Named]) -> list[list[Named]]:
    groups: dict[str, list[Named]] = {}
    for each in named:
        groups.setdefault(each[1].questionnaire.id, []).append(each)
    return list(groups.values())


def _parts(group: Sequence[Named], *, heatmap: bool) -> Iterator[Part]:
    questionnaire = group[0][1].questionnaire
    scoring = questionnaire.scoring
    rows = []
    for name, _, result in group:
        if result is not None:
            row = range_row(result, scoring, leads=False, label=name, detail=result.arrangement.name)
            rows.append(row)
    ranges = Ranges(readiness_axis(scoring), tuple(rows))
    yield Part("How ready each is", (ranges,), Role.ARRANGEMENTS)
    yield from filter(None, [_weak_part(group), _missing_part(group)])
    if heatmap:
        yield from heat_parts(group)


def _weak_part(group: Sequence[Named]) -> Part | None:
    """Show at which questions answers are low most often, where they bear on what applies."""
    low: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    names: dict[str, str] = {}
    for _, assessment, _ in group:
        places = {
            answer.question.id: (answer.standing.point, answer.question)
            for result in assessment.arrangements
            if result.applies
            for answer in in_play(result)
            if not answer.standing.unanswered and answer.standing.point is not None
        }
        for name, (place, question) in places.items():
            names[name] = name_of(question)
            answered[name] += 1
            low[name] += place is not None and place <= WEAK
    rows = [_share_bar(names[name], low[name], answered[name]) for name in answered if low[name]]
    return _commonest("Commonest weak points", rows, Role.WEAK)


def _missing_part(group: Sequence[Named]) -> Part | None:
    """Show which essential factors are missing most often, where their arrangement leads."""
    unmet: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for *_, result in group:
        for factor in result.factors() if result else ():
            if factor.essential is not None:
                counted[factor.factor.title] += 1
                unmet[factor.factor.title] += factor.essential is EssentialState.UNMET
    rows = [_share_bar(title, unmet[title], counted[title]) for title in counted if unmet[title]]
    return _commonest("Essential factors missing most often", rows, Role.MISSING)


def _share_bar(label: str, number: int, of: int) -> Bar:
    share = Fraction(number, of)
    return Bar(label, share, f"{number} of {of}", share, share)


def _commonest(heading: str, rows: Sequence[Bar], role: Role) -> Part | None:
    worst = sorted(rows, key=lambda bar: (-int(bar.words.split()[0]), -(bar.point or 0)))[:COMMONEST]
    return Part(heading, (Bars(Axis("none", "all"), tuple(worst)),), role) if worst else None


def heat_parts(group: Sequence[Named]) -> Iterator[Part]:
    """Show where the factors stand, partnership by partnership, one map for each leading arrangement."""
    questionnaire = group[0][1].questionnaire
    for arrangement in questionnaire.arrangements:
        rows = tuple(
            (name, _cells(result, questionnaire))
            for name, _, result in group
            if result is not None and result.arrangement.id == arrangement.id and result.readiness
        )
        if rows:
            columns = tuple(factor.title for factor in arrangement.factors)
            caption = "The darker, the stronger; nothing where it is not known."
            yield Part(f"Factors: {arrangement.name}", (Heat(columns, rows, caption),), Role.FACTORS)


def _cells(result: ArrangementResult, questionnaire: Questionnaire) -> tuple[Cell, ...]:
    by_id = {factor.factor.id: factor.range for factor in result.factors()}
    cells = []
    for factor in result.arrangement.factors:
        known = by_id[factor.id]
        level = known.point if known else None
        words = "?" if level is None else format_brief(level, questionnaire.scoring)
        cells.append(Cell(level, words))
    return tuple(cells)


def _folds(group: Sequence[Named]) -> Iterator[Fold]:
    heat = tuple(heat_parts(group))
    if heat:
        yield Fold("Factor by factor", heat)
    yield Fold("One by one", tuple(_member_part(*each) for each in group))


def _member_part(name: str, assessment: Assessment, result: ArrangementResult | None) -> Part:
    """Say of one partnership how each arrangement stands, what is missing and what is weakest."""
    scoring = assessment.questionnaire.scoring
    applying = [each for each in assessment.arrangements if each.applies]
    rows = tuple(
        (each.arrangement.name, brief_standing(each), _readiness(each, scoring)) for each in applying
    )
    blocks: list[Block] = [Records(("Form", "Standing", "Readiness"), rows, numeric=frozenset({2}))]
    if result is not None and result.readiness is not None:
        unmet = [each.factor.title for each in result.factors() if each.essential is EssentialState.UNMET]
        worst = explain_arrangement(assessment.questionnaire, result).weak_points[:_WORST]
        if unmet:
            blocks.append(Prose(f"{'; '.join(unmet)}.", "Missing"))
        if worst:
            blocks.append(Prose(f"{'; '.join(name_of(each.answer.question) for each in worst)}.", "Weakest"))
    if assessment.pooled and result is not None:
        own = [
            f"{each.name or 'not stated'} {_own(each.readiness, scoring)}"
            for each in assessment.pooled.organisations
            if each.readiness
        ]
        if own:
            blocks.append(Prose(f"{'; '.join(own)}.", "Each organisation's own figure"))
    return Part(name, tuple(blocks))


def _readiness(result: ArrangementResult, scoring: Scoring) -> str:
    return "" if result.readiness is None else format_exactly(as_positions(result.readiness), scoring)


def _own(known: Range[Root], scoring: Scoring) -> str:
    return format_number(as_positions(known), scoring)


def names_apart(views: Sequence[Answers], labels: Sequence[str] | None = None) -> list[str]:
    """Name each view; those that share a name say their round, their date or whose they are, else their file.

    A label, such as `document 2`, says which part of its file a view is; it may be empty.
    """
    names = [each.partnership or file_name(each.file) or "not named" for each in views]
    for tell in (_round, _date, _who, _file):
        shared = Counter(map(folded, names))
        names = [
            f"{name}{tell(each)}" if shared[folded(name)] > 1 else name
            for name, each in zip(names, views, strict=True)
        ]
    if labels is None:
        return names
    shared = Counter(map(folded, names))
    return [
        f"{name} · {label}" if label and shared[folded(name)] > 1 else name
        for name, label in zip(names, labels, strict=True)
    ]


def _round(answers: Answers) -> str:
    return f" · {answers.round}" if answers.round else ""


def _date(answers: Answers) -> str:
    return f" · {format_date(answers.date)}" if answers.date else ""


def _who(answers: Answers) -> str:
    who = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    return f" · {who}" if who else ""


def _file(answers: Answers) -> str:
    return f" · {file_name(answers.file)}" if answers.partnership and answers.file else ""
