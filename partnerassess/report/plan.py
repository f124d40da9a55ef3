"""What a report says of a plan: who does what so that an arrangement is ready."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from partnerassess.assessment import EssentialState
from partnerassess.decide.plan import Block, Item, Obstacle, Plan, Reach
from partnerassess.exact import Root
from partnerassess.report.arrangement import next_part, plain_axis
from partnerassess.report.numbers import format_brief, format_level, format_position
from partnerassess.report.pooled import about
from partnerassess.report.sentences import brief_standing, name_of, some_of, subject_of
from partnerassess.report.shapes import (
    Action,
    Actions,
    Bar,
    Bars,
    Fold,
    Part,
    Points,
    Prose,
    Records,
    Report,
    Role,
)
from partnerassess.report.words import format_count, quoted

ITEMS = 7
"""How many things to do are listed unless everything is asked for."""

EFFORT = (
    "Effort is the questionnaire's own estimate of what each level up takes: a convention, not a price in "
    "money or days."
)
WEIGHED = "Every combination of improvements was weighed; none is cheaper."
TOO_MANY = "There are too many combinations to weigh them all: this is the best of those that were weighed."

LEAST_VIEW = (
    "It starts from the least favourable view of every question, so that it holds in everybody's eyes."
)

_NAMED = 3
_LEFT = {
    Fraction(0): "the work is done",
    Fraction(1, 10): "it is about a tenth of the work",
    Fraction(1, 4): "it is about a quarter of the work",
    Fraction(1, 3): "it is about a third of the work",
    Fraction(1, 2): "it is about half the work",
    Fraction(2, 3): "it is about a third less work",
    Fraction(3, 4): "it is about a quarter less work",
    Fraction(9, 10): "it is about a tenth less work",
    Fraction(1): "it is nearly as much work",
}
"""In words, what share of the work is left."""
_CHART_ROWS = 12
"""How many lines the chart of efforts has at most."""


def report_plan(plan: Plan, *, full: bool = False, commands: Sequence[tuple[str, str]] = ()) -> Report:
    """Say everything about a plan; without `full` only what managers need."""
    assessment = plan.before
    name, target = plan.result_before.arrangement.name, _target(plan)
    if not plan.reached:
        title = f"{target} is out of reach for now: {name}"
    elif plan.items:
        is_open = [each.answer.standing.unanswered for each in plan.items]
        numbers = ((is_open.count(False), "step"), (is_open.count(True), "open answer"))
        needed = " and ".join(format_count(number, kind) for number, kind in numbers if number)
        title = f"{needed} to {target}: {name}"
    else:
        title = f"{target} is reached already: {name}"
    return Report(
        title=title,
        about=tuple(about(assessment)),
        parts=tuple(_parts(plan, commands, full=full)),
        folds=tuple(_folds(plan)) if full else (),
        subject=subject_of(assessment),
    )


def _target(plan: Plan) -> str:
    scoring = plan.before.questionnaire.scoring
    number = format_level(scoring.shown(plan.target.position))
    return f"{quoted(plan.target.band.title)} ({number})" if plan.target.band else number


def _parts(plan: Plan, commands: Sequence[tuple[str, str]], *, full: bool) -> Iterator[Part]:
    yield Part("Where it stands", (Prose(" ".join(_standing(plan))),), Role.STANDING)
    unknown = [each for each in plan.items if each.answer.standing.unanswered]
    known = [each for each in plan.items if not each.answer.standing.unanswered]
    # What keeps an essential factor missing comes first, then the worst.
    known.sort(key=lambda each: (each.factor.essential is not EssentialState.UNMET, each.now.position))
    if known:
        shown = known if full else known[:ITEMS]
        heading = "What to do" if len(shown) == len(known) else f"What to do ({len(shown)} of {len(known)})"
        actions = tuple(
            Action(
                do=f"{name_of(each.answer.question)}: from “{each.now.label}” to “{each.then.label}”",
                then=each.then.description or "",
                why="It is essential and missing today."
                if each.factor.essential is EssentialState.UNMET
                else "",
            )
            for each in shown
        )
        yield Part(heading, (Actions(actions),), Role.ACTIONS)
    if unknown or plan.find_out:
        yield _find_out_part(plan, unknown)
    if plan.blocks:
        blocks = tuple(_block_sentence(plan, each) for each in plan.blocks)
        yield Part("In the way", (Points(blocks),), Role.MISSING)
    if commands:
        yield next_part(commands)


def _standing(plan: Plan) -> Iterator[str]:
    lowest = [_brief(plan, number) for number in (plan.lowest_before, plan.lowest_after)]
    if plan.items:
        yield f"Readiness is {lowest[0]} at least today, and {lowest[1]} at least when all is done."
    else:
        yield f"Readiness is {lowest[0]} at least today."
    if plan.items and not plan.reached:
        yield f"{lowest[1]} is the most that is in the partners' hands."
    if plan.is_least_view:
        yield LEAST_VIEW
    if not plan.result_before.applies:
        yield "By the answers at the starting point this form does not apply."
    elif not plan.result_after.applies:
        yield "With these improvements it would no longer apply: see its conditions."


def _brief(plan: Plan, number: Root) -> str:
    return format_brief(number, plan.before.questionnaire.scoring)


def _find_out_part(plan: Plan, unknown: Sequence[Item]) -> Part:
    """Say what is not known: it may be there already, and then the plan is shorter."""
    needed = [f"{name_of(each.answer.question)} (needs “{each.then.label}”)" for each in unknown]
    planned = {each.answer.question.id for each in unknown}
    others = [name_of(each.question) for each in plan.find_out if each.question.id not in planned]
    items = some_of([*needed, *others], max(len(needed), _NAMED))
    shorter = "What is there already makes the plan shorter."
    if plan.share_unknown:
        left = 1 - plan.share_unknown
        nearest = min(_LEFT if not left else list(_LEFT)[1:], key=lambda share: abs(share - left))
        shorter = f"If what they need is there already, {_LEFT[nearest]}, by this questionnaire's estimate."
    return Part("Find out", (Points(tuple(items)), Prose(shorter)), Role.FIND_OUT)


def _block_sentence(plan: Plan, block: Block) -> str:
    """Say what stands in the way, why, and what would be within reach without it."""
    name = name_of(block.answer.question) if block.answer else block.factor.factor.title
    needs = f", and essential for {quoted(block.factor.factor.title)}" if block.essential else ""
    match block.obstacle:
        case Obstacle.LEFT_OUT:
            return f"{name}: essential, and left out without a note that says why"
        case Obstacle.FIXED:
            unknown = block.answer is not None and block.answer.standing.unanswered
            why = "not known yet, and not in the partners' hands" if unknown else "not in the partners' hands"
        case Obstacle.DEPENDS:
            why = "may not be asked at all: settle the answer it depends on first"
    freed = ""
    if block.would_allow is not None and not block.essential:
        freed = f"; at its top {_brief(plan, block.would_allow)} would be within reach"
    return f"{name}: {why}{needs}{freed}"


def _folds(plan: Plan) -> Iterator[Fold]:
    steps = tuple(
        (
            name_of(step.item.answer.question),
            step.level.label,
            format_level(step.effort),
            _exactly(plan, step.readiness),
        )
        for step in plan.steps
    )
    others = tuple(_others(plan))
    bars = tuple(_effort_bars(plan))
    effort = Prose(f"{EFFORT} {WEIGHED if plan.is_exact else TOO_MANY}")
    parts = []
    if steps:
        columns = ("Level up, what helps soonest first", "To", "Effort", "Readiness then, at least")
        parts.append(Part("Step by step", (Records(columns, steps, numeric=frozenset({2, 3})),)))
    if others:
        records = Records(("Form", "Readiness, at least", "Standing"), others)
        parts.append(Part("What it does to the other forms", (records,)))
    if len(bars) > 1:
        axis = plain_axis(plan.before.questionnaire.scoring)
        reached = Bars(axis, bars, "With every essential minimum met.")
        parts.append(Part("What every effort can reach", (reached,)))
    yield Fold("How the plan was made", (*parts, Part("Effort", (effort,), Role.METHOD)))


def _exactly(plan: Plan, number: Root) -> str:
    return format_position(number, plan.before.questionnaire.scoring, [plan.target.position])


def _others(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Give every other form with its readiness and its standing, before and after."""
    after = {each.arrangement.id: each for each in plan.after.arrangements}
    for result in plan.before.arrangements:
        then = after[result.arrangement.id]
        is_other = result.applies and result.arrangement.id != plan.arrangement
        if is_other and result.readiness and then.readiness:
            ends = f"{_exactly(plan, result.readiness.lowest)} → {_exactly(plan, then.readiness.lowest)}"
            yield result.arrangement.name, ends, f"{brief_standing(result)} → {brief_standing(then)}"


def _effort_bars(plan: Plan) -> Iterator[Bar]:
    """Show what efforts reach: no effort, the plan's own, the furthest, and some in between."""
    every = list(plan.frontier)
    if every and every[0].effort:
        every.insert(0, Reach(effort=Fraction(0), readiness=plan.lowest_before))
    last = len(every) - 1
    chosen = {round(last * place / (_CHART_ROWS - 2)) for place in range(_CHART_ROWS - 1)}
    for place, reach in enumerate(every):
        is_own = reach.effort == plan.effort
        if last < _CHART_ROWS or place in chosen or is_own:
            height = reach.readiness.digits()
            detail = "this plan" if plan.items and is_own else ""
            label = f"Effort {format_level(reach.effort)}"
            yield Bar(label, height, _exactly(plan, reach.readiness), height, height, detail=detail)
