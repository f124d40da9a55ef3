"""The keys of the plain walk: what a typed line asks for.

This module knows letters and words. It does not know whether what they ask for can be done.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from partnerassess.interview import (
    Back,
    Command,
    Declined,
    Forward,
    GoToNumber,
    NotApplicable,
    Note,
    Skip,
    Swap,
    Type,
    Undo,
    Unknown,
)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A letter, the words that mean the same, and what it is for."""

    letter: str
    words: tuple[str, ...]
    asks: Command | Wish
    meaning: str


KEYS = (
    Key(letter="d", words=("don't know", "dont know", "unknown"), asks=Unknown(), meaning="don't know"),
    Key(
        letter="x",
        words=("not applicable", "not_applicable", "n/a"),
        asks=NotApplicable(),
        meaning="not applicable, where the question allows it; x and a few words give the reason",
    ),
    Key(
        letter="k",
        words=("rather not say", "would rather not say", "declined", "decline"),
        asks=Declined(),
        meaning="would rather not say",
    ),
    Key(letter="s", words=("skip",), asks=Skip(), meaning="skip: leave the question as it is for now"),
    Key(letter="n", words=("note",), asks=Wish.NOTE, meaning="write a note; n and some words do it at once"),
    Key(letter="b", words=("p", "back", "previous"), asks=Back(), meaning="back to the question before"),
    Key(letter="f", words=("forward", "next"), asks=Forward(), meaning="forward to the next question"),
    Key(
        letter="g",
        words=("go to", "go", "goto"),
        asks=Wish.GO_TO,
        meaning="go to a question: g 12 goes to 12",
    ),
    Key(letter="u", words=("undo",), asks=Undo(), meaning="undo the last change, as often as you like"),
    Key(letter="h", words=("why", "help", "why we ask"), asks=Wish.WHY, meaning="why we ask this question"),
    Key(letter="r", words=("readiness",), asks=Wish.READINESS, meaning="readiness as far as it is known now"),
    Key(
        letter="w",
        words=("what if", "what-if", "whatif"),
        asks=Wish.WHAT_IF,
        meaning="what if: the command that tries out other answers",
    ),
    Key(
        letter="v",
        words=("show",),
        asks=Wish.SHOW,
        meaning="where several organisations answer: show what the others have said",
    ),
    Key(
        letter="o",
        words=("other",),
        asks=Swap(),
        meaning="where several organisations answer: change another one's answer",
    ),
    Key(letter="l", words=("list", "review"), asks=Wish.LIST, meaning="list all answers so far"),
    Key(letter="a", words=("about",), asks=Wish.ABOUT, meaning="partnership, organisation, name and date"),
    Key(letter="?", words=("keys",), asks=Wish.KEYS, meaning="this list"),
    Key(letter="q", words=("quit", "exit", "leave"), asks=Wish.LEAVE, meaning="save and leave"),
)
"""Every key, in the order in which they are explained."""


def key_lines() -> tuple[str, ...]:
    """Explain every key."""
    return (
        "A number answers the question, and Enter keeps the answer there is. Apart from that:",
        *(f"{key.letter}: {key.meaning}" for key in KEYS),
        "Whole words work too, such as back, skip or note.",
    )


def _by_word() -> Mapping[str, Command | Wish]:
    words = {key.letter: key.asks for key in KEYS}
    return MappingProxyType(words | {word: key.asks for key in KEYS for word in key.words})


_BY_WORD = _by_word()
_WORD_AND_TEXT = re.compile(r"(n|note|x|g|go to|go|goto):? (.+)", re.IGNORECASE)


def wish_of(line: str) -> Command | Wish:
    """Give what a typed line asks for; whatever is no key or word is meant as an answer."""
    said = " ".join(line.split())
    word = said.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if word in _BY_WORD:
        return _BY_WORD[word]
    split = _WORD_AND_TEXT.fullmatch(said)
    match split and (split[1].casefold(), split[2]):
        case ("n" | "note", text):
            return Note(text)
        case ("x", text):
            return NotApplicable(text)
        case (_, text):
            return GoToNumber(text)
        case _:
            return Type(line)
