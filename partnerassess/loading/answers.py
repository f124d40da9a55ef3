"""Answer files → answers to a questionnaire, or every problem at once.

This module knows how answers are written and what each question accepts. It does not know YAML or JSON, nor
what answers are worth.
"""

import datetime
import re
from functools import partial
from types import MappingProxyType

from partnerassess.loading.fields import Field, Refused, load
from partnerassess.loading.formats import ANSWERS_FORMAT, check_format
from partnerassess.loading.values import find_number, optional_text, text
from partnerassess.loading.wording import find_similar, format_decimal, join_words, shorten, suggest
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
from partnerassess.nodes import Document, Mapping, Node

_SILENCES = {silence.value: silence for silence in Silence}
_DIGITS = frozenset("0123456789")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Given = Level | Choice | Silence


def find_questionnaire_name(document: Document) -> str | None:
    """Give what the file itself says under `questionnaire`; null if it says nothing usable.

    Raises ProblemsFound if the file says that it is something else than answers.
    """
    return load(document, _read_own_name) or None


def _read_own_name(root: Field) -> str:
    if not isinstance(root.node, Mapping):
        return ""
    check_format(root, ANSWERS_FORMAT, required=False)
    name = root.node.get("questionnaire")
    return name.strip() if isinstance(name, str) else ""


def load_answers(
    document: Document, questionnaire: Questionnaire, *, ignore_unrecognised: bool = False
) -> Answers:
    """Load one document as answers to a questionnaire.

    With `ignore_unrecognised`, answers that no question asks for are listed instead of refused. Raises
    ProblemsFound with everything that is wrong with the document. Another version of the questionnaire is no
    problem here.
    """
    return load(document, _AnswersReader(questionnaire, ignore_unrecognised).read)


class _AnswersReader:
    """Reads the answers to one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, ignore_unrecognised: bool) -> None:
        self._questionnaire = questionnaire
        self._ignore_unrecognised = ignore_unrecognised
        self._unrecognised: list[str] = []

    def read(self, root: Field) -> Answers:
        check_format(root, ANSWERS_FORMAT, required=False)
        fields = root.fields(
            optional=(
                "format", "questionnaire", "version", "partnership", "organisation", "respondent", "date",
                "answers",
            ),
        )  # fmt: skip
        return Answers(
            questionnaire=fields.read("questionnaire", self._read_name, self._questionnaire.id),
            version=fields.read("version", optional_text, None),
            partnership=fields.read("partnership", optional_text, None),
            organisation=fields.read("organisation", optional_text, None),
            respondent=fields.read("respondent", optional_text, None),
            date=fields.read("date", _read_date, None),
            answers=fields.read("answers", self._read_answers, MappingProxyType({})),
            file=root.file,
            unrecognised=tuple(self._unrecognised),
        )

    def _read_name(self, field: Field) -> str:
        name = text(field)
        if name != self._questionnaire.id:
            raise field.refused(
                f"these are answers to `{shorten(name)}`, not to `{self._questionnaire.id}`",
                "choose the questionnaire they belong to",
            )
        return name

    def _read_answers(self, field: Field) -> MappingProxyType[str, Answer]:
        """Read the answers, into the order of the questionnaire; those that say nothing are left out."""
        questions = self._questionnaire.questions
        found: dict[str, Answer] = {}
        for name, node in field.named("answers").items():
            question = questions.get(name)
            if question is None:
                self._note_unrecognised(field.key(name))
                continue
            given = _find_given(question, node)
            answer = Answer(given=given) if given else _read_answer(question, field.value(name))
            if answer.given or answer.note:
                found[name] = answer
        return MappingProxyType({name: found[name] for name in questions if name in found})

    def _note_unrecognised(self, key: Field) -> None:
        name = str(key.node)
        if self._ignore_unrecognised:
            self._unrecognised.append(name)
            return
        guess = find_similar(name, self._questionnaire.questions)
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
