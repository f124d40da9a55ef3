"""What was begun before: files of a folder to go on with, and answers carried over from a first look."""

import datetime
import os
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from partnerassess.files.reading import clean
from partnerassess.interview.table import Seat, gather
from partnerassess.model import Answer, Answers, Choice, ChoiceQuestion, Given, Level, Question, Questionnaire
from partnerassess.problems import ProblemsFound
from partnerassess.walk.answerfile import load_one
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.words import done_sentence

_MOST = 200
"""How many files of a folder are looked at."""
_LISTED = 9


def find_begun(questionnaire: Questionnaire, folder: Path) -> list[tuple[float, Path, Seat]]:
    """Give the files of a folder in which a question is still unanswered, those changed last first.

    Each comes with the time when it was changed, and the seat that goes on with it.
    """
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith((".yaml", ".yml")))
    except OSError:
        return []
    found = []
    for name in names[:_MOST]:
        path = folder / name
        try:
            seat = gather(questionnaire, [load_one(path, questionnaire)]).seat
            changed = path.stat().st_mtime
        except (ProblemsFound, OSError):
            continue
        if seat.answered and seat.unanswered:
            found.append((changed, path, seat))
    return sorted(found, key=lambda each: each[0], reverse=True)[:_LISTED]


def choose_begun(questionnaire: Questionnaire, folder: Path, conversation: Conversation) -> Path | None:
    """Offer what was begun in a folder; null for a new file. Raises Left and Stopped."""
    begun = find_begun(questionnaire, folder)
    if not begun:
        return None
    conversation.say("Begun here before, and not finished:")
    for number, (changed, path, seat) in enumerate(begun, start=1):
        day = datetime.date.fromtimestamp(changed)
        name = f"{number}: {clean(path.name)}, {day.day} {day:%B %Y}"
        conversation.say(f"{name}. {done_sentence(seat)}")
    while True:
        typed = conversation.ask("Number to go on with one, or Enter for a new one:").strip()
        if not typed:
            return None
        if typed in [str(number) for number in range(1, len(begun) + 1)]:
            return begun[int(typed) - 1][1]
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


def _same(question: Question, answer: Answer) -> Given | None:
    match answer.given:
        case Level(value=value) if not isinstance(question, ChoiceQuestion):
            return next((level for level in question.levels if level.value == value), None)
        case Choice(id=name) if isinstance(question, ChoiceQuestion):
            return next((choice for choice in question.choices if choice.id == name), None)
        case Level() | Choice():
            return None
        case silence:
            return silence
