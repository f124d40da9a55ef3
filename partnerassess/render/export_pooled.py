"""A pooled assessment as plain data, JSON and JSON Lines, in the form `partnerassess-result/1`.

This module knows what a pooled result has beside the keys of any other. It does not know those.
"""

import json
from collections.abc import Iterable

from partnerassess.explain import Explanation
from partnerassess.files import clean
from partnerassess.model import Choice, ScoredQuestion
from partnerassess.pooling import ChoiceView, OrganisationView, PooledAssessment, QuestionView
from partnerassess.pooling.agreement import Agreement
from partnerassess.pooling.answers import organisation_name
from partnerassess.render.export_json import Result, result_of


def render_pooled_json(pooled: Iterable[tuple[PooledAssessment, Explanation]], *, notes: bool = False) -> str:
    """Render pooled assessments as one JSON list; ends with a newline."""
    results = [pooled_result_of(each, explanation, notes=notes) for each, explanation in pooled]
    return json.dumps(results, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def render_pooled_json_line(
    pooled: PooledAssessment, explanation: Explanation, *, notes: bool = False
) -> str:
    """Render one pooled assessment as one line of JSON Lines; ends with a newline."""
    result = pooled_result_of(pooled, explanation, notes=notes)
    return json.dumps(result, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def pooled_result_of(pooled: PooledAssessment, explanation: Explanation, *, notes: bool = False) -> Result:
    """Give a pooled assessment as plain data: who answered, and how differently.

    Means are in the values of each question's levels, distances in level steps.
    """
    return {
        **result_of(explanation, notes=notes),
        "organisations": [organisation_name(each) for each in pooled.organisations],
        "respondents": pooled.answer_sets,
        "files": [clean(file) for file in pooled.files],
        "differences": [
            *(_choice(view) for view in pooled.choices),
            *(_question(view) for view in pooled.questions if pooled.answer_sets > 1),
        ],
    }


def _question(view: QuestionView) -> Result:
    levels = view.question.levels
    lowest, highest = levels[0].value, levels[-1].value
    return {
        "question": view.question.id,
        "flags": [flag.value for flag in view.flags],
        "answered": view.answered,
        "mean": float(lowest + view.mean * (highest - lowest)),
        "gap": None if view.gap is None else float(view.gap),
        "spread": None if view.spread is None else float(view.spread),
        "agreement": _agreement(view.agreement),
        "organisations": [_organisation(part, view.question) for part in view.organisations],
    }


def _organisation(view: OrganisationView, question: ScoredQuestion) -> Result:
    lowest, highest = question.levels[0].value, question.levels[-1].value
    return {
        "organisation": organisation_name(view.organisation),
        "answered": view.answered,
        "mean": None if view.mean is None else float(lowest + view.mean * (highest - lowest)),
    }


def _agreement(agreement: Agreement | None) -> Result | None:
    if agreement is None:
        return None
    critical = agreement.critical
    return {"r_wg": float(agreement.index), "critical": None if critical is None else float(critical)}


def _choice(view: ChoiceView) -> Result:
    return {
        "question": view.question.id,
        "flags": [flag.value for flag in view.flags],
        "chosen": _chosen(view.chosen),
        "organisations": [
            {"organisation": organisation_name(each.organisation), "chosen": _chosen(each.chosen)}
            for each in view.organisations
        ],
    }


def _chosen(chosen: tuple[tuple[Choice, int], ...]) -> dict[str, int]:
    return {choice.id: number for choice, number in chosen}
