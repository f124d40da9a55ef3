"""The quick reader of ordinary YAML: what it takes, the careful reader takes too and finds the same in it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutations import mutated
from partnerassess.building import MAX_DEPTH, hide_unsafe
from partnerassess.document import parse_yaml, read_carefully, read_ordinary
from partnerassess.nodes import MAX_TEXT, BrokenDocument, Document, Mapping, Node, Sequence

MUTANTS = 100_000

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
  board-support: {answer: 3, note: "Minuted in \\"May\\": page\\t4"}
  data-sharing:
    answer: unknown
    note: >-
      Heard on the ward,
      twice
  values: ~
  trust:
""",
    """\
%YAML 1.2
---
- &first {a: 1}
- !!str true
- <<: *first
""",
    """\
---
- {a: [1, 0x1F, .5, -2e3], "b":c, ? d : e}
- 'nulls': null
- - - deep
    - "er \\
      still"
-
...
---
"quoted": |+
  kept

? long
  key
: 123456789012345
--- plain
""",
    '{"answers": {"joint-working": 4, "trust": true, "note": "\\u00e9 \\u200d"}, "x": [[], {}, [null]]}\r\n',
    "a: 1\r\nb:\r\n- Yes\r\n- é: 1e16\r\n  ü: .\r\n---\r\nc: 007\r\n",
)


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


def describe_all(documents: tuple[Document | BrokenDocument, ...]) -> list[object]:
    assert all(isinstance(document, Document) for document in documents), documents
    return [
        (document.file, document.index, document.mark, describe(document.root))
        for document in documents
        if isinstance(document, Document)
    ]


def carefully(text: str, *, aliases: bool = False) -> list[object]:
    return describe_all(read_carefully(text, "f", aliases=aliases)[0])


def test_mutated_texts_that_are_ordinary_say_the_same_to_the_careful_reader() -> None:
    chance = random.Random(3)  # noqa: S311 made-up data, no secret
    sources = [source.encode() for source in SOURCES]
    ordinary = 0
    for number in range(MUTANTS):
        content = chance.choice(sources)
        for _ in range(1 + number % 3):
            content = mutated(content, chance)
        text = hide_unsafe(content.decode(errors="replace"))
        documents = read_ordinary(text, "f")
        if documents:
            ordinary += 1
            assert describe_all(documents) == carefully(text, aliases=number % 2 == 0), text
    # Enough of them are ordinary for the comparison to mean something, and enough are not.
    assert MUTANTS / 10 < ordinary < MUTANTS * 9 / 10


@pytest.mark.parametrize(
    "text",
    [
        "a: R&D, 100 % sure! Fish & chips\nb: 2*3 = 6\n",
        "a:\n  - 1.5\n  - [x, {y: 'z'}]\n  - \"tab\\t\"\n",
        "a: 1\n--- {b: 2}\n---\n- c\n",
        "a text\n",
        "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        f"[{'a,' * 4_000}]",
        f"a: {'x' * 9_000}",
        "\n".join(f"k{number}: []" for number in range(999)),
    ],
)
def test_ordinary_texts_need_only_the_quick_reader(text: str) -> None:
    documents = read_ordinary(text, "f")
    assert describe_all(documents) == carefully(text) != []
    assert describe_all(parse_yaml(text, "f", aliases=False)) == describe_all(documents)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "---\n",
        "a: 1\n---\n---\nb: 2\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: &b 1\n",
        "&a b: 1\n",
        "a: *b\n",
        "a: !c 1\n",
        "a: ! 1\n",
        "a: 1\na: 2\n",
        "~: 1\n",
        "<<: 1\n",
        "[a]: 1\n",
        '"a\\tb": 1\n',
        "a\u00a0: 1\n",
        'a: "\\u200b"\n',
        "a: 1234567890123456\n",
        "a: 1e16\n",
        "a: [1\n",
        "a: 1\n--- b: 1\n",
        "{a: 1}}\n",
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "[" * 9_000,
        "- " * 4_000 + "a",
        "{a: " * 2_000,
        f"? {'x' * (MAX_TEXT + 1)}\n: a",
    ],
)
def test_all_other_texts_are_left_to_the_careful_reader(text: str) -> None:
    assert read_ordinary(text, "f") == ()


def test_what_is_left_to_the_careful_reader_may_still_be_good() -> None:
    many = "\n".join(f"k{number}: []" for number in range(1_000))
    for text in (many, f"a: {'x' * MAX_TEXT}", "a: (!)\n", "'null': 1\n", "a: '&b'\n"):
        assert read_ordinary(text, "f") == ()
        assert describe_all(parse_yaml(text, "f", aliases=False)) == carefully(text)


SIGNS = ": |- |\n|\n  |& |&a |a&a|*a|!|a!|%|\n%|---|...|<<|1e9|null|\r\n|\u200d|\u00a0"
pieces = st.sampled_from([*SIGNS.split("|"), *"ab:[]{},'\"|>?# \t@~1\\é"])


@given(parts=st.lists(pieces, max_size=30), aliases=st.booleans())
def test_any_text_that_is_ordinary_says_the_same_to_the_careful_reader(
    parts: list[str], aliases: bool
) -> None:
    text = hide_unsafe("".join(parts))
    documents = read_ordinary(text, "f")
    if documents:
        assert describe_all(documents) == carefully(text, aliases=aliases)
