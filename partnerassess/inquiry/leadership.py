"""What to find out next: the open answers that do most to settle which arrangement comes first.

This module knows how to go through completions of the open answers that arrangements share: through all of
them where they are few, else through some drawn at random. It does not know how sure one can be of that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import product
from math import prod
from random import Random

from partnerassess.assessment import Assessment, EssentialState, QuestionResult, QuestionState
from partnerassess.inquiry.findings import Inquiry, doubt_of, ordered, weigh
from partnerassess.model import Aggregation, Scoring
from partnerassess.tables import Row, Table, make_tables

FEW = 4000
"""Up to so many completions are all gone through."""

DRAWN = 2000
"""Of more, so many are drawn."""

_SEED = 1

Completion = tuple[int, ...]
"""The place of the level of every open question."""


def inquire_leader(assessment: Assessment) -> Inquiry | None:
    """Find what would settle which arrangement comes first; null where nothing is open or to compare."""
    order = [each.id for each in assessment.questionnaire.arrangements]
    rankable = [each for each in assessment.arrangements if each.rank is not None]
    rankable.sort(key=lambda each: order.index(each.arrangement.id))
    questions = _open_questions(assessment)
    if len(rankable) < 2 or not questions:
        return None
    scoring = assessment.questionnaire.scoring
    places = {answer.question.id: place for place, answer in enumerate(questions)}
    runners = [_runner(table, scoring, places) for table in make_tables(rankable, scoring)]
    number = prod(len(answer.question.levels) for answer in questions)
    is_exact = number <= FEW
    completions = list(_completions(questions, number))
    leaders = [_leader(runners, completion) for completion in completions]
    outcomes = Counter(leaders)
    if len(outcomes) < 2:
        return None
    return Inquiry(
        doubt=doubt_of(Fraction(count, len(leaders)) for count in outcomes.values()),
        findings=ordered(
            weigh(answer, _by_level(answer, place, completions, leaders, tuple(outcomes)), proves=is_exact)
            for place, answer in enumerate(questions)
        ),
        completions=len(completions),
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


def _completions(questions: Sequence[QuestionResult], number: int) -> Iterable[Completion]:
    sizes = [len(answer.question.levels) for answer in questions]
    if number <= FEW:
        return product(*map(range, sizes))
    random = Random(_SEED)  # noqa: S311 a sequence that everybody can repeat
    return (tuple(random.randrange(size) for size in sizes) for _ in range(DRAWN))


def _leader(runners: Sequence[Callable[[Completion], tuple[int, int]]], completion: Completion) -> int:
    """Give the place of whoever comes first: by verdict, then amount, then the questionnaire's order."""
    scores = [runner(completion) for runner in runners]
    return scores.index(max(scores))


def _by_level(
    answer: QuestionResult,
    place: int,
    completions: Sequence[Completion],
    leaders: Sequence[int],
    outcomes: Sequence[int],
) -> list[list[Fraction]]:
    counts = [Counter[int]() for _ in answer.question.levels]
    for completion, leader in zip(completions, leaders, strict=True):
        counts[completion[place]][leader] += 1
    return [
        [Fraction(count[leader], count.total()) for leader in outcomes] for count in counts if count.total()
    ]


def _runner(
    table: Table, scoring: Scoring, places: Mapping[str, int]
) -> Callable[[Completion], tuple[int, int]]:
    """Give what tells an arrangement's verdict (2 ready, 1 undetermined, 0 not ready) and amount."""
    dimensions = [list(_groups(table, dimension, places)) for dimension in table.dimensions]
    minimums = list(_minimums(table, places))
    needed = table.needed(scoring.ready.position) if scoring.ready else None
    met = 1 if _stays_open(table) else 2
    fixed_unmet = any(
        row.answer.standing.weakest.highest < (row.factor.factor.essential or 0) for row in table.rows()
    )

    def run(completion: Completion) -> tuple[int, int]:
        whole = table.unit
        for place, groups in enumerate(dimensions):
            factors = [
                reduce(table.join_questions, (amounts[completion[at]] for at, amounts in opened), fixed)
                for fixed, opened in groups
            ]
            whole = table.join_dimension(place)(whole, reduce(table.join_factors, factors))
        if needed is None:
            return 0, whole
        unmet = fixed_unmet or any(completion[at] < least for at, least in minimums)
        return (0 if unmet or whole < needed else met), whole

    return run


_Group = tuple[int, list[tuple[int, tuple[int, ...]]]]
"""What is fixed in a factor, and its open questions: their places, and their amounts by level."""


def _groups(table: Table, dimension: Sequence[Sequence[Row]], places: Mapping[str, int]) -> Iterator[_Group]:
    """Give the factors of a dimension, all as one where everything is added up."""
    if Aggregation.MINIMUM not in (table.rules.questions, table.rules.factors):
        dimension = [[row for rows in dimension for row in rows]]
    nothing = table.scale if table.rules.questions is Aggregation.MINIMUM else 0
    for rows in dimension:
        opened = [(places[row.answer.question.id], row.amounts) for row in rows if _is_open(row)]
        fixed = [row.lowest for row in rows if not _is_open(row)]
        yield reduce(table.join_questions, fixed, nothing), opened


def _minimums(table: Table, places: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Give the open questions of essential factors: their places, and the least place of their level."""
    for row in table.rows():
        minimum = row.factor.factor.essential
        if minimum is not None and _is_open(row):
            levels = enumerate(row.answer.question.levels)
            yield (
                places[row.answer.question.id],
                next(place for place, level in levels if level.position >= minimum),
            )


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
