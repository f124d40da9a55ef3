"""The start page: begin or go on, what the assessment is called, and which arrangements are in play."""

from rich.console import Group, RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from partnerassess.assessment import Assessment
from partnerassess.files.reading import clean
from partnerassess.interview.commands import Detail, Refused, SetDetail
from partnerassess.interview.responses import detail_text
from partnerassess.report.sentences import exclusion_sentence
from partnerassess.report.words import format_count
from partnerassess.walk.keys import Wish
from partnerassess.walk.screen.boxes import ReadingPage
from partnerassess.walk.screen.drawing import format_done, plain, progress
from partnerassess.walk.screen.page import NARROW, Line, Ordered, Page, line, scroll
from partnerassess.walk.sitting import Sitting
from partnerassess.walk.words import DETAILS

_SHORT_NAMES = {
    Detail.PARTNERSHIP: "Partnership",
    Detail.ORGANISATION: "Organisation",
    Detail.RESPONDENT: "Name or role",
    Detail.DATE: "Date",
}
_AT = "▶ "
_DESCRIBED_FROM = 36
"""From this many rows on the questionnaire's description stands on the page itself."""


class Field(Horizontal):
    """A detail with its name in front."""

    def __init__(self, detail: Detail, text: str) -> None:
        super().__init__(classes="field")
        self.detail = detail
        self.label = Static(classes="label", markup=False)
        is_filled_in = detail is Detail.DATE  # typing replaces it
        hint = "optional, such as 12 May 2017" if is_filled_in else "optional"
        self.line = Line(text, placeholder=hint, select_on_focus=is_filled_in, compact=True)

    def compose(self) -> ComposeResult:
        """Lay out name and box."""
        yield self.label
        yield self.line

    def draw(self) -> None:
        """Name the box as there is room, and mark it while it is written in by more than the cursor."""
        names = _SHORT_NAMES if self.app.size.width < NARROW else DETAILS
        mark, style = (_AT, "bold") if self.line.has_focus else ("", "")
        self.label.update(Text(f"{mark:<2}{names[self.detail]}", style=style))


class Begin(Ordered, Static, can_focus=True):
    """What one presses Enter on to begin."""


class StartPage(Page):
    """The page one begins at, and comes back to with `a`."""

    def __init__(self, *, again: bool = False) -> None:
        super().__init__()
        self._again = again

    def _middle(self) -> ComposeResult:
        with VerticalScroll(id="body", can_focus=False):
            with Vertical(id="fields"):
                for detail in self.sitting.details:
                    yield Field(detail, detail_text(self.sitting.seat.answers, detail) or "")
            yield Begin(id="begin", markup=False)
            yield from map(line, ("files", "in-play", "about"))

    def on_mount(self) -> None:
        """Wait at the first box of a new assessment, else at the way on."""
        asked = [detail for detail in self.sitting.details if detail is not Detail.DATE]
        known = [detail_text(self.sitting.seat.answers, detail) for detail in asked]
        is_new = not any(known) and not self.sitting.seat.answered
        self.set_focus(self.query(Line).first() if is_new else self.query_one(Begin))

    def _fill(self) -> None:
        sitting = self.sitting
        for field in self.query(Field):
            field.draw()
        self.put("begin", self._begin_text())
        verb = "is" if sitting.paths else "will be"
        files = "".join(f"\n  {clean(str(each))}" for each in sitting.planned_paths)
        self.put("files", Text(f"Every answer {verb} saved in{files}"))
        self.put("in-play", in_play_text([each.assessment for each in sitting.table.seats]))
        roomy = self.app.size.height >= _DESCRIBED_FROM
        self.put("about", about_text(sitting) if roomy else "")
        writing = (("Enter", "next"), ("↑ ↓", "choose"), ("Esc", "to the questions"))
        going_on = (("Enter", "to the questions"), ("↑ ↓", "choose"), ("h", "about"), ("q", "leave"))
        names = " · ".join(sitting.organisations)
        done, keys = progress(sitting, self.line_width), writing if self._is_writing() else going_on
        self.put_frame(sitting.questionnaire.title, names, *keys, above=done)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what keys do here."""
        self.later(self.draw)

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Save what was written, once the box is left."""
        if self.is_open and isinstance(event.input.parent, Field):
            self._commit(event.input.parent)

    def heed(self, name: str) -> bool:  # noqa: C901 one case a key
        """Move between the boxes, save what is written in them, or go on."""
        is_writing = self._is_writing()
        match name:
            case "enter" if is_writing:
                return self._move(1)
            case "up" | "shift+tab" if self._move(-1):
                pass
            case "down" | "tab" if self._move(1):
                pass
            case "escape" | "enter":
                self._go_on()
            case "right" if not is_writing:
                self._go_on()
            case _ if is_writing:
                return False
            case "q":
                if not self._has_refused():
                    self.walk.heed(Wish.LEAVE)
            case "?":
                self.walk.heed(Wish.KEYS)
            case "h":
                about = about_text(self.sitting)
                self.app.push_screen(ReadingPage("About this questionnaire", about, "h"))
            case "r":
                self.walk.heed(Wish.READINESS)
            case _:
                return scroll(self.body, name)
        return True

    def commit(self) -> list[Field]:
        """Save what is written in the boxes, and give those that hold what cannot be saved."""
        return [field for field in self.query(Field) if self._commit(field)]

    def _move(self, step: int) -> bool:
        """Go to the box above or below; the way on comes last, and there is nothing below it."""
        places: list[Widget] = [*self.query(Line), self.query_one(Begin)]
        here = next((place for place, each in enumerate(places) if each.has_focus), len(places) - 1)
        if not 0 <= here + step < len(places):
            return False
        self.set_focus(places[here + step])
        return True

    def _go_on(self) -> None:
        if not self._has_refused() and ((self._again and self.close()) or self.is_in_front):
            self.walk.show_place()

    def _has_refused(self) -> bool:
        """Save what is written, and go to the first box with something that cannot be saved."""
        refused = self.commit()
        if refused:
            self.set_focus(refused[0].line)
        return bool(refused)

    def _commit(self, field: Field) -> bool:
        """Save one detail if it has changed, and tell whether it was refused."""
        held = detail_text(self.sitting.seat.answers, field.detail) or ""
        if field.line.value.strip() == held:
            return False
        outcome = self.sitting.do(SetDetail(field.detail, field.line.value))
        self.walk.tell(outcome)
        self.draw()
        return isinstance(outcome.event, Refused)

    def _is_writing(self) -> bool:
        return isinstance(self.focused, Line)

    def _begin_text(self) -> Text:
        position = self.sitting.table.position
        questions = format_count(len(self.sitting.seat.entries), "question")
        if self._again:
            return Text("Back to the questions")
        if position is None:
            return Text("Look over the answers")
        if any(each.answered for each in self.sitting.table.seats):
            return Text(f"Go on at question {position.number} of {questions} ({format_done(self.sitting)})")
        return Text(f"Begin: {questions} at most; stop at any time")


def about_text(sitting: Sitting) -> Text:
    """Give what the questionnaire says of itself."""
    return Text(plain(sitting.questionnaire.description or sitting.questionnaire.title))


def in_play_text(assessments: list[Assessment]) -> RenderableType:
    """List the arrangements, and why some are not in play, by the first set of answers."""
    applying = {
        result.arrangement.id for each in assessments for result in each.arrangements if result.applies
    }
    lines = [Text("Forms of partnering in play", style="bold")]
    for arrangement in assessments[0].questionnaire.arrangements:
        lines.append(Text(f"{'✓' if arrangement.id in applying else '–'} {plain(arrangement.name)}"))
    if why := exclusion_sentence(assessments[0]):
        lines.append(Text(plain(why)))
    return Group(*lines)
