"""What a file says it is, before anything else is read.

This module knows the names of our formats. It does not know what is in them.
"""

from partnerassess.loading.fields import Field
from partnerassess.loading.values import text

QUESTIONNAIRE_FORMAT = "partnerassess-questionnaire/1"
ANSWERS_FORMAT = "partnerassess-answers/1"

_KINDS = {
    "partnerassess-questionnaire": "a questionnaire",
    "partnerassess-answers": "a file of answers",
    "partnerassess-translation": "a translation of a questionnaire",
    "partnerassess-result": "a result",
}


def check_format(root: Field, expected: str, *, required: bool) -> None:
    """Raise Refused if the file says that it is something else, or needs a newer version of the tool."""
    family = expected.partition("/")[0]
    named = [value for key, value in root.entries(_KINDS[family]) if key.node == "format"]
    if not named and required:
        root.report("`format` is missing", f"write `format: {expected}`")
    for value in named:
        if required or value.node is not None:
            _check_name(value, expected, family)


def _check_name(field: Field, expected: str, family: str) -> None:
    name = text(field)
    if name == expected:
        return
    kind, _, version = name.partition("/")
    if kind == family and version.isdigit() and version != "0":
        raise field.refused("this file needs a newer version of partnerassess", "install the latest version")
    if kind in _KINDS and kind != family:
        raise field.refused(f"this is {_KINDS[kind]}, not {_KINDS[family]}")
    raise field.expected(f"`{expected}`")
