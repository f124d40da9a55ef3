"""The keys of the full screen: one press, one wish.

This module knows which key asks for what. It does not know whether that can be done, nor how keys arrive.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from partnerassess.interview import (
    Back,
    Command,
    Declined,
    Forward,
    GoToReview,
    NotApplicable,
    Skip,
    Swap,
    Type,
    Undo,
    Unknown,
    answer_numbers,
)
from partnerassess.model import Choice, Level, Question
from partnerassess.walk.keys import Wish


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """A key, or several that do the same."""

    shown: str
    """What is shown of it."""
    names: tuple[str, ...]
    """What it is called when it is pressed: a character, or a name such as `left`."""
    asks: Command | Wish
    label: str
    """What it does, in a word or two."""
    meaning: str
    """What it does, so that nobody has to guess."""


PRESSES = (
    Press(
        shown="d", names=("d",), asks=Unknown(), label="don't know",
        meaning="you don't know: a fine answer, shown as something to find out",
    ),
    Press(
        shown="x", names=("x",), asks=NotApplicable(), label="does not apply",
        meaning="it does not apply, where the question allows that; you are asked why",
    ),
    Press(
        shown="k", names=("k",), asks=Declined(), label="rather not say",
        meaning="you would rather not say, and keep it to yourselves",
    ),
    Press(
        shown="s", names=("s",), asks=Skip(), label="skip", meaning="skip: leave the question for now",
    ),
    Press(
        shown="n", names=("n",), asks=Wish.NOTE, label="note",
        meaning="write a note: where you know it from, or what was said",
    ),
    Press(
        shown="Enter", names=("enter",), asks=Type(""), label="keep",
        meaning="keep the answer there is, and go on",
    ),
    Press(
        shown="←", names=("left", "p"), asks=Back(), label="back",
        meaning="back to the question before; p, too",
    ),
    Press(
        shown="→", names=("right",), asks=Forward(), label="forward", meaning="forward to the next question",
    ),
    Press(
        shown="u", names=("u",), asks=Undo(), label="undo",
        meaning="take back what was saved last, as often as you like",
    ),
    Press(
        shown="g", names=("g",), asks=Wish.GO_TO, label="go to",
        meaning="go to any section or question; type to find it",
    ),
    Press(shown="h", names=("h",), asks=Wish.WHY, label="why", meaning="why we ask this question"),
    Press(
        shown="r", names=("r",), asks=Wish.READINESS, label="readiness",
        meaning="readiness as far as it is known now, and what to find out next",
    ),
    Press(
        shown="w", names=("w",), asks=Wish.WHAT_IF, label="what if",
        meaning="what if: try out other answers; nothing of that is saved",
    ),
    Press(
        shown="v", names=("v",), asks=Wish.SHOW, label="show",
        meaning="two organisations: show what the other has said, before both have answered",
    ),
    Press(
        shown="Tab", names=("tab",), asks=Swap(), label="the other",
        meaning="two organisations: let the other one answer, or change its answer",
    ),
    Press(
        shown="l", names=("l",), asks=GoToReview(), label="all answers",
        meaning="look over all answers, and then see the report",
    ),
    Press(
        shown="a", names=("a",), asks=Wish.ABOUT, label="about",
        meaning="the start page: partnership, date and forms of partnering in play",
    ),
    Press(shown="?", names=("?",), asks=Wish.KEYS, label="keys", meaning="this list"),
    Press(
        shown="q", names=("q",), asks=Wish.LEAVE, label="leave", meaning="leave; everything is saved already",
    ),
)  # fmt: skip
"""Every key at a question but those that answer it, in the order in which they are explained."""

MORE = Press(
    shown="↓", names=("down",), asks=Skip(), label="more", meaning="read on where a question goes on below"
)
"""What is shown where a question does not fit the window; scrolling is the page's own business."""

BY_NAME: Mapping[str, Press] = MappingProxyType({name: press for press in PRESSES for name in press.names})
"""The keys by what they are called when they are pressed."""

_LETTERS = "bcefijmotyz"
"""Letters that stand for answers where their values are more than one digit; none of them does anything else,
at a question or in a trial."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerKey:
    """An answer, and the one key that gives it."""

    key: str
    """Empty where there are too many answers: then the value is typed in a box."""
    typed: str
    """What the session takes for it."""
    answer: Level | Choice


def answer_keys(question: Question) -> tuple[AnswerKey, ...]:
    """Give the key of every answer: its own digit, else a letter, else none."""
    numbers = answer_numbers(question)
    if all(len(typed) == 1 for typed, _ in numbers):
        keys = [typed for typed, _ in numbers]
    elif len(numbers) <= len(_LETTERS):
        keys = list(_LETTERS[: len(numbers)])
    else:
        keys = [""] * len(numbers)
    return tuple(
        AnswerKey(key=key, typed=typed, answer=answer)
        for key, (typed, answer) in zip(keys, numbers, strict=True)
    )


class HeldKeys:
    """Tells a key that is held down from one that is pressed again and again."""

    def __init__(self, patience: float) -> None:
        """Take the seconds between two presses below which no finger was lifted; 0 trusts every press."""
        self._patience = patience
        self._last: tuple[str, float] | None = None

    def is_held(self, name: str, time: float) -> bool:
        """Note a press at a time in seconds, and tell whether it only repeats the one before."""
        before, self._last = self._last, (name, time)
        return before is not None and before[0] == name and time - before[1] < self._patience
