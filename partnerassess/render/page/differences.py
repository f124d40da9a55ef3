"""Several views of one partnership: who answered, and where they see it differently.

This module knows what a page says of answers that were pooled, and which of it is drawn. It does not know how
they are pooled, nor what may not be told: what is withheld never reaches it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.assessment import Difference, Flag, Pooled
from partnerassess.model import Level
from partnerassess.render.differences import (
    NO_DIFFERENCES,
    answered_lines,
    choice_sentence,
    difference_notes,
    difference_sentences,
    format_mean,
    means_words,
    silence_sentence,
    title_of,
    weighing_sentence,
)
from partnerassess.render.page.dumbbell import Compared, format_letter, render_dumbbells
from partnerassess.render.page.ranges import Scale
from partnerassess.render.page.shown import shortened
from partnerassess.report.numbers import format_level

_LISTED = 5
"""How many questions are shown before the rest is folded away, as in every report."""
_LISTED_AMONG_MANY = 3
"""How many are shown of a partnership among many."""

_TAGS = {
    Flag.SPLIT: "Split across the minimum",
    Flag.PARTNERS_DIFFER: "Partners differ",
    Flag.SPREAD: "Spread",
    Flag.CHOSEN_DIFFERENTLY: "Chosen differently",
}
_END = 20
"""How many characters there is room for at each end of a scale."""
_ANY_SCALE = Scale(bottom="lowest level", top="highest level", cut_off=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Who:
    """Who answered."""

    lines: tuple[str, ...]
    remark: str
    """How their views become one, or that there is only one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenBy:
    """Where one organisation sees a question, with the letter of its mark."""

    letter: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One question that is seen differently."""

    number: int
    """Its place among all of them, from 1: the widest difference comes first."""
    text: str
    tags: tuple[str, ...]
    """What there is to talk about, in a word or two each."""
    sentences: tuple[str, ...]
    means: tuple[SeenBy, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenTogether:
    """Some questions as one picture, and the table that says the same."""

    anchor: str
    caption: str
    picture: Markup | None
    """Null where no mean of any of them may be shown."""
    rows: tuple[Seen, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A question, and what is said of the answers to it."""

    question: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """Where people see a partnership differently."""

    anchor: str
    remark: str
    """What is said where they do not; else nothing."""
    groups: tuple[SeenTogether, ...]
    """Those that are shown, and then those that are folded away."""
    notes: tuple[str, ...]
    """What explains them, once for all."""
    left_out: int
    """How many are not on the page."""
    choices: tuple[Told, ...]
    half_answered: tuple[Told, ...]
    more_half_answered: tuple[Told, ...]
    """Those that are folded away."""
    half_left_out: int
    """How many are not on the page."""


def view_who(pooled: Pooled) -> Who:
    """Give how many answered for each organisation, and how their views become one."""
    return Who(lines=tuple(answered_lines(pooled)), remark=weighing_sentence(pooled))


def view_differences(
    pooled: Pooled, anchor: str = "differences", *, about: str = "", in_full: bool = True
) -> Differences | None:
    """Give where people see things differently, widest first; null if only one person answered.

    `anchor` begins the ids of its parts and `about` their captions; without `in_full` what would be folded
    away is left out.
    """
    found, half = pooled.differences, _half_answered(pooled)
    shown = _LISTED if in_full else _LISTED_AMONG_MANY
    groups = (found[:shown], found[shown:] if in_full else ())
    return Differences(
        anchor=anchor,
        remark="" if found or pooled.choices else NO_DIFFERENCES,
        groups=tuple(
            _together(f"{anchor}-{number}", about, pooled, group, 1 + shown * number)
            for number, group in enumerate(groups)
            if group
        ),
        notes=tuple(difference_notes(pooled, [view for group in groups for view in group])),
        left_out=0 if in_full else max(len(found) - shown, 0),
        choices=tuple(
            Told(question=view.question.text, words=choice_sentence(pooled, view)) for view in pooled.choices
        ),
        half_answered=half[:shown],
        more_half_answered=half[shown:] if in_full else (),
        half_left_out=0 if in_full else max(len(half) - shown, 0),
    )


def _half_answered(pooled: Pooled) -> tuple[Told, ...]:
    return tuple(
        Told(question=view.question.text, words=silence_sentence(pooled, view))
        for view in pooled.half_answered
    )


def _together(
    anchor: str, about: str, pooled: Pooled, views: Sequence[Difference], start: int
) -> SeenTogether:
    rows = tuple(_seen(pooled, view, number) for number, view in enumerate(views, start=start))
    which = f"{start} to {rows[-1].number}" if len(rows) > 1 else str(start)
    order = "the widest difference first" if start == 1 else "continued"
    caption = f"{about}where each organisation stands, {order} ({which} of {len(pooled.differences)})"
    return SeenTogether(
        anchor=anchor,
        caption=f"{caption[0].upper()}{caption[1:]}",
        picture=_picture(anchor, pooled, views, rows),
        rows=rows,
    )


def _seen(pooled: Pooled, view: Difference, number: int) -> Seen:
    return Seen(
        number=number,
        text=view.question.text,
        tags=tuple(_TAGS[flag] for flag in view.flags),
        sentences=tuple(difference_sentences(view)),
        means=tuple(
            SeenBy(letter=format_letter(place), words=words)
            for place, words in enumerate(means_words(pooled, view))
        ),
    )


def _picture(anchor: str, pooled: Pooled, views: Sequence[Difference], rows: Sequence[Seen]) -> Markup | None:
    drawn = list(zip(views, rows, strict=True))
    if not drawn:
        return None
    return render_dumbbells(
        f"{anchor}-picture",
        "Where each organisation sees it",
        [title_of(each) for each in pooled.organisations],
        [_compared(view, row) for view, row in drawn],
        _scale(view for view, _ in drawn),
    )


def _compared(view: Difference, row: Seen) -> Compared:
    return Compared(
        label=f"{row.number}. {view.question.text}",
        means=tuple(None if mean is None else float(mean) for mean in view.means),
        words=tuple("" if mean is None else format_mean(mean, view.question) for mean in view.means),
        levels=tuple(float(level.position) for level in view.question.levels),
    )


def _scale(views: Iterable[Difference]) -> Scale:
    """Give what stands below the lines: the levels at both ends, as far as all questions share them."""
    ends = {(view.question.levels[0], view.question.levels[-1]) for view in views}
    (lowest, highest), *others = ends
    if not others:
        return Scale(bottom=_end(lowest), top=_end(highest), cut_off=None)
    if any((first.value, last.value) != (lowest.value, highest.value) for first, last in others):
        return _ANY_SCALE
    return Scale(bottom=format_level(lowest.value), top=format_level(highest.value), cut_off=None)


def _end(level: Level) -> str:
    value = format_level(level.value)
    return value if level.label == value else shortened(f"{value} {level.label}", _END)
