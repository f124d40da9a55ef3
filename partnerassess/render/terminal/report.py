"""The report on one assessment, from the answer people came for to the small print.

This module knows the order of the parts. It does not know what stands in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from partnerassess.assessment import Pooled
from partnerassess.explain import ArrangementExplanation, Explanation
from partnerassess.render.content import OUTLOOK, answer_again
from partnerassess.render.sentences import exclusion_sentence
from partnerassess.render.terminal.advice import render_advice
from partnerassess.render.terminal.arrangement import render_in_full, render_in_short
from partnerassess.render.terminal.closing import render_footer, render_notes, render_warnings
from partnerassess.render.terminal.map import render_map
from partnerassess.render.terminal.opening import render_opening
from partnerassess.render.terminal.pooled import render_differences, render_who_answered
from partnerassess.render.terminal.sheet import Sheet, Trimmed, bullets, heading, make_sheet, paragraph

if TYPE_CHECKING:
    # Working an outlook out takes modules that a report without one can do without.
    from partnerassess.render.outlook import Outlook


def render_report(
    explanation: Explanation,
    *,
    width: int,
    notes: bool = False,
    full: bool = False,
    outlook: "Outlook | None" = None,
    pooled: Pooled | None = None,
    ascii_only: bool = False,
) -> RenderableType:
    """Render the report on one assessment, at most `width` columns wide (30 or more).

    `notes` adds the notes beside the answers, `full` every arrangement in full with all its factors,
    `outlook` how sure the order is and what comes next; `ascii_only` is for streams that are not UTF-8.
    Nothing in it is read as markup. A terminal whose screen it does not fit on gets its answer once
    more at the end.
    With `pooled`, what the assessment was pooled from, it opens with who answered and says where they differ.
    """
    sheet = make_sheet(width, ascii_only=ascii_only, full=full)
    report = Trimmed(Group(*_parts(sheet, explanation, outlook, pooled, notes=notes)))
    return Recalled(report, Trimmed(Group(*_recall(sheet, explanation))))


@dataclass(frozen=True, slots=True)
class Recalled:
    """A report that ends with its answer once more where a screen has lost its first lines."""

    report: RenderableType
    answer: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self.report, options, pad=False)
        for line in lines:
            yield from line
            yield Segment.line()
        if console.is_terminal and len(lines) > console.height:
            yield self.answer


def _recall(sheet: Sheet, explanation: Explanation) -> Iterator[RenderableType]:
    yield Text()
    first, *rest = answer_again(explanation.assessment)
    yield paragraph(sheet, sheet.text(first, "bold"))
    yield from (paragraph(sheet, sheet.text(line), 2) for line in rest)


def _parts(
    sheet: Sheet,
    explanation: Explanation,
    outlook: "Outlook | None",
    pooled: Pooled | None,
    *,
    notes: bool,
) -> Iterator[RenderableType]:
    assessment = explanation.assessment
    if pooled:
        yield from render_who_answered(sheet, pooled)
    yield from render_opening(sheet, explanation, outlook)
    if pooled:
        yield from render_differences(sheet, pooled)
    yield from render_map(sheet, assessment)
    for explained in explanation.arrangements:
        yield from _arrangement(sheet, explanation, explained, outlook)
    yield from render_advice(sheet, explanation)
    if outlook and sheet.full:
        yield from heading(sheet, OUTLOOK)
        yield from bullets(sheet, (sheet.text(sentence) for sentence in outlook.in_full))
    yield from render_warnings(sheet, assessment)
    if notes:
        yield from render_notes(sheet, assessment)
    yield from render_footer(sheet, assessment)


def _arrangement(
    sheet: Sheet, explanation: Explanation, explained: ArrangementExplanation, outlook: "Outlook | None"
) -> Iterator[RenderableType]:
    assessment, result = explanation.assessment, explained.result
    if not result.applies and not sheet.full:
        yield from heading(sheet, result.arrangement.title)
        yield paragraph(sheet, sheet.text(exclusion_sentence(assessment, result)))
        return
    scoring = assessment.questionnaire.scoring
    if sheet.full or result is assessment.leader:
        yield from render_in_full(sheet, explained, scoring)
    else:
        yield from render_in_short(sheet, explained, scoring, outlook)
