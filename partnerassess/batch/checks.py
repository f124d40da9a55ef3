"""Files checked one after the other: what is wrong with each of their documents, and what to know of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from partnerassess.batch.inputs import Tell, holds_questionnaire, list_inputs, name_of, read_views
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.loading.views import Problems, View, ViewReader
from partnerassess.problems import ProblemsFound

_PART = 256


class Checked(NamedTuple):
    """A questionnaire or a set of answers, checked."""

    file: str
    problems: Problems
    """Everything that is wrong, in its order; nothing if it can be used."""
    warnings: tuple[str, ...] = ()
    """What people should know although it can be used."""


def check_inputs(
    paths: Iterable[str], reader: ViewReader, standard_input: Callable[[], bytes], tell: Tell | None = None
) -> Iterator[Checked]:
    """Check questionnaires and answer files, those of folders by path."""
    for item in list_inputs(paths, standard_input, _PART, tell=tell, with_questionnaires=True):
        if isinstance(item, str) and holds_questionnaire(item):
            yield Checked(item, _problems_of_questionnaire(item))
        else:
            for found in read_views(item, reader):
                yield _checked(name_of(item), found)


def _checked(file: str, found: View | Problems) -> Checked:
    return Checked(file, (), found.answers.warnings) if isinstance(found, View) else Checked(file, found)


def _problems_of_questionnaire(file: str) -> Problems:
    try:
        load_questionnaire(file)
    except ProblemsFound as found:
        return found.problems
    return ()
