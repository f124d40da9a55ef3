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


class Key(Struct, frozen=True):
    """A key, everything that means the same, and what it is for."""

    shown: str
    """What is shown of it on the full screen."""
    asks: Command | Wish
    label: str
    """What it does, in a word or two."""
    meaning: str
    """What it does, so that nobody has to guess."""
    names: tuple[str, ...]
    """What it is called when it is pressed there: a character, or a name such as `left`."""
    typed: tuple[str, ...] = ()
    """What is typed for it in the plain walk, the shortest first; empty where there is no need."""


def _letter(letter: str, asks: Command | Wish, label: str, meaning: str, *words: str) -> Key:
    """Make a key that is its own name, pressed or typed; the words behind it mean the same."""
    return Key(letter, asks, label, meaning, (letter,), (letter, *words))


KEYS = (
    _letter(
        "d", Unknown(), "don't know", "you don't know: a fine answer, shown as something to find out",
        "don't know", "dont know", "unknown",
    ),
    _letter(
        "x", NotApplicable(), "does not apply",
        "it does not apply, where the question allows that; you are asked why",
        "not applicable", "not_applicable", "n/a",
    ),
    _letter(
        "k", Declined(), "rather not say", "you would rather not say, and keep it to yourselves",
        "rather not say", "would rather not say", "declined", "decline",
    ),
    _letter("s", Skip(), "skip", "skip: leave the question for now", "skip"),
    _letter("n", Wish.NOTE, "note", "write a note: where you know it from, or what was said", "note"),
    Key(
        "Enter", Type(""), "keep", "keep the answer there is, and go on; or give the one marked with ↑ ↓",
        ("enter",),
    ),
    Key(
        "←", Move.BACK, "back", "back to the question before",
        ("left", "p"), ("b", "p", "back", "previous"),
    ),
    Key("→", Move.FORWARD, "forward", "forward to the next question", ("right",), ("f", "forward", "next")),
    _letter("u", Undo(), "undo", "take back what was saved last, as often as you like", "undo"),
    _letter(
        "g", Wish.GO_TO, "go to", "go to any question; find it by a word or its number",
        "go to", "go", "goto",
    ),
    _letter("h", Wish.WHY, "why", "why we ask this question", "why", "help", "why we ask"),
    _letter(
        "r", Wish.READINESS, "readiness",
        "readiness as far as it is known now, and what to find out next", "readiness",
    ),
    _letter(
        "w", Wish.WHAT_IF, "what if", "what if: other answers tried out; nothing of that is saved",
        "what if", "what-if", "whatif",
    ),
    _letter(
        "v", Wish.SHOW, "show",
        "two organisations: show what the other has said, before both have answered", "show",
    ),
    Key(
        "Tab", Move.SWAP, "the other",
        "two organisations: let the other one answer, or change its answer", ("tab",), ("o", "other"),
    ),
    _letter(
        "l", Wish.LIST, "all answers", "all answers so far, and the report; l again comes back",
        "list", "review",
    ),
    _letter(
        "a", Wish.ABOUT, "about", "the start: partnership, names, date and what is in play", "about",
    ),
    _letter("?", Wish.KEYS, "keys", "this list", "keys"),
    _letter("q", Wish.LEAVE, "leave", "leave; the same command goes on later", "quit", "exit", "leave"),
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


def wish_in_words(line: str) -> Command | Wish | None:
    """Give what a line asks for that is nothing but a key, or its words; null for anything else."""
    word = " ".join(line.split()).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _BY_WORD.get(word)


def wish_of(line: str) -> Command | Wish:
    """Give what a typed line asks for; whatever is no key or word is meant as an answer."""
    wish = wish_in_words(line)
    if wish is not None:
        return wish
    folded = " ".join(line.split())
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
