"""The map of an import: how columns became questions and words levels, to read, correct and use again."""

import os
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct, field

from partnerassess.collect.cells import Numbers, Order
from partnerassess.collect.spelling import fold
from partnerassess.files.reading import clean, decode, read_bytes
from partnerassess.loading.answers import NAMES
from partnerassess.loading.fields import Field, load
from partnerassess.loading.values import optional_text, text
from partnerassess.loading.wording import find_similar, quote_all, shorten, suggest
from partnerassess.model import Questionnaire
from partnerassess.parsing.nodes import BrokenDocument
from partnerassess.parsing.nodes import Mapping as Named
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import ProblemsFound

FORMAT = "partnerassess-map/1"
MAX_MAP = 1024 * 1024
NOTE = "note of "
"""Stands before the id of the question whose notes a column holds."""

_KEYS = (
    "format", "questionnaire", "export", "answers", "dates", "transposed", "partnership", "organisation",
    "programme", "columns", "words", "leave-out-rows", "left-out-columns",
)  # fmt: skip

Word = TypeVar("Word", bound=Enum)


class Said(Struct, frozen=True, kw_only=True):
    """What a person says about an export that it does not say itself, once or in a map."""

    partnership: str | None = None
    organisation: str | None = None
    programme: str | None = None
    numbers: Numbers | None = None
    order: Order | None = None
    is_transposed: bool = False


class Map(Said, frozen=True, kw_only=True):
    """How the columns and the words of an export are read."""

    columns: Mapping[str, str]
    """By heading: a question's id, `note of` one, or a detail; empty if it is left aside."""
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What other words for an answer mean; empty where nobody has said yet."""
    left_out: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """Rows that are left out, with the reason; they are about one export only."""
    sha256: str | None = None
    """The digest of that export."""


def load_map(path: str | os.PathLike[str], questionnaire: Questionnaire) -> Map:
    """Load a map; raises ProblemsFound with everything that is wrong with it."""
    file = clean(os.fspath(path))
    content = read_bytes(path, limit=MAX_MAP)
    documents = parse_yaml(decode(content, file), file, aliases=False)
    document = documents[0]
    if isinstance(document, BrokenDocument):
        raise ProblemsFound(document.problems)
    return load(document, lambda root: _read_map(root, questionnaire))


def _read_map(root: Field, questionnaire: Questionnaire) -> Map:
    if isinstance(root.node, Named) and root.node.get("format") != FORMAT:
        raise root.refused(f"this is no map of an import: it does not say `format: {FORMAT}`")
    check = root.value("questionnaire")
    fields = root.fields(required=("format", "columns"), optional=_KEYS)
    said = fields.read("questionnaire", text, questionnaire.id)
    if said != questionnaire.id:
        check.report(f"this map is for `{shorten(said)}`, not for `{questionnaire.id}`")
    return Map(
        columns=fields.read("columns", lambda each: _read_columns(each, questionnaire), MappingProxyType({})),
        numbers=fields.read("answers", lambda each: _read_word(each, Numbers), None),
        order=fields.read("dates", lambda each: _read_word(each, Order), None),
        is_transposed=fields.read("transposed", lambda each: each.node is True, False),
        partnership=fields.read("partnership", optional_text, None),
        organisation=fields.read("organisation", optional_text, None),
        programme=fields.read("programme", optional_text, None),
        words=fields.read("words", _read_words, MappingProxyType({})),
        left_out=fields.read("leave-out-rows", _read_rows, MappingProxyType({})),
        sha256=fields.read("export", _read_digest, None),
    )


def _read_columns(field: Field, questionnaire: Questionnaire) -> Mapping[str, str]:
    uses = (*questionnaire.questions, *NAMES)
    found = {}
    for key, value in field.entries():
        said = value.read(optional_text, None) if value.node is not None else None
        name = (said or "").removeprefix(NOTE).strip()
        is_note = (said or "").startswith(NOTE)
        if said and name not in (questionnaire.questions if is_note else uses):
            hint = suggest(find_similar(name, uses)) or "a question's id, or nothing"
            value.report(f"there is no question `{shorten(name)}`", hint)
        else:
            found[fold(str(key.node))] = said or ""
    return MappingProxyType(found)


def _read_words(field: Field) -> Mapping[str, str]:
    found = {}
    for key, value in field.entries():
        found[str(key.node)] = (value.read(optional_text, None) if value.node is not None else None) or ""
    return MappingProxyType(found)


def _read_rows(field: Field) -> Mapping[int, str]:
    found = {}
    for key, value in field.entries():
        name = str(key.node)
        if name.isascii() and name.isdigit():
            found[int(name)] = value.read(optional_text, None) or "left out by the map"
        else:
            key.report(f"`{shorten(name)}` is no row", "write the row's number")
    return MappingProxyType(found)


def _read_digest(field: Field) -> str | None:
    fields = field.fields(optional=("name", "sha256"))
    return fields.read("sha256", optional_text, None)


def _read_word(field: Field, words: type[Word]) -> Word:
    said = text(field)
    known = {word.value: word for word in words}
    if said not in known:
        raise field.expected(quote_all(known))
    return known[said]
