"""The keys: what a press on the full screen and a typed line in the plain walk ask for, in one table."""

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from msgspec import Struct

from partnerassess.interview.commands import (
    Command,
    Declined,
    GoToNumber,
    Move,
    NotApplicable,
    Note,
    Skip,
    Type,
    Undo,
    Unknown,
)
from partnerassess.interview.texts import answer_numbers
from partnerassess.model import Choice, Level, Question


class Wish(Enum):
    """What the walk itself does, beside the session's commands."""

    NOTE = "note"
    GO_TO = "go to"
    ABOUT = "about"
    WHY = "why"
    READINESS = "readiness"
    WHAT_IF = "what if"
    LIST = "list"
    SHOW = "show"
    KEYS = "keys"
    LEAVE = "leave"


class Key(Struct, frozen=True, kw_only=True):
    """A key, everything that means the same, and what it is for."""

    shown: str
    """What is shown of it on the full screen."""
    names: tuple[str, ...]
    """What it is called when it is pressed there: a character, or a name such as `left`."""
    typed: tuple[str, ...] = ()
    """What is typed for it in the plain walk, the shortest first; empty where there is no need."""
    asks: Command | Wish
    label: str
    """What it does, in a word or two."""
    meaning: str
    """What it does, so that nobody has to guess."""


KEYS = (
    Key(
        shown="d", names=("d",), typed=("d", "don't know", "dont know", "unknown"), asks=Unknown(),
        label="don't know", meaning="you don't know: a fine answer, shown as something to find out",
    ),
    Key(
        shown="x", names=("x",), typed=("x", "not applicable", "not_applicable", "n/a"),
        asks=NotApplicable(), label="does not apply",
        meaning="it does not apply, where the question allows that; you are asked why",
    ),
    Key(
        shown="k", names=("k",), typed=("k", "rather not say", "would rather not say", "declined", "decline"),
        asks=Declined(), label="rather not say",
        meaning="you would rather not say, and keep it to yourselves",
    ),
    Key(
        shown="s", names=("s",), typed=("s", "skip"), asks=Skip(), label="skip",
        meaning="skip: leave the question for now",
    ),
    Key(
        shown="n", names=("n",), typed=("n", "note"), asks=Wish.NOTE, label="note",
        meaning="write a note: where you know it from, or what was said",
    ),
    Key(
        shown="Enter", names=("enter",), asks=Type(""), label="keep",
        meaning="keep the answer there is, and go on; or give the one marked with ↑ ↓",
    ),
    Key(
        shown="←", names=("left", "p"), typed=("b", "p", "back", "previous"), asks=Move.BACK, label="back",
        meaning="back to the question before",
    ),
    Key(
        shown="→", names=("right",), typed=("f", "forward", "next"), asks=Move.FORWARD, label="forward",
        meaning="forward to the next question",
    ),
    Key(
        shown="u", names=("u",), typed=("u", "undo"), asks=Undo(), label="undo",
        meaning="take back what was saved last, as often as you like",
    ),
    Key(
        shown="g", names=("g",), typed=("g", "go to", "go", "goto"), asks=Wish.GO_TO, label="go to",
        meaning="go to any question; find it by a word or its number",
    ),
    Key(
        shown="h", names=("h",), typed=("h", "why", "help", "why we ask"), asks=Wish.WHY, label="why",
        meaning="why we ask this question",
    ),
    Key(
        shown="r", names=("r",), typed=("r", "readiness"), asks=Wish.READINESS, label="readiness",
        meaning="readiness as far as it is known now, and what to find out next",
    ),
    Key(
        shown="w", names=("w",), typed=("w", "what if", "what-if", "whatif"), asks=Wish.WHAT_IF,
        label="what if", meaning="what if: other answers tried out; nothing of that is saved",
    ),
    Key(
        shown="v", names=("v",), typed=("v", "show"), asks=Wish.SHOW, label="show",
        meaning="two organisations: show what the other has said, before both have answered",
    ),
    Key(
        shown="Tab", names=("tab",), typed=("o", "other"), asks=Move.SWAP, label="the other",
        meaning="two organisations: let the other one answer, or change its answer",
    ),
    Key(
        shown="l", names=("l",), typed=("l", "list", "review"), asks=Wish.LIST, label="all answers",
        meaning="all answers so far, and the report; l again comes back",
    ),
    Key(
        shown="a", names=("a",), typed=("a", "about"), asks=Wish.ABOUT, label="about",
        meaning="the start: partnership, names, date and what is in play",
    ),
    Key(shown="?", names=("?",), typed=("?", "keys"), asks=Wish.KEYS, label="keys", meaning="this list"),
    Key(
        shown="q", names=("q",), typed=("q", "quit", "exit", "leave"), asks=Wish.LEAVE, label="leave",
        meaning="leave; the same command goes on later",
    ),
)  # fmt: skip
"""Every key at a question but those that answer it, in the order in which they are explained."""

MORE = ("↓", "more")
"""What is shown where a question does not fit the window; scrolling is the page's own business."""

BY_NAME: Mapping[str, Key] = MappingProxyType({name: key for key in KEYS for name in key.names})
"""The keys by what they are called when they are pressed."""
SHOWN: Mapping[str, str] = MappingProxyType({key.label: key.shown for key in KEYS})
"""What is shown of the keys, by what they do."""
_BY_WORD: Mapping[str, Command | Wish] = MappingProxyType(
    {word: key.asks for key in KEYS for word in key.typed}
)
_WORD_AND_TEXT = re.compile(r"(n|note|x|g|go to|go|goto):? (.+)", re.IGNORECASE)


def key_lines() -> tuple[str, ...]:
    """Explain every key of the plain walk."""
    return (
        "A number or the words of an answer give it, and Enter keeps the answer there is. Apart from that:",
        *(f"{key.typed[0]}: {key.meaning}" for key in KEYS if key.typed),
        "Whole words work too, such as back or skip. n, x and g take words behind them: n Minuted in May.",
    )


def wish_of(line: str) -> Command | Wish:
    """Give what a typed line asks for; whatever is no key or word is meant as an answer."""
    folded = " ".join(line.split())
    word = folded.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if word in _BY_WORD:
        return _BY_WORD[word]
    split = _WORD_AND_TEXT.fullmatch(folded)
    match split and (split[1].casefold(), split[2]):
        case ("n" | "note", text):
            return Note(text)
        case ("x", text):
            return NotApplicable(text)
        case (_, text):
            return GoToNumber(text)
        case _:
            return Type(line)


_LETTERS = "bcefijmotyz"
"""Letters that stand for answers where their values are more than one digit; none of them does anything else,
at a question or in a trial."""


class AnswerKey(Struct, frozen=True, kw_only=True):
    """An answer, and the one key that gives it."""

    key: str
    """Empty where there are too many answers: then the value is typed in a box."""
    typed: str
    """What the session takes for it."""
    answer: Level | Choice

    @property
    def words(self) -> tuple[str, str]:
        """What it is called, and what that looks like."""
        if isinstance(self.answer, Level):
            return self.answer.label, self.answer.description or ""
        return self.answer.text, ""


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
