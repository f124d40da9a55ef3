"""The question page: one question, everything that can be answered, and what was saved last."""

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from partnerassess.interview.commands import AnswerCommand, Command, Type, Undo
from partnerassess.interview.table import Table
from partnerassess.model import Answer, Question, Silence
from partnerassess.walk.keys import BY_NAME, MORE, SHOWN, AnswerKey, HeldKeys, Wish, answer_keys
from partnerassess.walk.screen.drawing import (
    CHOSEN,
    AnswerRow,
    answer_list,
    plain,
    progress,
    question_text,
    where,
)
from partnerassess.walk.screen.page import NARROW, SPACED_FROM, TwoColumns, scroll
from partnerassess.walk.screen.readiness import beside
from partnerassess.walk.sitting import Hidden, Sitting
from partnerassess.walk.words import answer_words, difference_lines

_HELD = ("A key is held down: only its first press counted. Let go, and press it again.",)
_SIDE_MARGINS = 6
"""Columns of the side panel that stay free: its line, and the space around the text."""

_SHOWN = {**SHOWN, "move": "← →"}
_TOGETHER = ("show", "the other")
_ORDER = (
    *_TOGETHER,
    *("don't know", "does not apply", "note", "undo", "what if", "why", "readiness", "move", "skip", "go to"),
    *("all answers", "rather not say", "about", "keys", "leave"),
)
_AT_THE_SIDE = ("why", "readiness")


class QuestionPage(TwoColumns):
    """The page that asks."""

    LEFT = ("question", "so-far", "answers")

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._held_keys = HeldKeys(patience)
        self._asked: Question | None = None
        """The question that was drawn last, which began at its beginning."""
        self._chosen: tuple[str, int, int] | None = None
        """The answer marked with the arrows: at which question, for whom, and its place."""

    def _fill(self) -> None:
        sitting, question = self.sitting, self.sitting.table.current
        if question is None:
            return
        roomy = self.app.size.height >= SPACED_FROM
        if question is not self._asked:
            self._asked, self._chosen = question, None
            self.body.scroll_home(animate=False)
        done = progress(sitting, self.line_width)
        self.put_frame(*where(sitting, roomy=self.app.size.width >= NARROW), above=done)
        self.put("question", question_text(question))
        chosen = self._chosen_place
        self.put("answers", _answers(sitting, question, self.body_columns, spaced=roomy, chosen=chosen))
        so_far = _so_far(sitting, question, spaced=not self.is_short)
        self.put("so-far", so_far or "")
        self.query_one("#so-far").display = so_far is not None
        if self.is_wide:
            self.put_beside(beside(sitting, self.side_columns - _SIDE_MARGINS, self.app.size.height))
        self.later(self.settle)

    def heed(self, name: str) -> bool:
        """Carry out what a key asks for."""
        if name in ("up", "down") and self._choose(1 if name == "down" else -1):
            return True
        if scroll(self.body, name):
            return True
        is_held = self._held_keys.is_held(name, self.pressed_at)
        wish = self._wish_of(name)
        if wish is None:
            self.walk.say("!", (f"Nothing happens at {plain(name)}. Press ? to see the keys.",))
        elif isinstance(wish, AnswerCommand | Undo) and is_held:
            self.walk.say("!", _HELD)
        else:
            self.walk.heed(wish)
        return True

    def _wish_of(self, name: str) -> Command | Wish | None:
        question = self.sitting.table.current
        keys = answer_keys(question) if question else ()
        for place, each in enumerate(keys):
            if each.key == name or (name == "enter" and place == self._chosen_place):
                return Type(each.typed)
        press = BY_NAME.get(name)
        return press.asks if press else None

    @property
    def _chosen_place(self) -> int | None:
        """Which answer Enter would give: the one marked with the arrows; null for none."""
        question, turn = self.sitting.table.current, self.sitting.table.turn
        here = self._chosen is not None and self._chosen[:2] == (question and question.id, turn)
        return self._chosen[2] if here and self._chosen else None

    def _choose(self, step: int) -> bool:
        """Mark the answer above or below, and tell whether there is one to be seen; else the page scrolls."""
        question, table = self.sitting.table.current, self.sitting.table
        keys = answer_keys(question) if question else ()
        if question is None or not keys or not keys[0].key:
            return False
        answer = table.seat.answer_to(question)
        given = [place for place, each in enumerate(keys) if answer and each.answer == answer.given]
        before = self._chosen_place if self._chosen_place is not None else (*given, None)[0]
        after = (0 if step > 0 else len(keys) - 1) if before is None else before + step
        if not 0 <= after < len(keys):
            return False
        self._chosen = (question.id, table.turn, after)
        self.draw()
        return True

    def settle(self) -> None:
        """Show the keys, and whether the question goes on below; only known once it is laid out."""
        more = [MORE] if self.body.scroll_y < self.body.max_scroll_y else []
        self.put_keys([*more, *_keys_at(self.sitting.table, wide=self.is_wide)])


def _answers(
    sitting: Sitting, question: Question, width: int, *, spaced: bool, chosen: int | None
) -> RenderableType:
    """Draw the answers that can be given, with whose they are; `chosen` is the place of Enter's."""
    rows = [
        AnswerRow(each.key or each.typed, *each.words, _given_by(sitting, question, each), number == chosen)
        for number, each in enumerate(answer_keys(question))
    ]
    return answer_list(rows, width, spaced=spaced)


def _given_by(sitting: Sitting, question: Question, each: AnswerKey) -> list[str] | None:
    """Give the names of those who gave an answer (none where one sits alone); null if nobody did."""
    seen = ((name, sitting.answer_of(turn, question)) for turn, name in enumerate(sitting.organisations))
    names = [
        plain(name) for name, answer in seen if isinstance(answer, Answer) and answer.given == each.answer
    ]
    if sitting.table.asks_once and len(names) == len(sitting.organisations):
        return []
    if not names:
        return None
    return names if sitting.is_shared else []


def _so_far(sitting: Sitting, question: Question, *, spaced: bool = True) -> RenderableType | None:
    """Draw the answer there is now and the note on it; null for none.

    Of several organisations side by side, with whose turn it is, or how far apart they are.
    """
    if not sitting.is_shared:
        answer = sitting.seat.answer_to(question)
        return _answer_lines("Your answer: ", answer) if answer else None
    grid = Grid.grid(padding=(0, 3, 0, 0), expand=True)
    for _ in sitting.organisations:
        grid.add_column(ratio=1)
    turns = range(len(sitting.organisations))
    if sitting.table.asks_once and not difference_lines(sitting.table):
        return Text("Asked once, for all of you.", style="bold")
    names = [Text(plain(name), style="bold") for name in sitting.organisations]
    please = " please answer" if spaced and not sitting.table.held else ""
    here = sitting.table.turn
    names[here] = Text.assemble((f" {CHOSEN} {names[here]} ", "bold reverse"), please)
    grid.add_row(*names)
    grid.add_row(*(_answer_lines("", sitting.answer_of(turn, question)) for turn in turns))
    if not sitting.table.held:
        return grid
    change = f"Enter goes on. Keys change the answer of {sitting.whose}; Tab: of the other."
    remark = " ".join((*difference_lines(sitting.table), change))
    return Group(grid, Text(("\n" if spaced else "") + plain(remark), style="bold"))


def _answer_lines(name: str, answer: Answer | Hidden | None) -> RenderableType:
    if isinstance(answer, Hidden):
        return Text("answered; v shows it", style="dim")
    lines = [Text.assemble(name, (plain(answer_words(answer)), "bold"))]
    if answer and answer.note:
        lines.append(Text.assemble("Note: ", (plain(answer.note), "italic")))
    return Group(*lines)


def _keys_at(table: Table, *, wide: bool) -> list[tuple[str, str]]:
    """Give the keys that mean something now, what is needed most first and the way out last."""
    question = table.current
    labels = list(_ORDER)
    if question is None or Silence.NOT_APPLICABLE not in question.silences:
        labels.remove("does not apply")
    if len(table.seats) == 1 or table.asks_once:
        labels = [label for label in labels if label not in _TOGETHER]
    elif table.held:
        labels.remove("show")
    if wide:
        labels = [label for label in labels if label not in _AT_THE_SIDE]
    go_on = [(SHOWN["keep"], "go on")] if table.held else []
    return [*go_on, *((_SHOWN[label], label) for label in labels)]
