"""What the report on a pooled partnership has of its own: who answered, and where they differ.

This module knows how means become dots on a line. It does not know the parts that every report has.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, repeat
from math import floor
from string import ascii_uppercase

from rich.console import RenderableType
from rich.text import Text

from partnerassess.assessment import Difference, Pooled
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
from partnerassess.render.terminal.sheet import (
    Sheet,
    and_more,
    bullets,
    heading,
    item,
    paragraph,
    subheading,
)
from partnerassess.report.numbers import format_level
from partnerassess.report.words import quoted

_LISTED = 5
"""How many questions are listed unless everything is asked for."""
_INDENT = 5
_LONGEST_LINE = 49

_SIGNS = "●○◆◇■□▲△"
"""One for each organisation."""
_SEVERAL, _SEVERAL_ASCII = "◉", "@"
"""Where several means fall on one place."""


def render_who_answered(sheet: Sheet, pooled: Pooled) -> Iterator[RenderableType]:
    """Write how many answered for each organisation, and how their views become one."""
    yield paragraph(sheet, sheet.text("Who answered", "bold"))
    yield from bullets(sheet, (sheet.text(line) for line in answered_lines(pooled)))
    yield paragraph(sheet, sheet.text(weighing_sentence(pooled)), 2)
    yield Text()


def render_differences(sheet: Sheet, pooled: Pooled) -> Iterator[RenderableType]:
    """Write where people see things differently, widest first; nothing if only one person answered."""
    yield from heading(sheet, "Where you see it differently")
    shown = pooled.differences if sheet.full else pooled.differences[:_LISTED]
    if not shown and not pooled.choices:
        yield paragraph(sheet, sheet.text(NO_DIFFERENCES))
    signs = _signs(sheet, len(pooled.organisations))
    for view in shown:
        yield Text()
        yield item(sheet, Text(sheet.marks.bullet), sheet.text(view.question.text, "bold"))
        yield from _dots(sheet, pooled, view, signs)
        for sentence in difference_sentences(view):
            yield paragraph(sheet, sheet.text(sentence), _INDENT)
    yield from and_more(sheet, len(pooled.differences) - len(shown))
    for words in difference_notes(pooled, shown):
        yield paragraph(sheet, sheet.text(words), 2)
    yield from _half_answered(sheet, pooled)
    if pooled.choices:
        yield from subheading(sheet, "Chosen differently")
        lines = (f"{quoted(view.question.text)} {choice_sentence(pooled, view)}" for view in pooled.choices)
        yield from bullets(sheet, (sheet.text(line) for line in lines))


def _half_answered(sheet: Sheet, pooled: Pooled) -> Iterator[RenderableType]:
    views = pooled.half_answered
    if not views:
        return
    yield from subheading(sheet, "Answered on one side only")
    shown = views if sheet.full else views[:_LISTED]
    lines = (f"{quoted(view.question.text)} {silence_sentence(pooled, view)}" for view in shown)
    yield from bullets(sheet, (sheet.text(line) for line in lines))
    yield from and_more(sheet, len(views) - len(shown))


def _dots(sheet: Sheet, pooled: Pooled, view: Difference, signs: Sequence[str]) -> Iterator[RenderableType]:
    first, last = (format_level(view.question.levels[place].value) for place in (0, -1))
    room = sheet.column - _INDENT - len(first) - len(last) - 2
    line = dot_line(view, signs, min(room, _LONGEST_LINE), sheet)
    yield Text(f"{' ' * _INDENT}{first} {line} {last}")
    for sign, words in zip(signs, means_words(pooled, view), strict=False):
        yield item(sheet, Text(sign), sheet.text(words), _INDENT)


def dot_line(view: Difference, signs: Sequence[str], room: int, sheet: Sheet) -> str:
    """Draw each organisation's mean as a dot on a line with a tick for every level.

    At most `room` columns wide. A mean that lies between two levels stands between their ticks where there
    is a column between them, so the line never says that it has reached a level it has not.
    """
    start, line, _, end = sheet.marks.axis
    tick = "┼" if not sheet.marks.ascii_only else "+"
    steps = len(view.question.levels) - 1
    apart = max((room - 1) // steps, 0)
    width = apart * steps + 1 if apart else room
    drawn = [line] * width
    for level in range(steps + 1) if apart else ():
        drawn[level * apart] = tick
    drawn[0], drawn[-1] = start, end
    taken: set[int] = set()
    for sign, mean in zip(signs, view.means, strict=False):
        if mean is not None:
            place = _place(mean * steps, apart, steps, width)
            several = _SEVERAL_ASCII if sheet.marks.ascii_only else _SEVERAL
            drawn[place] = several if place in taken else sign
            taken.add(place)
    return "".join(drawn)


def _place(reached: Fraction, apart: int, steps: int, width: int) -> int:
    if not apart:
        return floor(reached * (width - 1) / steps + Fraction(1, 2))
    below, beyond = divmod(reached, 1)
    nearest = floor(beyond * apart + Fraction(1, 2))
    inside = min(max(nearest, 1), apart - 1) if beyond and apart > 1 else nearest
    return int(below) * apart + inside


def _signs(sheet: Sheet, organisations: int) -> tuple[str, ...]:
    """Give a sign for every organisation, letters where there are no better ones."""
    plain = sheet.marks.ascii_only or organisations > len(_SIGNS)
    signs = chain(ascii_uppercase if plain else _SIGNS, repeat("*"))
    return tuple(next(signs) for _ in range(organisations))
