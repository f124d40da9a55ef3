"""What somebody writes in a notebook: names and paths in, finished values out.

This module knows how to be short to use. It does not know formats, scoring or commands: it calls those in
turn.
"""

import os
from collections.abc import Iterable, Iterator

from msgspec import Struct

from partnerassess.batch.inputs import list_files, read_views
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.loading.views import View, ViewReader
from partnerassess.model import Answers, Questionnaire
from partnerassess.problems import Problem, ProblemsFound

Path = str | os.PathLike[str]


def load_questionnaire(name: Path) -> Questionnaire:
    """Load a questionnaire that ships with partnerassess by its name, or any other by its path.

    Raises ProblemsFound with everything that is wrong with it, or if there is none.
    """
    return choose_questionnaire(os.fspath(name))


class UsableAnswerSets(Struct, frozen=True, kw_only=True):
    """What could be used of many files, and what is wrong with the rest."""

    answer_sets: tuple[Answers, ...]
    problems: tuple[Problem, ...]
    """Everything that is wrong, in the order of the files; none where all could be used."""


def load_answers(
    path: Path, questionnaire: Questionnaire | None = None, *, ignore_unrecognised: bool = False
) -> Answers:
    """Load the one answer set of a file, against the questionnaire it names or the one given.

    With `ignore_unrecognised`, answers that no question asks for are listed instead of refused. Raises
    ProblemsFound with everything that is wrong, or if the file holds several answer sets.
    """
    reader = ViewReader(questionnaire, ignore_unrecognised=ignore_unrecognised)
    found = _load_all(os.fsdecode(path), reader)
    if len(found) != 1:
        message, hint = f"holds {len(found)} answer sets, not one", "load_answer_sets gives them all"
        raise ProblemsFound([Problem(file=os.fsdecode(path), message=message, hint=hint)])
    return found[0]


def load_answer_sets(
    *paths: Path, questionnaire: Questionnaire | None = None, ignore_unrecognised: bool = False
) -> tuple[Answers, ...]:
    """Load every answer set of files and folders, in order; folders by path.

    Raises ProblemsFound at the first file that cannot be used, with everything that is wrong with it, or at
    a folder without answer files. `load_usable_answer_sets` goes on instead.
    """
    reader = ViewReader(questionnaire, ignore_unrecognised=ignore_unrecognised)
    return tuple(answers for file in _files(paths) for answers in _load_all(file, reader))


def load_usable_answer_sets(
    *paths: Path, questionnaire: Questionnaire | None = None, ignore_unrecognised: bool = False
) -> UsableAnswerSets:
    """Load every answer set of files and folders that can be used, and say what is wrong with the others.

    The order is that of `load_answer_sets`. Of a file with several answer sets the good ones are kept. Raises
    nothing for a file that is wrong or not there.
    """
    reader = ViewReader(questionnaire, ignore_unrecognised=ignore_unrecognised)
    parts = [_load_file(file, reader) for file in _files(paths)]
    return UsableAnswerSets(
        answer_sets=tuple(answers for part in parts for answers in part.answer_sets),
        problems=tuple(problem for part in parts for problem in part.problems),
    )


def _files(paths: Iterable[Path]) -> Iterator[str | Problem]:
    return list_files(map(os.fsdecode, paths))


def _load_all(file: str | Problem, reader: ViewReader) -> tuple[Answers, ...]:
    loaded = _load_file(file, reader)
    if loaded.problems:
        raise ProblemsFound(loaded.problems)
    return loaded.answer_sets


def _load_file(file: str | Problem, reader: ViewReader) -> UsableAnswerSets:
    found = list(read_views(file, reader))
    return UsableAnswerSets(
        answer_sets=tuple(each.answers for each in found if isinstance(each, View)),
        problems=tuple(problem for each in found if not isinstance(each, View) for problem in each),
    )
