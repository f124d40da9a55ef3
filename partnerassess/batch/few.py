"""A few inputs, scored with all their parts, one after the other in this process."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from partnerassess.batch.documents import use_documents
from partnerassess.batch.inputs import STANDARD_INPUT, Given, list_files
from partnerassess.batch.outcomes import Outcome
from partnerassess.batch.questionnaires import score_document
from partnerassess.loading import Questionnaires


def score_inputs(
    paths: Iterable[str],
    questionnaires: Questionnaires,
    *,
    standard_input: Callable[[], bytes],
    ignore_unrecognised: bool = False,
) -> Iterator[Outcome]:
    """Score files, folders and standard input, in order; folders by path."""
    use = partial(score_document, questionnaires=questionnaires, ignore_unrecognised=ignore_unrecognised)
    for file in list_files(paths):
        yield from use_documents(Given(file, standard_input()) if file == STANDARD_INPUT else file, use)
