"""The assessments a comparison is about: one for each file, or for each folder of several people's answers.

This module knows how each is loaded against the version it was answered to. It does not know what changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.model import Answers, Questionnaire
    from partnerassess.parsing.nodes import BrokenDocument, Document


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """One assessment, with the answer sets it was made of."""

    assessment: "Assessment"
    answer_sets: "tuple[Answers, ...]"


def load_waves(paths: Sequence[str], questionnaires: Sequence[str]) -> list[Wave]:
    """Load and score every path; raises ProblemsFound with everything that cannot be used.

    `questionnaires` are names or files; of several versions each answer set takes the one it names.
    """
    from partnerassess.batch import choose_questionnaire
    from partnerassess.problems import Problem, ProblemsFound

    known = [choose_questionnaire(name) for name in questionnaires]
    waves: list[Wave] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            waves.append(_load_wave(path, known))
        except ProblemsFound as found:
            problems += found.problems
    named = {wave.assessment.questionnaire.id for wave in waves}
    if len(named) > 1:
        message = f"these answers are to different questionnaires: {', '.join(sorted(named))}"
        problems.append(Problem(file=paths[-1], message=message, hint="compare answers to one questionnaire"))
    if problems:
        raise ProblemsFound(problems)
    return waves


def score_common(waves: Sequence[Wave], assessment: "Assessment", common: "Questionnaire") -> "Assessment":
    """Score one of the waves again on what the versions have in common, pooling again where it was pooled."""
    from partnerassess.comparison import common_answers

    wave = next(each for each in waves if each.assessment is assessment)
    return _score(common, [common_answers(answers, common) for answers in wave.answer_sets])


def _load_wave(path: str, known: "Sequence[Questionnaire]") -> Wave:
    loaded = [_load(document, known) for document in _documents(path)]
    questionnaire = loaded[-1][0]
    answer_sets = [answers for _, answers in loaded]
    return Wave(assessment=_score(questionnaire, answer_sets), answer_sets=tuple(answer_sets))


def _documents(path: str) -> "list[Document | BrokenDocument]":
    import os

    from partnerassess.cli.streams import read_standard_input
    from partnerassess.files import find_files
    from partnerassess.loading import read_answer_documents
    from partnerassess.problems import Problem, ProblemsFound

    if path == "-":
        return list(read_answer_documents(path, content=read_standard_input()))
    files = [path]
    if os.path.isdir(path):
        files = []
        for found in find_files(path):
            if isinstance(found, Problem):
                raise ProblemsFound([found])
            files.append(found)
    if not files:
        raise ProblemsFound([Problem(file=path, message="no answer files in this folder")])
    return [document for file in files for document in read_answer_documents(file)]


def _load(
    document: "Document | BrokenDocument", known: "Sequence[Questionnaire]"
) -> "tuple[Questionnaire, Answers]":
    from partnerassess.loading import explain_broken, load_answers
    from partnerassess.parsing.nodes import BrokenDocument
    from partnerassess.problems import ProblemsFound

    if isinstance(document, BrokenDocument):
        leave = document.read is not None and _is_of_other_version(document.read, known)
        find = partial(_find_questionnaire, known)
        raise ProblemsFound(explain_broken(document, find, ignore_unrecognised=leave))
    # What another version asked cannot be known here: it is listed as left out instead of refused.
    leave = _is_of_other_version(document, known)
    questionnaire = _find_questionnaire(known, document)
    return questionnaire, load_answers(document, questionnaire, ignore_unrecognised=leave)


def _find_questionnaire(known: "Sequence[Questionnaire]", document: "Document") -> "Questionnaire":
    """Give the version a document was answered to, or else the last one there is; raises ProblemsFound."""
    from partnerassess.batch import Questionnaires
    from partnerassess.loading import find_questionnaire_name

    name, version = find_questionnaire_name(document), _version_of(document)
    fitting = [each for each in known if name in (None, each.id)] or list(known)
    exact = [each for each in fitting if each.version == version]
    chosen = (exact or fitting)[-1] if fitting else None
    return chosen or Questionnaires().answered_in(document)


def _is_of_other_version(document: "Document", known: "Sequence[Questionnaire]") -> bool:
    from partnerassess.problems import ProblemsFound

    version = _version_of(document)
    try:
        return bool(version) and version != _find_questionnaire(known, document).version
    except ProblemsFound:
        return False


def _version_of(document: "Document") -> str:
    from partnerassess.parsing.nodes import Mapping

    root = document.root
    return str(root.get("version", "")).strip() if isinstance(root, Mapping) else ""


def _score(questionnaire: "Questionnaire", answer_sets: "Sequence[Answers]") -> "Assessment":
    from partnerassess.pooling import pool
    from partnerassess.scoring import score

    if len(answer_sets) == 1:
        return score(questionnaire, answer_sets[0])
    return pool(questionnaire, answer_sets)
