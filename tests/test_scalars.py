"""Scalars: what is written reads back the same, here and elsewhere, and every kind is told apart."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.files.reading import UNSAFE_CHARACTER, tidy
from partnerassess.parsing.nodes import Document, Mapping, Node, Number, format_scalar, read_scalar
from partnerassess.parsing.yaml import parse_yaml

safe_texts = st.text().filter(lambda text: text == tidy(text) and not re.search(UNSAFE_CHARACTER, text))


def read(text: str) -> Node:
    """The value of the only key of a text."""
    (document,) = parse_yaml(text, "file.yaml", aliases=False)
    assert isinstance(document, Document)
    assert isinstance(document.root, Mapping)
    (value,) = document.root.values()
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("True", True),
        ("yes", "yes"),
        ("1.", Number("1.")),
        (".", "."),
    ],
)
def test_unquoted_texts_are_what_yaml_1_2_says(text: str, value: Node) -> None:
    found, fault = read_scalar(text, "")
    assert (type(found), found, fault) == (type(value), value, None)
    assert read_scalar(text, "'") == (text, None)


@given(text=safe_texts | st.text("\t\n \\\"'#:-?!&*%@`[]{},|>~ab1é😀\xa0").map(lambda text: text * 20))
def test_any_text_written_reads_back_the_same(text: str) -> None:
    written = format_scalar(text)
    assert "\n" not in written
    value = read(f"a: {written}\n")
    assert type(value) is str
    assert value == text


@given(text=safe_texts)
def test_any_text_written_is_the_same_to_other_readers(text: str) -> None:
    assert yaml.load(format_scalar(text), Loader=yaml.SafeLoader) == text


def test_what_may_not_be_read_is_written_as_an_escape() -> None:
    assert format_scalar("\x1b\u202e\r\u2028") == '"\\u001b\\u202e\\r\\u2028"'
