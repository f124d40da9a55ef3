"""Files checked one after the other: what is wrong with each of their documents, and what to know of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from partnerassess.batch.documents import number_lines, read_part
from partnerassess.batch.inputs import Given, Lines, list_inputs, name_of, read_small
from partnerassess.files import read_bytes
from partnerassess.loading import (
    MAX_QUESTIONNAIRE,
    Problems,
    View,
    ViewReader,
    is_questionnaire,
    load_questionnaire,
)
from partnerassess.problems import Problem, ProblemsFound

_PART = 256


class Checked(NamedTuple):
    """A questionnaire or a set of answers, checked."""

    file: str
    problems: Problems
    """Everything that is wrong, in its order; nothing if it can be used."""
    warnings: tuple[str, ...] = ()
    """What people should know although it can be used."""


def check_inputs(
    paths: Iterable[str], reader: ViewReader, standard_input: Callable[[], bytes]
) -> Iterator[Checked]:
    """Check questionnaires and answer files, those of folders by path."""
    for item in list_inputs(paths, standard_input, _PART):
        file = name_of(item)
        if isinstance(item, Problem):
            yield Checked(file, (item,))
        elif isinstance(item, Lines):
            numbered = enumerate(number_lines(read_part(item), item.lines), start=item.documents + 1)
            for place, (number, line) in numbered:
                yield _checked(file, reader.read_line(file, line, number + 1, place))
        else:
            content = item.content if isinstance(item, Given) else None
            yield from _check_file(file, content, reader)


def _check_file(file: str, content: bytes | None, reader: ViewReader) -> Iterator[Checked]:
    if content is None:
        content = read_small(file)
        if _holds_a_questionnaire(file, content):
            yield Checked(file, _problems_of_questionnaire(file))
            return
    for found in reader.read(file, content):
        yield _checked(file, found)


def _checked(file: str, found: View | Problems) -> Checked:
    return Checked(file, (), found.answers.warnings) if isinstance(found, View) else Checked(file, found)


def _holds_a_questionnaire(file: str, content: bytes | None) -> bool:
    try:
        return is_questionnaire(read_bytes(file, limit=MAX_QUESTIONNAIRE) if content is None else content)
    except ProblemsFound:
        return False


def _problems_of_questionnaire(file: str) -> Problems:
    try:
        load_questionnaire(file)
    except ProblemsFound as found:
        return found.problems
    return ()
