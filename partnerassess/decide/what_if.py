"""What if: answers with some of them changed, without touching anybody's file.

This module knows how a change such as `mutual-trust=3` is read, by the same rules as an answer file, and
makes changed answers. It does not know what the change does: the one scorer tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Assessment
from partnerassess.loading.answers import load_answers
from partnerassess.model import Answer, Answers, ChoiceQuestion, Given, Question, Questionnaire
from partnerassess.parsing.nodes import Document, Lines
from partnerassess.parsing.nodes import Mapping as Named
from partnerassess.pooling import pool
from partnerassess.problems import Problem, ProblemsFound

HOW_TO_WRITE_A_CHANGE = "write it as QUESTION=ANSWER, such as mutual-trust=3 or board-support=unknown"


class Change(Struct, frozen=True, kw_only=True):
    """One answer that is changed."""

    question: Question
    before: Answer | None
    after: Answer | None


class Trial(Struct, frozen=True, kw_only=True):
    """What some other answers would give, beside what the real ones do."""

    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]
    """In the questionnaire's order; changes to what was answered anyway are included."""

    def would_tell(self) -> bool:
        """Tell whether the two together would say of a small group what is kept back of either.

        They differ by what was said to the questions that are changed, and a choice changes what is asked.
        """
        kept = {
            name
            for each in (self.before, self.after)
            if each.pooled
            for name in (*(question.id for question in each.pooled.withheld), *each.silent)
        }
        changed = [change.question for change in self.changes]
        return bool(kept) and any(each.id in kept or isinstance(each, ChoiceQuestion) for each in changed)


def try_out(
    assessment: Assessment,
    given: Mapping[str, Given | None],
    views: Sequence[Answers] = (),
    *,
    show_small_groups: bool = False,
) -> Trial:
    """Score the same answers with some changed, by question id.

    Of several `views` that were put together everybody's are changed, and they are put together again.
    """
    questionnaire, answers = assessment.questionnaire, assessment.answers
    changed = [change_answers(questionnaire, each, given) for each in views or [answers]]
    asked_for = change_answers(questionnaire, answers, given).answers
    return Trial(
        before=assessment,
        after=pool(questionnaire, changed, show_small_groups=show_small_groups),
        changes=tuple(
            Change(
                question=question,
                before=answers.answers.get(name),
                after=asked_for.get(name),
            )
            for name, question in questionnaire.questions.items()
            if name in given
        ),
    )


def change_answers(
    questionnaire: Questionnaire, answers: Answers, given: Mapping[str, Given | None]
) -> Answers:
    """Give the same answers with some changed, by question id; notes stay, null takes an answer away."""
    known = answers.answers
    changed = {
        name: Answer(given=said, note=known[name].note if name in known else None)
        for name, said in given.items()
    }
    every = {**known, **changed}
    ordered = {name: every[name] for name in questionnaire.questions if name in every}
    return replace(answers, answers=MappingProxyType(ordered))


def read_changes(questionnaire: Questionnaire, texts: Iterable[str]) -> dict[str, Given | None]:
    """Read changes such as `mutual-trust=3`, each as an answer file would be read.

    Nothing after the sign takes an answer away. Raises ProblemsFound with what is wrong with each of them.
    """
    given: dict[str, Given | None] = {}
    problems: list[Problem] = []
    for text in texts:
        name, sign, said = (part.strip() for part in text.partition("="))
        if not sign or not name:
            problems.append(Problem(file=text, message="this is no change", hint=HOW_TO_WRITE_A_CHANGE))
        elif name in given:
            problems.append(Problem(file=text, message=f"`{name}` is changed twice", hint="keep one of them"))
        else:
            try:
                given[name] = _read_change(questionnaire, name, said)
            except ProblemsFound as found:
                problems += [
                    replace(each, file=text, line=None, column=None, path="") for each in found.problems
                ]
    if problems:
        raise ProblemsFound(problems)
    return given


def _read_change(questionnaire: Questionnaire, name: str, said: str) -> Given | None:
    """Read one change as a document with a single answer."""
    lines = Lines(said)
    answers = Named(lines, 0)
    answers[name], answers.offsets[name] = said or None, (0, 0)
    root = Named(lines, 0)
    root["answers"], root.offsets["answers"] = answers, (0, 0)
    document = Document(file=name, index=1, root=root, lines=lines)
    answer = load_answers(document, questionnaire).answers.get(name)
    return answer.given if answer else None
