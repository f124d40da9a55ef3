"""Essential factors in words: what one needs that is not met or still open.

This module knows minimums and how far answers are from them. It does not know signs, colours or layout.
"""

from fractions import Fraction

from partnerassess.assessment import EssentialState, FactorResult, QuestionResult, QuestionState
from partnerassess.model import Silence
from partnerassess.report.words import as_sentence, format_answer, format_given, level_needed, quoted


def essential_sentence(factor: FactorResult) -> str:
    """Say what an essential factor that is not met, or still open, needs."""
    minimum = factor.factor.essential
    if minimum is None or factor.essential is EssentialState.MET:
        return ""
    lacking = _lacking(factor, minimum)
    if not lacking:
        return "It is left out without a note that says why."
    return " ".join(
        f"{quoted(answer.question.text)}{_stands_at(answer)} "
        f"needs at least {format_given(level_needed(answer.question, minimum))}."
        for answer in lacking
    )


def essential_step(factor: FactorResult) -> str:
    """Say how far an essential factor that is not met has to go: `Now 1 (A little), needs 2 (Partly).`"""
    minimum = factor.factor.essential
    if minimum is None or factor.essential is not EssentialState.UNMET:
        return ""
    below = [answer for answer in _lacking(factor, minimum) if answer.standing.weakest.highest < minimum]
    steps = [
        f"{_now(answer)}needs {format_given(level_needed(answer.question, minimum))}" for answer in below
    ]
    if len(steps) > 1:
        steps = [f"{quoted(answer.question.text)} {step}" for answer, step in zip(below, steps, strict=True)]
    words = "; ".join(steps)
    return as_sentence(words[0].upper() + words[1:])


def _now(answer: QuestionResult) -> str:
    return f"now {format_answer(answer.answer)}, " if answer.answer else ""


def _lacking(factor: FactorResult, minimum: Fraction) -> list[QuestionResult]:
    return [
        answer
        for answer in factor.answers
        if answer.standing.state is not QuestionState.OUT and answer.standing.weakest.lowest < minimum
    ]


def _stands_at(answer: QuestionResult) -> str:
    if answer.answer is None and not answer.standing.unanswered:
        return ""
    if answer.answer and answer.answer.given is Silence.DECLINED:
        return f" ({format_answer(answer.answer)})"
    return f" is {format_answer(answer.answer)} and"
