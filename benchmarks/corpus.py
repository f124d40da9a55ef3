"""A made-up folder of answer files, always the same for the same number, in the styles people's files have.

This module knows how such files look. It does not know how fast they are read.
"""

import datetime
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import yaml

from partnerassess.model import Answer, Answers, ChoiceQuestion, Questionnaire, Silence
from partnerassess.writing import format_answers

FOLDER_SIZE = 1_000
"""How many files stand in one folder."""

_NOTES = (
    "Minuted in May.",
    "Two of three boards so far",
    "See the joint plan, section 4",
    "Heard on the ward",
)
_ROLES = ("Medical director", "Programme manager", "Director of nursing", "Chief executive")
_OPEN = (0.0, 0.0, 0.03, 0.08, 0.2)
"""The share of questions that nobody could answer: none in two files of five."""


def make_answers(questionnaire: Questionnaire, count: int, seed: int = 2017) -> Iterator[Answers]:
    """Make up sets of answers: each partnership has its own strength, around which its answers vary."""
    chance = random.Random(seed)  # noqa: S311 made-up data, no secret
    for number in range(count):
        yield Answers(
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            partnership=f"Partnership {number // 2:05}",
            organisation=("Riverside", "Valley High")[number % 2],
            respondent=chance.choice(_ROLES),
            date=datetime.date(2017, 1, 1) + datetime.timedelta(days=chance.randrange(365)),
            answers=MappingProxyType(dict(_answers(questionnaire, chance))),
        )


def write_corpus(folder: Path, questionnaire: Questionnaire, count: int, *, mixed: bool) -> None:
    """Write a corpus: mixed styles by turns, or all as our tool writes them."""
    for number, answers in enumerate(make_answers(questionnaire, count)):
        style = _STYLES[number % len(_STYLES)] if mixed else format_answers
        place = folder / f"{number // FOLDER_SIZE:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.yaml").write_text(
            style(questionnaire, answers), encoding="utf-8", newline="\n"
        )


def write_lines(file: Path, questionnaire: Questionnaire, count: int) -> None:
    """Write the same answers as JSON Lines."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for answers in make_answers(questionnaire, count):
            lines.write(json.dumps(_plain(answers), ensure_ascii=False) + "\n")


def _answers(questionnaire: Questionnaire, chance: random.Random) -> Iterator[tuple[str, Answer]]:
    strength, unanswered = chance.uniform(0.2, 0.9), chance.choice(_OPEN)
    for question in questionnaire.questions.values():
        note = chance.choice(_NOTES) if chance.random() < 0.01 else None
        if isinstance(question, ChoiceQuestion):
            yield question.id, Answer(given=chance.choice(question.choices), note=note)
        elif chance.random() < unanswered:
            yield question.id, Answer(given=Silence.UNKNOWN, note=note)
        else:
            top = len(question.levels) - 1
            level = round(chance.gauss(strength, 0.2) * top)
            yield question.id, Answer(given=question.levels[min(max(level, 0), top)], note=note)


def _plain(answers: Answers) -> dict[str, object]:
    """Give answers as plain data, as a survey platform or somebody's script would write them."""
    return {
        "questionnaire": answers.questionnaire,
        "version": answers.version,
        "partnership": answers.partnership,
        "organisation": answers.organisation,
        "respondent": answers.respondent,
        "date": str(answers.date),
        "answers": {name: _value(answer) for name, answer in answers.answers.items()},
    }


def _value(answer: Answer) -> object:
    given = answer.given
    value = given.value if isinstance(given, Silence) else getattr(given, "id", None)
    said = int(getattr(given, "value", 0)) if value is None else value
    return {"answer": said, "note": answer.note} if answer.note else said


def _dumped(_: Questionnaire, answers: Answers) -> str:
    return str(yaml.dump(_plain(answers), sort_keys=True, allow_unicode=True))


def _by_hand(_: Questionnaire, answers: Answers) -> str:
    """Write as people do in an editor: comments, blank lines, few quotes, notes on lines of their own."""
    lines = [f"# Filled in by the {answers.respondent}", f"questionnaire: {answers.questionnaire}"]
    lines += [f"partnership: {answers.partnership}", f"organisation: {answers.organisation}   # our own view"]
    lines += [f"respondent: {answers.respondent}", f"date: {answers.date}", "", "answers:"]
    for number, (name, answer) in enumerate(answers.answers.items()):
        if number % 12 == 0:
            lines += ["", f"    # part {number // 12 + 1}"]
        value = _value(answer)
        if isinstance(value, dict):
            lines += [
                f"    {name}:",
                f"        answer: {value['answer']}",
                *_noted(str(value["note"]), number),
            ]
        else:
            lines.append(f"    {name}: {value}")
    return "\n".join([*lines, ""])


def _noted(note: str, number: int) -> list[str]:
    """Write a note on its line, or folded below it as editors and other programs do."""
    if number % 2:
        return [f"        note: {note}"]
    return [
        "        note: >-",
        *(f"          {part}" for part in (note[:12].strip(), note[12:].strip()) if part),
    ]


def _folded(_: Questionnaire, answers: Answers) -> str:
    """Write as another program does that folds every note."""
    return "".join(
        re.sub(r"^(\s*)note: (.+)$", r"\1note: >-\n\1  \2", line) + "\n"
        for line in _dumped(_, answers).splitlines()
    )


_STYLES = (format_answers, _by_hand, _folded)
"""By turns; so a third of the files with notes, and half of those written by hand, hold block texts."""
