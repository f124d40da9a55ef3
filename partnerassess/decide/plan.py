"""The cheapest plan: where it starts and leads, which answers to raise, in which order, and what that does.

None is handed out before the one scorer has confirmed it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    QuestionResult,
    QuestionState,
)
from partnerassess.decide.amounts import Row, Table, make_table
from partnerassess.decide.blocks import Block, find_blocks, find_climbs, is_reachable
from partnerassess.decide.search import Climb, Search, Way
from partnerassess.decide.what_if import change_answers
from partnerassess.exact import Root
from partnerassess.model import Band, Level, Questionnaire, ScoredQuestion, Scoring
from partnerassess.scoring import score
from partnerassess.visibility import Visibility

READY = "ready"

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What an arrangement's lowest readiness is to reach, with every essential factor met."""

    position: Fraction
    """The readiness to reach, 0-1."""
    band: Band | None = None
    """The band that starts there, where one was asked for."""

    def is_reached(self, result: ArrangementResult) -> bool:
        """Tell whether an arrangement is there, whatever the open answers turn out to be."""
        return result.readiness is not None and (
            result.readiness.lowest >= Root(self.position)
            and all(factor.essential in (None, EssentialState.MET) for factor in result.factors())
        )


def find_target(name: str, questionnaire: Questionnaire) -> Target | str:
    """Give what `ready`, a band's id or a number on the shown scale stands for, else say what is wrong."""
    scoring = questionnaire.scoring
    bands = {band.id: band for band in scoring.bands}
    named = scoring.ready if name == READY and scoring.ready else bands.get(name)
    if named:
        return Target(position=named.position, band=named)
    if _NUMBER.fullmatch(name):
        return _at(Fraction(name), scoring)
    if name == READY:
        return f"{questionnaire.id} does not say where ready starts; ask for a number"
    known = [*([READY] if scoring.ready else []), *(each for each in bands if each != READY)]
    offered = f"it has {', '.join(known)}; or ask for a number" if known else "ask for a number"
    return f"{questionnaire.id} has no band `{name}`; {offered}"


def _at(number: Fraction, scoring: Scoring) -> Target | str:
    bottom, top = scoring.shown_as
    if not bottom <= number <= top:
        return f"the number must lie between {bottom} and {top}"
    return Target(position=(number - bottom) / (top - bottom))


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """What raising one answer does to another arrangement that asks the same question."""

    result: ArrangementResult
    before: Root
    """The other arrangement's lowest readiness as it is."""
    after: Root
    """The same with this one answer raised."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One answer to raise."""

    factor: FactorResult
    answer: QuestionResult
    now: Level
    """Where it stands; the lowest level for an open answer."""
    then: Level
    """Where it is to be."""
    effort: Fraction
    """The cost of all its steps, in the questionnaire's own units."""
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One answer raised by one level, after all steps before it."""

    item: Item
    level: Level
    """The level it reaches."""
    effort: Fraction
    readiness: Root
    """The arrangement's lowest readiness after this step."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """The furthest that some effort can take the arrangement, with every essential factor met."""

    effort: Fraction
    readiness: Root


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The cheapest set of improvements that takes an arrangement to a target, or else as far as can be."""

    before: Assessment
    """What it starts from."""
    is_least_view: bool
    """Whether that is the least favourable view of pooled answers, and so lower than what they come to."""
    after: Assessment
    """The answers with all improvements made, scored like any other."""
    arrangement: str
    """The id of the arrangement."""
    target: Target
    reached: bool
    """Whether the target is reached; if not, the plan is the cheapest that goes as far as can be."""
    items: tuple[Item, ...]
    """In the questionnaire's order; empty where nothing needs to be, or can be, raised."""
    steps: tuple[Step, ...]
    """The same, level by level, in the order that helps soonest."""
    effort: Fraction
    frontier: tuple[Reach, ...]
    """What each further effort could reach; cheapest first."""
    blocks: tuple[Block, ...]
    """What the plan cannot change; empty when the target is reached."""
    is_exact: bool
    """Whether every combination was weighed; of too many, the plan is the best of those that were."""
    find_out: tuple[QuestionResult, ...]
    """The arrangement's open answers, which are planned from their lowest level."""

    @property
    def share_unknown(self) -> Fraction:
        """Give the share of the effort (0-1) that goes into answers nobody knows yet."""
        unknown = sum((item.effort for item in self.items if item.answer.standing.unanswered), Fraction(0))
        return unknown / self.effort if self.effort else Fraction(0)

    @property
    def result_before(self) -> ArrangementResult:
        """Give the arrangement's result as things stand."""
        return result_of(self.before, self.arrangement)

    @property
    def result_after(self) -> ArrangementResult:
        """Give the arrangement's result when everything is done."""
        return result_of(self.after, self.arrangement)

    @property
    def lowest_before(self) -> Root:
        """Give the lowest that the arrangement's readiness can be, as things stand."""
        return lowest_of(self.result_before)

    @property
    def lowest_after(self) -> Root:
        """Give the same when everything is done."""
        return lowest_of(self.result_after)


def lowest_of(result: ArrangementResult) -> Root:
    """Give the lowest readiness of an arrangement; ValueError if it cannot be assessed."""
    if result.readiness is None:
        raise ValueError(f"{result.arrangement.id} cannot be assessed")
    return result.readiness.lowest


def result_of(assessment: Assessment, arrangement: str) -> ArrangementResult:
    """Give the result of an arrangement by its id."""
    return next(each for each in assessment.arrangements if each.arrangement.id == arrangement)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """The cheapest way, confirmed by the one scorer."""

    table: Table
    search: Search
    way: Way
    reached: bool
    raised: Mapping[str, int]
    """How many levels each question goes up, by question id."""
    after: Assessment
    blocks: tuple[Block, ...]


def make_plan(assessment: Assessment, arrangement: str, target: Target) -> Plan:
    """Make the cheapest plan for an arrangement.

    Pooled answers are planned from the least favourable view (`find_start`).

    Raises ValueError for one that cannot be assessed: there is no readiness to raise.
    """
    start = find_start(assessment)
    found = _find(start, arrangement, target)
    items = tuple(_items(start, found.table, found.raised))
    return Plan(
        before=start,
        is_least_view=start is not assessment,
        after=found.after,
        arrangement=arrangement,
        target=target,
        reached=found.reached,
        items=items,
        steps=tuple(_steps(found.table, items)),
        effort=found.search.cost(found.way),
        frontier=tuple(
            Reach(effort=found.search.cost(each), readiness=found.table.readiness(each.amount))
            for each in found.search.frontier()
        ),
        blocks=() if found.reached else found.blocks,
        is_exact=found.search.is_exact,
        find_out=found.table.result.open_answers(),
    )


def _find(assessment: Assessment, arrangement: str, target: Target) -> _Found:
    result, questionnaire = result_of(assessment, arrangement), assessment.questionnaire
    lowest_of(result)
    table = make_table(result, questionnaire.scoring)
    climbs = find_climbs(table, Visibility(questionnaire, assessment.answers))
    blocks = find_blocks(table, climbs)
    search = Search(table, _within_reach(table, climbs), list(questionnaire.questions))
    is_possible = not any(block.essential for block in blocks)
    cheapest = search.cheapest(table.needed(target.position)) if is_possible else None
    way = cheapest or search.highest()
    raised = search.steps(way)
    after = score(questionnaire, change_answers(questionnaire, assessment.answers, _levels(table, raised)))
    _confirm(after, arrangement, target, table, way, reached=cheapest is not None)
    return _Found(
        table=table,
        search=search,
        way=way,
        reached=cheapest is not None,
        raised=raised,
        after=after,
        blocks=blocks,
    )


def _within_reach(table: Table, climbs: Mapping[str, Climb]) -> dict[str, Climb]:
    """Ask of questions that cannot reach their minimum only what they can."""
    return {
        row.answer.question.id: climb if is_reachable(row, climb) else replace(climb, least=climb.start)
        for row in table.rows()
        for climb in [climbs[row.answer.question.id]]
    }


def _confirm(
    after: Assessment, arrangement: str, target: Target, table: Table, way: Way, *, reached: bool
) -> None:
    """Hold a plan against the one scorer; RuntimeError if they differ, which would be our fault."""
    result = result_of(after, arrangement)
    if lowest_of(result) != table.readiness(way.amount) or target.is_reached(result) is not reached:
        raise RuntimeError(f"the plan for {arrangement} does not score as it was planned")


def _levels(table: Table, raised: Mapping[str, int]) -> dict[str, Level]:
    return {
        row.answer.question.id: row.answer.question.levels[_start(row) + raised[row.answer.question.id]]
        for row in table.rows()
        if row.answer.question.id in raised
    }


def _start(row: Row) -> int:
    return row.amounts.index(row.lowest)


def _items(assessment: Assessment, table: Table, raised: Mapping[str, int]) -> Iterator[Item]:
    questionnaire = assessment.questionnaire
    rows = {row.answer.question.id: row for row in table.rows()}
    for name in (name for name in questionnaire.questions if name in raised):
        row, question = rows[name], rows[name].answer.question
        start = _start(row)
        then = question.levels[start + raised[name]]
        alone = score(questionnaire, change_answers(questionnaire, assessment.answers, {name: then}))
        yield Item(
            factor=row.factor,
            answer=row.answer,
            now=question.levels[start],
            then=then,
            effort=sum((question.effort or ())[start : start + raised[name]], Fraction(0)),
            elsewhere=tuple(_elsewhere(assessment, alone, name, table.result.arrangement.id)),
        )


def _elsewhere(before: Assessment, after: Assessment, question: str, arrangement: str) -> Iterator[Elsewhere]:
    for result in before.arrangements:
        asks = any(each.id == question for each in result.arrangement.questions())
        changed = result_of(after, result.arrangement.id)
        is_other = result.arrangement.id != arrangement and result.applies
        if asks and is_other and result.readiness and changed.readiness:
            yield Elsewhere(result=result, before=result.readiness.lowest, after=changed.readiness.lowest)


def _steps(table: Table, items: tuple[Item, ...]) -> Iterator[Step]:
    """Put the steps in order: each time the one that lifts readiness most for its effort.

    Ties, such as where another part at zero holds readiness down, go to the questionnaire's order.
    """
    rows = {row.answer.question.id: row for row in table.rows()}
    amounts = {name: row.lowest for name, row in rows.items()}
    waiting = [list(_single_steps(item)) for item in items]
    while any(waiting):
        now = table.readiness(table.amount(amounts)).digits()
        reached = [
            table.readiness(table.amount({**amounts, **_amount_of(rows, *steps[0])})) if steps else None
            for steps in waiting
        ]
        gains = [
            (readiness.digits() - now) / steps[0][2] if readiness is not None else Fraction(-1)
            for readiness, steps in zip(reached, waiting, strict=True)
        ]
        place = gains.index(max(gains))
        item, level, effort = waiting[place].pop(0)
        amounts.update(_amount_of(rows, item, level, effort))
        yield Step(item=item, level=level, effort=effort, readiness=table.readiness(table.amount(amounts)))


def _single_steps(item: Item) -> Iterator[tuple[Item, Level, Fraction]]:
    levels = item.answer.question.levels
    start, end = levels.index(item.now), levels.index(item.then)
    for place in range(start, end):
        yield item, levels[place + 1], (item.answer.question.effort or ())[place]


def _amount_of(rows: Mapping[str, Row], item: Item, level: Level, effort: Fraction) -> dict[str, int]:
    row = rows[item.answer.question.id]
    return {row.answer.question.id: row.amounts[row.answer.question.levels.index(level)]}


def find_start(assessment: Assessment) -> Assessment:
    """Give the assessment a plan starts from: as it is, where everybody gave the same level to each question.

    Where organisations differ it is that of the least favourable view of every question: its level, or the
    one below where that organisation's people lie between two; open where an organisation left it open. Once
    that view has come as far as the plan leads, so have all others.
    """
    views = _views(assessment)
    given = {name: _least_favourable(each) for name, each in views.items() if _differs(each)}
    if not given:
        return assessment
    questionnaire = assessment.questionnaire
    start = score(questionnaire, change_answers(questionnaire, assessment.answers, given))
    return replace(start, warnings=assessment.warnings, pooled=assessment.pooled)


def _views(assessment: Assessment) -> Mapping[str, QuestionResult]:
    return {
        answer.question.id: answer
        for result in assessment.arrangements
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is QuestionState.ANSWERED and not answer.standing.unanswered
    }


def _differs(view: QuestionResult) -> bool:
    standing = view.standing
    return standing.weakest != standing.bounds or _level_at(view.question, standing.bounds.lowest) is None


def _least_favourable(view: QuestionResult) -> Level | None:
    weakest = view.standing.weakest
    if weakest.lowest < weakest.highest:
        return None
    return max(
        (level for level in view.question.levels if level.position <= weakest.lowest),
        key=lambda level: level.position,
    )


def _level_at(question: ScoredQuestion, position: Fraction) -> Level | None:
    return next((level for level in question.levels if level.position == position), None)
