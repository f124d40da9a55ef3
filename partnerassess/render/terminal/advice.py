"""What to do: the advice whose condition holds, for whom, why, and where it comes from.

This module knows how advice is grouped and ordered. It does not know when it holds.
"""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from partnerassess.explain import Explanation, GivenAdvice
from partnerassess.model import Audience
from partnerassess.render.sentences import advice_about, grounds_sentence
from partnerassess.render.terminal.sheet import Sheet, heading, item, paragraph, subheading
from partnerassess.report.words import AUDIENCES, format_source


def render_advice(sheet: Sheet, explanation: Explanation) -> Iterator[RenderableType]:
    """Write the advice, for each audience; what is about the leader comes first."""
    if explanation.advice:
        yield from heading(sheet, "What to do")
    for audience in Audience:
        given = [each for each in explanation.advice if each.advice.audience is audience]
        if given:
            yield from subheading(sheet, AUDIENCES[audience])
            yield from _render_for(sheet, explanation, given)


def _render_for(sheet: Sheet, explanation: Explanation, given: list[GivenAdvice]) -> Iterator[RenderableType]:
    about_leader = [each for each in given if _is_about_leader(explanation, each)]
    others = [each for each in given if not _is_about_leader(explanation, each)]
    # Advice about the other arrangements is left out where the leader has some of its own.
    shown = about_leader + others if sheet.full or not about_leader else about_leader
    for number, each in enumerate(shown):
        if number:
            yield Text()
        yield from _render_one(sheet, explanation, each)
    if len(shown) < len(given):
        words = f"and {len(given) - len(shown)} about other arrangements (--full shows all)"
        yield paragraph(sheet, sheet.text(words), 2)


def _is_about_leader(explanation: Explanation, given: GivenAdvice) -> bool:
    leader = explanation.assessment.leader
    return leader in given.arrangements


def _render_one(sheet: Sheet, explanation: Explanation, given: GivenAdvice) -> Iterator[RenderableType]:
    assessment = explanation.assessment
    yield item(sheet, Text(sheet.marks.step), sheet.text(given.advice.say))
    # Beside advice about the leader, whom else it is about matters only to those who read everything.
    is_plain = _is_about_leader(explanation, given) and not sheet.full
    about = "" if is_plain else advice_about(given, assessment)
    source = given.advice.source
    parts = (
        ("Why", grounds_sentence(given.because, assessment.questionnaire.scoring)),
        ("About", f"{about}." if about else ""),
        ("Source", f"{format_source(source)}." if source else ""),
    )
    lines = " ".join(f"{label}: {words}" for label, words in parts if words)
    if lines:
        yield paragraph(sheet, sheet.text(lines), 5)
