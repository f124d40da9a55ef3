"""The shipped questionnaire and ways to answer it, for the tests of what is in it."""

from collections.abc import Mapping
from functools import cache

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import explain_advice
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.answers import load_answers
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Advice, Answers, Audience, Questionnaire, ScoredQuestion
from partnerassess.parsing.nodes import Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.scoring import score

PATH = shipped_questionnaires()["nhs-partnering"]
TEXT = PATH.read_text(encoding="utf-8")
LINES = TEXT.splitlines()
QUESTIONNAIRE = load_questionnaire(PATH)
SCORED = [question for question in QUESTIONNAIRE.questions.values() if isinstance(question, ScoredQuestion)]

PREFIXES = {
    "voluntary-individual": "VI",
    "mandated-individual": "MI",
    "mandated-structural": "MS",
    "voluntary-structural": "VS",
}
TABLE_2 = {
    ("voluntary-individual", "context"): ["VI-C1", "VI-C2", "VI-C3"],
    ("voluntary-individual", "enablers"): ["VI-E1", "VI-E2", "VI-E3", "VI-E4"],
    ("mandated-individual", "context"): ["MI-C1", "MI-C2", "MI-C3"],
    ("mandated-individual", "enablers"): ["MI-E1", "MI-E2", "MI-E3"],
    ("mandated-structural", "context"): ["MS-C1", "MS-C2", "MS-C3"],
    ("mandated-structural", "enablers"): ["MS-E1", "MS-E2", "MS-E3", "MS-E4", "MS-E5"],
    ("voluntary-structural", "context"): ["VS-C1", "VS-C2", "VS-C3", "VS-C4"],
    ("voluntary-structural", "enablers"): ["VS-E1", "VS-E2", "VS-E3", "VS-E4"],
}
"""The rows of the briefing's Table 2, in its order."""


def answers_to(given: Mapping[str, object], questionnaire: Questionnaire = QUESTIONNAIRE) -> Answers:
    lines = [f"  {question}: {answer}" for question, answer in given.items()]
    head = f'questionnaire: {questionnaire.id}\nversion: "{questionnaire.version}"\nanswers:'
    (document,) = parse_yaml("\n".join([head, *lines]), "answers.yaml", aliases=False)
    assert isinstance(document, Document)
    return load_answers(document, questionnaire)


def everything_at(level: int) -> dict[str, object]:
    return {question.id: level for question in SCORED}


def assess(given: Mapping[str, object]) -> Assessment:
    return score(QUESTIONNAIRE, answers_to(given))


def advice_for(given: Mapping[str, object], audience: Audience | None = None) -> set[str]:
    return {advice.id for advice in _advice(tuple(given.items())) if audience in (None, advice.audience)}


@cache
def _advice(given: tuple[tuple[str, object], ...]) -> tuple[Advice, ...]:
    return tuple(one.advice for one in explain_advice(assess(dict(given))))


def result_of(assessment: Assessment, arrangement: str) -> ArrangementResult:
    (found,) = (result for result in assessment.arrangements if result.arrangement.id == arrangement)
    return found


ADVICE_SETTINGS = [
    everything_at(level)
    | {"form-envisaged": form, "partners-at-once": "several", "initiated-by": "mandated", "stage": stage}
    for level in (0, 1, 2)
    for form, stage in (("merger", "considering"), ("contract", "complete"))
]
ADVICE_SETTINGS += [
    everything_at(1) | {"stage": "considering", "worked-before": 2},
    everything_at(2) | {"form-envisaged": "contract"},
    everything_at(3) | {"coordination": 0},
    everything_at(3) | {"form-envisaged": "contract"},
    everything_at(0) | {"culture-plan": 2},
    everything_at(0) | {"stage": "under-way"},
    everything_at(3) | {"takeover-feeling": "unknown", "form-envisaged": "merger", "stage": "under-way"},
]
"""Answers that draw every piece of advice between them."""
