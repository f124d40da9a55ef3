"""What there is to read, in order: files, parts of large files, standard input; and the views in each."""

import codecs
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from partnerassess.files.reading import (
    ENDINGS,
    find_files,
    holds_our_results,
    identify,
    read_bytes,
    read_head,
)
from partnerassess.loading.formats import is_questionnaire
from partnerassess.loading.questionnaire import MAX_QUESTIONNAIRE
from partnerassess.loading.views import Problems, View, ViewReader
from partnerassess.parsing.documents import MAX_DOCUMENT, MAX_FILE
from partnerassess.problems import Problem, ProblemsFound

STANDARD_INPUT = "-"

_BLANK = b" \t\r\n"
_OTHER_TEXT = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SHORT = 256
"""JSON Lines are read in parts if they hold more bytes than so many for each document of a part."""


class Given(NamedTuple):
    """An input whose content is here already."""

    path: str
    content: bytes


class Lines(NamedTuple):
    """A part of a file of JSON Lines."""

    path: str
    start: int
    """How many bytes stand before it."""
    length: int
    """How many bytes it has."""
    lines: int
    """How many lines stand before it."""
    documents: int
    """How many documents stand before it."""


Input = str | Given | Lines | Problem
"""A file by its path, or something else to read, or what is in the way of reading."""


_ANSWERS = re.compile(rb"""(?:^[ {]*|[{,]\s*")["']?(?:questionnaire|answers)["']?[ ]*:""", re.MULTILINE)
"""How most files of answers begin."""
_USUAL = b"\nquestionnaire:", b"\nanswers:"
"""What nearly all of those hold that are YAML, which is quicker to find."""
_OURS = re.compile(
    rb'"format"\s*:\s*"partnerassess-(?!answers|questionnaire)[a-z]+/'  # results, plans, comparisons …
    rb'|"\$schema"\s*:\s*"https?://json-schema\.org'
    rb'|^\s*\{"kind": "(?:unusable|duplicate)"'  # what --problems keeps
)
_OUR_TABLES = (
    b"file,document,partnership,",
    b"partnership,arrangement,kind,",
    b"number,arrangement,question,text,factor,",
    b"arrangement,title,rank,place,",
)
"""How the first lines of tables of results begin."""


def is_our_own(path: str) -> bool:
    """Tell whether a file is something that this tool makes and that holds no answers, by how it begins."""
    return _begins_as_ours(path, read_head(path))


def _begins_as_ours(path: str, head: bytes) -> bool:
    name = path.lower()
    if name.endswith(".yaml"):
        return name.endswith("map.yaml") and b"format: partnerassess-map/" in head
    if name.endswith((".json", ".jsonl")):
        return _OURS.search(head) is not None
    if name.endswith(".csv"):
        return head.removeprefix(codecs.BOM_UTF8).startswith(_OUR_TABLES)
    return holds_our_results(path)


class Unused(NamedTuple):
    """What a folder holds that is not read."""

    folder: str
    others: list[str]
    """Files with another ending, hidden ones, and links to folders."""
    questionnaires: int
    """How many others are questionnaires."""
    own: int
    """How many others this tool made itself."""


Tell = Callable[[Unused], object]
"""Hears of every folder that has been looked through."""


def list_files(
    paths: Iterable[str],
    used: Iterable[str] = (),
    tell: Tell | None = None,
    *,
    with_questionnaires: bool = False,
) -> Iterator[str | Problem]:
    """Give the files of these paths in order; those of a folder by name, standard input as `-`.

    What this tool itself made is left aside in folders, and so are questionnaires, of which those in `used`
    are not even counted. A file that is named twice, by itself or in a folder, is given once.
    """
    several = list(dict.fromkeys(paths))
    found = _list_each(several, used, tell, with_questionnaires=with_questionnaires)
    return found if len(several) == 1 else _once(found)


def _once(found: Iterable[str | Problem]) -> Iterator[str | Problem]:
    given = set[str]()
    for each in found:
        if each not in given:
            yield each
        if isinstance(each, str):
            given.add(each)


def _list_each(
    paths: Iterable[str], used: Iterable[str], tell: Tell | None, *, with_questionnaires: bool
) -> Iterator[str | Problem]:
    named = {identify(each) for each in used} - {None}
    for path in paths:
        if path == STANDARD_INPUT or not os.path.isdir(path):
            yield path
            continue
        is_empty, left, own, others = True, 0, 0, list[str]()
        for found in find_files(path, others):
            if isinstance(found, str):
                if named and identify(found) in named:
                    continue
                head = read_head(found)
                if _begins_as_ours(found, head):
                    own += 1
                    continue
                is_read = with_questionnaires or _begins_as_answers(found, head)
                if not is_read and holds_questionnaire(found):
                    left += 1
                    continue
            is_empty = False
            yield found
        if tell is not None:
            tell(Unused(path, sorted(others), left, own))
        if is_empty:
            hint = f"answer files end in {', '.join(ENDINGS)}, or are workbooks that `template` made"
            yield Problem(file=path, message="no answer files in this folder", hint=hint)


def _begins_as_answers(path: str, head: bytes) -> bool:
    """Tell whether a file can be no questionnaire, by its name and by how it begins."""
    return (
        not path.lower().endswith((".yaml", ".yml", ".json"))
        or any(each in head for each in _USUAL)
        or _ANSWERS.search(head) is not None
    )


def holds_questionnaire(path: str) -> bool:
    """Tell whether a file is meant as a questionnaire; not so if it cannot be read."""
    try:
        return is_questionnaire(read_bytes(path, limit=MAX_QUESTIONNAIRE))
    except ProblemsFound:
        return False


def list_inputs(
    paths: Iterable[str],
    standard_input: Callable[[], bytes],
    documents: int,
    used: Iterable[str] = (),
    tell: Tell | None = None,
    *,
    with_questionnaires: bool = False,
) -> Iterator[Input]:
    """Give the inputs of these paths in order, large files of JSON Lines in parts of so many documents."""
    for file in list_files(paths, used, tell, with_questionnaires=with_questionnaires):
        if file == STANDARD_INPUT:
            yield Given(STANDARD_INPUT, standard_input())
        elif isinstance(file, str) and file.lower().endswith(".jsonl"):
            yield from _parts(file, documents)
        else:
            yield file


def in_chunks(inputs: Iterable[Input], size: int) -> Iterator[list[Input]]:
    """Gather inputs into chunks of so many; a part of a file is a chunk of its own."""
    chunk: list[Input] = []
    for each in inputs:
        if isinstance(each, Lines) and chunk:
            yield chunk
            chunk = []
        chunk.append(each)
        if isinstance(each, Lines) or len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _parts(path: str, documents: int) -> Iterator[Input]:
    """Give the parts of a file of JSON Lines, or the file as a whole if it is small or in any way unusual."""
    try:
        if os.path.getsize(path) <= _SHORT * documents:
            yield path
            return
        with open(path, "rb") as file:
            # However large the file, no more of a line is held than a whole file may have.
            if not _is_usual(iter(partial(file.readline, MAX_FILE + 1), b"")):
                yield path
                return
            file.seek(0)
            yield from _cut(path, file, documents)
    except OSError:
        # Reading it as a whole says what is wrong.
        yield path


def _cut(path: str, lines: Iterable[bytes], documents: int) -> Iterator[Lines]:
    part = Lines(path, 0, 0, 0, 0)
    size = held = count = 0
    for line in lines:
        size, count, held = size + len(line), count + 1, held + bool(line.strip(_BLANK))
        if held == documents:
            yield part._replace(length=size)
            part = Lines(path, part.start + size, 0, part.lines + count, part.documents + held)
            size = held = count = 0
    if held:
        yield part._replace(length=size)


def _is_usual(lines: Iterable[bytes]) -> bool:
    """Tell whether lines hold several documents, each on a line that ends as lines do."""
    documents = 0
    for line in lines:
        said = line.rstrip(b"\r\n")
        documents += bool(said.strip(_BLANK))
        if len(line) > MAX_FILE or b"\r" in said or said.startswith(_OTHER_TEXT):
            return False
    return documents > 1


def read_small(path: str) -> bytes | None:
    """Read a file of the size of one document; null for anything else, which may be a problem."""
    try:
        return read_bytes(path, limit=MAX_DOCUMENT)
    except ProblemsFound:
        return None


def read_views(item: Input, reader: ViewReader) -> Iterator[View | Problems]:
    """Read an input: each of its documents as a view, or all that is wrong with it."""
    if isinstance(item, Problem):
        yield (item,)
    elif isinstance(item, Lines):
        with open(item.path, "rb") as file:
            file.seek(item.start)
            part = file.read(item.length)
        place = item.documents
        for number, line in enumerate(part.split(b"\n"), start=item.lines + 1):
            if line.strip(_BLANK):
                place += 1
                yield reader.read_line(item.path, line, number, place)
    else:
        path, content = item if isinstance(item, Given) else (item, read_small(item))
        yield from reader.read(path, content)


def name_of(item: Input) -> str:
    """Give the file an input is in, as the user named it."""
    match item:
        case Given() | Lines():
            return item.path
        case Problem():
            return item.file
        case _:
            return item
