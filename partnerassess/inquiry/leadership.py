"""What to find out next: the open answers that do most to settle which arrangement comes first.

This module knows how to go through completions of the open answers that arrangements share: through all of
them where they are few, else through some drawn at random. It does not know how sure one can be of that.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product, repeat
from math import prod
from random import Random

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    QuestionResult,
    QuestionState,
)
from partnerassess.inquiry.findings import Inquiry, doubt_of, ordered, weigh
from partnerassess.model import Aggregation, Scoring
from partnerassess.pooling.disputes import waits_for_people
from partnerassess.tables import Row, Table, make_tables

FEW = 4000
"""Up to so many completions are all gone through."""

DRAWN = 2000
"""Of more, so many are drawn."""

_SEED = 1

Column = Sequence[int]
"""One number for every completion."""


def inquire_leader(assessment: Assessment, disputed: Collection[str] = ()) -> Inquiry | None:
    """Find what would settle which arrangement comes first; null where nothing is open or to compare.

    `disputed` are the ids of questions that pooled answers leave to be discussed first.
    """
    order = [each.id for each in assessment.questionnaire.arrangements]
    rankable = [each for each in assessment.arrangements if each.rank is not None]
    rankable.sort(key=lambda each: order.index(each.arrangement.id))
    questions = _open_questions(assessment)
    if len(rankable) < 2 or not questions:
        return None
    sizes = [len(answer.question.levels) for answer in questions]
    is_exact = prod(sizes) <= FEW
    columns = _all_completions(sizes) if is_exact else _some_completions(sizes)
    leaders = _leaders(rankable, questions, columns, assessment.questionnaire.scoring, disputed)
    outcomes = Counter(leaders)
    if len(outcomes) < 2:
        return None
    return Inquiry(
        doubt=doubt_of([*outcomes.values()]),
        findings=ordered(
            weigh(answer, _by_level(column, leaders, [*outcomes]), proves=is_exact)
            for answer, column in zip(questions, columns, strict=True)
        ),
        completions=len(leaders),
        exact=is_exact,
    )


def _open_questions(assessment: Assessment) -> list[QuestionResult]:
    """Give the open answers of arrangements that can be ranked, each once, in the questionnaire's order."""
    found = {
        answer.question.id: answer
        for result in assessment.arrangements
        if result.rank is not None
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is QuestionState.OPEN
    }
    return [found[name] for name in assessment.questionnaire.questions if name in found]


def _all_completions(sizes: Sequence[int]) -> list[Column]:
    """Give the place of every question's level, question by question, in all completions."""
    return list(zip(*product(*map(range, sizes)), strict=True))


def _some_completions(sizes: Sequence[int]) -> list[Column]:
    """Give the same in some completions drawn at random."""
    random = Random(_SEED).random  # noqa: S311 a sequence that everybody can repeat
    return [[int(random() * size) for _ in range(DRAWN)] for size in sizes]


def _leaders(
    results: Sequence[ArrangementResult],
    questions: Sequence[QuestionResult],
    columns: Sequence[Column],
    scoring: Scoring,
    disputed: Collection[str],
) -> list[int]:
    """Give the place of whoever comes first: by verdict, then amount, then the questionnaire's order."""
    known = {answer.question.id: column for answer, column in zip(questions, columns, strict=True)}
    scores = [
        _scores(table, known, len(columns[0]), disputed, scoring) for table in make_tables(results, scoring)
    ]
    return [row.index(max(row)) for row in zip(*scores, strict=True)]


def _by_level(column: Column, leaders: Column, outcomes: Sequence[int]) -> list[list[int]]:
    """Count how many completions have each outcome, level by level; levels that none has are left out."""
    counts = Counter(zip(column, leaders, strict=True))
    levels = sorted({level for level, _ in counts})
    return [[counts[level, leader] for leader in outcomes] for level in levels]


def _scores(
    table: Table, columns: Mapping[str, Column], number: int, disputed: Collection[str], scoring: Scoring
) -> Column:
    """Give for every completion a number that puts arrangements in order: by verdict, then by amount."""
    wholes: Iterable[int] = repeat(table.unit, number)
    for place, dimension in enumerate(table.dimensions):
        parts = [_amounts(table, rows, columns, number) for rows in _groups(table, dimension)]
        join = table.join_dimension(place)
        wholes = map(join, wholes, map(_fold(table.rules.factors), zip(*parts, strict=True)))
    if scoring.ready is None:
        return list(wholes)
    needed, apart = table.needed(scoring.ready.position), table.scale**table.degree + 1
    verdicts = _verdicts(table, columns, number, disputed)
    return [
        whole + apart if whole >= needed and verdict == 2 else whole
        for whole, verdict in zip(wholes, verdicts, strict=True)
    ]


def _amounts(table: Table, rows: Sequence[Row], columns: Mapping[str, Column], number: int) -> Iterable[int]:
    """Give what a factor's questions come to in every completion."""
    fold = _fold(table.rules.questions)
    opened = [(row.amounts, columns[row.answer.question.id]) for row in rows if _is_open(row)]
    fixed = [row.lowest for row in rows if not _is_open(row)]
    known = [repeat(fold(fixed), number)] if fixed else []
    return map(fold, zip(*known, *(map(amounts.__getitem__, each) for amounts, each in opened), strict=True))


def _groups(table: Table, dimension: Sequence[Sequence[Row]]) -> Sequence[Sequence[Row]]:
    """Give the factors of a dimension, all as one where everything is added up."""
    if Aggregation.MINIMUM in (table.rules.questions, table.rules.factors):
        return dimension
    return [[row for rows in dimension for row in rows]]


def _fold(rule: Aggregation) -> Callable[[Iterable[int]], int]:
    return min if rule is Aggregation.MINIMUM else sum


def _verdicts(
    table: Table, columns: Mapping[str, Column], number: int, disputed: Collection[str]
) -> Iterable[int]:
    """Give what essential factors allow in every completion: 2 ready, 1 undetermined, 0 not ready."""
    if any(row.answer.standing.weakest.highest < (row.factor.factor.essential or 0) for row in table.rows()):
        return repeat(0, number)
    best = 1 if _stays_open(table) or waits_for_people(table.result, disputed) else 2
    gates = [[place >= least for place in columns[name]] for name, least in _minimums(table)]
    if not gates:
        return repeat(best, number)
    return (best if all(row) else 0 for row in zip(*gates, strict=True))


def _minimums(table: Table) -> Iterator[tuple[str, int]]:
    """Give the open questions of essential factors, with the least place of their level."""
    for row in table.rows():
        minimum = row.factor.factor.essential
        if minimum is not None and _is_open(row):
            levels = enumerate(row.answer.question.levels)
            yield row.answer.question.id, next(place for place, level in levels if level.position >= minimum)


def _is_open(row: Row) -> bool:
    return row.answer.standing.state is QuestionState.OPEN


def _stays_open(table: Table) -> bool:
    """Tell whether something essential stays open, however the open answers turn out."""
    factors = table.result.factors()
    left_out = any(each.range is None and each.essential is EssentialState.OPEN for each in factors)
    return left_out or any(
        row.answer.standing.weakest.lowest < (row.factor.factor.essential or 0)
        for row in table.rows()
        if not _is_open(row)
    )
