"""The rounds a comparison is about: each path is one, with an assessment for every partnership in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.model import Answers, Questionnaire
    from partnerassess.parsing.nodes import BrokenDocument, Document
    from partnerassess.problems import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    """One partnership in one round, with the views its assessment was made of."""

    assessment: "Assessment"
    views: "tuple[Answers, ...]"


def load_waves(
    paths: Sequence[str], questionnaires: Sequence[str], output: str
) -> "tuple[list[list[Wave]], list[Problem]]":
    """Load and score every path; what cannot be used is given beside it, and does not keep the others.

    `questionnaires` are names or files; of several versions each view takes the one it names. `output` is no
    answers. Raises ProblemsFound where a round has nothing to compare.
    """
    from partnerassess.loading import choose_questionnaire
    from partnerassess.problems import Problem, ProblemsFound

    known = [choose_questionnaire(name) for name in questionnaires]
    problems: list[Problem] = []
    rounds = [_load_round(path, known, questionnaires, problems, output) for path in paths]
    named = {wave.assessment.questionnaire.id for waves in rounds for wave in waves}
    if len(named) > 1 and all(len(waves) == 1 for waves in rounds):
        message = f"these answers are to different questionnaires: {', '.join(sorted(named))}"
        hint = "compare answers to one questionnaire"
        raise ProblemsFound([*problems, Problem(file=paths[-1], message=message, hint=hint)])
    if not all(rounds):
        raise ProblemsFound(problems)
    return rounds, problems


def score_common(
    rounds: Sequence[Sequence[Wave]], assessment: "Assessment", common: "Questionnaire"
) -> "Assessment":
    """Score what one of the waves holds again on what the versions have in common."""
    from partnerassess.decide.versions import common_answers
    from partnerassess.pooling import pool

    wave = next(each for waves in rounds for each in waves if each.assessment is assessment)
    return pool(common, [common_answers(view, common) for view in wave.views])


def _load_round(
    path: str,
    known: "Sequence[Questionnaire]",
    questionnaires: Sequence[str],
    problems: "list[Problem]",
    output: str,
) -> list[Wave]:
    """Load a path as one round: what is not told to be of different partnerships is of one."""
    from partnerassess.cli.run import group, leave_out_blank
    from partnerassess.names import folded
    from partnerassess.pooling import pool
    from partnerassess.problems import ProblemsFound

    newest: dict[str, Questionnaire] = {}
    views: list[Answers] = []
    for document in _documents(path, questionnaires, problems, output):
        try:
            questionnaire, view = _load(document, known)
        except ProblemsFound as found:
            problems += found.problems
        else:
            newest[questionnaire.id] = questionnaire
            views.append(view)
    views = leave_out_blank(views, [path])
    names = {folded(view.partnership) for view in views}
    groups = [tuple(views)] if names == {""} and len(newest) == 1 else group(views, [path])
    return [Wave(assessment=pool(newest[each[0].questionnaire], each), views=each) for each in groups]


def _documents(
    path: str, questionnaires: Sequence[str], problems: "list[Problem]", output: str
) -> "Iterator[Document | BrokenDocument]":
    from partnerassess.batch.inputs import list_files
    from partnerassess.cli.run import say_unused
    from partnerassess.cli.streams import STANDARD_INPUT, read_standard_input
    from partnerassess.loading import read_answer_documents
    from partnerassess.problems import Problem, ProblemsFound

    for file in list_files([path], questionnaires, lambda unused: say_unused(unused, [output])):
        if isinstance(file, Problem):
            problems.append(file)
            continue
        try:
            content = read_standard_input() if file == STANDARD_INPUT else None
            yield from read_answer_documents(file, content=content)
        except ProblemsFound as found:
            problems += found.problems


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
    from partnerassess.loading import Questionnaires, find_questionnaire_name

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
