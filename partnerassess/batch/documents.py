"""From an input to its documents, one after the other, with the strict reader.

This module knows how each kind of input holds documents, and where they stand in it. It does not know what
becomes of them.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from partnerassess.batch.inputs import Given, Input, Lines
from partnerassess.batch.outcomes import Unusable
from partnerassess.loading import read_answer_documents
from partnerassess.parsing.documents import find_line_fault
from partnerassess.parsing.json import parse_json_lines
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.problems import Problem, ProblemsFound

Used = TypeVar("Used")
Use = Callable[[Document | BrokenDocument, int | None], Used | Unusable]
"""What makes something of a document, given its place in a file that holds several, from 1."""


def use_documents(item: Input, use: Use[Used]) -> Iterator[Used | Unusable]:
    """Give what is made of each document of an input, or what is wrong with it."""
    if isinstance(item, Problem):
        yield Unusable(problems=(item,))
    elif isinstance(item, Lines):
        numbered = enumerate(number_lines(read_part(item), item.lines), start=item.documents + 1)
        for place, (number, line) in numbered:
            yield use_line(item.path, line, number, place, use)
    else:
        path, content = (item.path, item.content) if isinstance(item, Given) else (item, None)
        try:
            documents = read_answer_documents(path, content=content)
        except ProblemsFound as found:
            yield Unusable(problems=found.problems)
            return
        for document in documents:
            yield use(document, document.index if len(documents) > 1 else None)


def use_line(path: str, line: bytes, number: int, place: int, use: Use[Used]) -> Used | Unusable:
    """Give what is made of a line of JSON Lines; `number` lines stand before it, and it is document `place`.

    If there are problems it is read once more, for the right places.
    """
    fault = find_line_fault(line, path, number + 1)
    if fault is not None:
        return Unusable(problems=(fault,))
    text = line.decode()
    (document,) = parse_json_lines(text, path)
    used = use(document, place)
    if isinstance(used, Unusable) and number:
        (document,) = parse_json_lines("\n" * number + text, path)
        used = use(document, place)
    return used


def read_part(part: Lines) -> bytes:
    """Read a part of a file."""
    with open(part.path, "rb") as file:
        file.seek(part.start)
        return file.read(part.length)


def number_lines(content: bytes, before: int) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not blank, each with how many stand before it; `before` stand before all."""
    for number, line in enumerate(content.split(b"\n"), start=before):
        if line.strip(b" \t\r"):
            yield number, line
