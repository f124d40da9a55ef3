"""A plan as Markdown: a table to act on, with room for an owner and a date.

This module knows the order of a plan's parts. It does not know how a plan is made.
"""

from collections.abc import Iterator

from partnerassess.planning import Item, Plan
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading, table
from partnerassess.render.plans import (
    EFFORT,
    ORDER,
    block_sentence,
    chart_rows,
    elsewhere_sentence,
    find_out_texts,
    format_lowest,
    headline,
    minimum_sentence,
    now_words,
    other_results,
    practice_sentence,
    step_sentence,
    summary,
)
from partnerassess.render.subjects import format_subject
from partnerassess.report.numbers import format_level
from partnerassess.report.words import format_given

_COLUMNS = ("", "What to improve", "Now", "To", "Effort", "What else", "Owner", "By when")


def render_markdown_plan(plan: Plan) -> str:
    """Render a plan; ends with a newline."""
    return "\n\n".join(_blocks(plan)) + "\n"


def _blocks(plan: Plan) -> Iterator[str]:
    title, about = format_subject(plan.before.questionnaire, plan.before.answers)
    yield heading(1, title)
    if about:
        yield escape(about)
    yield bold(headline(plan))
    yield escape(" ".join(summary(plan)))
    yield from _listed("What stands in the way", [block_sentence(plan, block) for block in plan.blocks])
    yield from _listed("Find out first", find_out_texts(plan))
    if plan.items:
        yield heading(2, "What to improve")
        yield table(_COLUMNS, [_row(plan, place, each) for place, each in enumerate(plan.items, start=1)])
        yield from _steps(plan)
        yield from _listed("What the whole plan does to the other arrangements", list(other_results(plan)))
    yield from _chart(plan)
    yield EFFORT


def _row(plan: Plan, place: int, each: Item) -> list[str]:
    practice = practice_sentence(each.then)
    then = f"{format_given(each.then)}: {practice}" if practice else format_given(each.then)
    others = [minimum_sentence(each), *(elsewhere_sentence(plan, other) for other in each.elsewhere)]
    cells = [
        str(place), each.answer.question.text, now_words(each), then, format_level(each.effort),
        " ".join(filter(None, others)), "", "",
    ]  # fmt: skip
    return [escape(cell) for cell in cells]


def _steps(plan: Plan) -> Iterator[str]:
    yield heading(2, "Step by step")
    yield f"In this order {ORDER}. Readiness is the lowest it can be after the step."
    rows = [
        [str(place), escape(step_sentence(plan, step)), format_lowest(plan, step.readiness)]
        for place, step in enumerate(plan.steps, start=1)
    ]
    yield table(["", "Step", "Readiness"], rows)


def _chart(plan: Plan) -> Iterator[str]:
    rows = chart_rows(plan)
    if len(rows) > 1:
        yield heading(2, "What every effort can reach")
        yield "The furthest that the lowest readiness can be taken, with all essential minimums met."
        cells = [[format_level(reach.effort), format_lowest(plan, reach.readiness)] for reach in rows]
        yield table(["Effort", "Readiness"], cells)


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield heading(2, title)
        yield bullets(escape(words) for words in items)
