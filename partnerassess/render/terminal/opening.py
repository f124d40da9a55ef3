"""The first lines of the report: what is best supported, how sure that is, what stands in the way.

This module knows the answer people came for. It does not know the details behind it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from partnerassess.assessment import ArrangementResult, EssentialState, FactorResult, Verdict
from partnerassess.explain import ArrangementExplanation, Explanation
from partnerassess.model import Answers, Questionnaire
from partnerassess.render.content import first_steps
from partnerassess.render.essentials import essential_step
from partnerassess.render.sentences import (
    EARLY_HINT,
    answered,
    answered_sentence,
    certainty_sentence,
    headline,
    is_too_early,
    listed_first,
    readiness_sentence,
    verdict_sentence,
)
from partnerassess.render.subjects import format_subject
from partnerassess.render.terminal.sheet import Sheet, and_more, item, paragraph, subheading
from partnerassess.report.words import as_sentence

if TYPE_CHECKING:
    from partnerassess.render.outlook import Outlook

_OBSTACLES = 3
"""How many essential factors the first lines name."""


def render_opening(
    sheet: Sheet, explanation: Explanation, outlook: "Outlook | None" = None
) -> Iterator[RenderableType]:
    """Write who is assessed, what is best supported, how sure that is, and what stands in the way."""
    assessment = explanation.assessment
    yield from _title(sheet, assessment.questionnaire, assessment.answers)
    yield Text()
    lead_in, title = headline(assessment)
    yield paragraph(sheet, sheet.join(sheet.text(lead_in, "bold"), " ", sheet.text(title, "bold")))
    leader = assessment.leader
    if leader is None:
        return
    if is_too_early(assessment):
        if any(answered(result) for result in assessment.arrangements):
            yield paragraph(sheet, sheet.text(EARLY_HINT), 2)
        return
    first = listed_first(assessment)
    if first:
        yield paragraph(sheet, sheet.text(first), 2)
    yield from _answer(sheet, explanation, leader)
    if outlook and outlook.drawn:
        yield paragraph(sheet, sheet.text(outlook.drawn[0]), 2)
    scoring = assessment.questionnaire.scoring
    if explanation.leading is not None:
        steps = list(first_steps(explanation.leading, scoring, outlook))
        yield from _obstacles(sheet, explanation.leading, steps)


def _title(sheet: Sheet, questionnaire: Questionnaire, answers: Answers) -> Iterator[RenderableType]:
    title, line = format_subject(questionnaire, answers)
    yield paragraph(sheet, sheet.text(title, "bold"))
    if line:
        yield paragraph(sheet, sheet.text(line))


def _answer(sheet: Sheet, explanation: Explanation, leader: ArrangementResult) -> Iterator[RenderableType]:
    scoring = explanation.assessment.questionnaire.scoring
    meaning = leader.band.meaning if leader.band and leader.band.meaning else ""
    standing = sheet.standing(leader)
    if standing:
        words = verdict_sentence(leader, scoring) or meaning
        yield paragraph(sheet, sheet.join(standing, f". {words}" if words else "."), 2)
    yield paragraph(sheet, sheet.text(readiness_sentence(leader, scoring)), 2)
    words = f"{answered_sentence(leader)} {certainty_sentence(explanation)}"
    yield paragraph(sheet, sheet.text(words), 2)


def _obstacles(
    sheet: Sheet, explained: ArrangementExplanation, steps: Sequence[str]
) -> Iterator[RenderableType]:
    essentials = explained.unmet + explained.unsettled
    if not essentials and not steps:
        return
    is_ready = explained.result.verdict is Verdict.READY
    yield from subheading(sheet, "What would help further" if is_ready else "What stands in the way")
    for factor in essentials[:_OBSTACLES]:
        yield _essential(sheet, factor)
    yield from and_more(sheet, len(essentials) - _OBSTACLES)
    for words in steps:
        yield item(sheet, Text(sheet.marks.step), sheet.text(words))


def _essential(sheet: Sheet, factor: FactorResult) -> RenderableType:
    state = factor.essential or EssentialState.OPEN
    sign = sheet.text(sheet.marks.essentials[state], "bold")
    word = "Essential and still open" if state is EssentialState.OPEN else "Essential and not met"
    words = f"{as_sentence(f'{word}: {factor.factor.title}')} {essential_step(factor)}"
    return item(sheet, sign, sheet.text(words))
