"""A few inputs, read one after the other in this process."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from partnerassess.batch.inputs import STANDARD_INPUT, Given, list_files
from partnerassess.batch.outcomes import Unusable
from partnerassess.batch.reading import Reader
from partnerassess.loading import Questionnaires, View, find_questionnaire_name, read_answer_documents
from partnerassess.model import Questionnaire
from partnerassess.parsing.nodes import BrokenDocument


def read_inputs(
    paths: Iterable[str],
    chosen: Questionnaire | None = None,
    *,
    standard_input: Callable[[], bytes],
    questionnaires: Iterable[str] = (),
    ignore_unrecognised: bool = False,
) -> Iterator[View | Unusable]:
    """Read the views in files, folders and standard input, in order; folders by path.

    `chosen` is the questionnaire to use; null where the answers say which.
    `questionnaires` are files of some, which are left aside in folders.
    """
    reader = Reader(chosen, ignore_unrecognised=ignore_unrecognised)
    for file in list_files(paths, questionnaires):
        yield from reader.views(Given(file, standard_input()) if file == STANDARD_INPUT else file)


def find_answered_questionnaire(path: Path) -> Questionnaire | None:
    """Give the questionnaire that an answer file names; null if it says nothing yet, or is broken.

    Raises ProblemsFound if the file cannot be read, or names a questionnaire that cannot be had.
    """
    first = read_answer_documents(path)[0]
    if isinstance(first, BrokenDocument) or find_questionnaire_name(first) is None:
        return None
    return Questionnaires().answered_in(first)
