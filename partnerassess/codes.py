"""Answers as numbers: every answer there can be to a question has one, its code. Very many fit in memory."""

import datetime
from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec.structs import replace

from partnerassess.model import Answer, Answers, ChoiceQuestion, Question, Questionnaire, Silence

OPEN, OUT, OUT_NOTED = 0, 3, 4
"""The codes of no answer, of `not_applicable`, and of that with a note; levels and choices come after."""

Row = Sequence[int]
"""For every question, in the questionnaire's order, the code of its answer."""


class PackedView(NamedTuple):
    """A view in a few hundred bytes."""

    questionnaire: str
    version: str | None
    partnership: str | None
    organisation: str | None
    respondent: str | None
    date: datetime.date | None
    round: str | None
    programme: str | None
    file: str | None
    codes: "bytes | array[int]"
    """For every question, in the questionnaire's order, the code of its answer."""
    notes: tuple[tuple[str, str], ...] = ()
    """The notes by question id."""
    unrecognised: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def sign(self) -> Answers:
        """Give who answered about what and when, without the answers."""
        names: dict[str, Any] = self._asdict()
        del names["codes"], names["notes"]
        return Answers(**names)


class Codes:
    """The answers there can be to a questionnaire, each with a number: the codes of a question.

    0 is no answer; then come the silences, with or without a note; then the levels, or choices.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.questions = tuple(questionnaire.questions.values())
        self.answers = tuple(_possible_answers(question) for question in self.questions)
        """What the codes of every question stand for."""
        self.fit_in_bytes = all(len(answers) <= 256 for answers in self.answers)
        """Whether a row of codes can be bytes."""
        # By identity, which is far quicker than comparing levels: answers hold the questionnaire's own.
        self._codes = [
            (question.id, {id(each.given): code for code, each in enumerate(answers) if code != OUT_NOTED})
            for question, answers in zip(self.questions, self.answers, strict=True)
        ]

    def of(self, answers: Answers) -> "bytes | array[int]":
        """Give a set of answers as a row of codes, in the questionnaire's order."""
        given = answers.answers
        row = array("H", bytes(2 * len(self._codes)))
        for place, (name, codes) in enumerate(self._codes):
            answer = given.get(name)
            if answer is not None:
                code = codes.get(id(answer.given), OPEN)
                if not code and answer.given is not None:
                    code = self._find(place, answer)
                row[place] = OUT_NOTED if code == OUT and answer.note else code
        return bytes(row.tolist()) if self.fit_in_bytes else row

    def pack(self, answers: Answers) -> PackedView:
        """Make a set of answers small."""
        return PackedView(
            questionnaire=answers.questionnaire,
            version=answers.version,
            partnership=answers.partnership,
            organisation=answers.organisation,
            respondent=answers.respondent,
            date=answers.date,
            round=answers.round,
            programme=answers.programme,
            file=answers.file,
            codes=self.of(answers),
            notes=tuple((name, answer.note) for name, answer in answers.answers.items() if answer.note),
            unrecognised=answers.unrecognised,
            warnings=answers.warnings,
        )

    def unpack(self, packed: PackedView) -> Answers:
        """Give the answers that a small view stands for."""
        return replace(packed.sign(), answers=self.answers_of(packed.codes, dict(packed.notes)))

    def answers_of(self, row: Row, notes: Mapping[str, str]) -> Mapping[str, Answer]:
        """Give the answers that a row of codes stands for, with their notes by question id."""
        found: dict[str, Answer] = {}
        for question, answers, code in zip(self.questions, self.answers, row, strict=True):
            if question.id in notes:
                found[question.id] = Answer(given=answers[code].given, note=notes[question.id])
            elif code:
                found[question.id] = answers[code]
        return MappingProxyType(found)

    def _find(self, place: int, answer: Answer) -> int:
        """Give the code of an answer that holds a copy of a level."""
        return [each.given for each in self.answers[place]].index(answer.given)


def _possible_answers(question: Question) -> tuple[Answer, ...]:
    given: Sequence[Any] = question.choices if isinstance(question, ChoiceQuestion) else question.levels
    silences = (Silence.UNKNOWN, Silence.DECLINED, Silence.NOT_APPLICABLE)
    noted = Answer(given=Silence.NOT_APPLICABLE, note="said why")
    return (
        Answer(),
        *(Answer(given=each) for each in silences),
        noted,
        *(Answer(given=each) for each in given),
    )
