"""The report on a partnership that several people answered for, as Markdown.

This module knows what comes on top of the report that every assessment has. It does not know what stands in
that one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from partnerassess.assessment import Difference, Pooled
from partnerassess.explain import Explanation
from partnerassess.render.differences import (
    NO_DIFFERENCES,
    answered_lines,
    choice_sentence,
    difference_notes,
    difference_sentences,
    means_words,
    silence_sentence,
    weighing_sentence,
)
from partnerassess.render.markdown.report import render_markdown
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading

if TYPE_CHECKING:
    from partnerassess.render.outlook import Outlook

_LISTED = 5
"""How many questions are listed unless everything is asked for."""
_NEXT_PART = "\n\n## "
"""What ends the opening of a report: nothing from a file can look like it."""


def render_pooled_markdown(
    pooled: Pooled,
    explanation: Explanation,
    *,
    notes: bool = False,
    full: bool = False,
    outlook: "Outlook | None" = None,
) -> str:
    """Render the report on a pooled assessment; ends with a newline.

    `explanation` is that of the pooled assessment; the options are those of `render_markdown`.
    """
    report = render_markdown(explanation, notes=notes, full=full, outlook=outlook)
    title, _, after_title = report.partition("\n\n")
    opening, ended, rest = after_title.partition(_NEXT_PART)
    blocks = [title, *_who_answered(pooled), opening, *_differences(pooled, full=full)]
    return "\n\n".join(blocks) + ended + rest


def _who_answered(pooled: Pooled) -> Iterator[str]:
    yield bold("Who answered")
    yield bullets(escape(line) for line in answered_lines(pooled))
    yield escape(weighing_sentence(pooled))


def _differences(pooled: Pooled, *, full: bool) -> Iterator[str]:
    yield heading(2, "Where you see it differently")
    shown = pooled.differences if full else pooled.differences[:_LISTED]
    if not shown and not pooled.choices:
        yield NO_DIFFERENCES
    left_out = len(pooled.differences) - len(shown)
    items = [_question(pooled, view) for view in shown]
    items += [
        f"{bold(view.question.text)} {escape(choice_sentence(pooled, view))}" for view in pooled.choices
    ]
    if left_out:
        items.append(f"and {left_out} more questions")
    if items:
        yield bullets(items)
    yield from map(escape, difference_notes(pooled, shown))
    yield from _half_answered(pooled, full=full)


def _half_answered(pooled: Pooled, *, full: bool) -> Iterator[str]:
    views = pooled.half_answered
    if not views:
        return
    yield heading(3, "Answered on one side only")
    shown = views if full else views[:_LISTED]
    items = [f"{bold(view.question.text)} {escape(silence_sentence(pooled, view))}" for view in shown]
    if len(views) > len(shown):
        items.append(f"and {len(views) - len(shown)} more questions")
    yield bullets(items)


def _question(pooled: Pooled, view: Difference) -> str:
    means = "; ".join(means_words(pooled, view))
    return f"{bold(view.question.text)} {escape(' '.join((f'{means}.', *difference_sentences(view))))}"
