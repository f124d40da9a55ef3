"""What a plan says, in plain sentences, the same in every format.

This module knows how improvements are put to people who have to make them. It does not know signs, colours
or layout.
"""

from collections.abc import Iterator
from fractions import Fraction

from partnerassess.assessment import ArrangementResult
from partnerassess.exact import Root
from partnerassess.model import Level
from partnerassess.planning import Block, Elsewhere, Item, Obstacle, Plan, Reach, Step
from partnerassess.report.numbers import format_gain, format_level, format_readiness
from partnerassess.report.words import VERDICTS, format_count, format_given, level_needed, quoted

EFFORT = (
    "Effort is the questionnaire's own estimate of what each level up takes. It is a convention, not a "
    "price in money or days: put your own in the questionnaire if you know better."
)
"""What every plan says of its costs."""

CHEAPEST = "There is no cheaper way: every combination of improvements was weighed, exactly."

ORDER = "what lifts readiness most for its effort comes first"

LEAST_VIEW = (
    "Several views were put together. The plan starts from the least favourable view of every question, so "
    "that it leads there in everybody's eyes; what the answers come to together may be more."
)
"""What a plan from pooled answers says of where it starts."""

_CHART_ROWS = 12
"""How many lines the chart of efforts has at most."""


def headline(plan: Plan) -> str:
    """Say what the plan is for."""
    return f"{plan.result_before.arrangement.title}: {_aim(plan)}"


def _aim(plan: Plan) -> str:
    where = format_target(plan)
    if not plan.reached:
        return f"{where} is out of reach"
    return f"the cheapest way to {where}" if plan.items else f"{where} is reached already"


def format_target(plan: Plan) -> str:
    """Name the target: `“Ready” (75)`, or the number alone."""
    scoring = plan.before.questionnaire.scoring
    number = format_level(scoring.shown(plan.target.position))
    return f"{quoted(plan.target.band.title)} ({number})" if plan.target.band else number


def summary(plan: Plan) -> Iterator[str]:
    """Say what the plan comes to, in a few sentences."""
    before, after = format_lowest(plan, plan.lowest_before), format_lowest(plan, plan.lowest_after)
    if plan.is_least_view:
        yield LEAST_VIEW
    if not plan.items:
        yield f"Readiness is at least {before}."
    else:
        size = f"{format_count(len(plan.items), 'improvement')}, {format_count(len(plan.steps), 'level')} up"
        yield f"{size}, effort {format_level(plan.effort)}."
        yield f"The lowest that readiness can be rises from {before} to {after}."
        yield CHEAPEST if plan.reached else f"{after} is the most that is in the partners' hands."
    if plan.find_out and not (plan.reached and not plan.items):
        yield (
            f"{format_count(len(plan.find_out), 'answer')} {'is' if len(plan.find_out) == 1 else 'are'} open "
            "and planned from the lowest level. Find out first: better answers make the plan cheaper."
        )
    if not plan.result_before.applies:
        yield "By the answers at the starting point this arrangement does not apply."
    elif not plan.result_after.applies:
        yield "With these improvements the arrangement would no longer apply: see its conditions."


def format_lowest(plan: Plan, number: Root) -> str:
    """Give a readiness so that rounding never crosses the plan's target."""
    return format_readiness(number, plan.before.questionnaire.scoring, [plan.target.position])


def change_sentence(plan: Plan, item: Item) -> str:
    """Say where an answer stands and where it is to be: `Not known yet (planned from 0) → 3 (Mostly)`."""
    return f"{now_words(item)} → {format_given(item.then)}"


def now_words(item: Item) -> str:
    """Say where an answer stands."""
    if item.answer.standing.unanswered:
        return f"not known yet, planned from {format_given(item.now)}"
    return format_given(item.now)


def practice_sentence(level: Level) -> str:
    """Say what a level looks like, where the questionnaire says; else nothing."""
    return level.description or ""


def minimum_sentence(item: Item) -> str:
    """Say what an essential factor needs of this question; nothing where it is not essential."""
    minimum = item.factor.factor.essential
    if minimum is None:
        return ""
    return f"Essential: needs at least {format_given(level_needed(item.answer.question, minimum))}."


def elsewhere_sentence(plan: Plan, elsewhere: Elsewhere) -> str:
    """Say what an improvement does to another arrangement."""
    scoring = plan.before.questionnaire.scoring
    title = elsewhere.result.arrangement.title
    change = elsewhere.after.digits() - elsewhere.before.digits()
    ends = [format_readiness(each, scoring) for each in (elsewhere.before, elsewhere.after)]
    if not change:
        return f"It is also asked for {quoted(title)}, where alone it changes nothing ({ends[0]})."
    return f"It also lifts {quoted(title)} by {format_gain(change, scoring)} ({ends[0]} → {ends[1]})."


def step_sentence(plan: Plan, step: Step) -> str:
    """Say what a step is and what it brings."""
    effort = format_level(step.effort)
    return f"{quoted(step.item.answer.question.text)} to {format_given(step.level)}: effort {effort}"


def block_sentence(plan: Plan, block: Block) -> str:
    """Say what stands in the way, why, and what would be within reach without it."""
    subject = quoted(block.answer.question.text) if block.answer else quoted(block.factor.factor.title)
    factor = quoted(block.factor.factor.title)
    essential = f" The essential factor {factor} needs it." if block.essential else ""
    match block.obstacle:
        case Obstacle.LEFT_OUT:
            return (
                f"{subject} is essential and was left out without a note. Say in a note why it does not "
                "apply, or answer it."
            )
        case Obstacle.FIXED:
            unknown = block.answer is not None and block.answer.standing.unanswered
            why = f"is {'not known yet, and ' if unknown else ''}not in the partners' hands."
        case Obstacle.DEPENDS:
            why = "may not be asked at all: settle the answer it depends on first."
    freed = ""
    if block.would_allow is not None and not block.essential:
        freed = f" At its top level {format_lowest(plan, block.would_allow)} would be within reach."
    return f"{subject} {why}{essential}{freed}"


def other_results(plan: Plan) -> Iterator[str]:
    """Say what the whole plan does to every other arrangement it moves."""
    scoring = plan.before.questionnaire.scoring
    after = {each.arrangement.id: each for each in plan.after.arrangements}
    for result in plan.before.arrangements:
        changed = after[result.arrangement.id]
        ends = result.readiness, changed.readiness
        if result.arrangement.id == plan.arrangement or not result.applies or None in ends:
            continue
        lowest = [format_readiness(each.lowest, scoring) for each in ends if each]
        if lowest[0] != lowest[1] or result.verdict is not changed.verdict:
            change = f"at least {lowest[0]} → {lowest[1]}"
            yield f"{result.arrangement.title}: {change}{_verdicts(result, changed)}"


def _verdicts(before: ArrangementResult, after: ArrangementResult) -> str:
    if before.verdict is None or after.verdict is None:
        return ""
    words = [VERDICTS[each].lower() for each in (before.verdict, after.verdict)]
    return f" ({words[0]} → {words[1]})" if words[0] != words[1] else f" ({words[0]})"


def chart_rows(plan: Plan) -> list[Reach]:
    """Choose the efforts the chart shows: no effort, the plan's own, the furthest, and some in between."""
    every = list(plan.frontier)
    if every[0].effort:
        every.insert(0, Reach(effort=Fraction(0), readiness=plan.lowest_before))
    if len(every) <= _CHART_ROWS:
        return every
    last = len(every) - 1
    chosen = {round(last * place / (_CHART_ROWS - 2)) for place in range(_CHART_ROWS - 1)}
    chosen |= {place for place, reach in enumerate(every) if reach.effort == plan.effort}
    return [every[place] for place in sorted(chosen)]


def find_out_texts(plan: Plan) -> list[str]:
    """Give the questions to find out first, in full."""
    return [answer.question.text for answer in plan.find_out]
