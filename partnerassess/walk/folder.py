"""What was begun before: files of a folder to go on with, and answers carried over from a first look."""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.files import clean
from partnerassess.interview.session import Session, start
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Level,
    Question,
    Questionnaire,
    Silence,
)
from partnerassess.problems import ProblemsFound
from partnerassess.walk.answerfile import load_one
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.words import done_sentence

_MOST = 200
"""How many files of a folder are looked at."""
_LISTED = 9


class Begun(Struct, frozen=True, kw_only=True):
    """A file with answers that are not finished."""

    path: Path
    session: Session
    changed: datetime.date


def find_begun(questionnaire: Questionnaire, folder: Path) -> tuple[Begun, ...]:
    """Give the files of a folder in which a question is still unanswered, those changed last first."""
    found = sorted(_look_through(questionnaire, folder), key=lambda each: each[0], reverse=True)
    return tuple(begun for _, begun in found[:_LISTED])


def _look_through(questionnaire: Questionnaire, folder: Path) -> Iterator[tuple[float, Begun]]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith((".yaml", ".yml")))
    except OSError:
        return
    for name in names[:_MOST]:
        path = folder / name
        try:
            session = start(questionnaire, load_one(path, questionnaire))
            time = path.stat().st_mtime
        except (ProblemsFound, OSError):
            continue
        if session.answered and session.unanswered:
            yield time, Begun(path=path, session=session, changed=datetime.date.fromtimestamp(time))


def choose_begun(begun: tuple[Begun, ...], conversation: Conversation) -> Path | None:
    """Ask which file to go on with; null for a new one. Raises Left and Stopped like the conversation."""
    conversation.say("Begun here before, and not finished:")
    for number, each in enumerate(begun, start=1):
        name = f"{number}: {clean(each.path.name)}, {each.changed.day} {each.changed:%B %Y}"
        conversation.say(f"{name}. {done_sentence(each.session)}")
    while True:
        typed = conversation.ask("Number to go on with one, or Enter for a new one:").strip()
        if not typed:
            return None
        if typed in [str(number) for number in range(1, len(begun) + 1)]:
            return begun[int(typed) - 1].path
        conversation.say(f"Please type a number from 1 to {len(begun)}, or Enter.")


def carry_over(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Give answers to another questionnaire as answers to this one, as far as it asks the same."""
    carried = {
        name: replace(answer, given=given)
        for name, answer in answers.answers.items()
        if name in questionnaire.questions
        and ((given := _same(questionnaire.questions[name], answer)) is not None or answer.note)
    }
    return replace(
        answers,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        file=None,
        answers=MappingProxyType(carried),
    )


def _same(question: Question, answer: Answer) -> Level | Choice | Silence | None:
    match answer.given:
        case Level(value=value) if not isinstance(question, ChoiceQuestion):
            return next((level for level in question.levels if level.value == value), None)
        case Choice(id=name) if isinstance(question, ChoiceQuestion):
            return next((choice for choice in question.choices if choice.id == name), None)
        case Level() | Choice():
            return None
        case silence:
            return silence
