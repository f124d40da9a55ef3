"""Answer files → answers to a questionnaire, or every problem at once.

This module knows how answers are written and what each question accepts. It does not know YAML or JSON, nor
what answers are worth.
"""

import datetime
import re
from collections.abc import Callable
from functools import partial
from types import MappingProxyType

from partnerassess.loading.fields import Field, Refused, load, report_glued
from partnerassess.loading.formats import ANSWERS_FORMAT, check_format, explain_result
from partnerassess.loading.values import find_number, optional_text, optional_version, text
from partnerassess.loading.wording import (
    describe,
    find_curly_quotes,
    find_similar,
    format_decimal,
    join_words,
    shorten,
    suggest,
)
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Level,
    Question,
    Questionnaire,
    ScoredQuestion,
    Silence,
)
from partnerassess.parsing.nodes import BrokenDocument, Document, Mapping, Node
from partnerassess.problems import MOST_ALIKE, Problem, ProblemsFound, place_of

_SILENCES = {silence.value: silence for silence in Silence}
_DIGITS = frozenset("0123456789")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS = (
    "format", "questionnaire", "version", "partnership", "organisation", "respondent", "date", "round",
    "programme", "answers",
)  # fmt: skip

Given = Level | Choice | Silence


def find_questionnaire_name(document: Document) -> str | None:
    """Give what the file itself says under `questionnaire`; null if it says nothing usable.

    Raises ProblemsFound if the file is, or says that it is, something else than answers.
    """
    return load(document, _read_own_name) or None


def _read_own_name(root: Field) -> str:
    check_format(root, ANSWERS_FORMAT, required=False)
    name = root.value("questionnaire")
    if find_curly_quotes(name.node):
        raise name.refused(f"there is no questionnaire {describe(name.node)}")
    return name.node.strip() if isinstance(name.node, str) else ""


def load_answers(
    document: Document, questionnaire: Questionnaire, *, ignore_unrecognised: bool = False
) -> Answers:
    """Load one document as answers to a questionnaire.

    With `ignore_unrecognised`, answers that no question asks for are listed instead of refused. Raises
    ProblemsFound with everything that is wrong with the document. Another version of the questionnaire is no
    problem here.
    """
    return load(document, _AnswersReader(questionnaire, ignore_unrecognised).read)


def explain_broken(
    document: BrokenDocument,
    find_questionnaire: Callable[[Document], Questionnaire],
    *,
    ignore_unrecognised: bool = False,
) -> tuple[Problem, ...]:
    """Say everything that is wrong with a broken document, in its order.

    That is what broke it, and what is wrong with the answers in the part of it that was read. A document that
    says that it is a result has only this one problem. `find_questionnaire` gives the questionnaire that a
    document answers; if that raises ProblemsFound, nothing is said about the answers.
    """
    result = explain_result(document, ANSWERS_FORMAT)
    if result or document.read is None:
        return (result,) if result else document.problems
    try:
        questionnaire = find_questionnaire(document.read)
    except ProblemsFound:
        return document.problems
    try:
        load_answers(document.read, questionnaire, ignore_unrecognised=ignore_unrecognised)
    except ProblemsFound as found:
        places = {place_of(problem) for problem in document.problems}
        others = (problem for problem in found.problems if place_of(problem) not in places)
        return tuple(sorted((*document.problems, *others), key=place_of))
    return document.problems


class _AnswersReader:
    """Reads the answers to one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, ignore_unrecognised: bool) -> None:
        self._questionnaire = questionnaire
        self._ignore_unrecognised = ignore_unrecognised
        self._unrecognised: list[str] = []
        self._is_other_version = False

    def read(self, root: Field) -> Answers:
        check_format(root, ANSWERS_FORMAT, required=False)
        name = root.value("questionnaire")
        if isinstance(name.node, str) and name.node.strip():
            self._check_name(name)
        misplaced = self._find_misplaced(root)
        fields = root.fields(optional=_KEYS, apart=misplaced)
        name_given = fields.read("questionnaire", text, self._questionnaire.id)
        version = fields.read("version", optional_version, None)
        self._is_other_version = version not in (None, self._questionnaire.version)
        return Answers(
            questionnaire=name_given,
            version=version,
            partnership=fields.read("partnership", optional_text, None),
            organisation=fields.read("organisation", optional_text, None),
            respondent=fields.read("respondent", optional_text, None),
            date=fields.read("date", _read_date, None),
            round=fields.read("round", optional_text, None),
            programme=fields.read("programme", optional_text, None),
            answers=fields.read("answers", self._read_answers, MappingProxyType({})),
            file=root.file,
            unrecognised=tuple(self._unrecognised),
        )

    def _check_name(self, field: Field) -> None:
        """Raise Refused for answers to something else: nothing more can be said about those."""
        name = text(field)
        if name != self._questionnaire.id:
            raise field.refused(
                f"these are answers to `{shorten(name)}`, not to `{self._questionnaire.id}`",
                "choose the questionnaire they belong to",
            )

    def _find_misplaced(self, root: Field) -> list[str]:
        """Note, once, the questions that stand beside `answers` instead of below, and give them."""
        names = root.named("named values")
        misplaced = [name for name in names if name in self._questionnaire.questions and name not in _KEYS]
        if misplaced:
            first, others = misplaced[0], len(misplaced) - 1
            said = f"and {others} more here are questions" if others else "is a question"
            where = "`answers:`" if "answers" in names else "a line `answers:`"
            root.key(first).report(
                f"`{first}` {said}", f"indent {'them' if others else 'it'} below {where}, with spaces"
            )
        return misplaced

    def _read_answers(self, field: Field) -> MappingProxyType[str, Answer]:
        """Read the answers, into the order of the questionnaire; those that say nothing are left out.

        An answer under a question's former name counts for it, unless the file answers the question itself.
        """
        questions = self._questionnaire.questions
        found: dict[str, Answer] = {}
        unknown: list[str] = []
        for name, node in field.named("answers").items():
            question = questions.get(name)
            if question is None:
                unknown.append(name)
                continue
            given = _find_given(question, node)
            answer = Answer(given=given) if given else _read_answer(question, field.value(name))
            if answer.given or answer.note:
                found[name] = answer
        renamed = self._renamed() if unknown else {}
        for name in unknown:
            question = renamed.get(name)
            if question is None or question.id in found:
                self._note_unrecognised(field.key(name))
            else:
                found[question.id] = _read_answer(question, field.value(name))
        return MappingProxyType({name: found[name] for name in questions if name in found})

    def _renamed(self) -> dict[str, Question]:
        """Give the questions by what they were called in earlier versions."""
        questions = self._questionnaire.questions.values()
        return {name: question for question in questions for name in question.formerly}

    def _note_unrecognised(self, key: Field) -> None:
        """List an answer that no question asks for; a problem, unless another version asked for it."""
        name = str(key.node)
        self._unrecognised.append(name)
        if self._ignore_unrecognised or report_glued(key, self._questionnaire.questions):
            return
        if self._is_other_version:
            return
        # Guesses take time, and the later problems are only counted.
        is_listed = len(self._unrecognised) <= MOST_ALIKE
        guess = find_similar(name, self._questionnaire.questions) if is_listed else None
        key.report(f"there is no question `{shorten(name)}`", suggest(guess))


def _read_answer(question: Question, field: Field) -> Answer:
    """Read an answer with or without a note; one that is refused is noted and says nothing."""
    read_given = partial(_read_given, question)
    if not isinstance(field.node, Mapping):
        return Answer(given=None if field.node is None else field.read(read_given, None))
    fields = field.fields(optional=("answer", "note"))
    return Answer(
        given=fields.read("answer", read_given, None), note=fields.read("note", optional_text, None)
    )


def _read_given(question: Question, field: Field) -> Given:
    """Read a level's value, a choice or a word such as `unknown`. Raises Refused for anything else."""
    given = _find_given(question, field.node)
    if given is None:
        raise _refused(question, field)
    return given


def _find_given(question: Question, node: Node) -> Given | None:
    """Give what a value says as an answer to the question; null if the question does not accept it."""
    if not isinstance(node, str):
        return None
    said = node.strip()
    if said in _SILENCES:
        silence = _SILENCES[said]
        return silence if silence is not Silence.NOT_APPLICABLE or _takes_not_applicable(question) else None
    if isinstance(question, ChoiceQuestion):
        return next((choice for choice in question.choices if choice.id == said), None)
    value = int(said) if said in _DIGITS else find_number(said)
    return next((level for level in question.levels if level.value == value), None)


def _refused(question: Question, field: Field) -> Refused:
    """Say why a value is no answer to the question, to be raised."""
    hint = _say_what_to_answer(question)
    said = field.node.strip() if isinstance(field.node, str) else ""
    words = _words(question)
    labels = {label.casefold(): word for word, label in words.items() if label}
    if not said:
        return field.expected("an answer", hint)
    if said == Silence.NOT_APPLICABLE.value:
        return field.refused(f"`{said}` is not accepted here", "use `unknown` if nobody can tell")
    if said.casefold() in labels:
        return field.refused(f"`{shorten(said)}` says it in words", f"write `{labels[said.casefold()]}`")
    if isinstance(question, ScoredQuestion) and find_number(said) is not None:
        return field.refused(f"{shorten(said)} is not on the scale of this question", hint)
    guess = find_similar(said, [word for word in words if find_number(word) is None])
    return field.refused(f"`{shorten(said)}` is not an answer to this question", suggest(guess) or hint)


def _say_what_to_answer(question: Question) -> str:
    """Say what a question accepts: `answer 0, 1 or 2, or unknown or declined`."""
    words = _words(question)
    scored = join_words(shorten(word) for word, label in words.items() if label)
    silences = join_words(word for word, label in words.items() if not label)
    return f"answer {scored}, or {silences}"


def _words(question: Question) -> dict[str, str]:
    """Give every word that can be written as an answer, with the label people see; empty for none."""
    if isinstance(question, ChoiceQuestion):
        words = {choice.id: choice.text for choice in question.choices}
    else:
        words = {format_decimal(level.value): level.label for level in question.levels}
    refused = None if _takes_not_applicable(question) else Silence.NOT_APPLICABLE
    return words | {silence.value: "" for silence in Silence if silence is not refused}


def _takes_not_applicable(question: Question) -> bool:
    return isinstance(question, ScoredQuestion) and question.not_applicable


def _read_date(field: Field) -> datetime.date:
    said = text(field)
    try:
        return datetime.date.fromisoformat(said if _DATE.fullmatch(said) else "")
    except ValueError:
        raise field.expected("a date", "write it as year-month-day, like 2017-05-12") from None
