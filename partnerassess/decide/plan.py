"""The cheapest plan: where it starts and leads, which answers to raise, in which order, and what that does.

None is handed out before the one scorer has confirmed it.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    QuestionResult,
    QuestionState,
)
from partnerassess.decide.amounts import Row, Sums, Table, make_table
from partnerassess.decide.search import Search
from partnerassess.decide.what_if import change_answers
from partnerassess.exact import Root
from partnerassess.loading.wording import find_similar, suggest
from partnerassess.model import Band, Level, Questionnaire
from partnerassess.scoring import score
from partnerassess.scoring.variations import score_raised
from partnerassess.visibility import Visibility

READY = "ready"

_MOST_STEPS = 1_000
"""Of more levels to go up than this, several at a time are one step."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?")


class Target(Struct, frozen=True, kw_only=True):
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
        number, (bottom, top) = Fraction(name), scoring.shown_as
        if not bottom <= number <= top:
            return f"the number must lie between {bottom} and {top}"
        return Target(position=(number - bottom) / (top - bottom))
    if name == READY:
        return f"{questionnaire.id} does not say where ready starts; ask for a number"
    known = [*([READY] if scoring.ready else []), *(each for each in bands if each != READY)]
    offered = f"it has {', '.join(known)}; or ask for a number" if known else "ask for a number"
    guess = suggest(find_similar(name, known))
    return f"{questionnaire.id} has no band `{name}`{f' ({guess})' if guess else ''}; {offered}"


class Obstacle(Enum):
    """Why something is out of a plan's reach."""

    FIXED = "fixed"
    """It is not in the partners' hands."""
    DEPENDS = "depends"
    """Whether the question is asked at all depends on an earlier answer that is open."""
    LEFT_OUT = "left_out"
    """An essential factor was left out without a note that says why."""


class Block(Struct, frozen=True, kw_only=True):
    """Something a plan cannot change that stands in the way."""

    obstacle: Obstacle
    factor: FactorResult
    answer: QuestionResult | None
    """The question it is about; null where it is about the whole factor."""
    essential: bool
    """Whether it alone keeps an essential factor from being met."""
    would_allow: Root | None
    """The readiness within reach if this question were at its top level; null where it is not about that."""


class Elsewhere(Struct, frozen=True, kw_only=True):
    """What raising one answer does to another arrangement that asks the same question."""

    result: ArrangementResult
    before: Root
    """The other arrangement's lowest readiness as it is."""
    after: Root
    """The same with this one answer raised."""


class Item(Struct, frozen=True, kw_only=True):
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


class Step(Struct, frozen=True, kw_only=True):
    """One answer raised by one level, or by several of hundreds, after all steps before it."""

    item: Item
    level: Level
    """The level it reaches."""
    effort: Fraction
    readiness: Root
    """The arrangement's lowest readiness after this step."""


class Reach(Struct, frozen=True, kw_only=True):
    """The furthest that some effort can take the arrangement, with every essential factor met."""

    effort: Fraction
    readiness: Root


class Plan(Struct, frozen=True, kw_only=True):
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
        return self.before.result_of(self.arrangement)

    @property
    def result_after(self) -> ArrangementResult:
        """Give the arrangement's result when everything is done."""
        return self.after.result_of(self.arrangement)

    @property
    def lowest_before(self) -> Root:
        """Give the lowest that the arrangement's readiness can be, as things stand."""
        return _lowest_of(self.result_before)

    @property
    def lowest_after(self) -> Root:
        """Give the same when everything is done."""
        return _lowest_of(self.result_after)


def _lowest_of(result: ArrangementResult) -> Root:
    """Give the lowest readiness of an arrangement; ValueError if it cannot be assessed."""
    if result.readiness is None:
        raise ValueError(f"{result.arrangement.id} cannot be assessed")
    return result.readiness.lowest


def make_plan(assessment: Assessment, arrangement: str, target: Target) -> Plan:
    """Make the cheapest plan for an arrangement.

    Pooled answers are planned from the least favourable view (`find_start`).

    Raises ValueError for one that cannot be assessed: there is no readiness to raise.
    """
    before = find_start(assessment)
    result, questionnaire = before.result_of(arrangement), before.questionnaire
    _lowest_of(result)
    table = make_table(result, questionnaire.scoring, Visibility(questionnaire, before.answers))
    blocks = _find_blocks(table)
    search = Search(table, list(questionnaire.questions))
    is_possible = not any(block.essential for block in blocks)
    cheapest = search.cheapest(table.needed(target.position)) if is_possible else None
    way, reached = cheapest or search.highest(), cheapest is not None
    raised = search.steps(way)
    rows = {row.id: row for row in table.rows()}
    levels = {name: rows[name].levels[rows[name].start + steps] for name, steps in raised.items()}
    after = score(questionnaire, change_answers(questionnaire, before.answers, levels))
    then = after.result_of(arrangement)
    if _lowest_of(then) != table.readiness_of(way.amount) or target.is_reached(then) is not reached:
        raise RuntimeError(f"the plan for {arrangement} does not score as it was planned")
    found = [rows[name] for name in questionnaire.questions if name in raised]
    elsewhere = _elsewhere(before, arrangement, levels)
    items = tuple(_item(row, levels[row.id], elsewhere) for row in found)
    return Plan(
        before=before,
        is_least_view=before is not assessment,
        after=after,
        arrangement=arrangement,
        target=target,
        reached=reached,
        items=items,
        steps=tuple(_steps(table, items)),
        effort=search.cost(way),
        frontier=tuple(
            Reach(effort=search.cost(each), readiness=table.readiness_of(each.amount))
            for each in search.frontier()
        ),
        blocks=() if reached else blocks,
        is_exact=search.is_exact,
        find_out=result.open_answers(),
    )


def _find_blocks(table: Table) -> tuple[Block, ...]:
    """Give what a plan cannot change: what keeps essential factors from being met, then what costs most."""
    reached = Sums(table, {row.id: row.highest for row in table.rows()})
    blocks = [
        Block(
            obstacle=Obstacle.FIXED if row.answer.question.effort is None else Obstacle.DEPENDS,
            factor=row.factor,
            answer=row.answer,
            essential=not row.is_reachable,
            would_allow=reached.readiness_with(row, len(row.amounts) - 1),
        )
        for row in table.rows()
        if row.amounts[-1] > row.amounts[row.highest]
    ]
    blocks += [
        Block(obstacle=Obstacle.LEFT_OUT, factor=factor, answer=None, essential=True, would_allow=None)
        for factor in table.result.factors()
        if factor.range is None and factor.essential is EssentialState.OPEN
    ]
    nothing = Root(Fraction(0))
    return tuple(sorted(blocks, key=lambda each: (each.essential, each.would_allow or nothing), reverse=True))


def _elsewhere(
    before: Assessment, arrangement: str, levels: Mapping[str, Level]
) -> dict[str, list[Elsewhere]]:
    """Give what raising each answer alone does to the other arrangements that apply and ask for it."""
    found: dict[str, list[Elsewhere]] = {name: [] for name in levels}
    for result in before.arrangements:
        known = result.readiness
        if known is None or not result.applies or result.arrangement.id == arrangement:
            continue
        for name, after in score_raised(before.questionnaire, result, levels).items():
            found[name].append(Elsewhere(result=result, before=known.lowest, after=after))
    return found


def _item(row: Row, then: Level, elsewhere: Mapping[str, list[Elsewhere]]) -> Item:
    return Item(
        factor=row.factor,
        answer=row.answer,
        now=row.levels[row.start],
        then=then,
        effort=sum(row.costs[: row.levels.index(then) - row.start], Fraction(0)),
        elsewhere=tuple(elsewhere[row.id]),
    )


def _steps(table: Table, items: tuple[Item, ...]) -> Iterator[Step]:
    """Put the steps in order: each time the one that lifts readiness most for its effort.

    Ties, such as where another part at zero holds readiness down, go to the questionnaire's order.
    """
    rows = {row.id: row for row in table.rows()}
    places = {name: row.start for name, row in rows.items()}
    sums = Sums(table, places)
    waiting = {item.answer.question.id: item for item in items}
    ends = {name: rows[name].levels.index(item.then) for name, item in waiting.items()}
    stride = 1 + sum(end - places[name] for name, end in ends.items()) // _MOST_STEPS
    while waiting:
        now = sums.readiness().digits()
        steps = {}
        for name in waiting:
            row, place = rows[name], places[name]
            to = min(place + stride, ends[name])
            effort = sum(row.costs[place - row.start : to - row.start], Fraction(0))
            gain = (sums.readiness_with(row, to).digits() - now) / effort
            steps[name] = gain, to, effort
        name = max(steps, key=lambda each: steps[each][0])
        _, place, effort = steps[name]
        row, places[name] = rows[name], place
        sums.put(row, place)
        yield Step(item=waiting[name], level=row.levels[place], effort=effort, readiness=sums.readiness())
        if place == ends[name]:
            del waiting[name]


def find_start(assessment: Assessment) -> Assessment:
    """Give the assessment a plan starts from: as it is, where everybody gave the same level to each question.

    Where organisations differ it is that of the least favourable view of every question: its level, or the
    one below where that organisation's people lie between two; open where an organisation left it open. Once
    that view has come as far as the plan leads, so have all others.
    """
    given: dict[str, Level | None] = {}
    for result in assessment.arrangements:
        for answer in result.answers():
            standing, levels = answer.standing, answer.question.levels
            lowest, weakest = standing.bounds.lowest, standing.weakest
            is_given = standing.state is QuestionState.ANSWERED and not standing.unanswered
            is_level = weakest == standing.bounds and any(level.position == lowest for level in levels)
            if is_given and not is_level:
                at_least = [level for level in levels if level.position <= weakest.lowest]
                is_open = weakest.lowest < weakest.highest
                given[answer.question.id] = None if is_open else max(at_least, key=lambda each: each.position)
    if not given:
        return assessment
    questionnaire = assessment.questionnaire
    start = score(questionnaire, change_answers(questionnaire, assessment.answers, given))
    return replace(start, warnings=assessment.warnings, pooled=assessment.pooled)
