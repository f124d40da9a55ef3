"""What somebody writes in a notebook: names and paths in, finished values out.

This module knows how to be short to use. It does not know formats, scoring or commands: it calls those in
turn.
"""

import os
from collections.abc import Iterator

from partnerassess.batch import Questionnaires, choose_questionnaire
from partnerassess.files import find_files
from partnerassess.loading import explain_broken, read_answer_documents
from partnerassess.loading import load_answers as load_document
from partnerassess.model import Answers, Questionnaire
from partnerassess.nodes import BrokenDocument
from partnerassess.problems import Problem, ProblemsFound

Path = str | os.PathLike[str]


def load_questionnaire(name: Path) -> Questionnaire:
    """Load a questionnaire that ships with partnerassess by its name, or any other by its path.

    Raises ProblemsFound with everything that is wrong with it, or if there is none.
    """
    return choose_questionnaire(os.fspath(name))


def load_answers(
    path: Path, questionnaire: Questionnaire | None = None, *, ignore_unrecognised: bool = False
) -> Answers:
    """Load the one answer set of a file, against the questionnaire it names or the one given.

    With `ignore_unrecognised`, answers that no question asks for are listed instead of refused. Raises
    ProblemsFound with everything that is wrong, or if the file holds several answer sets.
    """
    found = list(_answer_sets(path, questionnaire, ignore_unrecognised=ignore_unrecognised))
    if len(found) != 1:
        message, hint = f"holds {len(found)} answer sets, not one", "load_answer_sets gives them all"
        raise ProblemsFound([Problem(file=os.fsdecode(path), message=message, hint=hint)])
    return found[0]


def load_answer_sets(
    *paths: Path, questionnaire: Questionnaire | None = None, ignore_unrecognised: bool = False
) -> tuple[Answers, ...]:
    """Load every answer set of files and folders, in order; folders by path.

    Raises ProblemsFound at the first file that cannot be used, with everything that is wrong with it.
    """
    return tuple(
        answers
        for path in paths
        for file in _files(path)
        for answers in _answer_sets(file, questionnaire, ignore_unrecognised=ignore_unrecognised)
    )


def _files(path: Path) -> Iterator[Path]:
    if not os.path.isdir(path):
        yield path
        return
    for file in find_files(os.fsdecode(path)):
        if isinstance(file, Problem):
            raise ProblemsFound([file])
        yield file


def _answer_sets(
    path: Path, questionnaire: Questionnaire | None, *, ignore_unrecognised: bool
) -> Iterator[Answers]:
    questionnaires = Questionnaires(questionnaire)
    for document in read_answer_documents(path):
        if isinstance(document, BrokenDocument):
            find = questionnaires.answered_in
            raise ProblemsFound(explain_broken(document, find, ignore_unrecognised=ignore_unrecognised))
        answered = questionnaires.answered_in(document)
        yield load_document(document, answered, ignore_unrecognised=ignore_unrecognised)
