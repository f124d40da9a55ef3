"""Readers at a glance: what they take, the careful readers take too and find the same in it."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutations import mutated
from partnerassess.parsing.glance import glance_json, glance_yaml
from partnerassess.parsing.json import parse_json
from partnerassess.parsing.nodes import NULLS_BY_HAND, BrokenDocument, Document
from partnerassess.parsing.yaml import parse_yaml

MUTANTS = 400
"""How many of them are made in each example."""

SOURCES = (
    """\
# our own view
format: partnerassess-answers/1
questionnaire: nhs-partnering
version: "1.0"
partnership: 'Health & Care, R&D'   # 100 % sure!
date: 2017-05-12

answers:
  initiated-by: voluntary
  joint-working: 4
  # heard from both
  board-support: {answer: 3, note: "Minuted in 'May', page 4"}
  data-sharing:
    answer: unknown
    note: Heard on the ward, twice
  values: ~
  trust:
""",
    """\
---
answers:

    # part 1
    a: 1
    b: 0x1F
    c:
        answer: null
        note: it's -2e3
    d: "true"
organisation: Ysbyty Gŵyr
questionnaire: x   #
""",
    "a: 1\r\nb:\r\n  c: Yes\r\n  d: '1'\r\n\r\ne: {f: 007, g: 'h, i', j: k l }\r\nl:\r\n",
    """\
answers:
  one:
    answer: 1
    note: >-
      Minuted in May,
      and once more

      in June
  two:
    answer: 2
    note: |
      - here
      # there

      12:30
  three: {answer: 3, note: 'it''s "so"'}
  four:
    note: One of three boards so far
      and the other two
      in the autumn
    answer: unknown
  five: "said \\"yes\\"\\nand more"
  six: https://example.org/a#b
""",
)
JSON_SOURCE = """\
{"questionnaire": "x", "date": null, "answers": {"a": 4, "b": {"answer": -2.50, "note": "Ünï \\"so\\"\\n"},
 "c": "", "d": true, "e": [1, "2"], "f": 1e3}, "version": "\\u0031"}
"""


def kinds(node: object) -> object:
    """What was read, with the type of everything in it."""
    if isinstance(node, dict):
        return {key: kinds(value) for key, value in node.items()}
    if isinstance(node, list):
        return [kinds(each) for each in node]
    return type(node), node


def carefully(text: str, *, aliases: bool = False) -> object:
    documents = parse_yaml(text, "f", aliases=aliases)
    assert len(documents) == 1, documents
    (document,) = documents
    assert isinstance(document, Document), document
    assert not set(document.dropped.values()).difference(NULLS_BY_HAND)
    return kinds(document.root)


@given(seed=st.integers(0))
def test_mutated_yaml_that_is_taken_says_the_same_to_the_careful_reader(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 made-up data, no secret
    for number in range(MUTANTS):
        content = chance.choice(SOURCES).encode()
        for _ in range(1 + number % 3):
            content = mutated(content, chance)
        text = content.decode(errors="replace")
        found = glance_yaml(text)
        if found is not None:
            assert kinds(found) == carefully(text, aliases=number % 2 == 0), text


def test_enough_mutants_are_taken_for_the_comparison_to_mean_something() -> None:
    chance = random.Random(3)  # noqa: S311 made-up data, no secret
    mutants = [mutated(chance.choice(SOURCES).encode(), chance) for _ in range(2_000)]
    taken = sum(glance_yaml(each.decode(errors="replace")) is not None for each in mutants)
    assert 400 < taken < 1_600


@given(seed=st.integers(0))
def test_mutated_json_that_is_taken_says_the_same_to_the_careful_reader(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 made-up data, no secret
    for _ in range(MUTANTS // 4):
        text = mutated(JSON_SOURCE.encode(), chance).decode(errors="replace")
        found = glance_json(text)
        # Characters that no text may hold are left to those who look the texts up.
        if found is not None and text.replace("\n", "").isprintable():
            (document,) = parse_json(text, "f")
            assert isinstance(document, Document) or re.search(r"\\[ubfr]", text), text
            assert isinstance(document, BrokenDocument) or kinds(found) == kinds(document.root), text


@pytest.mark.parametrize(
    "text",
    [
        *SOURCES,
        "a: R&D, 100 % sure! Fish & chips\nb: 2*3 = 6\n",
        "a: 1",
        "a: \n  b:   1  \n",
        "a:\n  b:\n    c:\n      d: 1\n  e: 2\nf: 3\n",
        "a: # nothing yet\nb: 1 # one\n#: c\n",
        "---\na: 1\n",
        f"a: {'x' * 9_000}",
        "".join(f"k{number}:\n" for number in range(999)),
        "a: one\n  two\n\nb: 1\n",
        "a: 1\n  2\n",
        "a: >\n  one\n\n\n  two\nb: |-\n    three\n    four\n# five\n",
        "a: >-\n  one\n \n  # two\n",
        "a: |\n  one\n \n\nb: 1\n",
        "a: |\n  one\n ",
        'a: "\\t\\\\"\n',
        "a: 'it''s'\n",
    ],
)
def test_usual_texts_need_only_a_glance(text: str) -> None:
    found = glance_yaml(text)
    assert found is not None
    assert kinds(found) == carefully(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "---\n",
        "a: 1\n---\nb: 2\n",
        "---\n---\na: 1\n",
        "--- a\n",
        "a: 1\n...\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: &b 1\n",
        "&a b: 1\n",
        "a: *b\n",
        "a: !c 1\n",
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "~: 1\n",
        "null: 1\n",
        "a: {null: 1}\n",
        "<<: 1\n",
        "[a]: 1\n",
        "? a\n",
        "a : 1\n",
        "a:1\n",
        "a: 1\n  b: 2\n",
        "  a: 1\n b: 2\n",
        " a: 1\n",
        "a:\n   b: 1\n  c: 2\n",
        "a: b: 1\n",
        'a: "1"#2\n',
        'a: "1" 2\n',
        "a: {b: 1,}\n",
        "a: {b: 1\n",
        "a: {}\n",
        "a: {b: {c: 1}}\n",
        "a:\n- 1\n",
        "a: [1]\n",
        "a: 1\r  b: 2\n",
        "a:\t1\n",
        "a\u00a0: 1\n",
        "a: \u00a01\n",
        "a: \u2028\n",
        "\ufeffa: 1\n",
        "a: 1234567890123456\n",
        "a: 1e16\n",
        f"a: {'x' * 20_000}",
        "a: Null\n",
        "a: NULL # nobody\n",
        "a: ~\n",
        "a: Trust #1\n",
        "a: one\n\n  two\n",
        "a: one # two\n  three\n",
        "a: >\n  one",
        "a: >\n\n  one\n",
        "a: >\n  one\n   two\n",
        "a: |2\n   one\n",
        "a: |+\n  one\n",
        "a: |\none\n",
        'a: "\\x41"\n',
        "a: 'one\n  two'\n",
        f"{'x' * 1_025}: 1\n",
        "".join(f"{' ' * depth}k:\n" for depth in range(30)),
        "a text\n",
    ],
)
def test_all_other_texts_are_left_to_the_careful_reader(text: str) -> None:
    assert glance_yaml(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "[]",
        "{",
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": 1e16}',
        '{"a": 1234567890123456}',
        "[" * 10_000,
    ],
)
def test_unusual_json_is_left_to_the_careful_reader(text: str) -> None:
    assert glance_json(text) is None


SIGNS = ": |:\n|- |\n|\n  |a: |\nb: |&a|*a|!|{a: |, |}|%|\n%|---\n|...|<<|1e9|null|\r\n|\u200d|\u00a0| #"
pieces = st.sampled_from([*SIGNS.split("|"), *"ab:[]{},'\"|>?# \t@~1\\é"])


@given(parts=st.lists(pieces, max_size=30), aliases=st.booleans())
def test_any_text_that_is_taken_says_the_same_to_the_careful_reader(parts: list[str], aliases: bool) -> None:
    text = "a: " + "".join(parts)
    found = glance_yaml(text)
    if found is not None:
        assert kinds(found) == carefully(text, aliases=aliases)
