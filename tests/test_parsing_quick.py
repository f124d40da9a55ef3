"""The quick reader of ordinary YAML: what it takes, the careful reader takes too and finds the same in it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutations import mutated
from partnerassess.parsing.builder import hide_unsafe
from partnerassess.parsing.nodes import Document, Lines, Mapping, Node, Sequence
from partnerassess.parsing.ordinary import Path, read_ordinary
from partnerassess.parsing.yaml import parse_yaml, read_carefully
from profiles import many

MUTANTS = many(100_000)

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
)


def read_again(text: str) -> object:
    """Read a text with the quick reader as it is, and describe what it finds; null if that is nothing."""

    def find_again(path: Path) -> Mapping:
        (document,), _ = read_carefully(text, "f", aliases=False)
        assert isinstance(document, Document), document
        found = document.root
        for key in path:
            assert isinstance(found, Mapping)
            found = found[key]
        assert isinstance(found, Mapping)
        return found

    root = read_ordinary(text, Lines(text), find_again)
    return None if root is None else describe(root)


def describe(node: Node) -> object:
    """A node with the types and places of everything in it."""
    match node:
        case Mapping():
            return node.mark, [
                (key, node.key_mark(key), node.value_mark(key), describe(value))
                for key, value in node.items()
            ]
        case Sequence():
            return node.mark, [(node.item_mark(index), describe(item)) for index, item in enumerate(node)]
        case _:
            return type(node), node


def carefully(text: str, *, aliases: bool = False) -> object:
    documents, _ = read_carefully(text, "f", aliases=aliases)
    assert len(documents) == 1, documents
    (document,) = documents
    assert isinstance(document, Document), document
    assert isinstance(document.root, Mapping)
    assert document.mark == document.root.mark
    return describe(document.root)


def test_mutated_texts_that_are_ordinary_say_the_same_to_the_careful_reader() -> None:
    chance = random.Random(3)  # noqa: S311 made-up data, no secret
    sources = [source.encode() for source in SOURCES]
    ordinary = 0
    for number in range(MUTANTS):
        content = chance.choice(sources)
        for _ in range(1 + number % 3):
            content = mutated(content, chance)
        text = hide_unsafe(content.decode(errors="replace"))
        found = read_again(text)
        if found is not None:
            ordinary += 1
            assert found == carefully(text, aliases=number % 2 == 0), text
    # Enough of them are ordinary for the comparison to mean something, and enough are not.
    assert MUTANTS / 10 < ordinary < MUTANTS * 9 / 10


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
    ],
)
def test_ordinary_texts_need_only_the_quick_reader(text: str) -> None:
    assert read_again(text) == carefully(text)
    (document,) = parse_yaml(text, "f", aliases=False)
    assert isinstance(document, Document)
    assert describe(document.root) == carefully(text)
    assert (document.file, document.index) == ("f", 1)


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
        "a: 1#2\n",
        'a: "1"#2\n',
        'a: "1" 2\n',
        "a: 'it''s'\n",
        'a: "\\t"\n',
        "a: one\n  two\n",
        "a: >\n  one\n",
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
        f"a: {'x' * 10_000}",
        f"{'x' * 1_025}: 1\n",
        "".join(f"{' ' * depth}k:\n" for depth in range(30)),
        "a text\n",
    ],
)
def test_all_other_texts_are_left_to_the_careful_reader(text: str) -> None:
    assert read_again(text) is None


def test_what_is_left_to_the_careful_reader_may_still_be_good() -> None:
    many = "".join(f"k{number}: []\n" for number in range(1_000))
    for text in (many, f"a: {'x' * 15_000}", "a: (!)\n", "'null': 1\n", "a: one\n  two\n"):
        assert read_again(text) is None
        (document,) = parse_yaml(text, "f", aliases=False)
        assert isinstance(document, Document)
        assert describe(document.root) == carefully(text)


SIGNS = ": |:\n|- |\n|\n  |a: |\nb: |&a|*a|!|{a: |, |}|%|\n%|---\n|...|<<|1e9|null|\r\n|\u200d|\u00a0| #"
pieces = st.sampled_from([*SIGNS.split("|"), *"ab:[]{},'\"|>?# \t@~1\\é"])


@given(parts=st.lists(pieces, max_size=30), aliases=st.booleans())
def test_any_text_that_is_ordinary_says_the_same_to_the_careful_reader(
    parts: list[str], aliases: bool
) -> None:
    text = hide_unsafe("a: " + "".join(parts))
    found = read_again(text)
    if found is not None:
        assert found == carefully(text, aliases=aliases)
