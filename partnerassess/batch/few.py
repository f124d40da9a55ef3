"""A few inputs, scored with all their parts or checked, one after the other in this process.

This module knows files, folders and standard input in order. It does not know who asked, or how outcomes are
shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from partnerassess.batch.documents import use_documents
from partnerassess.batch.inputs import STANDARD_INPUT, Given, list_files
from partnerassess.batch.outcomes import Outcome, Unusable
from partnerassess.batch.questionnaires import Questionnaires, score_document
from partnerassess.files import read_bytes
from partnerassess.loading import MAX_QUESTIONNAIRE, load_questionnaire
from partnerassess.problems import Problem, ProblemsFound

_QUESTIONNAIRE = re.compile(
    rb"^\W*format\W+partnerassess-questionnaire/|^(sections|arrangements|scales):", re.MULTILINE
)
"""What the text of a questionnaire has and that of answers has not."""


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


def check_inputs(
    paths: Iterable[str],
    questionnaires: Questionnaires,
    *,
    standard_input: Callable[[], bytes],
    ignore_unrecognised: bool = False,
) -> Iterator[tuple[Problem, ...]]:
    """Check questionnaires and answer files: for each questionnaire or answer set its problems, or none."""
    for file in list_files(paths):
        if isinstance(file, Problem):
            yield (file,)
        elif file != STANDARD_INPUT and _is_questionnaire(file):
            yield _problems_of_questionnaire(file)
        else:
            for outcome in score_inputs(
                [file],
                questionnaires,
                standard_input=standard_input,
                ignore_unrecognised=ignore_unrecognised,
            ):
                yield outcome.problems if isinstance(outcome, Unusable) else ()


def _is_questionnaire(file: str) -> bool:
    try:
        return _QUESTIONNAIRE.search(read_bytes(file, limit=MAX_QUESTIONNAIRE)) is not None
    except ProblemsFound:
        return False


def _problems_of_questionnaire(file: str) -> tuple[Problem, ...]:
    try:
        load_questionnaire(file)
    except ProblemsFound as found:
        return found.problems
    return ()
