"""Texts that nobody would type, and every text of a value or with one of them in its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

HOSTILE = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></style></textarea><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}&lt;b&gt;&#60;i",
    '#import "x": y; $ a $ \\ @b #panic()',
    "javascript:alert(1)//http://",
    "right \u202eto left\u202c, \u200bno width, \x1b[31m",
    "שלום עולם (سلام) “quoted”",
    "日本語 \U0001f600 \U0010fffd",
    "x" * 2_000,
)
"""What a report must show as it stands."""

LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufe0f")
"""What can be seen, of every script."""
LATIN = st.characters(codec="latin-1", exclude_categories=("C", "Z"))


def texts_of(value: Any) -> Iterator[str]:
    """Give every text of a report that is read; `ends` and numbers stand in pictures."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name != "language":
                yield from texts_of(getattr(value, name))


def spoiled(value: Any, hostile: str) -> Any:
    """Put a hostile text into every field that holds text."""
    if isinstance(value, str):
        return hostile if value else value
    if isinstance(value, tuple):
        return tuple(spoiled(each, hostile) for each in value)
    if isinstance(value, Mapping):
        return {key: spoiled(each, hostile) for key, each in value.items()}
    if isinstance(value, Struct):
        return replace(
            value, **{name: spoiled(getattr(value, name), hostile) for name in value.__struct_fields__}
        )
    return value
