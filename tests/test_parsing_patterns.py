"""No pattern takes longer than in proportion to its text: nothing small makes the readers slow."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from partnerassess.files.reading import clean, tidy
from partnerassess.loading.formats import is_questionnaire
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.loading.views import ViewReader
from partnerassess.parsing.glance import glance_json, glance_yaml

SHED = load_questionnaire(Path(__file__).parent / "examples" / "questionnaires" / "every-condition.yaml")

TEXTS: dict[str, Callable[[int], str]] = {
    "blank lines": lambda size: "\n" * size,
    "lines of dots": lambda size: "...\n" * (size // 4),
    "blank lines in braces": lambda size: "{}" + "\n" * size + "x",
    "spaces before a colon": lambda size: "a: a" + " " * size + ":x",
    "spaces in braces": lambda size: "a: {b: c" + " " * size + ":x}",
    "words in braces": lambda size: "a: {b: " + "c d " * (size // 4) + ":x}",
    "an open quotation mark": lambda size: 'a: "' + "b" * size,
    "open quotation marks": lambda size: 'a: {b: "' + '\\"' * (size // 2),
    "single quotation marks": lambda size: "a: " + "'" * (size | 1),
    "hashes": lambda size: "a: b" + " #" * (size // 2),
    "hashes and hashes": lambda size: "a: b" + " #c" * (size // 3),
    "a note": lambda size: '  a: {answer: 3, note: "' + "b" * size + '"}x',
    "an entry for each line": lambda size: "answers:\n" + "  a: 1\n" * (size // 7),
    "documents": lambda size: "---\n" * (size // 4),
    "colons": lambda size: "a" + ": " * (size // 2),
    "keys without spaces": lambda size: "answers:\n" + "  one-two:3\n" * (size // 12),
    "dashes": lambda size: "- " * (size // 2),
    "brackets": lambda size: "[" * size,
    "digits": lambda size: "a: " + "1" * size + "x",
    "exponents": lambda size: "a: 1" + "e1" * (size // 2),
    "joiners": lambda size: "a: " + "\u200d" * size,
    "numbers with marks": lambda size: "a: " + "\u202d0" * (size // 2),
    "odd spaces": lambda size: "a\u00a0" * (size // 2) + ": b",
    "lines below a text": lambda size: "a: b\n" + " c d\n" * (size // 5),
    "a block text": lambda size: "a: >-\n" + "  b\n\n" * (size // 5),
    "a merge": lambda size: "<<<<<<< HEAD\n" + "=" * size,
}


def check(text: str) -> None:
    list(ViewReader(SHED).read("a.yaml", text.encode()))
    list(ViewReader(SHED).read("a.json", text.encode()))
    list(ViewReader(SHED).read("-", text.encode()))
    is_questionnaire(text.encode())
    glance_yaml(text)
    glance_json(text)
    tidy(text)
    clean(text)


def seconds(text: str) -> float:
    start = time.process_time()
    check(text)
    return time.process_time() - start


@pytest.mark.parametrize("kind", TEXTS)
def test_time_grows_at_most_in_proportion(kind: str) -> None:
    small = min(seconds(TEXTS[kind](20_000)) for _ in range(2))
    large = seconds(TEXTS[kind](200_000))
    assert large < 15 * small + 0.2
