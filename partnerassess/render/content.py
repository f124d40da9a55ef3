"""What a report says in every format, as short lines, for each renderer to lay out its own way.

This module knows which facts and lines belong together. It does not know signs, colours or layout.
"""

from collections.abc import Iterator

from partnerassess.assessment import Assessment
from partnerassess.explain import ArrangementExplanation
from partnerassess.model import Scoring
from partnerassess.render.sentences import coverage_sentence, first_gain_sentence, first_swing_sentence
from partnerassess.render.words import format_count, format_date, format_list, quoted

_DIGEST = 12
"""How many characters of a digest are shown: enough to tell files apart."""


def short_lines(explained: ArrangementExplanation, scoring: Scoring) -> Iterator[str]:
    """Give one line each on what carries an arrangement, what would gain most, and what to find out."""
    if explained.strengths:
        titles = [quoted(factor.factor.title) for factor in explained.strengths[:2]]
        yield f"Carried by {format_list(titles)}."
    if explained.gaps:
        yield first_gain_sentence(explained.gaps[0], scoring)
    if explained.find_out:
        more = len(explained.find_out) - 1
        rest = f" {format_count(more, 'other answer')} {'is' if more == 1 else 'are'} open." if more else ""
        yield first_swing_sentence(explained.find_out[0], scoring) + rest


def report_facts(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Give what a report rests on: labels, and what stands behind them."""
    questionnaire, answers = assessment.questionnaire, assessment.answers
    digest = f", file digest {questionnaire.sha256[:_DIGEST]}" if questionnaire.sha256 else ""
    yield "Questionnaire", f"{questionnaire.title} ({questionnaire.id} {questionnaire.version}{digest})"
    given = (
        ("Partnership", answers.partnership),
        ("Organisation", answers.organisation),
        ("Respondent", answers.respondent),
        ("Date", format_date(answers.date) if answers.date else None),
        ("Answers", answers.file),
    )
    yield from ((label, words) for label, words in given if words)
    yield "Coverage", f"{coverage_sentence(assessment)}."
