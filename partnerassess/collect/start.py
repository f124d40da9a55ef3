"""What is settled before anybody answers: a questionnaire without what cannot apply then."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from partnerassess.conditions import Condition, settle
from partnerassess.decide.what_if import read_changes
from partnerassess.model import Answer, Answers, Choice, ChoiceQuestion, Questionnaire
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.visibility import Visibility

Settled = Mapping[str, Choice]
"""The choices that are made already, by question id."""

NOTHING: Settled = MappingProxyType({})


def read_settled(questionnaire: Questionnaire, texts: Iterable[str]) -> Settled:
    """Read choices such as `initiated-by=voluntary`; raises ProblemsFound with what is wrong with each."""
    given = read_changes(questionnaire, texts)
    settled = {name: said for name, said in given.items() if isinstance(said, Choice)}
    others = [name for name in given if name not in settled]
    if others:
        choices = [
            f"{question.id}={choice.id}"
            for question in questionnaire.questions.values()
            if isinstance(question, ChoiceQuestion)
            for choice in question.choices[:1]
        ]
        message, hint = "only a choice can be settled beforehand", f"such as {', '.join(choices)}"
        raise ProblemsFound([Problem(file=name, message=message, hint=hint) for name in others])
    return MappingProxyType(settled)


def leave_out(questionnaire: Questionnaire, settled: Settled) -> Questionnaire:
    """Give the questionnaire to fill in: without the questions and arrangements that cannot apply any more.

    Conditions say only what is still open. Without anything settled it is the questionnaire itself.
    """
    if not settled:
        return questionnaire
    answers = MappingProxyType({name: Answer(given=choice) for name, choice in settled.items()})
    visibility = Visibility(questionnaire, Answers(questionnaire=questionnaire.id, answers=answers))
    asked = {question.id for question in visibility.asked()}
    sections = (
        replace(
            section,
            questions=tuple(
                replace(each, only_if=_simplify(each.only_if, visibility))
                for each in section.questions
                if each.id in asked
            ),
        )
        for section in questionnaire.sections
    )
    return replace(
        questionnaire,
        sections=tuple(section for section in sections if section.questions),
        arrangements=tuple(
            replace(each, applies_if=_simplify(each.applies_if, visibility))
            for each in questionnaire.arrangements
            if visibility.applies(each)
        ),
    )


def _simplify(condition: Condition | None, visibility: Visibility) -> Condition | None:
    """Give what is open of a condition that is not false; null if it is true."""
    open_part = settle(condition, visibility.is_true) if condition else True
    return None if isinstance(open_part, bool) else open_part
