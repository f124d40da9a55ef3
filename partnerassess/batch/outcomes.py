"""A few inputs, scored: for each document of each file an assessment with all its parts, or what is wrong.

This module knows that one bad file is an outcome and not the end of a run. It does not know who asked,
or how outcomes are shown.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from partnerassess.files import ENDINGS, find_files, read_bytes
from partnerassess.library import DEFAULT, find_questionnaire, shipped_questionnaires
from partnerassess.loading import (
    MAX_QUESTIONNAIRE,
    explain_broken,
    find_questionnaire_name,
    load_answers,
    load_questionnaire,
    read_answer_documents,
)
from partnerassess.model import Questionnaire
from partnerassess.nodes import BrokenDocument, Document
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.model import Answers
    from partnerassess.pooling import PooledAssessment

STANDARD_INPUT = "-"

_QUESTIONNAIRE = re.compile(
    rb"^\W*format\W+partnerassess-questionnaire/|^(sections|arrangements|scales):", re.MULTILINE
)
"""What the text of a questionnaire has and that of answers has not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """One answer set that was scored, or several that were pooled first."""

    assessment: "Assessment"
    document: int | None
    """Its place in a file that holds several answer sets, from 1."""
    pooled: "PooledAssessment | None" = None
    """What it was pooled from; null for one answer set by itself."""
    unselected: "Assessment | None" = None
    """The assessment with all its arrangements, where only some of them are looked at."""

    @property
    def whole(self) -> "Assessment":
        """Give the assessment with all its arrangements, such as an explanation is made from."""
        return self.unselected or self.assessment

    def look_at(self, selected: "Assessment") -> "Scored":
        """Give the same with only the selected arrangements to be looked at."""
        return replace(self, assessment=selected, unselected=self.whole)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unusable:
    """One input that could not be used."""

    problems: tuple[Problem, ...]


Outcome = Scored | Unusable


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


def score_inputs(
    paths: Iterable[str],
    questionnaires: Questionnaires,
    *,
    standard_input: Callable[[], bytes],
    ignore_unrecognised: bool = False,
) -> Iterator[Outcome]:
    """Score files, folders and standard input, in order; folders by path."""
    for file in _files(paths):
        if isinstance(file, Problem):
            yield Unusable(problems=(file,))
            continue
        content = standard_input() if file == STANDARD_INPUT else None
        try:
            documents = read_answer_documents(file, content=content)
        except ProblemsFound as found:
            yield Unusable(problems=found.problems)
            continue
        for document in documents:
            place = document.index if len(documents) > 1 else None
            yield score_document(document, questionnaires, place, ignore_unrecognised=ignore_unrecognised)


def score_document(
    document: Document | BrokenDocument,
    questionnaires: Questionnaires,
    place: int | None = None,
    *,
    ignore_unrecognised: bool = False,
) -> Outcome:
    """Score one document."""
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


def check_inputs(
    paths: Iterable[str],
    questionnaires: Questionnaires,
    *,
    standard_input: Callable[[], bytes],
    ignore_unrecognised: bool = False,
) -> Iterator[tuple[Problem, ...]]:
    """Check questionnaires and answer files: for each questionnaire or answer set its problems, or none."""
    for file in _files(paths):
        if isinstance(file, str) and file != STANDARD_INPUT and _is_questionnaire(file):
            yield _problems_of_questionnaire(file)
            continue
        single = [file] if isinstance(file, str) else []
        if isinstance(file, Problem):
            yield (file,)
        for outcome in score_inputs(
            single, questionnaires, standard_input=standard_input, ignore_unrecognised=ignore_unrecognised
        ):
            yield outcome.problems if isinstance(outcome, Unusable) else ()


def _files(paths: Iterable[str]) -> Iterator[str | Problem]:
    for path in paths:
        if path == STANDARD_INPUT or not os.path.isdir(path):
            yield path
            continue
        found = list(find_files(path))
        hint = f"answer files end in {', '.join(ENDINGS)}"
        yield from found or [Problem(file=path, message="no answer files in this folder", hint=hint)]


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
