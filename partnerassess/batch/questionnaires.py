"""Which questionnaire a document answers, and the document read or scored against it.

This module knows questionnaires by name. It does not know where documents come from.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from partnerassess.batch.outcomes import Outcome, Scored, Unusable
from partnerassess.library import DEFAULT, find_questionnaire, shipped_questionnaires
from partnerassess.loading import (
    explain_broken,
    find_questionnaire_name,
    load_answers,
    load_questionnaire,
    read_answer_documents,
)
from partnerassess.model import Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.model import Answers


class Questionnaires:
    """The questionnaires of a run, each loaded once."""

    def __init__(self, chosen: Questionnaire | None = None) -> None:
        self._chosen = chosen
        self._loaded: dict[str, Questionnaire] = {}

    def answered_in(self, document: Document) -> Questionnaire:
        """Give the questionnaire a document answers: the chosen one, else the one it names.

        Raises ProblemsFound if it names none, or one that does not ship with partnerassess.
        """
        if self._chosen is not None:
            return self._chosen
        name = find_questionnaire_name(document)
        found = self.named(name) if name else None
        if found is None:
            raise ProblemsFound([_no_questionnaire(document, name)])
        return found

    def named(self, name: str) -> Questionnaire | None:
        """Give the questionnaire that answers to this one are scored with; null if there is none."""
        if self._chosen is not None:
            return self._chosen if self._chosen.id == name else None
        if name not in self._loaded:
            path = shipped_questionnaires().get(name)
            if path is None:
                return None
            self._loaded[name] = load_questionnaire(path)
        return self._loaded[name]


def find_questionnaire_file(name: str) -> Path:
    """Give the file of the questionnaire a person named; raises ProblemsFound if there is none."""
    path = find_questionnaire(name)
    if path is None:
        hint = f"a file, or one of: {', '.join(shipped_questionnaires())}"
        raise ProblemsFound([Problem(file=name, message="no such questionnaire", hint=hint)])
    return path


def choose_questionnaire(name: str) -> Questionnaire:
    """Load the questionnaire a person named; raises ProblemsFound if there is none or it cannot be used."""
    return load_questionnaire(find_questionnaire_file(name))


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


def _no_questionnaire(document: Document, name: str | None) -> Problem:
    said = f"no questionnaire called `{name}` ships with partnerassess" if name else "names no questionnaire"
    return Problem(
        file=document.file,
        line=document.mark.line,
        column=document.mark.column,
        path="questionnaire",
        message=said,
        hint=f"say `questionnaire: {DEFAULT}`, or use --questionnaire",
    )
