"""The form to fill in with a pen: every question with all that can be ticked, and nothing that is hidden."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from instruments import factor, question, questionnaire
from markup import Element, assert_report, read_page
from partnerassess import __version__
from partnerassess.conditions import All, AnswerBelow, AnyOf, Chose, Condition, Not
from partnerassess.library import shipped_questionnaires
from partnerassess.loading import load_questionnaire
from partnerassess.model import Choice, ChoiceQuestion, Questionnaire, ScoredQuestion, Section
from partnerassess.render.form import render_form

Golden = Callable[[str, str], None]

STARTED_BY = ChoiceQuestion(
    id="started-by",
    text="Who asks for it?",
    choices=(Choice(id="us", text="We do"), Choice(id="them", text="<b>They</b> do")),
    help="It matters.",
)


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return load_questionnaire(shipped_questionnaires()["nhs-partnering"])


def asked(*questions: ScoredQuestion) -> Questionnaire:
    bare = questionnaire([factor("F", "context", dict.fromkeys(questions, 1)), factor("E", "enablers")])
    return replace(
        bare, sections=(Section(id="start", title="Start", questions=(STARTED_BY,)), *bare.sections)
    )


def questions_of(page: Element) -> list[Element]:
    return [each for each in page.within("div") if each.classes() == {"question"}]


def boxes(question: Element) -> list[str]:
    return [each.text() for each in question.within("li")]


def test_the_form_of_the_shipped_questionnaire_is_as_expected(golden: Golden, shipped: Questionnaire) -> None:
    text = render_form(shipped)
    assert_report(text)
    golden("page/form.html", text.replace(f"partnerassess {__version__}", "partnerassess VERSION"))


def test_every_question_stands_on_the_form_with_its_number_its_name_and_its_help(
    shipped: Questionnaire,
) -> None:
    found = questions_of(read_page(render_form(shipped)))
    assert len(found) == len(shipped.questions)
    for number, (element, each) in enumerate(zip(found, shipped.questions.values(), strict=True), start=1):
        assert element.within("h3")[0].text() == f"{number}. {each.text}"
        assert element.within("small")[-1].text() == each.id
        assert each.help is None or " ".join(each.help.split()) in element.text()


def test_every_level_has_a_box_with_its_number_label_and_description(shipped: Questionnaire) -> None:
    found = questions_of(read_page(render_form(shipped)))
    for element, each in zip(found, shipped.questions.values(), strict=True):
        expected = (
            [choice.text for choice in each.choices]
            if isinstance(each, ChoiceQuestion)
            else [f"{level.value} {level.label} {level.description or ''}".strip() for level in each.levels]
        )
        expected += ["We do not know", "We would rather not say"]
        if isinstance(each, ScoredQuestion) and each.not_applicable:
            expected.append("It does not apply (please note why)")
        assert boxes(element) == expected
        assert len([box for box in element.within("span") if box.classes() == {"box"}]) == len(expected)


def test_a_label_that_repeats_its_value_stands_there_once() -> None:
    bare = question("far", not_applicable=False)
    plain = replace(bare, levels=tuple(replace(level, label=str(level.value)) for level in bare.levels))
    second = questions_of(read_page(render_form(asked(plain))))[1]
    assert boxes(second) == ["0", "1", "2", "3", "4", "We do not know", "We would rather not say"]


CHOSE_US = Chose(question="started-by", choices=("us",))
CHOSE_ANY = Chose(question="started-by", choices=("us", "them"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (CHOSE_US, "Only if question 1 is “We do”."),
        (CHOSE_ANY, "Only if question 1 is “We do” or “<b>They</b> do”."),
        (Not(condition=CHOSE_US), "Only if it is not so that question 1 is “We do”."),
        (
            All(conditions=(CHOSE_US, AnyOf(conditions=(CHOSE_US, Not(condition=CHOSE_US))))),
            "Only if question 1 is “We do” "
            "and (question 1 is “We do” or it is not so that question 1 is “We do”).",
        ),
    ],
)
def test_a_question_that_not_everybody_answers_says_when(condition: Condition, words: str) -> None:
    second = questions_of(read_page(render_form(asked(replace(question("far"), only_if=condition)))))[1]
    assert second.within("b")[0].text() == words


def test_a_condition_that_is_not_about_a_choice_cannot_stand_on_a_form() -> None:
    condition = AnswerBelow(question="started-by", value=question("far").levels[0].value)
    with pytest.raises(TypeError, match="not about a choice"):
        render_form(asked(replace(question("far"), only_if=condition)))


def test_hostile_text_stands_on_the_form_as_text() -> None:
    hostile = "</p><script>alert(1)</script>\u202e"
    page = assert_report(
        render_form(
            replace(asked(replace(question("far"), text=hostile)), title=hostile, description=hostile)
        )
    )
    assert "</p><script>alert(1)</script>\\u202e" in page.within("h1")[0].text()
