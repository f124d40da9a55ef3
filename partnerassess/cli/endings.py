"""The form of an output, from --format and from how the name of the file ends.

This module knows which ending goes with which form. It does not know how any form is made.
"""

import os
from collections.abc import Iterable
from enum import StrEnum
from typing import NoReturn, TypeVar

import typer

from partnerassess.files import clean

Form = TypeVar("Form", bound=StrEnum)

FORM_DEFAULT = "by the ending of --output, else terminal"
"""What the help says of --format where it is not given."""

_FORMS = {
    ".txt": "terminal",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xlsx": "xlsx",
}
_ENDINGS = {form: ending for ending, form in reversed(_FORMS.items())}
"""The usual ending of every form: of several, the first."""
_PLAIN = ".txt"
"""The ending that any text may have."""
_NO_TEXT = ("docx", "pdf", "xlsx")
_PAGES = ("html", "docx", "markdown", "terminal")
_TABLES = ("csv", "xlsx", "json")
_INSTEAD = {
    **dict.fromkeys((".pdf", ".doc", ".docm", ".odt", ".rtf", ".pages", ".ppt", ".pptx", ".odp"), _PAGES),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".svg"), _PAGES),
    **dict.fromkeys((".xls", ".xlsm", ".ods", ".numbers", ".tsv", ".xml"), _TABLES),
    **dict.fromkeys((".gz", ".bz2", ".xz", ".zst", ".zip"), _TABLES),
}
"""Endings of files that are not made here, with the forms that come nearest."""


def choose_form(given: Form | None, output: str, otherwise: Form) -> Form:
    """Give the form of an output: the one --format gives, else that of the file's ending, else `otherwise`.

    `output` is a file, or `-`. A name without an ending, or with one that says nothing, may hold any form,
    and `.txt` any text. Raises BadParameter where the name promises a form that the file would not have.
    """
    forms = {form.value: form for form in type(otherwise)}
    ending = os.path.splitext(output)[1].casefold()
    said = _FORMS.get(ending)
    if said is None and ending not in _INSTEAD:
        return given or otherwise
    if given is not None:
        if said == given.value or (ending == _PLAIN and given.value not in _NO_TEXT):
            return given
        leave = "leave --format out, or " if said in forms else ""
        hint = f"{leave}name the file {_named(output, given.value)}"
        _refuse(f"{clean(output)} would hold {given.value}, whatever its name says", hint)
    if said not in forms:
        _refuse(f"{clean(ending)} files are not made here", _name_instead(output, ending, forms))
    return forms[said]


def _name_instead(output: str, ending: str, forms: Iterable[str]) -> str:
    like = _TABLES if ending == ".xlsx" else _INSTEAD.get(ending, ())
    near = next((form for form in like if form in forms), None)
    if near is None:
        return f"what is made ends in {', '.join(_ENDINGS[form] for form in forms)}"
    after = " and print that to PDF from the browser" if (ending, near) == (".pdf", "html") else ""
    return f"name the file {_named(output, near)}{after}"


def _named(output: str, form: str) -> str:
    stem, ending = os.path.splitext(output)[0], _ENDINGS[form]
    return clean(stem if stem.endswith(ending) else f"{stem}{ending}")


def _refuse(fault: str, hint: str) -> NoReturn:
    raise typer.BadParameter(f"{fault}: {hint}", param_hint="--output")
