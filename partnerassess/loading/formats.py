"""What a file says it is, before anything else is read."""

import codecs
import re

from partnerassess.loading.fields import Field
from partnerassess.loading.values import text
from partnerassess.loading.wording import describe
from partnerassess.parsing.nodes import BrokenDocument, Document, Mapping, Node, Sequence
from partnerassess.problems import Problem

QUESTIONNAIRE_FORMAT = "partnerassess-questionnaire/1"
ANSWERS_FORMAT = "partnerassess-answers/1"

_QUESTIONNAIRE = re.compile(
    rb"^[^\w\n]{0,20}format\W{1,9}partnerassess-questionnaire/|^(?:sections|arrangements|scales):"
    rb'|"format"\s{0,9}:\s{0,9}"partnerassess-questionnaire/',
    re.MULTILINE,
)
_RESULT = "partnerassess-result/"
_KINDS = {
    "partnerassess-questionnaire": "a questionnaire",
    "partnerassess-answers": "a file of answers",
    "partnerassess-translation": "a translation of a questionnaire",
    "partnerassess-result": "a result",
}


def is_questionnaire(content: bytes) -> bool:
    """Tell whether a text is meant as a questionnaire, by what it has and answers have not."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    return _QUESTIONNAIRE.search(content.removeprefix(codecs.BOM_UTF8)) is not None


def check_format(root: Field, expected: str, *, required: bool) -> None:
    """Raise Refused if the file says that it is something else, or needs a newer version of the tool."""
    family = expected.partition("/")[0]
    if not isinstance(root.node, Mapping):
        root.check_spacing()
        if find_result(root.node):
            raise root.refused(f"this is a result, not {_KINDS[family]}")
        hint = "write each entry on its own line as `name: value`, without a dash before it"
        raise root.refused(f"this is {describe(root.node)}, not {_KINDS[family]}", hint)
    if "format" not in root.node:
        if required:
            root.report("`format` is missing", f"write `format: {expected}`")
        return
    value = root.value("format")
    if not required and value.node is None:
        return
    name = text(value)
    kind, _, number = name.partition("/")
    if kind == family and name != expected and number.isdigit() and number != "0":
        raise value.refused("this file needs a newer version of partnerassess", "install the latest version")
    if kind in _KINDS and kind != family:
        raise value.refused(f"this is {_KINDS[kind]}, not {_KINDS[family]}")
    if name != expected:
        raise value.expected(f"`{expected}`")


def find_result(node: Node) -> Mapping | None:
    """Give the part of a document that says that it is a result; null if none does.

    A file of results is a list of them.
    """
    first = node[0] if isinstance(node, Sequence) and node else node
    if not isinstance(first, Mapping):
        return None
    name = first.get("format")
    return first if isinstance(name, str) and name.strip().startswith(_RESULT) else None


def explain_result(document: Document | BrokenDocument, expected: str) -> Problem | None:
    """Say that a document is a result, whatever else is wrong with it; null if it is none.

    Results have numbers that no file may have which is written by hand.
    """
    read = document.read if isinstance(document, BrokenDocument) else document
    result = find_result(read.root) if read else None
    if result is None:
        return None
    line, column = result.value_mark("format")
    message = f"this is a result, not {_KINDS[expected.partition('/')[0]]}"
    return Problem(file=document.file, line=line, column=column, path="format", message=message)
