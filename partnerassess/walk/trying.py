"""What if, line by line: other answers tried out, and what they would do.

This module knows what is said and asked during a trial. It does not know what a trial is: `whatif` does.
"""

from partnerassess.interview import Back, Command, Forward, GoToNumber, format_numbers
from partnerassess.model import Question
from partnerassess.report.what_if import ONLY_A_TRIAL, change_sentences
from partnerassess.report.words import as_sentence
from partnerassess.walk.conversation import Conversation, Left
from partnerassess.walk.keys import Wish, wish_of
from partnerassess.walk.whatif import NOTHING_KEPT, ONLY_ANSWERS, Remark, WhatIf
from partnerassess.walk.words import answer_words, level_lines, outline_lines, trial_lines, why_lines

_KEYS = (
    "This is a trial. A number tries out another answer, and Enter ends the trial. Apart from that:",
    "d: try out that you don't know",
    "b, f: back to the question before, forward to the next",
    "g: go to a question: g 12 goes to 12",
    "u: take back the last try",
    "x: clear the trial, so that everything is as answered again",
    "k: keep what you have tried; you are asked first",
    "w: what the trial does so far",
    "o: where two organisations sit here, try the other one's answers",
    "h: why we ask this question",
    "q: save your real answers and leave",
)
_CLEAR = ("x", "clear")
_KEEP = ("k", "keep")
_OTHER = ("o", "other")
_YES = ("y", "yes")


class PlainTrial:
    """A conversation about one trial."""

    def __init__(self, what_if: WhatIf, conversation: Conversation) -> None:
        self._what_if = what_if
        self._conversation = conversation
        self._place: tuple[Question, int] | None = None
        """The question that was read out last, and for whom."""
        self._is_over = False

    def run(self) -> None:
        """Talk until the person ends the trial or has kept it. Raises Left or Stopped on the way."""
        self._say("", "What if: a trial. Nothing of it is saved unless you keep it.")
        try:
            while not self._is_over:
                self._show_place()
                self._heed(self._conversation.ask(self._prompt()))
        except Left:
            self._end()
            raise

    def _show_place(self) -> None:
        here = self._what_if.current, self._what_if.turn
        if self._place == here:
            return
        self._place = here
        question = self._what_if.current
        real, tried = (
            as_sentence(answer_words(each)) for each in (self._what_if.as_answered, self._what_if.tried)
        )
        self._say("", question.text, *level_lines(question), f"As answered: {real}")
        if tried != real:
            self._say(f"In the trial: {tried}")

    def _prompt(self) -> str:
        whose = f"Trial for {self._what_if.whose}" if self._what_if.whose else "Trial"
        numbers = format_numbers(self._what_if.current)
        return f"{whose}, not saved ({numbers}; Enter ends the trial, ? for more):"

    def _heed(self, line: str) -> None:
        said = line.strip().casefold()
        if not said:
            self._end()
        elif said in _CLEAR:
            self._remark(self._what_if.clear())
        elif said in _KEEP:
            self._ask_keep()
        elif said in _OTHER:
            self._remark(self._what_if.pass_on())
        else:
            self._heed_wish(wish_of(line))

    def _heed_wish(self, wish: Command | Wish) -> None:
        match wish:
            case Wish.WHAT_IF | Wish.READINESS:
                self._show()
            case Wish.WHY:
                self._say(*why_lines(self._what_if.session))
            case Wish.KEYS:
                self._say(*_KEYS)
            case Wish.GO_TO:
                self._ask_where()
            case Wish.LEAVE:
                raise Left
            case Wish():
                self._say(ONLY_ANSWERS)
            case Back() | Forward() | GoToNumber():
                self._remark(self._what_if.do(wish))
            case _:
                self._try(wish)

    def _try(self, command: Command) -> None:
        remark = self._what_if.do(command)
        self._remark(remark)
        if not remark.is_refusal:
            self._show()

    def _show(self) -> None:
        """Say what is tried, and what that does to every arrangement."""
        trial = self._what_if.trial()
        if trial.changes:
            self._say(*change_sentences(trial), *trial_lines(trial), ONLY_A_TRIAL)
        else:
            self._say("Everything is as answered.")

    def _ask_where(self) -> None:
        self._say(*outline_lines(self._what_if.session))
        said = self._conversation.ask("Number of the question (Enter stays here):")
        if said.strip():
            self._remark(self._what_if.do(GoToNumber(said)))

    def _ask_keep(self) -> None:
        changes = self._what_if.changes
        if not changes:
            self._say("There is nothing to keep: everything is as answered.")
            return
        self._say("These would be saved as real answers, in place of those in the file:")
        for whose, change in changes:
            whom = f"{whose}: " if whose else ""
            self._say(f"{whom}{change.question.text} {as_sentence(answer_words(change.after))}")
        said = self._conversation.ask("Type yes to save them (Enter goes on with the trial):")
        if said.strip().casefold() in _YES:
            self._is_over = True
            self._remark(self._what_if.keep())
        else:
            self._say("Not saved. The trial goes on.")

    def _end(self) -> None:
        self._is_over = True
        self._say(NOTHING_KEPT if self._what_if.changes else "The trial is over.")

    def _remark(self, remark: Remark) -> None:
        self._say(*remark.lines, *remark.notices)

    def _say(self, *lines: str) -> None:
        self._conversation.say(*lines)
