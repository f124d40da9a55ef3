"""The what-if page: other answers tried out, with readiness before and after beside them."""

from collections.abc import Callable, Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text
from textual.screen import Screen

from partnerassess.decide.what_if import Trial
from partnerassess.interview.commands import Command, Moved, Type
from partnerassess.interview.texts import format_numbers
from partnerassess.model import Question, Silence
from partnerassess.render.characters import UNICODE
from partnerassess.report.numbers import format_scale
from partnerassess.report.what_if import change_sentences, trial_rows
from partnerassess.report.words import format_count
from partnerassess.walk.keys import BY_NAME, MORE, Wish, answer_keys
from partnerassess.walk.screen.boxes import ValuePage
from partnerassess.walk.screen.drawing import AnswerRow, answer_list, plain, question_text, said
from partnerassess.walk.screen.listing import GoToPage
from partnerassess.walk.screen.page import SPACED_FROM, Page, Reading, TwoColumns, scroll
from partnerassess.walk.sitting import HIDDEN, Outcome, refused
from partnerassess.walk.trial import NOTHING_KEPT, NOTHING_TO_TRY, WhatIf, find_what_if
from partnerassess.walk.words import answer_words

_COMMANDS = {
    name: key.asks
    for name, key in BY_NAME.items()
    if key.label in ("don't know", "back", "forward", "undo") and not isinstance(key.asks, Wish)
}
"""The keys that do in a trial what they do at a question."""
_HINTS = (
    ("x", "clear"),
    ("← →", "move"),
    ("d", "don't know"),
    ("u", "take back"),
    ("g", "go to"),
    ("k", "keep"),
    ("Esc", "end the trial"),
)


class WhatIfPage(TwoColumns):
    """The page of a trial; nothing on it is saved before somebody has said so twice."""

    ABOVE = "trial"
    LEFT = ("question", "so-far", "answers", "effects", "tried")

    def __init__(self, what_if: WhatIf) -> None:
        super().__init__()
        self._what_if = what_if
        self._remark = Outcome(event=Moved(), lines=())
        self._revealing = False
        """Whether the effects of what was tried last are to be brought into view."""

    def _fill(self) -> None:
        what_if = self._what_if
        position = what_if.table.position
        where = f"Question {position.number} of {position.questions}" if position else ""
        title = f"What if · {what_if.whose}" if what_if.whose else "What if"
        self.put_frame(title, where, above=_banner(what_if, self.line_width))
        # Question, answers and effects stand below each other here: none is to push another off the page.
        self.set_class(not self.is_wide and self.app.size.height < SPACED_FROM, "-dense")
        self.put("question", question_text(what_if.current))
        self.put("so-far", _so_far(what_if))
        self.put("answers", _answers(what_if, self.body_columns, listed=self.is_wide))
        trial = what_if.trial()
        sentences = list(change_sentences(trial))
        tried = [Text("Tried", style="bold"), _bullets(sentences)] if sentences else []
        self.put("tried", Group(*tried))
        self.query_one("#effects").display = not self.is_wide
        if self.is_wide:
            spaced = self.app.size.height >= SPACED_FROM
            self.put_beside(_effects(trial, beside=True, spaced=spaced))
        else:
            self.put("effects", _effects(trial, beside=False))
        self.put("said", said(self._remark.lines, "!" if self._remark.is_refusal else "≈"))
        self.later(self.settle)

    def heed(self, name: str) -> bool:  # noqa: C901 one case a key
        """Try an answer out, go to another question, or end the trial."""
        self._revealing = False
        if [scroll(each, name) for each in self.columns] == [True, True]:
            return True
        keys = {each.key: Type(each.typed) for each in answer_keys(self._what_if.current) if each.key}
        command = keys.get(name) or _COMMANDS.get(name)
        if command is not None:
            self._do(command)
            return True
        match name:
            case "escape" | "w" | "q" | "backspace":
                was_tried = bool(self._what_if.changes)
                if self.close() and was_tried:
                    self.walk.say("✓", (NOTHING_KEPT,))
            case "x":
                self._say(self._what_if.clear())
            case "tab":
                self._say(self._what_if.pass_on())
            case "k" if self._what_if.changes:
                self.app.push_screen(KeepPage(self._what_if, self._keep))
            case "k":
                self._say(refused("There is nothing to keep: everything is as answered."))
            case "g":
                self.app.push_screen(GoToPage(self._do, self._what_if.current, review=False))
            case "enter" if not keys:
                question = self._what_if.current
                prompt = f"{question.text} Please type {format_numbers(question)}. Nothing is saved."
                self.app.push_screen(ValuePage("Your answer", prompt, "", entered=self._enter))
            case _:
                self._say(refused(f"Nothing happens at {plain(name)} in a trial. k keeps it, Esc ends it."))
        return True

    def _do(self, command: Command) -> None:
        before = self._what_if.current
        remark = self._what_if.do(command)
        is_elsewhere = self._what_if.current is not before
        self._revealing = not is_elsewhere and not remark.is_refusal
        if is_elsewhere:
            self.body.scroll_home(animate=False)
        self._say(remark)

    def _say(self, remark: Outcome) -> None:
        self._remark = remark
        self.draw()

    def settle(self) -> None:
        """Bring what the last try does into view, and show the keys, and whether the page goes on below."""
        if self._revealing and not self.is_wide:
            self.body.scroll_to_widget(self.query_one("#effects"), animate=False, immediate=True)
        goes_on = any(each.scroll_y < each.max_scroll_y for each in self.columns if each.display)
        more = [MORE] if goes_on else []
        other = [("Tab", "other partner")] if self._what_if.whose else []
        self.put_keys([*more, *_HINTS[:2], *other, *_HINTS[2:]])

    def _enter(self, box: Page, text: str) -> None:
        """Try out a typed value; the box stays open where that is refused."""
        remark = self._what_if.do(Type(text))
        if remark.is_refusal:
            self.walk.say("!", remark.lines)
        elif box.close():
            self._revealing = True
            self._say(remark)

    def _keep(self) -> None:
        """Save what was tried, and end the trial."""
        self.walk.tell(self._what_if.keep(), "u takes back one after the other.")
        self.close()
        self.walk.show_place()


def try_out(page: Screen[Any], question: Question | None = None) -> None:
    """Begin a trial, at a question or where one is, unless it would show what is kept from somebody."""
    if isinstance(page, Page):
        what_if = find_what_if(page.sitting, question)
        if page.sitting.hides_answer:
            page.walk.say("!", (HIDDEN,))
        elif what_if is None:
            page.walk.say("!", (NOTHING_TO_TRY,))
        else:
            page.app.push_screen(WhatIfPage(what_if))


class KeepPage(Reading):
    """The question whether what was tried is to be saved; one key alone says yes."""

    ABOVE = "trial"
    PARTS = ("prompt", "tried")
    CLOSING = ("escape", "n", "q", "left", "backspace")

    def __init__(self, what_if: WhatIf, keep: Callable[[], None]) -> None:
        super().__init__()
        self._what_if, self._keep = what_if, keep

    def _fill(self) -> None:
        keys = (("y", "yes, save them"), ("Esc", "no, go on with the trial"))
        self.put_frame("Keep the trial?", "", *keys, above=_banner(self._what_if, self.line_width))
        self.put("prompt", "Save these as real answers, in place of those in the file? Undo takes them back.")
        changes = (
            f"{f'{whose}: ' if whose else ''}{change.question.text}"
            f" {answer_words(change.before)} → {answer_words(change.after)}"
            for whose, change in self._what_if.changes
        )
        self.put("tried", _bullets(changes))

    def heed(self, name: str) -> bool:
        """Save, go back to the trial, or scroll."""
        if name != "y":
            return super().heed(name)
        if self.close():
            self._keep()
        return True


_BETWEEN = 2


def _banner(what_if: WhatIf, width: int) -> Text:
    """Draw the line that nobody can miss: this is a trial."""
    number = len(what_if.changes)
    words = "TRIAL, NOT SAVED" + (f" · {format_count(number, 'other answer')}" if number else "")
    text = Text(words, style="bold reverse", no_wrap=True, overflow="ellipsis")
    text.pad_right(max(width - text.cell_len, 0))
    return text


def _so_far(what_if: WhatIf) -> Text:
    """Draw the real answer, and the one that is tried where it is another."""
    real, tried = what_if.as_answered, what_if.tried
    text = Text.assemble("As answered: ", (plain(answer_words(real)), "bold"))
    if (real.given if real else None) != (tried.given if tried else None):
        text.append_text(Text.assemble("   In the trial: ", (plain(answer_words(tried)), "bold")))
    return text


def _answers(what_if: WhatIf, width: int, *, listed: bool) -> RenderableType:
    """Draw the answers that can be tried, each with its key: in a list, or else one behind the other."""
    given = what_if.tried.given if what_if.tried else None
    rows = [
        AnswerRow(each.key or each.typed, *each.words, [] if each.answer == given else None)
        for each in answer_keys(what_if.current)
    ]
    rows.append(AnswerRow("d", "Don't know", "", [] if given is Silence.UNKNOWN else None))
    if listed:
        return answer_list(rows, width, spaced=False)
    lines = [Text()]  # as few as they need, none of them broken without need
    for row in rows:
        style = "bold" if row.given_by is None else "bold reverse"
        part = Text.assemble((f" {row.key} ", style), f" {plain(row.label)}")
        if lines[-1] and lines[-1].cell_len + _BETWEEN + part.cell_len > width:
            lines.append(Text())
        lines[-1].append(" " * _BETWEEN if lines[-1] else "").append_text(part)
    return Text("\n").join(lines)


def _effects(trial: Trial, *, beside: bool, spaced: bool = False) -> RenderableType:
    """Draw readiness as answered and with the changes, for every arrangement in play.

    What stands `beside` the question is narrow and high, and what stands below it wide and low.
    """
    scale = format_scale(trial.before.questionnaire.scoring)
    parts = [Text(f"Readiness from {scale}: as answered → with the changes", style="bold")]
    for title, before, after, change, verdict, place in trial_rows(trial):
        standing = ", ".join(words for words in (verdict, place) if words != "–")
        name = Text(plain(title), style="bold")
        if before == after:
            figures = [f"{after}, no change"]
        else:
            figures = [before, f"→ {after}" + (f", {change}" if change != "–" else "")]
        if beside:
            parts += [*([Text()] if spaced else []), name, *map(Text, figures), Text(standing)]
        else:
            parts += [Text.assemble(name, "  ", standing), Text(f"  {' '.join(figures)}")]
    return Group(*parts)


def _bullets(sentences: Iterable[str]) -> RenderableType:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(ratio=1, overflow="fold")
    for sentence in sentences:
        grid.add_row(UNICODE.bullet, Text(plain(sentence)))
    return grid
