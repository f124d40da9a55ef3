"""A plan for other programs: JSON in the form `partnerassess-plan/1`, and a CSV table to act on.

This module knows the keys and columns that docs/deciding.md explains. It does not know where the text goes.
"""

import json

from partnerassess.decide.blocks import Block
from partnerassess.decide.plan import Item, Plan
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Level
from partnerassess.render.rows import Cell, csv_line
from partnerassess.report.numbers import difference_for_json, number_for_json
from partnerassess.report.words import format_given, level_needed

FORMAT = "partnerassess-plan/1"

_COLUMNS = (
    "number", "arrangement", "question", "text", "factor", "factor_title", "open", "now", "now_label", "then",
    "then_label", "then_description", "effort", "essential", "helps", "owner", "date",
)  # fmt: skip

Data = dict[str, object]


def render_json_plan(plan: Plan) -> str:
    """Render a plan as JSON; ends with a newline.

    Readiness is on the questionnaire's shown scale, effort in the questionnaire's own units; both are floats
    that nothing has rounded further.
    """
    return json.dumps(_plan(plan), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def render_csv_plan(plan: Plan) -> str:
    """Render a plan as CSV, one row per question to improve; the columns for owner and date are empty."""
    rows = (_row(plan, place, item) for place, item in enumerate(plan.items, start=1))
    return csv_line(_COLUMNS) + "".join(map(csv_line, rows))


def _plan(plan: Plan) -> Data:
    scoring, answers = plan.before.questionnaire.scoring, plan.before.answers
    return {
        "format": FORMAT,
        "questionnaire": {"id": plan.before.questionnaire.id, "version": plan.before.questionnaire.version},
        "partnership": answers.partnership,
        "file": clean(answers.file) if answers.file else None,
        "arrangement": plan.arrangement,
        "target": {
            "readiness": number_for_json(plan.target.position, scoring),
            "band": plan.target.band.id if plan.target.band else None,
        },
        "least_view": plan.is_least_view,
        "reached": plan.reached,
        "effort": float(plan.effort),
        "lowest": {
            "before": _lowest(plan, plan.lowest_before),
            "after": _lowest(plan, plan.lowest_after),
        },
        "verdict": {
            "before": plan.result_before.verdict.value if plan.result_before.verdict else None,
            "after": plan.result_after.verdict.value if plan.result_after.verdict else None,
        },
        "items": [_item(plan, item) for item in plan.items],
        "steps": [
            {
                "question": step.item.answer.question.id,
                "level": _value(step.level),
                "effort": float(step.effort),
                "lowest": number_for_json(step.readiness, scoring),
            }
            for step in plan.steps
        ],
        "frontier": [
            {"effort": float(reach.effort), "lowest": number_for_json(reach.readiness, scoring)}
            for reach in plan.frontier
        ],
        "blocks": [_block(plan, block) for block in plan.blocks],
        "find_out": [answer.question.id for answer in plan.find_out],
    }


def _item(plan: Plan, item: Item) -> Data:
    scoring = plan.before.questionnaire.scoring
    return {
        "question": item.answer.question.id,
        "factor": item.factor.factor.id,
        "open": item.answer.standing.unanswered,
        "now": _value(item.now),
        "then": _value(item.then),
        "effort": float(item.effort),
        "elsewhere": [
            {
                "arrangement": each.result.arrangement.id,
                "change": difference_for_json(each.after.digits() - each.before.digits(), scoring),
            }
            for each in item.elsewhere
        ],
    }


def _block(plan: Plan, block: Block) -> Data:
    return {
        "obstacle": block.obstacle.value,
        "factor": block.factor.factor.id,
        "question": block.answer.question.id if block.answer else None,
        "essential": block.essential,
        "would_allow": _lowest(plan, block.would_allow),
    }


def _lowest(plan: Plan, number: Root | None) -> float | None:
    return None if number is None else number_for_json(number, plan.before.questionnaire.scoring)


def _value(level: Level) -> int | float:
    return level.value.numerator if level.value.denominator == 1 else float(level.value)


def _row(plan: Plan, place: int, item: Item) -> list[Cell]:
    return [
        place,
        plan.arrangement,
        item.answer.question.id,
        item.answer.question.text,
        item.factor.factor.id,
        item.factor.factor.title,
        item.answer.standing.unanswered,
        _value(item.now),
        item.now.label,
        _value(item.then),
        item.then.label,
        item.then.description or "",
        float(item.effort),
        _minimum(item),
        " ".join(each.result.arrangement.id for each in item.elsewhere if each.after > each.before),
        None,
        None,
    ]


def _minimum(item: Item) -> str:
    minimum = item.factor.factor.essential
    if minimum is None:
        return ""
    return f"Essential: needs at least {format_given(level_needed(item.answer.question, minimum))}."
