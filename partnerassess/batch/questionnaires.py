"""Which questionnaire a document answers, and the document read or scored against it.

This module knows questionnaires by name. It does not know where documents come from.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from partnerassess.batch.outcomes import Outcome, Scored, Unusable
from partnerassess.loading import (
    Questionnaires,
    explain_broken,
    find_questionnaire_name,
    load_answers,
    read_answer_documents,
)
from partnerassess.model import Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.problems import ProblemsFound

if TYPE_CHECKING:
    from partnerassess.model import Answers


def find_answered_questionnaire(path: Path) -> Questionnaire | None:
    """Give the questionnaire that an answer file names; null if it says nothing yet, or is broken.

    Raises ProblemsFound if the file cannot be read, or names a questionnaire that cannot be had.
    """
    first = read_answer_documents(path)[0]
    if isinstance(first, BrokenDocument) or find_questionnaire_name(first) is None:
        return None
    return Questionnaires().answered_in(first)


def score_document(
    document: Document | BrokenDocument,
    place: int | None,
    questionnaires: Questionnaires,
    *,
    ignore_unrecognised: bool = False,
) -> Outcome:
    """Score one document, which has this place in a file of several, from 1."""
    from partnerassess.scoring import score

    loaded = load_document(document, questionnaires, ignore_unrecognised=ignore_unrecognised)
    return loaded if isinstance(loaded, Unusable) else Scored(assessment=score(*loaded), document=place)


def load_document(
    document: Document | BrokenDocument, questionnaires: Questionnaires, *, ignore_unrecognised: bool
) -> "tuple[Questionnaire, Answers] | Unusable":
    """Give the answers a document holds with the questionnaire they are to, or what is wrong with it."""
    if isinstance(document, BrokenDocument):
        find = questionnaires.answered_in
        return Unusable(problems=explain_broken(document, find, ignore_unrecognised=ignore_unrecognised))
    try:
        questionnaire = questionnaires.answered_in(document)
        return questionnaire, load_answers(document, questionnaire, ignore_unrecognised=ignore_unrecognised)
    except ProblemsFound as found:
        return Unusable(problems=found.problems)
