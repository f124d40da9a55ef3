"""What stands beside a question, and the page for it: why it is asked, readiness so far, what to find out."""

import asyncio
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from rich.console import Group, RenderableType
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Range, Verdict
from partnerassess.interview.commands import GoTo
from partnerassess.model import Scoring
from partnerassess.render.characters import UNICODE
from partnerassess.report.numbers import as_positions, format_scale
from partnerassess.report.sentences import answered, brief_standing
from partnerassess.report.words import format_known, format_source, quoted
from partnerassess.walk.keys import Wish
from partnerassess.walk.readiness import (
    WORKING_IT_OUT,
    Finding,
    bar,
    find_applying,
    format_basis,
    format_number,
)
from partnerassess.walk.screen.drawing import fitting, plain, rule
from partnerassess.walk.screen.page import Reading
from partnerassess.walk.sitting import Sitting
from partnerassess.walk.words import why_lines

_LONGEST_BAR = 48
_STYLES = {Verdict.READY: "bold green", Verdict.UNDETERMINED: "bold yellow"}
_Draw = Callable[[str, ArrangementResult, Range[Fraction]], Iterator[Text]]


def why(sitting: Sitting) -> RenderableType:
    """Draw why the current question is asked, and where that comes from in full."""
    first, *sources = why_lines(sitting.session)
    return Group(Text(plain(first)), *(Text(f"\n{plain(line)}") for line in sources))


def why_in_short(sitting: Sitting, *, spaced: bool) -> RenderableType:
    """Draw why the current question is asked, and if there is room where that comes from, in a few words."""
    first = why_lines(sitting.session)[0]
    question = sitting.table.current
    source = question.source if question and spaced else None
    lines = [Text(f"Source: {plain(format_source(source))}. h says more.", style="dim")] if source else []
    return Group(Text("Why we ask", style="bold"), Text(plain(first)), *lines)


def readiness(sitting: Sitting, width: int) -> RenderableType:
    """Draw the readiness so far of every arrangement in play, as each organisation sees it."""
    scoring = sitting.questionnaire.scoring
    draw = partial(_lines, scoring=scoring, width=width)
    parts = [
        f"{UNICODE.certain} certain",
        f"{UNICODE.figure} up to the figure",
        f"{UNICODE.possible} possible",
    ]
    if scoring.ready:
        parts.append(f"{UNICODE.cut_off} where {quoted(plain(scoring.ready.title))} starts")
    every = _readiness(sitting, draw, spaced=True, in_words=True)
    return Group(*every, Text("\n" + ", ".join(parts), style="dim"))


def readiness_in_short(sitting: Sitting, width: int, *, spaced: bool) -> RenderableType:
    """Draw the same with as few lines as possible."""
    scoring = sitting.questionnaire.scoring
    results = [each for view in sitting.table.sessions for each in view.assessment().arrangements]
    longest = max((len(format_number(each, scoring)) for each in results if each.readiness), default=0)
    draw = partial(_short_lines, scoring=scoring, width=width, longest=longest)
    more = Text(("\n" if spaced else "") + "r says what to find out next.", style="dim")
    return Group(*_readiness(sitting, draw, spaced=spaced), more)


def _readiness(
    sitting: Sitting, draw: _Draw, *, spaced: bool, in_words: bool = False
) -> Iterator[RenderableType]:
    """Draw each arrangement under its name, with a line or two for everybody at the table.

    Beside a question there is room for its title only; with `in_words` it is the name that reports give it.
    """
    names = sitting.organisations if sitting.is_shared else ("",)
    views = [find_applying(each.assessment()) for each in sitting.table.sessions]
    yield Text(f"Readiness so far, from {format_scale(sitting.questionnaire.scoring)}", style="bold")
    for arrangement in sitting.questionnaire.arrangements:
        shown = [
            (plain(name), result)
            for name, view in zip(names, views, strict=True)
            for result in view
            if result.arrangement.id == arrangement.id
        ]
        if shown:
            title = arrangement.name if in_words else arrangement.title
            yield Text(("\n" if spaced else "") + plain(title), style="bold")
        for name, result in shown:
            if result.readiness is None:
                who = f"{name}: " if name else ""
                yield Text(f"{who}cannot be assessed; {format_basis(result)}")
            else:
                yield from draw(name, result, as_positions(result.readiness))


def _lines(
    name: str, result: ArrangementResult, known: Range[Fraction], *, scoring: Scoring, width: int
) -> Iterator[Text]:
    who = f"{name}: " if name else ""
    yield _bar(known, width, scoring)
    yield Text(f"{who}{format_known(known, scoring)}; rests on {format_basis(result)}")
    if answered(result):
        yield _standing(result)


def _short_lines(
    name: str,
    result: ArrangementResult,
    known: Range[Fraction],
    *,
    scoring: Scoring,
    width: int,
    longest: int,
) -> Iterator[Text]:
    yield Text.assemble(_bar(known, width - longest - 2, scoring), "  ", format_number(result, scoring))
    # With several views there is room for their numbers alone, and one partner's verdict decides nothing.
    standing = _standing(result) if answered(result) and not name else Text()
    who = f"{name}: " if name else ""
    yield Text.assemble(who, standing, ", " if standing else "", format_basis(result))


def _bar(known: Range[Fraction], width: int, scoring: Scoring) -> Text:
    cut_off = scoring.ready.position if scoring.ready else None
    cells = max(min(_LONGEST_BAR, width) - (cut_off is not None), 4)
    return Text(bar(known, cells, cut_off, UNICODE))


def _standing(result: ArrangementResult) -> Text:
    """Give the one thing people read; colours that read on light and on dark, and the words say the same."""
    style = _STYLES.get(result.verdict, "bold") if result.verdict else "bold"
    return Text(plain(brief_standing(result)), style=style)


_WIDEST = 96


class ReadinessPage(Reading):
    """Readiness to read, and a way to the question that would settle most."""

    PARTS = ("finding", "reading")
    CLOSING = ("r", *Reading.CLOSING)

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Finding, ...] | None = None

    def show(self) -> None:
        """Draw it; what takes longer follows as soon as it is there."""
        call_soon = asyncio.get_running_loop().call_soon_threadsafe
        found = self.walk.finder.find(call_soon, lambda: self.later(self.draw))
        if isinstance(found, Exception):
            raise found
        self._found = found
        self.put_head("Readiness so far", "")
        self.put("progress", rule(self.line_width))
        if found is None:
            self.put("finding", Text(WORKING_IT_OUT, style="dim"))
        else:
            self.put("finding", Text("\n").join(Text(plain(finding.line)) for finding in found))
        self.query_one("#finding").display = self._found != ()
        self.put("reading", readiness(self.sitting, min(self.line_width, _WIDEST)))
        way = [("f", f"go to question {self._found[0].number}")] if self._way() and self._found else []
        pairs = [("↑ ↓", "read on"), *way, ("w", "what if"), ("Esc", "back")]
        self.put("keys", fitting(pairs, self.line_width))

    def heed(self, name: str) -> bool:
        """Scroll, go on to what the page leads to, or close."""
        way = self._way()
        if name == "f" and way is not None and self.close():
            self.walk.heed(way)
        elif name == "w" and self.close():
            self.walk.heed(Wish.WHAT_IF)
        else:
            return super().heed(name)
        return True

    def _way(self) -> GoTo | None:
        """Give the way to the first question to find out; null where there is none, or not yet."""
        found = self._found[0] if self._found else None
        return GoTo(found.question.id) if found and found.number else None
