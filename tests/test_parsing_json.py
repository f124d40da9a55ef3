"""JSON text → documents: the same data, places and refusals as from YAML."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.files.reading import ODD_SPACE, UNSAFE_CHARACTER, tidy
from partnerassess.parsing.builder import MAX_DEPTH, MAX_NODES
from partnerassess.parsing.json import parse_json, parse_json_lines
from partnerassess.parsing.nodes import (
    MAX_TEXT,
    BrokenDocument,
    Document,
    Mapping,
    Mark,
    Node,
    Number,
    Sequence,
)
from partnerassess.parsing.yaml import parse_yaml

ANSWERS = """\
{"questionnaire": "nhs-partnering", "version": "1.0",
 "answers": {
   "initiated-by": "voluntary",
   "joint-working": 4,
   "board-support": {"answer": 3.5e0, "note": "caf\\u00e9 \\ud83d\\udc4d \\"so\\""},
   "values": null, "agreed": true, "list": [-1, [], {}, false]
 }}
"""


def read(text: str) -> Node:
    """The root of the one document of a text that must be good."""
    (document,) = parse_json(text, "file.json")
    assert isinstance(document, Document), document
    return document.root


def refuse_once(text: str) -> str:
    """The one problem of the last document of a text, which must be broken."""
    document = parse_json(text, "file.json")[-1]
    assert isinstance(document, BrokenDocument), document
    (problem,) = document.problems
    return str(problem)


def test_an_answer_file_is_read_as_plain_data() -> None:
    root = read(ANSWERS)
    assert root == {
        "questionnaire": "nhs-partnering",
        "version": "1.0",
        "answers": {
            "initiated-by": "voluntary",
            "joint-working": "4",
            "board-support": {"answer": "3.5e0", "note": 'café 👍 "so"'},
            "values": None,
            "agreed": True,
            "list": ["-1", [], {}, False],
        },
    }


def test_a_number_keeps_its_source_text_and_a_quoted_one_is_text() -> None:
    root = read('{"a": 1.50, "b": "1.50"}')
    assert isinstance(root, Mapping)
    assert isinstance(root["a"], Number)
    assert type(root["b"]) is str
    assert root["a"] == root["b"] == "1.50"


def test_every_key_value_and_item_has_its_place() -> None:
    root = read(ANSWERS)
    assert isinstance(root, Mapping)
    assert root.mark == Mark(1, 1)
    assert root.key_mark("version") == Mark(1, 37)
    assert root.value_mark("version") == Mark(1, 48)
    answers = root["answers"]
    assert isinstance(answers, Mapping)
    assert answers.value_mark("joint-working") == Mark(4, 21)
    items = answers["list"]
    assert isinstance(items, Sequence)
    assert (items.mark, items.item_mark(3)) == (Mark(6, 44), Mark(6, 57))


def test_a_list_at_the_top_holds_several_documents() -> None:
    documents = parse_json('[{"a": 1},\n {"b": 2}]\n', "file.json")
    assert [(d.index, d.root, d.mark) for d in documents if isinstance(d, Document)] == [
        (1, {"a": "1"}, Mark(1, 2)),
        (2, {"b": "2"}, Mark(2, 2)),
    ]


def test_a_broken_item_leaves_the_others_usable() -> None:
    documents = parse_json('[{"a": 1}, {"b": 1, "b": 2}, {"c": "\u202e"}, {"d": 4}]', "file.json")
    assert [type(document) for document in documents] == [Document, BrokenDocument, BrokenDocument, Document]


def test_a_syntax_error_in_an_item_ends_the_reading() -> None:
    documents = parse_json('[{"a": 1}, {"b": }, {"c": 3}]', "file.json")
    assert [type(document) for document in documents] == [Document, BrokenDocument]


@pytest.mark.parametrize("text", ["", " \n", "[]", "[ ]\n"])
def test_an_empty_text_or_list_is_refused(text: str) -> None:
    assert refuse_once(text) == "file.json: the file is empty"


def test_nothing_is_no_document() -> None:
    assert "this document is empty" in refuse_once("null")


def test_a_repeated_key_names_both_places() -> None:
    assert refuse_once('{"a": {"b": 1,\n "b": 2}}') == (
        "file.json:2:2: a.b: the key `b` is used twice, first on line 1, column 8 (keep one of the two)"
    )


def test_nesting_is_bounded() -> None:
    assert read('{"a":' * (MAX_DEPTH - 1) + "[]" + "}" * (MAX_DEPTH - 1)) is not None
    assert f"more than {MAX_DEPTH} levels" in refuse_once('{"a":' * MAX_DEPTH + "[]" + "}" * MAX_DEPTH)


@pytest.mark.parametrize("part", ["[", "{", '{"a":', "[{", '"', "1,", "\\"])
def test_fifty_thousand_openings_are_refused(part: str) -> None:
    assert refuse_once(part * 50_000)


def test_nodes_and_texts_and_numbers_are_bounded() -> None:
    assert f"more than {MAX_NODES:,} entries" in refuse_once('{"a": [' + "1," * MAX_NODES + "1]}")
    assert f"more than {MAX_TEXT:,} characters" in refuse_once('{"a": "' + "x" * (MAX_TEXT + 1) + '"}')
    assert f"more than {MAX_TEXT:,} characters" in refuse_once('{"' + "x" * (MAX_TEXT + 1) + '": 1}')
    assert "more than 15 digits" in refuse_once('{"a": 1234567890123456}')
    assert "an exponent beyond 15" in refuse_once('{"a": 1e400}')
    assert "an exponent beyond 15" in refuse_once('{"a": 1e' + "9" * 9000 + "}")


@pytest.mark.parametrize("escape", ["\\u001b", "\\u202e", "\\ud800", "\\b", "\\f", "\\r", "\\u0085"])
@pytest.mark.parametrize("write", ['{{"a": "{}"}}', '{{"{}": 1}}'])
def test_a_character_that_hides_is_refused_when_written_as_an_escape(escape: str, write: str) -> None:
    assert "the invisible character U+" in refuse_once(write.format(escape))


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\ud800"], ids=ascii)
def test_a_character_that_hides_is_refused_where_it_stands(character: str) -> None:
    assert refuse_once(f'{{"a":\n "x{character}"}}').startswith("file.json:2:4: the invisible character U+")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": NaN}', "1:7: a: `NaN` is not a JSON value"),
        ('{"a": Infinity}', "1:7: a: `Infinity` is not a JSON value"),
        ('{"a": -Infinity}', "1:7: a: `-Infinity` is not a number as JSON writes it"),
        ('{"a": 01}', "1:7: a: `01` is not a number as JSON writes it"),
        ('{"a": .5}', "1:7: a: `.5` is not a number as JSON writes it"),
        ('{"a": 1.}', "1:7: a: `1.` is not a number as JSON writes it"),
        ('{"a": 0x1f}', "1:7: a: `0x1f` is not a number as JSON writes it"),
        ('{"a": True}', "1:7: a: `True` is not a JSON value"),
        ('{"a": yes}', "1:7: a: `yes` is not a JSON value"),
        ("{'a': 1}", "1:2: a key in double quotes should stand here"),
        ("{a: 1}", "1:2: a key in double quotes should stand here"),
        ('{"a": 1,}', "1:9: a key in double quotes should stand here"),
        ("[1, 2,]", "1:7: a value should stand before ]"),
        ('{"a" 1}', "1:6: a: a colon should stand here"),
        ('{"a": 1 "b": 2}', "1:9: a comma or } should stand here"),
        ('{"a": [1, 2', "1:12: a[3]: a comma or ] should stand here"),
        ('{"a": [1}', "1:9: a[2]: a comma or ] should stand here"),
        ('{"a":', "1:6: a: the text ends where a value should stand"),
        ('{"a": "x', "1:7: a: this text is not closed on its line"),
        ('{"a": "x\ny"}', "1:7: a: this text is not closed on its line"),
        ('{"a": "C:\\docs"}', "1:10: a: a backslash has a special meaning, and this one has none"),
        ('{"a": 1}}', "1:9: there is something after the end of the document"),
        ('{"a": 1}\n{"b": 2}', "2:1: there is something after the end of the document"),
        ("// note\n{}", "1:1: `//` is not a JSON value"),
    ],
)
def test_a_syntax_error_is_said_in_plain_words(text: str, said: str) -> None:
    message = refuse_once(text)
    assert message.startswith(f"file.json:{said}; the rest can only be checked once this is put right (")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a":_1}', "1:6: a: "),
        ('{_"a": 1}', "1:2: "),
        ('{"a"_: 1}', "1:5: a: "),
        ('{"a": 1_}', "1:8: "),
        ('_{"a": 1}', "1:1: "),
        ('{"a_": 1}', "1:3: a\xa0: "),
    ],
)
def test_a_special_space_is_named_where_it_stands(text: str, place: str) -> None:
    message = refuse_once(text.replace("_", "\xa0"))
    assert message.startswith(f"file.json:{place}a special space (U+00A0) stands here")
    assert message.endswith("(type an ordinary space instead)")


def test_each_line_of_json_lines_is_a_document_with_its_place() -> None:
    documents = parse_json_lines('{"a": 1}\n\n  \n {"b": 2}\r\n[3]', "file.jsonl")
    assert [(d.index, d.root, d.mark) for d in documents if isinstance(d, Document)] == [
        (1, {"a": "1"}, Mark(1, 1)),
        (2, {"b": "2"}, Mark(4, 2)),
        (3, ["3"], Mark(5, 1)),
    ]


def test_a_broken_line_leaves_the_others_usable() -> None:
    text = '{"a": 1}\n{"b": "x\n{"c": "\x1b"}\n{"d": 1} {"e": 2}\n{"f": 6}\n'
    documents = parse_json_lines(text, "file.jsonl")
    assert [type(document) for document in documents] == [Document, *[BrokenDocument] * 3, Document]
    broken = [document.problems for document in documents if isinstance(document, BrokenDocument)]
    assert [(problem.line, problem.column, problem.path) for (problem,) in broken] == [
        (2, 7, "b"),
        (3, 8, ""),
        (4, 10, ""),
    ]
    assert broken[0][0].message.endswith("; the rest of this line can only be checked once this is put right")


def test_empty_json_lines_are_refused() -> None:
    (document,) = parse_json_lines("\n \n", "file.jsonl")
    assert isinstance(document, BrokenDocument)
    assert str(document.problems[0]) == "file.jsonl: the file is empty"


# Whatever comes

texts = st.text(st.characters(codec="utf-8"), max_size=12).filter(
    lambda text: text == tidy(text) and not re.search(UNSAFE_CHARACTER, text)
)
keys = texts.filter(lambda text: not set(text) & set("\t\n") and not re.search(ODD_SPACE, text))
numbers = st.integers(-(10**14), 10**14) | st.sampled_from([0.5, 1.25e-7, -3e10])
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def describe(node: Node) -> object:
    """A node with the types and places of everything in it."""
    match node:
        case Mapping():
            return node.mark, [
                (k, node.key_mark(k), node.value_mark(k), describe(v)) for k, v in node.items()
            ]
        case Sequence():
            return node.mark, [(node.item_mark(index), describe(item)) for index, item in enumerate(node)]
        case _:
            return type(node), node


@given(value=st.dictionaries(keys, values, max_size=4), indent=st.sampled_from([None, 0, 2]))
def test_json_and_yaml_readers_agree_on_json_text(value: dict[str, object], indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    (from_json,) = parse_json(text, "file")
    (from_yaml,) = parse_yaml(text, "file", aliases=False)
    assert isinstance(from_json, Document)
    assert isinstance(from_yaml, Document)
    assert describe(from_json.root) == describe(from_yaml.root)
    assert from_json.mark == from_yaml.mark


@given(value=st.dictionaries(keys, values, max_size=4), ascii_only=st.booleans())
def test_what_is_read_is_what_the_standard_library_reads(value: dict[str, object], ascii_only: bool) -> None:
    def plain(node: Node) -> object:
        match node:
            case Mapping():
                return {key: plain(item) for key, item in node.items()}
            case Sequence():
                return [plain(item) for item in node]
            case Number():
                return json.loads(node)
            case _:
                return node

    assert plain(read(json.dumps(value, ensure_ascii=ascii_only))) == value


@given(data=st.data(), lines=st.booleans())
def test_any_change_to_a_file_gives_documents_or_located_problems(data: st.DataObject, lines: bool) -> None:
    text = ANSWERS
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 10)))
        part = data.draw(
            st.sampled_from([*'{}[],:"\\\n\r1-e', "\x00", "\u202e", "true", "1e99"]) | st.text(max_size=3)
        )
        text = text[:start] + part + text[end:]
    documents = (parse_json_lines if lines else parse_json)(text, "file.json")
    assert [document.index for document in documents] == list(range(1, len(documents) + 1))
    for document in documents:
        if isinstance(document, Document):
            assert document.root is not None
        else:
            assert document.problems
            assert not any(re.search(UNSAFE_CHARACTER, str(problem)) for problem in document.problems)
