"""What stands beside a question, and the page for it: why it is asked, readiness so far, what to find out."""

import asyncio
from collections.abc import Iterator
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Range, Verdict
from partnerassess.interview.commands import GoTo
from partnerassess.model import Scoring
from partnerassess.render.characters import UNICODE
from partnerassess.render.drawing import draw_bar
from partnerassess.report.numbers import as_positions, format_scale
from partnerassess.report.sentences import answered, brief_standing
from partnerassess.report.words import format_known, format_source, quoted
from partnerassess.walk.keys import Wish
from partnerassess.walk.readiness import (
    WORKING_IT_OUT,
    Finding,
    find_applying,
    format_basis,
    format_number,
)
from partnerassess.walk.screen.drawing import plain
from partnerassess.walk.screen.page import Reading
from partnerassess.walk.sitting import HIDDEN, Sitting
from partnerassess.walk.words import why_lines

_LONGEST_BAR = 48
_ROWS, _ROWS_TOGETHER = 5, 7
"""How many rows an arrangement takes beside a question where it stands apart, for one and for two."""
_ROWS_AROUND = 20
"""What stands above and below them, together with why it is asked."""
_STYLES = {Verdict.READY: "bold green", Verdict.UNDETERMINED: "bold yellow"}


def why(sitting: Sitting) -> RenderableType:
    """Draw why the current question is asked, and where that comes from in full."""
    first, *sources = why_lines(sitting.table)
    return Group(Text(plain(first)), *(Text(f"\n{plain(line)}") for line in sources))


def readiness(sitting: Sitting, width: int) -> RenderableType:
    """Draw the readiness so far of every arrangement in play, as each organisation sees it."""
    scoring = sitting.questionnaire.scoring
    parts = [_heading(sitting, "")]
    for title, results in _in_play(sitting):
        parts.append(Text(f"\n{title}", style="bold"))
        for who, result in results:
            if result.readiness is None:
                parts.append(_not_assessable(who, result))
                continue
            known = as_positions(result.readiness)
            rests = f"{format_known(known, scoring)}; rests on {format_basis(result)}"
            parts += [_bar(known, width, scoring), Text(who + rests)]
            parts += [_standing(result)] if answered(result) else []
    marks = UNICODE
    legend = [f"{marks.certain} certain", f"{marks.figure} up to the figure", f"{marks.possible} possible"]
    if scoring.ready:
        legend.append(f"{marks.cut_off} where {quoted(plain(scoring.ready.title))} starts")
    return Group(*parts, Text("\n" + ", ".join(legend), style="dim"))


def beside(sitting: Sitting, width: int, rows: int) -> RenderableType:
    """Draw what stands beside a question: why it is asked, and readiness so far, in few lines.

    Parts stand apart where a window of so many rows has room for that. Of several views there is room for
    their numbers alone, and one partner's verdict decides nothing.
    """
    in_play, question = list(_in_play(sitting)), sitting.table.current
    needed = (_ROWS_TOGETHER if sitting.is_shared else _ROWS) * len(in_play)
    spaced = rows >= _ROWS_AROUND + needed
    gap = "\n" if spaced else ""
    why = plain(why_lines(sitting.table)[0])
    parts = [Text.assemble(("Why we ask\n" if spaced else "Why we ask: ", "bold"), why)]
    if question and question.source and spaced:
        source = f"Source: {plain(format_source(question.source))}. h says more."
        parts.append(Text(source, style="dim"))
    if sitting.is_hidden:
        return Group(*parts, Text(f"\n{HIDDEN}"))
    parts.append(_heading(sitting, gap))
    scoring = sitting.questionnaire.scoring
    every = [each for _, results in in_play for _, each in results]
    longest = max((len(format_number(each, scoring)) for each in every if each.readiness), default=0)
    for title, results in in_play:
        name = Text(gap + title, style="bold")
        parts.append(name)
        for who, result in results:
            if result.readiness is None:
                parts.append(_not_assessable(who, result))
                continue
            drawn = _bar(as_positions(result.readiness), width - longest - 2, scoring)
            parts.append(Text.assemble(drawn, "  ", format_number(result, scoring)))
            standing = _standing(result) if answered(result) and not who else Text()
            if spaced or who:
                between = ", " if standing else ""
                parts.append(Text.assemble(who, standing, between, format_basis(result)))
            elif standing:
                name.append(": ").append_text(standing)
    return Group(*parts, Text(f"{gap}r says what to find out next.", style="dim"))


def _heading(sitting: Sitting, gap: str) -> Text:
    return Text(f"{gap}Readiness so far, from {format_scale(sitting.questionnaire.scoring)}", style="bold")


def _in_play(sitting: Sitting) -> Iterator[tuple[str, list[tuple[str, ArrangementResult]]]]:
    """Give the name of every arrangement in play, and its result for everybody for whom it is."""
    views = [
        (f"{plain(name)}: " if name else "", find_applying(seat.assessment)) for name, seat in sitting.views
    ]
    for arrangement in sitting.questionnaire.arrangements:
        results = [(who, each) for who, view in views for each in view if each.arrangement is arrangement]
        if results:
            yield plain(arrangement.name), results


def _not_assessable(who: str, result: ArrangementResult) -> Text:
    return Text(f"{who}cannot be assessed; {format_basis(result)}")


def _bar(known: Range[Fraction], width: int, scoring: Scoring) -> Text:
    cut_off = scoring.ready.position if scoring.ready else None
    cells = max(min(_LONGEST_BAR, width) - (cut_off is not None), 4)
    return Text(draw_bar(known, cells, cut_off, UNICODE))


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

    def _fill(self) -> None:
        call_soon = asyncio.get_running_loop().call_soon_threadsafe
        found = self.walk.finder.find(call_soon, lambda: self.later(self.draw))
        if isinstance(found, Exception):
            raise found
        self._found = found
        if found is None:
            self.put("finding", Text(WORKING_IT_OUT, style="dim"))
        else:
            self.put("finding", Text("\n").join(Text(plain(finding.line)) for finding in found))
        self.query_one("#finding").display = self._found != ()
        self.put("reading", readiness(self.sitting, min(self.line_width, _WIDEST)))
        way = [("f", f"go to question {self._found[0].number}")] if self._way() and self._found else []
        keys = [("↑ ↓", "read on"), *way, ("w", "what if"), ("Esc", "back")]
        self.put_frame("Readiness so far", "", *keys)

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
