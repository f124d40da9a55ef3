"""The end: what is open, what has changed, all answers to look over, and then the report.

How the report is made is the business of its own renderer, the same as for `score`.
"""

from collections.abc import Iterator

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult

from partnerassess.interview.commands import Move, Type
from partnerassess.interview.table import Entry, answers_differ
from partnerassess.model import Answer, Silence
from partnerassess.render.terminal import render_terminal
from partnerassess.report.assessment import report_assessment
from partnerassess.report.words import format_list
from partnerassess.walk.ending import next_lines, saved_lines
from partnerassess.walk.keys import BY_NAME, SHOWN, Wish
from partnerassess.walk.screen.drawing import plain, progress, where
from partnerassess.walk.screen.listing import LEGEND, Listing, Row, heading, question_row
from partnerassess.walk.screen.page import Page, Reading
from partnerassess.walk.screen.what_if import try_out
from partnerassess.walk.words import answer_words

_LISTED_FIRST = 6
"""How many questions of a kind are listed before all of them come, section by section."""
_LISTED = ("undo", "readiness", "what if", "go to", "about", "keys", "leave")


class ReviewPage(Page):
    """Every answer, the open ones first; each can be changed."""

    FIRST = "Listing"

    def _middle(self) -> ComposeResult:
        yield Listing("answers")

    def _fill(self) -> None:
        listing = self.query_one(Listing)
        asked = listing.asked if listing.option_count else self.walk.review_mark
        rows = list(self._rows())
        takeable = [row.asks for row in rows if row.asks is not None]
        listing.fill(rows, chosen=takeable.index(asked) if asked in takeable else 0)
        way = "back to the question" if self.sitting.table.origin else "back"
        keys = [("Enter", "open"), ("Esc", way), *((SHOWN[label], label) for label in _LISTED)]
        done = progress(self.sitting, self.line_width)
        self.put_frame(*where(self.sitting, roomy=True), *keys, above=done)

    def heed(self, name: str) -> bool:
        """Move the mark, open what is marked, or carry out what a key asks for."""
        listing = self.query_one(Listing)
        if name == "enter":
            if listing.asked is not None:
                self.walk.review_mark = listing.asked
                self.walk.heed(listing.asked)
            return True
        if listing.move(name):
            return True
        if name in ("escape", "l", "left"):
            self.walk.heed(Move.RETURN)
            return True
        press = BY_NAME.get(name)
        if press is None or press.label not in (*_LISTED, "show"):
            words = f"Nothing happens at {plain(name)} here. ↑ ↓ and Enter choose a question, g finds one."
            self.walk.say("!", (words,))
            return True
        if press.asks is Wish.WHAT_IF:
            match listing.asked:
                case Type(text=number) if number:
                    try_out(self, self.sitting.table.asked[int(number) - 1])
                case _:  # the report
                    try_out(self)
        else:
            self.walk.heed(press.asks)
        return True

    def _rows(self) -> Iterator[Row]:
        yield Row(drawn=Text("▶ See the report", style="bold"), asks=Type(""))
        seat = self.sitting.seat
        lacking = self._lacking(None)
        if not lacking:
            yield heading("You have been through every question")
        plainly = "" if self.sitting.is_shared else " "  # the heading says what one alone has answered
        yield from self._group("No answer yet", lacking, plainly)
        yield from self._group("Not known", self._lacking(Silence.UNKNOWN), plainly)
        table = self.sitting.table
        differing = [entry for entry in seat.entries if answers_differ(table, entry.question)]
        yield from self._group(f"{format_list(self.sitting.organisations)} differ", differing)
        yield from self._changed()
        for chapter in seat.chapters:
            yield heading(chapter.section.title)
            for entry in chapter.entries:
                yield self._row(entry)
        yield Row(drawn=Text(f"\n{LEGEND}", style="dim"))

    def _group(self, title: str, entries: list[Entry], remark: str = "") -> Iterator[Row]:
        """List some questions; where they are many the first, and how many others stand further below."""
        if entries:
            yield heading(f"{title} ({len(entries)})")
        for entry in entries[:_LISTED_FIRST]:
            yield self._row(entry, remark)
        if len(entries) > _LISTED_FIRST:
            yield Row(drawn=Text(f"        and {len(entries) - _LISTED_FIRST} more, in their sections below"))

    def _row(self, entry: Entry, remark: str = "") -> Row:
        return question_row(self.sitting, entry, Type(str(entry.number)), self.line_width, remark)

    def _lacking(self, silence: Silence | None) -> list[Entry]:
        """Give the questions that somebody has not answered, or does not know."""
        numbers = {
            entry.number
            for seat in self.sitting.table.seats
            for entry in seat.entries
            if seat.wants(entry.question) and entry.given is silence
        }
        return [entry for entry in self.sitting.seat.entries if entry.number in numbers]

    def _changed(self) -> Iterator[Row]:
        entries = {entry.question.id: entry for entry in self.sitting.seat.entries}
        changed = [
            (amended, f"{name}: " if name else "")
            for (name, seat), began in zip(self.sitting.views, self.sitting.table.began.seats, strict=True)
            for amended in seat.amended_since(began)
            if amended.before and amended.question.id in entries
        ]
        if changed:
            yield heading(f"Changed since you started ({len(changed)})")
        for amended, whose in changed:
            change = f"{whose}{_words(amended.before)} → {_words(amended.after)}"
            yield self._row(entries[amended.question.id], change)


def _words(answer: Answer | None) -> str:
    note = f", note: {answer.note}" if answer and answer.note else ""
    return f"{answer_words(answer)}{note}"


class ReportPage(Reading):
    """The report, as `score` prints it, and how to come back to it."""

    PARTS = ("report",)
    CLOSING = ("escape", "left", "p", "backspace")

    def _fill(self) -> None:
        saved = "saved" if self.sitting.is_saved else "NOT SAVED"
        keys = (("↑ ↓", "read on"), ("Esc", "back to the answers"), ("q", "leave"))
        self.put_frame("The report", saved, *keys)
        report = report_assessment(self.sitting.assessment())
        farewell = (*saved_lines(self.sitting), *next_lines(self.sitting))
        drawn = render_terminal(report, width=max(self.line_width, 30))
        self.put("report", Group(drawn, Text(), *map(Text, farewell)))

    def heed(self, name: str) -> bool:
        """Leave, close, or scroll."""
        if name == "q":
            self.walk.heed(Wish.LEAVE)
            return True
        return super().heed(name)
