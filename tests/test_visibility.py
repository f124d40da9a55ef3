"""Visibility: which questions are asked and which arrangements apply."""

from fractions import Fraction
from types import MappingProxyType

import pytest
from msgspec.structs import replace

from instruments import factor, question, questionnaire
from partnerassess.conditions import AnswerAtLeast, AnswerBelow, Answered, Chose, Fact, FactorBelow
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Questionnaire,
    ScoredQuestion,
    Section,
    Silence,
)
from partnerassess.visibility import Visibility

WHO = ChoiceQuestion(
    id="who",
    text="Who asks for it?",
    choices=(Choice(id="voluntary", text="We do"), Choice(id="mandated", text="They do")),
)
ONLY_MANDATED = Chose(question="who", choices=("mandated",))


def instrument() -> Questionnaire:
    made = questionnaire(
        [factor("c", "context"), factor("e", "enablers")],
        [factor("d", "context", {question("q-d"): 1}), factor("f", "enablers", {question("q-e"): 1})],
    )
    asked = [
        replace(each, only_if=ONLY_MANDATED) if each.id == "q-c" else each for each in made.questions.values()
    ]
    second = replace(made.arrangements[1], applies_if=ONLY_MANDATED)
    return replace(
        made,
        sections=(Section(id="all", title="All", questions=(WHO, *asked)),),
        arrangements=(made.arrangements[0], second),
    )


def given_answers(**given: int | str) -> Answers:
    made = instrument()
    found: dict[str, Answer] = {}
    for name, value in given.items():
        asked = made.questions[name.replace("_", "-")]
        if value in ("unknown", "declined", "not_applicable"):
            found[asked.id] = Answer(given=Silence(value))
        elif isinstance(asked, ScoredQuestion):
            found[asked.id] = Answer(given=asked.levels[int(value)])
        else:
            found[asked.id] = Answer(given=next(choice for choice in WHO.choices if choice.id == value))
    return Answers(questionnaire="small", answers=MappingProxyType(found))


def visibility(**given: int | str) -> Visibility:
    return Visibility(instrument(), given_answers(**given))


def asked(**given: int | str) -> list[str]:
    return [each.id for each in visibility(**given).asked()]


def test_skipping_the_starting_point_asks_everything() -> None:
    assert asked() == ["who", "q-c", "q-e", "q-d"]
    assert asked(who="unknown") == asked()


def test_only_what_is_known_to_be_false_hides() -> None:
    assert asked(who="voluntary") == ["who", "q-e"]
    assert visibility(who="voluntary").is_shown(instrument().questions["q-c"]) is False


def test_questions_that_hang_on_each_other_are_followed_however_many_there_are() -> None:
    chain = [replace(WHO, id="who-0")]
    for number in range(1, 2_000):
        only_if = Chose(question=f"who-{number - 1}", choices=("mandated",))
        chain.append(replace(WHO, id=f"who-{number}", only_if=only_if))
    sections = (Section(id="all", title="All", questions=(*instrument().questions.values(), *chain)),)
    given = {each.id: Answer(given=WHO.choices[1]) for each in chain}
    seen = Visibility(replace(instrument(), sections=sections), replace(given_answers(), answers=given))
    assert WHO.choices[1].id == "mandated"
    assert seen.is_shown(chain[-1]) is True
    assert len(seen.asked()) > 2_000


def test_an_arrangement_applies_unless_it_is_known_not_to() -> None:
    second = instrument().arrangements[1]
    assert visibility().applies(second)
    assert visibility(who="mandated").applies(second)
    assert not visibility(who="voluntary").applies(second)


AT_LEAST = AnswerAtLeast(question="q-c", value=Fraction(2))
BELOW = AnswerBelow(question="q-c", value=Fraction(2))
IS_ANSWERED = Answered(question="q-c", answered=True)
IS_NOT_ANSWERED = Answered(question="q-c", answered=False)


@pytest.mark.parametrize(
    ("given", "truths"),
    [
        ({"who": "mandated", "q_c": 2}, (True, False, True, False)),
        ({"who": "mandated", "q_c": 1}, (False, True, True, False)),
        ({"who": "mandated", "q_c": "unknown"}, (None, None, False, True)),
        ({"who": "mandated"}, (None, None, False, True)),
        ({"who": "mandated", "q_c": "not_applicable"}, (False, False, False, True)),
        ({"who": "voluntary", "q_c": 2}, (False, False, False, True)),
        ({"q_c": 2}, (None, None, False, True)),
    ],
)
def test_facts_about_an_answer_are_three_valued(
    given: dict[str, int | str], truths: tuple[bool | None, ...]
) -> None:
    seen = visibility(**given)
    found: list[Fact] = [AT_LEAST, BELOW, IS_ANSWERED, IS_NOT_ANSWERED]
    assert tuple(seen.is_true(fact) for fact in found) == truths


def test_a_fact_about_a_result_is_refused() -> None:
    with pytest.raises(TypeError, match="not about an answer"):
        visibility().is_true(FactorBelow(factor="c", position=Fraction(1, 2)))
