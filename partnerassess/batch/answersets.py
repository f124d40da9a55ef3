"""Sets of answers, each so small that very many can be held and sent between processes.

This module knows which number stands for each answer. It does not know what answers are worth, nor which of
them belong together.
"""

import datetime
from array import array
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from partnerassess.batch.documents import use_documents
from partnerassess.batch.inputs import Input
from partnerassess.batch.outcomes import Unusable
from partnerassess.batch.questionnaires import load_document
from partnerassess.compiled import possible_answers
from partnerassess.loading import Questionnaires
from partnerassess.model import Answer, Answers, Question, Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document


class AnswerSet(NamedTuple):
    """One set of answers: as much as `Answers` says, in a few hundred bytes."""

    questionnaire: str
    """The id of the questionnaire that was answered."""
    version: str | None
    partnership: str | None
    organisation: str | None
    respondent: str | None
    date: datetime.date | None
    round: str | None
    programme: str | None
    file: str | None
    given: "array[int]"
    """For every question, in the questionnaire's order, the place of its answer; 0 for none."""
    notes: tuple[tuple[str, str], ...]
    """The notes by question id."""
    unrecognised: tuple[str, ...]


class Ledger:
    """Turns answers to one questionnaire into small sets, and back; equal answers are then one object."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        every = questionnaire.questions.values()
        self._answers = [(each.id, _unnoted(each)) for each in every]
        self._places = [
            (name, {answer.given: place for place, answer in enumerate(answers)})
            for name, answers in self._answers
        ]

    def pack(self, answers: Answers) -> AnswerSet:
        """Make a set small."""
        given = answers.answers
        return AnswerSet(
            answers.questionnaire,
            answers.version,
            answers.partnership,
            answers.organisation,
            answers.respondent,
            answers.date,
            answers.round,
            answers.programme,
            answers.file,
            array("H", (places[given[name].given] if name in given else 0 for name, places in self._places)),
            tuple((name, answer.note) for name, answer in given.items() if answer.note),
            answers.unrecognised,
        )

    def unpack(self, said: AnswerSet) -> Answers:
        """Give the answers that a small set stands for."""
        notes = dict(said.notes)
        found: dict[str, Answer] = {}
        for (name, answers), place in zip(self._answers, said.given, strict=True):
            if name in notes:
                found[name] = Answer(given=answers[place].given, note=notes[name])
            elif place:
                found[name] = answers[place]
        return Answers(
            questionnaire=said.questionnaire,
            answers=MappingProxyType(found),
            version=said.version,
            partnership=said.partnership,
            organisation=said.organisation,
            respondent=said.respondent,
            date=said.date,
            round=said.round,
            programme=said.programme,
            file=said.file,
            unrecognised=said.unrecognised,
        )


class AnswerReader:
    """Reads inputs as sets of answers, which it does not score."""

    def __init__(self, chosen: Questionnaire | None, *, ignore_unrecognised: bool) -> None:
        self._chosen = chosen
        self._questionnaires = Questionnaires(chosen)
        self._ignore_unrecognised = ignore_unrecognised
        self._ledgers: dict[str, Ledger] = {}

    def __reduce__(self) -> tuple[object, ...]:
        # The questionnaire's own copy of its questions cannot travel, and need not.
        chosen = None if self._chosen is None else replace(self._chosen)
        return _make_reader, (chosen, self._ignore_unrecognised)

    def answer_sets(self, item: Input) -> Iterator[AnswerSet | Unusable]:
        """Read an input with the strict reader: each of its documents, or what is wrong with it."""
        return use_documents(item, self._pack)

    def _pack(self, document: Document | BrokenDocument, _: int | None) -> AnswerSet | Unusable:
        loaded = load_document(document, self._questionnaires, ignore_unrecognised=self._ignore_unrecognised)
        if isinstance(loaded, Unusable):
            return loaded
        questionnaire, answers = loaded
        ledger = self._ledgers.get(questionnaire.id)
        if ledger is None:
            ledger = self._ledgers[questionnaire.id] = Ledger(questionnaire)
        return ledger.pack(answers)


def _unnoted(question: Question) -> tuple[Answer, ...]:
    """Give every answer to a question, without notes; the first is none at all."""
    return tuple(dict.fromkeys(Answer(given=answer.given) for answer in possible_answers(question)))


def _make_reader(chosen: Questionnaire | None, ignore_unrecognised: bool) -> AnswerReader:
    return AnswerReader(chosen, ignore_unrecognised=ignore_unrecognised)
