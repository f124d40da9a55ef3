"""Files → documents, whichever notation they are written in."""

import os
import re

from msgspec.structs import replace

from partnerassess.files.reading import ENDINGS, decode, other_encoding, read_bytes
from partnerassess.parsing.json import parse_json, parse_json_lines
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import Problem, ProblemsFound

MAX_DOCUMENT = 1024 * 1024
"""The most bytes a file with one document may have."""
MAX_FILE = 64 * MAX_DOCUMENT
"""The most bytes a file with many documents may have."""

_BETWEEN = {
    ".yaml": re.compile(r"^---(?=\s|$)", re.MULTILINE),
    ".json": re.compile(r"(?!)"),
    ".jsonl": re.compile(r"\n"),
}
"""What stands between two documents; nothing does in JSON."""
_ZIP, _WORKBOOK = b"PK\x03\x04", (b"xl/", b"opendocument.spreadsheet")
"""How workbooks begin, and what stands in those of Excel and of LibreOffice."""
_OLE = b"\xd0\xcf\x11\xe0"
"""How documents of old programs begin."""
_NO_ANSWERS = {
    (".csv", ".tsv"): (
        "this is a table, not an answer file",
        "answers from a survey or a table are read by `partnerassess import`",
    ),
    (".html", ".htm"): (
        "this is a page, not an answer file",
        "give the file that the form saves, which ends in .json",
    ),
}
"""Files that people take for answers, by their ending: what they are, and what to do."""


def read_documents(
    path: str | os.PathLike[str], *, content: bytes | None = None
) -> tuple[Document | BrokenDocument, ...]:
    """Read every document of a file, broken ones included; there is at least one.

    The ending of the file's name decides: `.json`, `.jsonl`, else YAML; a workbook that `template` made is
    known by its content. With `content`, such as that of standard input, nothing is read, and a name without
    one of our endings leaves it to the first character.
    Raises ProblemsFound when there is no reading the file at all, or when it is larger than 64 MiB, or 1 MiB
    for a single document.
    """
    file = os.fsdecode(path)
    ending = os.path.splitext(file)[1].lower()
    if content is None:
        content = read_bytes(path, limit=MAX_DOCUMENT if ending == ".json" else MAX_FILE)
    elif ending not in ENDINGS:
        ending = _find_ending(content)
    is_old = content.startswith(_OLE) and file.lower().endswith(".xls")
    if is_old or (content.startswith(_ZIP) and any(sign in content for sign in _WORKBOOK)):
        from partnerassess.parsing.workbook import read_workbook

        return read_workbook(content, file)
    for endings, (message, hint) in _NO_ANSWERS.items():
        if file.lower().endswith(endings):
            raise ProblemsFound([Problem(file=file, message=message, hint=hint)])
    return _read_documents(content, file, ending)


def find_line_fault(line: bytes, file: str, number: int) -> Problem | None:
    """Say what keeps a line of JSON Lines, the first being 1, from being text; null if nothing does."""
    if len(line) > MAX_DOCUMENT:
        return _too_large(file, number)
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return other_encoding(file, number, len(line[: error.start].decode()) + 1)
    return None


def _read_documents(content: bytes, file: str, ending: str) -> tuple[Document | BrokenDocument, ...]:
    try:
        text = decode(content, file)
        between = _BETWEEN.get(ending, _BETWEEN[".yaml"])
        if len(text) > MAX_DOCUMENT and max(map(len, between.split(text))) > MAX_DOCUMENT:
            raise ProblemsFound([_too_large(file)])
    except ProblemsFound:
        documents = _read_other_lines(content, file) if ending == ".jsonl" else ()
        if any(isinstance(document, Document) for document in documents):
            return documents
        raise
    match ending:
        case ".json":
            return parse_json(text, file)
        case ".jsonl":
            return parse_json_lines(text, file)
        case _:
            return parse_yaml(text, file, aliases=False)


def _read_other_lines(content: bytes, file: str) -> tuple[Document | BrokenDocument, ...]:
    """Read JSON Lines of which some cannot be read at all: these are broken, and the others go on."""
    lines = content.split(b"\n")
    faults = {number: find_line_fault(line, file, number) for number, line in enumerate(lines, start=1)}
    good = [b"" if faults[number] else line for number, line in enumerate(lines, start=1)]
    found: dict[int, Document | BrokenDocument] = {
        (each.mark.line if isinstance(each, Document) else each.problems[0].line) or 1: each
        for each in parse_json_lines(b"\n".join(good).decode(), file)
    }
    broken = [(number, fault) for number, fault in faults.items() if fault]
    found |= {number: BrokenDocument(file=file, index=0, problems=(fault,)) for number, fault in broken}
    return tuple(replace(found[number], index=index) for index, number in enumerate(sorted(found), start=1))


def _find_ending(content: bytes) -> str:
    """Tell the format of a text without a name: JSON opens with a bracket, JSON Lines do so every time."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith((b"{", b"[")):
        return ".yaml"
    first, _, rest = start.partition(b"\n")
    goes_on = first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
    return ".jsonl" if goes_on else ".json"


def _too_large(file: str, line: int | None = None) -> Problem:
    return Problem(file=file, line=line, message="a document of more than 1 MiB", hint="shorten it")
