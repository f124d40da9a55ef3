"""A plan in the terminal: what to improve, in which order, and what every effort can reach.

This module knows the order of a plan's parts. It does not know how a plan is made.
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from partnerassess.assessment import Range
from partnerassess.planning import Item, Plan
from partnerassess.render.plans import (
    EFFORT,
    ORDER,
    block_sentence,
    change_sentence,
    chart_rows,
    elsewhere_sentence,
    find_out_texts,
    format_lowest,
    headline,
    minimum_sentence,
    other_results,
    practice_sentence,
    step_sentence,
    summary,
)
from partnerassess.render.subjects import format_subject
from partnerassess.render.terminal.bars import bar
from partnerassess.render.terminal.sheet import (
    Sheet,
    Trimmed,
    bullets,
    heading,
    item,
    labels,
    make_sheet,
    paragraph,
    subheading,
)
from partnerassess.report.numbers import format_level

_LONGEST_BAR = 50


def render_plan(plan: Plan, *, width: int, ascii_only: bool = False) -> RenderableType:
    """Render a plan, at most `width` columns wide (30 or more)."""
    return Trimmed(Group(*_parts(make_sheet(width, ascii_only=ascii_only), plan)))


def _parts(sheet: Sheet, plan: Plan) -> Iterator[RenderableType]:
    title, about = format_subject(plan.before.questionnaire, plan.before.answers)
    yield paragraph(sheet, sheet.text(title, "bold"))
    if about:
        yield paragraph(sheet, sheet.text(about))
    yield Text()
    yield paragraph(sheet, sheet.text(headline(plan), "bold"))
    yield paragraph(sheet, sheet.text(" ".join(summary(plan))), 2)
    yield from _blocks(sheet, plan)
    yield from _find_out(sheet, plan)
    if plan.items:
        yield from heading(sheet, "What to improve")
        for place, each in enumerate(plan.items, start=1):
            yield from _item(sheet, plan, place, each)
        yield from _steps(sheet, plan)
        yield from _elsewhere(sheet, plan)
    yield from _chart(sheet, plan)
    yield Text()
    yield paragraph(sheet, sheet.text(EFFORT))


def _blocks(sheet: Sheet, plan: Plan) -> Iterator[RenderableType]:
    if plan.blocks:
        yield from subheading(sheet, "What stands in the way")
        yield from bullets(sheet, (sheet.text(block_sentence(plan, block)) for block in plan.blocks))


def _find_out(sheet: Sheet, plan: Plan) -> Iterator[RenderableType]:
    if plan.find_out:
        yield from subheading(sheet, "Find out first")
        yield from bullets(sheet, (sheet.text(words) for words in find_out_texts(plan)))


def _item(sheet: Sheet, plan: Plan, place: int, each: Item) -> Iterator[RenderableType]:
    yield item(sheet, sheet.text(f"{place}.".rjust(3)), sheet.text(each.answer.question.text, "bold"), 0)
    effort = f"{change_sentence(plan, each)}, effort {format_level(each.effort)}"
    lines = [effort, practice_sentence(each.then), minimum_sentence(each)]
    lines += [elsewhere_sentence(plan, other) for other in each.elsewhere]
    for words in filter(None, lines):
        yield paragraph(sheet, sheet.text(words), 5)


def _steps(sheet: Sheet, plan: Plan) -> Iterator[RenderableType]:
    yield from subheading(sheet, "Step by step", f"{ORDER}; the number is readiness afterwards, at least")
    numbers = labels(sheet, (format_lowest(plan, step.readiness) for step in plan.steps))
    for number, step in zip(numbers, plan.steps, strict=True):
        yield item(sheet, number, sheet.text(step_sentence(plan, step)))


def _elsewhere(sheet: Sheet, plan: Plan) -> Iterator[RenderableType]:
    lines = list(other_results(plan))
    if lines:
        yield from subheading(sheet, "What the whole plan does to the other arrangements")
        yield from bullets(sheet, (sheet.text(words) for words in lines))


def _chart(sheet: Sheet, plan: Plan) -> Iterator[RenderableType]:
    rows = chart_rows(plan)
    if len(rows) < 2:
        return
    yield from subheading(sheet, "What every effort can reach", "with all essential minimums met")
    efforts = labels(sheet, (format_level(reach.effort) for reach in rows))
    numbers = labels(sheet, (format_lowest(plan, reach.readiness) for reach in rows))
    taken = efforts[0].cell_len + numbers[0].cell_len + 19
    cells = max(min(_LONGEST_BAR, sheet.column - taken), 5)
    for effort, number, reach in zip(efforts, numbers, rows, strict=True):
        height = reach.readiness.digits()
        drawn = bar(
            Range(point=height, lowest=height, highest=height), cells, plan.target.position, sheet.marks
        )
        here = "  this plan" if plan.items and reach.effort == plan.effort else ""
        yield Text(f"  {effort.plain}  {drawn}  {number.plain}{here}")
