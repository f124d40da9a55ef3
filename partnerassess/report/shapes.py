"""The shapes a report is made of, whatever form it is shown in.

Numbers that are drawn are places on an axis, from 0 (its left end) to 1; beside each stands the text that is
read. No renderer works out, rounds or words anything by itself.
"""

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from msgspec import Struct

Place = Fraction | float
"""A place on an axis, 0-1."""

LANGUAGE = "en-GB"
"""What reports are written in."""


class Role(Enum):
    """What a part is there for; only the page and Word lay parts out by it.

    Parts come in this order. Those from STANDING to SURE are the decision, page 1. FACTORS is the evidence,
    page 2: it is the part of the first fold. Everything after it is appendix.
    """

    VIEWS = "views"
    """Who answered, where several views were pooled."""
    STANDING = "standing"
    DIMENSIONS = "dimensions"
    ARRANGEMENTS = "arrangements"
    MISSING = "missing"
    WEAK = "weak"
    ACTIONS = "actions"
    FIND_OUT = "find-out"
    STRENGTHS = "strengths"
    DIFFERENCES = "differences"
    SURE = "sure"
    FACTORS = "factors"
    ANSWERS = "answers"
    ADVICE = "advice"
    METHOD = "method"
    NEXT = "next"
    """The commands to type next: the terminal alone shows them."""


class Tone(Enum):
    """How a row or a word is coloured, beside what it says."""

    PLAIN = "plain"
    LEADING = "leading"
    PALE = "pale"
    GOOD = "good"
    OPEN = "open"
    WEAK = "weak"


class Mark(Struct, frozen=True):
    """A place on an axis that has a name, such as where “Ready” starts."""

    place: Place
    label: str


class Axis(Struct, frozen=True):
    """What the rows of a picture are held against."""

    start: str
    """The text at its left end, such as `0`."""
    end: str
    marks: tuple[Mark, ...] = ()
    """Lines across all rows."""
    zones: tuple[Mark, ...] = ()
    """Named stretches, each from its place up to the next one's, the last up to the end."""

    @property
    def cut_off(self) -> Place | None:
        """Give the place of its first mark, such as where “Ready” starts."""
        return self.marks[0].place if self.marks else None

    @property
    def unmarked(self) -> tuple[Mark, ...]:
        """Give the zones that do not start where a mark says so already."""
        marked = {mark.place for mark in self.marks}
        return tuple(zone for zone in self.zones if zone.place not in marked)


class Prose(Struct, frozen=True):
    """Running text, after a bold lead where there is one."""

    words: str
    lead: str = ""
    """With its full stop or colon."""


class Points(Struct, frozen=True):
    """A list."""

    items: tuple[str, ...]


class Records(Struct, frozen=True):
    """Rows under columns; the first cell names its row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: frozenset[int] = frozenset()
    """The columns whose cells are numbers, counted from 0."""


class Action(Struct, frozen=True):
    """Something to do."""

    do: str
    now: str = ""
    """What is there today."""
    then: str = ""
    """What would be there."""
    why: str = ""

    @property
    def line(self) -> str:
        """Give what paper says below it: what is there today, what would be, and why."""
        change = " → ".join(filter(None, (f"Now: {self.now}" if self.now else "", self.then)))
        return " · ".join(filter(None, (change, self.why)))


class Actions(Struct, frozen=True):
    """Things to do, in order; on paper with empty lines for owner and date."""

    rows: tuple[Action, ...]


class RangeRow(Struct, frozen=True):
    """One row of ranges."""

    label: str
    lowest: Place | None
    """Null where there is no number at all."""
    point: Place | None
    highest: Place | None
    words: str
    """The text at the right, such as “Nearly there: 68”."""
    ends: tuple[str, str] = ("", "")
    """What the two ends are written as."""
    number: str = ""
    """What the point is written as."""
    detail: str = ""
    """A second, smaller line, such as the forms of an arrangement."""
    group: str = ""
    """Rows of one group stand together below its name."""
    before: Place | None = None
    """Where the point was last time."""
    tone: Tone = Tone.PLAIN

    @property
    def extent(self) -> str:
        """Give how far it is known, such as `57 to 72`; nothing where its ends are one."""
        start, end = self.ends
        return f"{start} to {end}" if start and end and start != end else ""


class Ranges(Struct, frozen=True):
    """Rows on one axis, each from its lowest to its highest, with a point where there is one."""

    axis: Axis
    rows: tuple[RangeRow, ...]
    caption: str = ""


class Bar(Struct, frozen=True):
    """One bar, such as a factor."""

    label: str
    point: Place | None
    """Null where it is not known yet."""
    words: str
    lowest: Place | None = None
    """With `highest`, where it can still lie."""
    highest: Place | None = None
    minimum: Place | None = None
    """Where an essential factor's minimum lies."""
    detail: str = ""
    group: str = ""
    tone: Tone = Tone.PLAIN


class Bars(Struct, frozen=True):
    """Bars on one axis, all from its left end."""

    axis: Axis
    rows: tuple[Bar, ...]
    caption: str = ""


Row = TypeVar("Row", bound=RangeRow | Bar)


def group_rows(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Put rows of one group together, groups in the order in which they first appear."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.items())


class Dot(Struct, frozen=True):
    """One of several dots on a line: whose it is, where, and what is written."""

    name: str
    place: Place
    words: str


class Gap(Struct, frozen=True):
    """Where several stand on one question; no dots where means are withheld."""

    label: str
    dots: tuple[Dot, ...]
    words: str
    """What it comes to, such as “Riverside sees it higher by 2 levels”."""
    tone: Tone = Tone.PLAIN


class Gaps(Struct, frozen=True):
    """Two or more dots on each line."""

    axis: Axis
    rows: tuple[Gap, ...]
    caption: str = ""


class Reading(Struct, frozen=True):
    """One value at one time."""

    time: Place
    """Where it stands between the first and the last time, by days."""
    point: Place | None
    lowest: Place | None
    """Null where there is no value at that time."""
    highest: Place | None
    words: str

    @property
    def top(self) -> Place:
        """Give where its words belong: at the point, else at the highest, else at the bottom."""
        return self.point if self.point is not None else self.highest or 0


class Line(Struct, frozen=True):
    """The values of one thing over time."""

    label: str
    readings: tuple[Reading, ...]


class Course(Struct, frozen=True):
    """Values over time, on a true time axis."""

    axis: Axis
    times: tuple[Mark, ...]
    lines: tuple[Line, ...]
    caption: str = ""


class Cell(Struct, frozen=True):
    """One cell of a heat map: how strong (0-1), or null, and what is read."""

    level: Place | None
    words: str


class Heat(Struct, frozen=True):
    """Rows × columns of cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    caption: str = ""


Block = Prose | Points | Records | Actions | Ranges | Bars | Gaps | Course | Heat


class Part(Struct, frozen=True):
    """A heading with what stands below it."""

    heading: str
    blocks: tuple[Block, ...]
    role: Role | None = None


class Fold(Struct, frozen=True):
    """Parts that are shown only in full: with `--full`, or in the appendix."""

    heading: str
    parts: tuple[Part, ...]


class Report(Struct, frozen=True):
    """A whole report, in the order in which it is read."""

    title: str
    """The headline: what a chief executive can repeat."""
    about: tuple[str, ...]
    """Whose, when, of which questionnaire: short phrases, shown on one line."""
    parts: tuple[Part, ...]
    folds: tuple[Fold, ...] = ()
    subject: str = ""
    """The partnership, for running titles and file properties."""

    @property
    def name(self) -> str:
        """Give the subject and the headline, such as for a file's properties."""
        return ": ".join(filter(None, (self.subject, self.title)))

    @property
    def running(self) -> str:
        """Give the running title of its pages."""
        return self.subject or self.title

    @property
    def phrases(self) -> tuple[str, ...]:
        """Give what it is about, the subject first where that does not say it."""
        is_said = not self.subject or self.subject in self.about
        return self.about if is_said else (self.subject, *self.about)
