"""Everything that is accepted as answers to one questionnaire, word for word, to be looked up.

What is not found here may still be right: that is for `answers` to say, which alone reports problems. That
both give the same answers is tested with mutated files.
"""

import datetime
from types import MappingProxyType

from partnerassess.loading.answers import MAX_NAME, find_date, is_likely, takes_not_applicable
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Answer, Answers, Question, Questionnaire, ScoredQuestion, Silence
from partnerassess.parsing.glance import Plain
from partnerassess.parsing.nodes import MAX_TEXT

_NAMES = ("partnership", "organisation", "respondent", "round", "programme")
_KEYS = frozenset({"format", "questionnaire", "version", "date", "answers", *_NAMES})
_NOTED = frozenset({"answer", "note"})
_NOTHING = (None, "")


class Unknown(Exception):
    """Raised for what needs a closer look."""


class Vocabulary:
    """The words that answer each question of a questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._words = {name: _words(question) for name, question in questionnaire.questions.items()}
        self._order = list(questionnaire.questions)
        self._versions = (None, questionnaire.version)

    def find_answers(self, root: dict[str, Plain], file: str) -> Answers | None:
        """Give the answers a document holds; null if that takes a closer look."""
        try:
            return self._find_answers(root, file)
        except Unknown:
            return None

    def _find_answers(self, root: dict[str, Plain], file: str) -> Answers:
        say = root.get
        if (
            not root.keys() <= _KEYS
            or say("questionnaire") not in (None, self.questionnaire.id)
            or say("format") not in (None, ANSWERS_FORMAT)
            or say("version") not in self._versions
        ):
            raise Unknown
        partnership, organisation, respondent, round_, programme = map(_find_name, map(say, _NAMES))
        return Answers(
            questionnaire=self.questionnaire.id,
            answers=MappingProxyType(self._look_up(say("answers"))),
            version=None if say("version") is None else self.questionnaire.version,
            partnership=partnership,
            organisation=organisation,
            respondent=respondent,
            date=_find_day(say("date")),
            round=round_,
            programme=programme,
            file=file,
        )

    def _look_up(self, answers: Plain) -> dict[str, Answer]:
        if not isinstance(answers, dict):
            if answers is None:
                return {}
            raise Unknown
        found: dict[str, Answer] = {}
        words = self._words
        for name, said in answers.items():
            try:
                found[name] = words[name][said]  # type: ignore[index]  # what cannot be a key is caught
            except (KeyError, TypeError):
                if name not in words:
                    raise Unknown from None
                answer = _find_noted(words[name], said)
                if answer is not None:
                    found[name] = answer
        order = self._order
        if len(found) == len(order) and list(found) == order:
            return found
        return {name: found[name] for name in order if name in found}


def _words(question: Question) -> dict[str, Answer]:
    if isinstance(question, ScoredQuestion):
        words = {format_decimal(level.value): Answer(given=level) for level in question.levels}
    else:
        words = {choice.id: Answer(given=choice) for choice in question.choices}
    silences = [
        each for each in Silence if each is not Silence.NOT_APPLICABLE or takes_not_applicable(question)
    ]
    return words | {each.value: Answer(given=each) for each in silences}


def _find_noted(words: dict[str, Answer], said: Plain) -> Answer | None:
    """Give an answer with its note; null if that says nothing."""
    if said in _NOTHING:
        return None
    if not isinstance(said, dict) or not said.keys() <= _NOTED:
        raise Unknown
    given, note = said.get("answer"), _find_text(said.get("note"))
    if given in _NOTHING:
        return Answer(note=note) if note else None
    answer = words.get(given) if isinstance(given, str) else None
    if answer is None:
        raise Unknown
    return Answer(given=answer.given, note=note) if note else answer


def _find_name(said: Plain) -> str | None:
    name = _find_text(said)
    if name and len(name) > MAX_NAME:
        raise Unknown
    return name


def _find_day(said: Plain) -> datetime.date | None:
    if said in _NOTHING:
        return None
    day = find_date(said) if isinstance(said, str) else None
    if day is None or not is_likely(day):
        raise Unknown
    return day


def _find_text(said: Plain) -> str | None:
    if said is None:
        return None
    if not isinstance(said, str) or len(said) > MAX_TEXT:
        raise Unknown
    if not said.isprintable() and not said.replace("\n", "").isprintable():
        raise Unknown
    return str(said).strip() or None
