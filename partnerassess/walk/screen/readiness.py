"""What stands beside a question, and the page for it: why it is asked, readiness so far, what to find out."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from rich.console import Group, RenderableType
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Assessment, Range
from partnerassess.interview.commands import GoTo
from partnerassess.model import Scoring
from partnerassess.render.live import bar, cut_off_of
from partnerassess.render.sheet import Sheet, make_sheet
from partnerassess.report.numbers import as_positions, format_position, format_range, format_scale
from partnerassess.report.sentences import answered, in_play
from partnerassess.report.words import format_count, format_known, format_source, quoted
from partnerassess.walk.findings import WORKING_IT_OUT, Finding
from partnerassess.walk.keys import Wish
from partnerassess.walk.screen.drawing import fitting, plain, rule
from partnerassess.walk.screen.page import Reading
from partnerassess.walk.sitting import Sitting
from partnerassess.walk.words import why_lines

_LONGEST_BAR = 48
_Draw = Callable[[Sheet, str, ArrangementResult, Scoring], Iterator[Text]]


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
    sheet = make_sheet(width, ascii_only=False)
    lines = _readiness(sitting, sheet, _lines, spaced=True)
    return Group(*lines, *_key(sheet, sitting.questionnaire.scoring))


def readiness_in_short(sitting: Sitting, width: int, *, spaced: bool) -> RenderableType:
    """Draw the same with as few lines as possible."""
    sheet = make_sheet(width, ascii_only=False)
    scoring = sitting.questionnaire.scoring
    results = [each for view in sitting.table.sessions for each in view.assessment().arrangements]
    numbers = (_number(as_positions(each.readiness), scoring) for each in results if each.readiness)
    drawn = partial(_short_lines, longest=max(map(len, numbers), default=0))
    more = Text(("\n" if spaced else "") + "r says what to find out next.", style="dim")
    return Group(*_readiness(sitting, sheet, drawn, spaced=spaced), more)


def _readiness(sitting: Sitting, sheet: Sheet, draw: _Draw, *, spaced: bool) -> Iterator[RenderableType]:
    scoring = sitting.questionnaire.scoring
    names = sitting.organisations if sitting.is_shared else ("",)
    views = list(zip(names, (each.assessment() for each in sitting.table.sessions), strict=True))
    yield Text(f"Readiness so far, from {format_scale(scoring)}", style="bold")
    for arrangement in sitting.questionnaire.arrangements:
        found = [(name, _result(assessment, arrangement.id)) for name, assessment in views]
        shown = [(plain(name), result) for name, result in found if result is not None]
        if shown:
            yield Text(("\n" if spaced else "") + plain(arrangement.title), style="bold")
        for name, result in shown:
            yield from draw(sheet, name, result, scoring)


def _result(assessment: Assessment, arrangement_id: str) -> ArrangementResult | None:
    for result in assessment.arrangements:
        if result.arrangement.id == arrangement_id and result.applies:
            return result
    return None


def _lines(sheet: Sheet, name: str, result: ArrangementResult, scoring: Scoring) -> Iterator[Text]:
    who = f"{name}: " if name else ""
    if result.readiness is None:
        yield Text(f"{who}cannot be assessed; {_rests_on(result)}")
        return
    known = as_positions(result.readiness)
    yield _bar(sheet, known, _LONGEST_BAR, scoring)
    yield Text(f"{who}{format_known(known, scoring)}; rests on {_rests_on(result)}")
    if answered(result):
        yield sheet.standing(result)


def _short_lines(
    sheet: Sheet, name: str, result: ArrangementResult, scoring: Scoring, *, longest: int
) -> Iterator[Text]:
    who = f"{name}: " if name else ""
    if result.readiness is None:
        yield Text(f"{who}cannot be assessed; {_rests_on(result)}")
        return
    number = _number(as_positions(result.readiness), scoring)
    drawn = _bar(sheet, as_positions(result.readiness), sheet.width - longest - 2, scoring)
    yield Text.assemble(drawn, "  ", number)
    # With several views there is room for their numbers alone, and one partner's verdict decides nothing.
    standing = sheet.standing(result) if answered(result) and not name else Text()
    yield Text.assemble(who, standing, ", " if standing else "", _rests_on(result))


def _bar(sheet: Sheet, known: Range[Fraction], longest: int, scoring: Scoring) -> Text:
    cut_off = cut_off_of(scoring)
    cells = max(min(_LONGEST_BAR, longest, sheet.width) - (cut_off is not None), 4)
    return Text(bar(known, cells, cut_off, sheet.marks))


def _number(known: Range[Fraction], scoring: Scoring) -> str:
    if known.point is None or known.lowest == known.highest:
        return format_range(known, scoring)
    return f"{format_position(known.point, scoring)} ({format_range(known, scoring)})"


def _rests_on(result: ArrangementResult) -> str:
    return f"{len(answered(result))} of {format_count(len(in_play(result)), 'answer')}"


def _key(sheet: Sheet, scoring: Scoring) -> Iterator[Text]:
    marks = sheet.marks
    parts = [f"{marks.certain} certain", f"{marks.figure} up to the figure", f"{marks.possible} possible"]
    if scoring.ready:
        parts.append(f"{marks.cut_off} where {quoted(plain(scoring.ready.title))} starts")
    yield Text("\n" + ", ".join(parts), style="dim")


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
        self._find()
        self.put_head("Readiness so far", "")
        self.put("progress", rule(self.line_width))
        self.put("finding", self._finding_text())
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

    def _find(self) -> None:
        found = self.walk.finder.find(lambda: self.later(self.draw))
        if isinstance(found, Exception):
            raise found
        self._found = found

    def _finding_text(self) -> Text:
        if self._found is None:
            return Text(WORKING_IT_OUT, style="dim")
        return Text("\n").join(Text(plain(finding.line)) for finding in self._found)

    def _way(self) -> GoTo | None:
        """Give the way to the first question to find out; null where there is none, or not yet."""
        found = self._found[0] if self._found else None
        return GoTo(found.question.id) if found and found.number else None
