"""YAML text → documents: what is read as what, where it stood, and everything that is refused."""

import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.files.reading import UNSAFE_CHARACTER
from partnerassess.parsing.builder import MAX_DEPTH, MAX_DOCUMENTS, MAX_NODES
from partnerassess.parsing.nodes import (
    MAX_DIGITS,
    MAX_EXPONENT,
    MAX_TEXT,
    BrokenDocument,
    Document,
    Mapping,
    Mark,
    Node,
    Number,
    Sequence,
    format_path,
)
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import MOST_ALIKE, Problem

ANSWERS = """\
questionnaire: nhs-partnering
version: "1.0"
partnership: Riverside and Valley High   # a comment
date: 2017-05-12
answers:
  initiated-by: voluntary
  joint-working: 4
  board-support: {answer: 3, note: "Minuted in May: page 4"}
  data-sharing: unknown
  values:
"""


def read(text: str, *, aliases: bool = False) -> Node:
    """The root of the one document of a text that must be good."""
    (document,) = parse_yaml(text, "file.yaml", aliases=aliases)
    assert isinstance(document, Document), document
    return document.root


def read_mapping(text: str, *, aliases: bool = False) -> Mapping:
    root = read(text, aliases=aliases)
    assert isinstance(root, Mapping)
    return root


def refuse(text: str, *, aliases: bool = False) -> tuple[Problem, ...]:
    """The problems of the last document of a text, which must be broken."""
    document = parse_yaml(text, "file.yaml", aliases=aliases)[-1]
    assert isinstance(document, BrokenDocument), document
    assert document.problems
    return document.problems


def refuse_once(text: str, *, aliases: bool = False) -> str:
    (problem,) = refuse(text, aliases=aliases)
    return str(problem)


# What is read


def test_an_answer_file_is_read_as_plain_data() -> None:
    root = read(ANSWERS)
    assert root == {
        "questionnaire": "nhs-partnering",
        "version": "1.0",
        "partnership": "Riverside and Valley High",
        "date": "2017-05-12",
        "answers": {
            "initiated-by": "voluntary",
            "joint-working": "4",
            "board-support": {"answer": "3", "note": "Minuted in May: page 4"},
            "data-sharing": "unknown",
            "values": None,
        },
    }


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", ""])
def test_nothing_is_written_in_these_ways(text: str) -> None:
    assert read(f"a: {text}\n") == {"a": None}


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "False", "FALSE"])
def test_true_and_false_are_written_in_these_ways(text: str) -> None:
    assert read_mapping(f"a: {text}\n")["a"] is (text.lower() == "true")


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "4",
        "10",
        "010",
        "-1",
        "+1",
        "1.5",
        ".5",
        "1.",
        "-2.5e-3",
        "1e3",
        "1E+3",
        "-.5",
        "123456789012345",
    ],
)
def test_a_number_keeps_its_source_text(text: str) -> None:
    value = read_mapping(f"a: {text}\n")["a"]
    assert isinstance(value, Number)
    assert value == text


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "Yes", "NO", "y", "n", "tRue", "nULL", "1:30", "2017-05-12", "12:30:45"),
        *(
            "0x1f",
            "0o17",
            "0b1",
            "1_000",
            ".inf",
            "-.inf",
            ".nan",
            ".",
            "-.",
            "+",
            "1e",
            "e3",
            "1.2.3",
            "½",
            "٣",
        ),
        *("2/3", "1,5", "=", "<"),
    ],
)
def test_everything_else_is_text(text: str) -> None:
    value = read_mapping(f"a: {text}\n")["a"]
    assert type(value) is str
    assert value == text


@pytest.mark.parametrize("text", ["4", "true", "null", "~", "", "1e3", "on"])
def test_what_is_quoted_is_text(text: str) -> None:
    root = read_mapping(f"a: '{text}'\nb: \"{text}\"\n")
    assert [type(value) for value in root.values()] == [str, str]
    assert list(root.values()) == [text, text]


def test_block_text_keeps_its_lines() -> None:
    root = read("a: |\n  one\n  two\nb: >-\n  one\n  two\n")
    assert root == {"a": "one\ntwo\n", "b": "one two"}


def test_a_number_in_block_text_is_text() -> None:
    assert type(read_mapping("a: |-\n  4\n")["a"]) is str


def test_a_key_is_its_source_text() -> None:
    root = read_mapping("on: 1\n010: 2\ntrue: 3\n'~': 4\n2017-05-12: 5\n\"1\\x41\": 6\n")
    assert list(root) == ["on", "010", "true", "~", "2017-05-12", "1A"]
    assert {type(key) for key in root} == {str}


def test_one_file_may_hold_several_documents() -> None:
    documents = parse_yaml("a: 1\n---\n- 2\n...\n---\ntext\n", "file.yaml", aliases=False)
    assert [(d.index, d.root) for d in documents if isinstance(d, Document)] == [
        (1, {"a": "1"}),
        (2, ["2"]),
        (3, "text"),
    ]


def test_windows_line_ends_are_read_like_others() -> None:
    root = read_mapping("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 2\r\n")
    assert root == {"a": "1", "b": "x\ny\n", "c": "2"}
    assert root.key_mark("c") == Mark(5, 1)


# Where it stood


def test_every_key_and_value_has_its_place() -> None:
    root = read_mapping(ANSWERS)
    assert root.mark == Mark(1, 1)
    assert root.key_mark("date") == Mark(4, 1)
    assert root.value_mark("date") == Mark(4, 7)
    answers = root["answers"]
    assert isinstance(answers, Mapping)
    assert answers.mark == Mark(6, 3)
    assert answers.key_mark("board-support") == Mark(8, 3)
    assert answers.value_mark("board-support") == Mark(8, 18)
    note = answers["board-support"]
    assert isinstance(note, Mapping)
    assert note.value_mark("note") == Mark(8, 36)


def test_every_item_has_its_place() -> None:
    root = read_mapping("a:\n  - x\n  - [y, z]\n")
    items = root["a"]
    assert isinstance(items, Sequence)
    assert (items.mark, items.item_mark(0), items.item_mark(1)) == (Mark(2, 3), Mark(2, 5), Mark(3, 5))


def test_a_column_counts_characters_and_not_bytes() -> None:
    assert read_mapping("é😀: {ü: 1, b: 2}\n").value_mark("é😀") == Mark(1, 5)


def test_a_document_has_the_place_where_its_content_starts() -> None:
    documents = parse_yaml("# first\na: 1\n---\n\nb: 2\n", "file.yaml", aliases=False)
    assert [document.mark for document in documents if isinstance(document, Document)] == [
        Mark(2, 1),
        Mark(5, 1),
    ]


def test_there_is_no_place_for_a_key_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        read_mapping("a: 1\n").key_mark("b")


def test_a_path_joins_keys_and_counts_items_from_one() -> None:
    assert format_path(["sections", 2, "questions", 1, "id"]) == "sections[2].questions[1].id"
    assert format_path(["\x1b[31m"]) == "\\x1b[31m"
    assert format_path([]) == ""


# What is refused


def test_an_empty_file_is_refused() -> None:
    assert refuse_once("") == "file.yaml: the file is empty"
    assert refuse_once("\n# only a comment\n") == "file.yaml: the file is empty"


def test_an_empty_document_between_others_is_refused() -> None:
    documents = parse_yaml("a: 1\n---\n---\nb: 2\n", "file.yaml", aliases=False)
    assert [type(document) for document in documents] == [Document, BrokenDocument, Document]
    assert isinstance(documents[1], BrokenDocument)
    assert [str(problem) for problem in documents[1].problems] == [
        "file.yaml:3:1: this document is empty (fill it in, or take it out)"
    ]


@pytest.mark.parametrize("end", ["---", "---\n", "---\n---\n", "---\n\n---\n# the end\n---\n"])
def test_marks_at_the_end_with_nothing_behind_them_open_no_document(end: str) -> None:
    assert len(parse_yaml(f"a: 1\n{end}", "file.yaml", aliases=False)) == 1
    two = parse_yaml(f"a: 1\n---\nb: 2\n{end}", "file.yaml", aliases=False)
    assert [type(document) for document in two] == [Document, Document]


def test_a_repeated_key_names_both_places() -> None:
    assert refuse_once("a:\n  b: 1\n  c: 2\n  b: 3\n") == (
        "file.yaml:4:3: a.b: the key `b` is used twice, first on line 2, column 3 (keep one of the two)"
    )


def test_keys_that_differ_only_in_quotes_are_the_same_key() -> None:
    assert "the key `1` is used twice" in refuse_once("1: a\n'1': b\n")


def test_a_mapping_that_repeats_its_keys_is_refused_even_inside_a_list() -> None:
    assert refuse_once("a:\n- x\n- {b: 1, b: 2}\n").startswith("file.yaml:3:10: a[2].b: ")


def test_all_repeated_keys_are_told_at_once() -> None:
    assert len(refuse("a: 1\na: 2\nb: 1\nb: 2\nc: {d: 1, d: 2}\n")) == 3


@pytest.mark.parametrize("key", ["? [a]\n: 1", "{a: b}: 1", "[a]: 1", "? {a: b}\n: 1"])
def test_a_key_that_is_a_list_or_a_mapping_is_refused(key: str) -> None:
    assert "a key must be a text" in refuse_once(key, aliases=True)


@pytest.mark.parametrize("key", ["~: 1", "null: 1", ": 1", "? \n: 1"])
def test_a_key_that_is_nothing_is_refused(key: str) -> None:
    assert "a key must be a text" in refuse_once(key)


@pytest.mark.parametrize("aliases", [False, True])
@pytest.mark.parametrize(
    "text", ["a: !!str b", "!x a", "a: ! 4", "a: !!python/object:os.system {}", "!t k: v", "a: !<tag:x> []"]
)
def test_a_tag_is_refused(text: str, aliases: bool) -> None:
    assert any("a tag (!) is not allowed" in str(problem) for problem in refuse(text, aliases=aliases))


@pytest.mark.parametrize("text", ["%YAML 1.2\n---\na: 1\n", "%TAG ! x\n---\na: 1\n", "%OTHER\n---\na: 1\n"])
def test_a_directive_is_refused(text: str) -> None:
    assert refuse_once(text).startswith("file.yaml:1:1: a line that starts with % is not allowed")


def test_a_merge_key_is_refused() -> None:
    assert "the merge key << is not allowed" in refuse_once("<<: {a: 1}\n", aliases=True)
    assert read("'<<': 1\n") == {"<<": "1"}


def test_anchors_and_aliases_are_refused_where_they_are_not_allowed() -> None:
    assert [problem.message for problem in refuse("a: &x 1\nb: *x\nc: &y [1]\n")] == [
        "an anchor (&) is not allowed in this kind of file",
        "an alias (*) is not allowed in this kind of file",
        "an anchor (&) is not allowed in this kind of file",
    ]


def test_an_alias_repeats_what_it_names() -> None:
    text = "a: &list [1, 2]\nb: *list\nc: &text yes\nd: *text\ne: &true true\nf: [*true, *list]\n"
    root = read_mapping(text, aliases=True)
    assert root == {
        "a": ["1", "2"],
        "b": ["1", "2"],
        "c": "yes",
        "d": "yes",
        "e": True,
        "f": [True, ["1", "2"]],
    }
    assert root.value_mark("b") == Mark(2, 4)


def test_an_alias_of_nothing_is_refused() -> None:
    assert refuse_once("a: *b\n", aliases=True) == (
        "file.yaml:1:4: a: the alias *b repeats nothing (put &b before the part to repeat)"
    )


def test_an_alias_of_an_earlier_document_is_refused() -> None:
    assert "repeats nothing" in refuse_once("a: &b 1\n---\na: *b\n", aliases=True)


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: &a {b: {c: *a}}\n", "&a [x, *a]\n"])
def test_an_alias_inside_what_it_repeats_is_refused(text: str) -> None:
    assert "stands inside the part it repeats" in refuse_once(text, aliases=True)


def test_an_anchor_given_twice_is_refused() -> None:
    assert "the anchor &a is used twice" in refuse_once("a: &a 1\nb: &a 2\n", aliases=True)
    assert "the anchor &a is used twice" in refuse_once("a: &a [&a 1]\n", aliases=True)


def test_an_alias_as_a_key_is_refused() -> None:
    assert "a key must be a text" in refuse_once("a: &a b\n*a : 1\n", aliases=True)


def test_an_alias_bomb_costs_nothing() -> None:
    names = "abcdefghijklmnop"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in pairwise(names)]
    assert f"more than {MAX_NODES:,} entries" in refuse_once("\n".join(lines), aliases=True)


def test_aliases_cannot_nest_deeper_than_brackets_can() -> None:
    lines = ["x0: &x0 {a: 1}", *(f"x{n}: &x{n} {{a: *x{n - 1}}}" for n in range(1, 40))]
    assert f"more than {MAX_DEPTH} levels" in refuse_once("\n".join(lines), aliases=True)


def test_the_deepest_allowed_nesting_is_read() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    assert f"more than {MAX_DEPTH} levels of nesting" in refuse_once("[" * 21 + "]" * 21)


@pytest.mark.parametrize(
    "part", ["[", "{", "- ", "? ", "[{", "{a: ", "a: [", "'a", '"', "&a [", "!", "*", "*a "]
)
@pytest.mark.parametrize("aliases", [False, True])
def test_fifty_thousand_openings_are_refused(part: str, aliases: bool) -> None:
    assert len(refuse(part * 50_000, aliases=aliases)) <= MAX_DEPTH + 2


@pytest.mark.parametrize("levels", [21, 999, 1_000, 1_001, 5_000, 100_000])
@pytest.mark.parametrize(("before", "line"), [("", 1), ("a: 1\n---\n", 3)])
def test_nesting_of_any_depth_is_refused_in_our_words(levels: int, before: str, line: int) -> None:
    for part in ("[", "{"):
        said = str(refuse(before + part * levels)[0])
        assert said.startswith((f"file.yaml:{line}:{MAX_DEPTH + 1}: ", f"file.yaml:{line}:2: ")), said
        assert "more than 20 levels of nesting" in said or "a key must be a text" in said


def test_as_many_nodes_as_allowed_are_read() -> None:
    items = MAX_NODES - 1
    root = read("[" + "1," * items + "]")
    assert isinstance(root, Sequence)
    assert len(root) == items
    assert f"more than {MAX_NODES:,} entries" in refuse_once("[" + "1," * (items + 1) + "]")


def test_keys_count_as_nodes() -> None:
    entries = MAX_NODES // 2
    assert f"more than {MAX_NODES:,} entries" in refuse_once("".join(f"a{n}: 1\n" for n in range(entries)))


def test_a_text_may_be_long_but_not_endless() -> None:
    for write in ("a: {}\n", "a: '{}'\n", 'a: "{}"\n', "a: |-\n  {}\n"):
        assert read(write.format("x" * MAX_TEXT)) == {"a": "x" * MAX_TEXT}
        assert f"more than {MAX_TEXT:,} characters" in refuse_once(write.format("x" * (MAX_TEXT + 1)))


def test_a_number_has_at_most_fifteen_digits() -> None:
    assert read("a: -1234567.12345678\n") == {"a": "-1234567.12345678"}
    assert f"more than {MAX_DIGITS} digits" in refuse_once("a: 1234567890123456\n")
    assert f"more than {MAX_DIGITS} digits" in refuse_once("a: " + "9" * 10_000)
    assert read("a: '1234567890123456'\n") == {"a": "1234567890123456"}


@pytest.mark.parametrize("text", ["1e16", "1e-16", "1E+99", ".5e-99999999999999999999", "1e" + "9" * 5000])
def test_an_exponent_beyond_fifteen_is_refused(text: str) -> None:
    assert f"an exponent beyond {MAX_EXPONENT}" in refuse_once(f"a: {text}\n")


@pytest.mark.parametrize("text", ["1e15", "1e-15", "1e+0000000015", "1e00"])
def test_an_exponent_up_to_fifteen_is_read(text: str) -> None:
    assert read(f"a: {text}\n") == {"a": text}


UNSAFE = [
    *("\x00", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9b", "\x9f"),
    *("\u202d", "\u202e", "\u2028", "\u2029", "\ud800", "\udfff", "\ufffe", "\uffff"),
]
STRAY = [
    *("\xad", "\u200b", "\u200e", "\u200f", "\u061c", "\u2060", "\ufeff"),
    *("\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069"),
]


@pytest.mark.parametrize("stray", STRAY, ids=ascii)
@pytest.mark.parametrize(
    "write",
    [
        "a: x{}y\n", "{}a: xy\n", "a{}: 'xy'\n", "# {}\na: xy\n", "a: |-\n  x{}y\n", "a: xy{}\n",
        "a: 'xy'{}\n", "a:{} xy\n",
    ],
)  # fmt: skip
def test_marks_that_copying_brings_along_are_taken_out(stray: str, write: str) -> None:
    assert read(write.format(stray)) == {"a": "xy"}


@pytest.mark.parametrize("stray", STRAY, ids=ascii)
def test_such_marks_are_taken_out_where_they_are_written_as_an_escape(stray: str) -> None:
    assert read(f'"a\\u{ord(stray):04x}": "x\\u{ord(stray):04x}y"\n') == {"a": "xy"}


def test_places_are_those_in_the_text_as_people_see_it() -> None:
    places = [(each.line, each.column) for each in refuse("\u200ea\u200f: \u202a\x1b\n\xada: \u200b2\n")]
    assert places == [(1, 7), (2, 2)]


@pytest.mark.parametrize("character", UNSAFE, ids=ascii)
@pytest.mark.parametrize(
    "write", ["a: x{}y\n", "x{}y: 1\n", "a: 'x{}y'\n", "# x{}y\na: 1\n", "a: |\n  x{}y\n"]
)
def test_a_character_that_hides_or_moves_the_cursor_is_refused(character: str, write: str) -> None:
    text = write.format(character)
    line = text[: text.index(character)].count("\n") + 1
    column = len(text[: text.index(character)].rpartition("\n")[2]) + 1
    assert refuse_once(text) == (
        f"file.yaml:{line}:{column}: the invisible character U+{ord(character):04X} is not allowed here "
        "(delete it, or type the text again)"
    )


@pytest.mark.parametrize("character", [c for c in UNSAFE if not "\ud800" <= c <= "\udfff"], ids=ascii)
@pytest.mark.parametrize("write", ['a: "x{}y"\n', '"x{}y": 1\n'])
def test_such_a_character_is_refused_when_it_is_written_as_an_escape(character: str, write: str) -> None:
    message = refuse_once(write.format(f"\\u{ord(character):04x}"))
    assert f"the invisible character U+{ord(character):04X} is not allowed here" in message


@pytest.mark.parametrize("escape", ["\\e[31m", "\\x1b[31m", "\\a", "\\b", "\\0", "\\N", "\\L", "\\P", "\\r"])
def test_the_short_escapes_of_such_characters_are_refused_too(escape: str) -> None:
    assert "the invisible character" in refuse_once(f'a: "{escape}"\n')


def test_tabs_and_line_breaks_are_text_but_no_part_of_a_key() -> None:
    assert read('a: "x\\ty\\nz"\n') == {"a": "x\ty\nz"}
    assert "U+0009" in refuse_once('"x\\ty": 1\n')
    assert "U+000A" in refuse_once('"x\\ny": 1\n')


def test_letters_of_all_languages_and_pictures_are_text() -> None:
    text = "naïve Ŵyn Übung 日本 العربية 👍🏽 – ½ \xa0 ﬁ"
    assert read(f"a: '{text}'\n") == {"a": text}


def test_all_bad_characters_are_told_at_once_with_the_other_problems() -> None:
    places = [(problem.line, problem.column) for problem in refuse("a: \x1b\na: 2\nb: x\u202e # \x07\n")]
    assert places == [(1, 4), (2, 1), (3, 5), (3, 9)]


def test_a_bad_character_breaks_only_the_document_it_stands_in() -> None:
    documents = parse_yaml("a: 1\n---\nb: \x1b\n---\nc: 3\n", "file.yaml", aliases=False)
    assert [type(document) for document in documents] == [Document, BrokenDocument, Document]


def test_a_bad_character_after_the_last_document_breaks_that_one() -> None:
    documents = parse_yaml("a: 1\n---\nb: 2\n...\n# \x1b\n", "file.yaml", aliases=False)
    assert [type(document) for document in documents] == [Document, BrokenDocument]


def test_the_list_of_problems_ends_somewhere() -> None:
    for text, more in [("a: 1\n" + "# \x1b\n" * 5_000, "4,980"), ("a: 1\n" * 5_001, "4,980")]:
        problems = refuse(text)
        assert len(problems) == MOST_ALIKE + 1
        assert problems[-1] == Problem(
            file="file.yaml",
            line=MOST_ALIKE + 1,
            column=problems[-2].column,
            message=f"and {more} more like this",
            more=4_980,
        )


def test_a_file_has_so_many_documents_and_no_more() -> None:
    documents = parse_yaml("a: 1\n---\n" * (MAX_DOCUMENTS + 5), "file.yaml", aliases=False)
    assert len(documents) == MAX_DOCUMENTS + 1
    assert isinstance(documents[-1], BrokenDocument)
    assert documents[-1].problems[0].message == "more than 10,000 documents in one file"
    most = "a: 1\n---\n" * (MAX_DOCUMENTS - 1) + "a: 1\n"
    assert all(isinstance(each, Document) for each in parse_yaml(most, "file.yaml", aliases=False))


def test_problems_of_other_kinds_are_listed_all_the_same() -> None:
    problems = refuse("a: 1\n" * 30 + "b: &x 1\nc: 12345678901234567890\n" + "# \x1b\n" * 30)
    said = [problem.message for problem in problems]
    assert len(said) == MOST_ALIKE + 1 + 2 + MOST_ALIKE + 1
    assert said.count("and 9 more like this") == said.count("and 10 more like this") == 1


def test_what_was_read_of_a_broken_document_is_kept() -> None:
    for text in (
        "a: {b: 1, c: [2, 3\n",
        "a: {b: 1, c: [2, 3]}\na: {b: 1, c: [2, 3]}\n",
        "a: {b: 1, c: [2, 3]} # \x1b\n",
    ):
        (document,) = parse_yaml(text, "file.yaml", aliases=False)
        assert isinstance(document, BrokenDocument)
        assert document.read
        assert document.read.root == {"a": {"b": "1", "c": ["2", "3"]}}
    (document,) = parse_yaml("'a", "file.yaml", aliases=False)
    assert isinstance(document, BrokenDocument)
    assert document.read is None


# Spaces

JOINED = "👩\u200d⚕️ 🏳️\u200d🌈 👨🏽\u200d🚒 🐈\u200d⬛ 👩\u200d👩\u200d👦 ❤️\u200d🔥 🙂\u200d↔️"


@pytest.mark.parametrize("write", ["a: {}\n", 'a: "{}"\n', "a: '{}'\n", "a: |-\n  {}\n", "# {0}\na: '{0}'\n"])
def test_pictures_may_be_joined(write: str) -> None:
    assert read(write.format(JOINED)) == {"a": JOINED}


def test_a_picture_joined_in_an_escape_is_read_too() -> None:
    assert read('a: "👩\\u200d⚕️"\n') == {"a": "👩\u200d⚕️"}


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "بیمارستان\u200cها", "क्\u200dष", "श्री\u200cमान", "Auf\u200clage", "x\u200dy"]
)
@pytest.mark.parametrize("write", ["a: {}\n", 'a: "{}"\n', "{0}: {0}\n"])
def test_joiners_inside_words_are_spelling(text: str, write: str) -> None:
    assert list(read_mapping(write.format(text)).values()) == [text]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("👩\u200d", "👩"),
        ("\u200d⚕", "⚕"),
        ("x\u200c y", "x y"),
        ("x \u200cy", "x y"),
        ("👩\u200d\u200d⚕", "👩⚕"),
        ("👩 \u200d⚕", "👩 ⚕"),
        ("(\u200c1)", "(1)"),
        ("\u202d0121 555 0100\u202c", "0121 555 0100"),
    ],
)
def test_joiners_and_marks_anywhere_else_are_taken_out(text: str, left: str) -> None:
    assert read(f"a: '{text}'\n") == read(f"a: {text}\n") == {"a": left}
    assert read(f"a: {ascii(text).replace(chr(39), chr(34))}\n") == {"a": left}


@pytest.mark.parametrize(
    ("text", "line", "column", "key"),
    [
        ("a:\n  one-two:3\n  b: 2\n", 2, 3, "one-two"),
        ("a:\n  c: 1\n  one-two:3\n  b: 2\n", 3, 3, "one-two"),
        ("a:\n  c: 1\n  one-two:3\n", 3, 3, "one-two"),
        ("a:\n  one:3\n\n  two:4\n  three: 5\n", 2, 3, "one"),
        ("one:two\nb:\n  a: 1\n", 1, 1, "one"),
        ("a:\n  - id:x\n    b: 1\n", 2, 5, "id"),
        ("a: 1\n'b':2\n", 2, 1, "'b'"),
        ("a:\r\n  b: 1\r\n  note:Ten past 10:30\r\n  c: 1\r\n", 3, 3, "note"),
    ],
)
def test_a_space_missing_after_a_colon_is_found_where_it_is_missing(
    text: str, line: int, column: int, key: str
) -> None:
    (problem,) = refuse(text)
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(f"a space is missing after `{key}:`")
    assert problem.hint == "write a space after the colon"


@pytest.mark.parametrize(
    "text",
    ["a:\n  x: see http://x\n  y\n", "a: 1\nb\n", "a:\n  See\n  12:30\n  b: 1\n", "a:\n  x:\n  b: c: 1\n"],
)
def test_a_colon_without_a_space_is_not_always_a_slip(text: str) -> None:
    assert "a space is missing" not in refuse_once(text)


@pytest.mark.parametrize("space", ["\xa0", "\u2007", "\u202f", "\u3000"], ids=ascii)
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a:\n  b:_3\n  c: 2\n", 2, 5),
        ("a:\n__b: 3\n", 2, 1),
        ("a:\n  c: 1\n  _b: 3\n", 3, 3),
        ("a:\n  c: 1\n_ b: 3\n", 3, 1),
        ("a:\n  c: 1\n  b_: 3\n", 3, 4),
        ("a: {b:_3}\n", 1, 7),
        ("a:\n- _b: 3\n", 2, 3),
        ("a:\n  b: 1\n  _\n  c: 1\n", 3, 3),
        ("a:\n  b: 1\n  c_:3\n", 3, 4),
    ],
)
def test_a_special_space_is_named_where_it_stands(space: str, text: str, line: int, column: int) -> None:
    (problem,) = refuse(text.replace("_", space))
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(f"a special space (U+{ord(space):04X}) stands here")
    assert problem.hint == "type an ordinary space instead"


def test_a_special_space_inside_a_text_or_around_a_value_is_text() -> None:
    assert read("a: x\xa0y\nb: \xa03\nDr\xa0X: 1\n") == {"a": "x\xa0y", "b": "\xa03", "Dr\xa0X": "1"}


# Syntax errors


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n\tb: 1\n", "2:1: a tab stands where only spaces may"),
        ("a: 1\n\tb: 1\n", "2:1: a tab stands where only spaces may"),
        ("a:\n  - \tb: 1\n", "2:5: a tab stands where only spaces may"),
        ("a: >\n\tx\n", "2:1: a tab stands where only spaces may"),
        ("note: Minuted: in May\n", "1:14: a second colon in one entry"),
        ("a: 1\n b: 2\n", "2:3: this line is indented further than the one above it allows"),
        ("a:\n  b: 1\n c: 2\n", "3:2: this line is not indented like the entries around it"),
        ("a: 'x\n", "1:4: the quotation mark opened here is never closed"),
        ('a: "x\n---\nb: 1\n', "1:4: the quotation mark opened here is never closed"),
        ("a: [1, 2\n", "1:4: the bracket opened here is never closed"),
        ("a: {b: [1\n\n", "1:8: the bracket opened here is never closed"),
        ("a: [1\nb: 2\n", "2:2: the bracket opened on line 1, column 4 is not closed properly"),
        ("a: {b: 1]\n", "1:9: the bracket opened on line 1, column 4 is not closed properly"),
        ("a: ]\n", "1:4: this bracket closes nothing"),
        ("a: 'it's'\n", "1:8: there is something after the closing quotation mark"),
        ('note: "quote" start\n', "1:15: there is something after the closing quotation mark"),
        ("note: [the MoU] signed\n", "1:17: there is something after the closing bracket"),
        ("a: 1\nb\nc: 1\n", "2:1: this line is neither a key with a value nor part of a text"),
        ("- a\nb: 1\n", "2:1: this line is not part of the list above it"),
        ("a: - b\n", "1:4: a list cannot start here"),
        ("a: @x\n", "1:4: a text cannot start with @"),
        ("a: `x`\n", "1:4: a text cannot start with `"),
        ("a: %x\n", "1:4: a text cannot start with %"),
        ("a: &\n", "1:5: a text cannot start with & or *"),
        ("a: !x!y z\n", "1:4: a text cannot start with !"),
        ("a: |x\n  y\n", "1:5: a text cannot start with | or >"),
        ('a: "C:\\docs"\n', "1:7: a backslash in double quotes has a special meaning, and this one has none"),
        ("{a: 1}}\n", "1:7: there is something after the end of the document"),
        ("[a: b, :]\n", "1:8: a value is missing here"),
    ],
)
def test_a_syntax_error_is_said_in_plain_words(text: str, said: str) -> None:
    (problem,) = refuse(text)
    assert str(problem).startswith(f"file.yaml:{said}; the rest can only be checked once this is put right (")
    assert problem.hint


def test_a_syntax_error_breaks_its_document_and_ends_the_reading() -> None:
    documents = parse_yaml("a: 1\n---\nb: [\n---\nc: 3\n", "file.yaml", aliases=False)
    assert [(document.index, type(document)) for document in documents] == [
        (1, Document),
        (2, BrokenDocument),
    ]


def test_a_syntax_error_comes_with_the_problems_before_it() -> None:
    assert [problem.line for problem in refuse("a: 1\na: 2\nb: 'x\n")] == [2, 3]


def test_what_stands_after_a_document_without_a_separator_breaks_that_document() -> None:
    (document,) = parse_yaml("{a: 1}\n{b: 2}\n", "file.yaml", aliases=False)
    assert isinstance(document, BrokenDocument)


def test_a_file_name_is_kept_as_given() -> None:
    assert refuse("a: [")[0].file == "file.yaml"


# Without the fast C library


PURE = """
import sys
sys.modules["yaml._yaml"] = None
import yaml
assert not yaml.__with_libyaml__
from partnerassess.parsing.yaml import parse_yaml
for text in eval(sys.stdin.read()):
    for document in parse_yaml(text, "f", aliases=True):
        root = getattr(document, "root", None)
        problems = getattr(document, "problems", ())
        print(repr((document.index, root, [(p.line, p.message) for p in problems])))
"""


def test_the_pure_python_reader_gives_the_same() -> None:
    texts = [
        ANSWERS,
        "a: &x [1, 2]\nb: *x\n---\n- yes\n",
        "a: 1\na: 2\n",
        "a: !!str b\n",
        "a:\n\tb: 1\n",
        "a: b: c\n",
        "a: 'x\n",
        "a: [1, 2\n",
        "a: 'it's'\n",
        "a: @x\n",
        '"\\e": 1\n',
        "{a: 1}}\n",
        "[" * 2000,
    ]
    expected = [
        repr(
            (
                document.index,
                getattr(document, "root", None),
                [(problem.line, problem.message) for problem in getattr(document, "problems", ())],
            )
        )
        for text in texts
        for document in parse_yaml(text, "f", aliases=True)
    ]
    ran = subprocess.run(
        [sys.executable, "-c", PURE],
        input=repr(texts),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.splitlines() == expected


def test_the_pure_python_reader_refuses_impossible_escapes_too() -> None:
    texts = ['a: "\\U00110000"\n', 'a: "\\Uffffffff"\n', 'a: "\\ud800"\n', 'a: "\\x1b"\n']
    ran = subprocess.run(
        [sys.executable, "-c", PURE],
        input=repr(texts),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert len(ran.stdout.splitlines()) == len(texts)
    assert all(
        "not allowed" in line or "this one has none" in line or "cannot be read" in line
        for line in ran.stdout.splitlines()
    )


# Whatever comes


SIGNS = ": |- |\n|\n  |&a |*a|---|...|<<|1e99|\x00|\u202e|\ud800"
pieces = st.sampled_from([*SIGNS.split("|"), *"ab:[]{},'\"!|>?# \t%@~1\\\ré"])


def check_all(documents: tuple[Document | BrokenDocument, ...]) -> None:
    assert [document.index for document in documents] == list(range(1, len(documents) + 1))
    for document in documents:
        if isinstance(document, Document):
            assert document.root is not None
            assert document.mark.line >= 1
        else:
            assert document.problems
            assert all(
                problem.message and not re.search(UNSAFE_CHARACTER, str(problem))
                for problem in document.problems
            )


@given(parts=st.lists(pieces, max_size=30), aliases=st.booleans())
def test_any_text_gives_documents_or_located_problems(parts: list[str], aliases: bool) -> None:
    check_all(parse_yaml("".join(parts), "file.yaml", aliases=aliases))


@given(data=st.data(), aliases=st.booleans())
def test_any_change_to_a_file_gives_documents_or_located_problems(data: st.DataObject, aliases: bool) -> None:
    text = ANSWERS
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 10)))
        text = text[:start] + data.draw(pieces | st.text(max_size=3)) + text[end:]
    check_all(parse_yaml(text, "file.yaml", aliases=aliases))
