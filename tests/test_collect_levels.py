"""Words in cells mean one answer, or none."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.collect.cells import Numbers, Words
from partnerassess.collect.platforms import Platform
from partnerassess.loading.wording import format_answer
from partnerassess.model import ChoiceQuestion, Level, ScoredQuestion, Silence
from partnerassess.sheets.table import Formula
from surveys import QUESTIONNAIRE, QUESTIONS

SCORED = next(each for each in QUESTIONS if isinstance(each, ScoredQuestion) and not each.not_applicable)
TAKES = next(each for each in QUESTIONS if isinstance(each, ScoredQuestion) and each.not_applicable)
CHOICE = next(each for each in QUESTIONS if isinstance(each, ChoiceQuestion))


def find(
    cell: object, question: object = SCORED, platform: Platform | None = None, **said: Numbers
) -> object:
    words = Words.of(question)  # type: ignore[arg-type]
    numbers = said.get("numbers", Numbers.VALUES)
    given = words.find(cell, platform, numbers)  # type: ignore[arg-type]
    return format_answer(given) if given else None


@pytest.mark.parametrize(
    "form",
    [
        "{label}",
        "{label}: {words}",
        "{label}. {words}",
        "{label} – {words}",
        "{label} ({words})",
        "{words}",
        "{value}",
        "{value} – {label}",
        "{value} - {label}",
        "{value}: {label}",
        "{value}. {label}",
        "{value}) {label}",
        "{value} {label}",
        "{value} = {label}",
        "{label} ({value})",
        "{label} – {value}",
        "{value} – {label}: {words}",
        "  {label}    ",
        "{label};",
        "{label}.",
        "{upper}",
        "{nbsp}",
        "{value}.0",
    ],
)
def test_a_level_is_known_in_every_form(form: str) -> None:
    for level in SCORED.levels:
        said = form.format(
            label=level.label,
            words=level.description,
            value=level.value,
            upper=level.label.upper(),
            nbsp=level.label.replace(" ", "\u00a0"),
        )
        assert find(said) == str(level.value), said


@pytest.mark.parametrize("cell", [3, 3.0, "3", "3.0", " 3 "])
def test_a_number_is_a_value_or_a_place_as_somebody_said(cell: object) -> None:
    assert find(cell) == "3"
    assert find(cell, numbers=Numbers.POSITIONS) == "2"


@pytest.mark.parametrize(
    "cell",
    [
        "3 – A little",
        "Somewhat",
        "Most",
        "Mostly Partly",
        "Mostly;Partly;",
        "5",
        "-1",
        "2.5",
        2.5,
        "1e3",
        "",
        "3 4",
        True,
        Formula("Mostly"),
        "=Mostly",
        "A3",
        "L3",
        "98",
        "Fully: It has none of this.",
    ],
)
def test_nothing_else_is_understood(cell: object) -> None:
    assert find(cell) is None


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Don't know", "unknown"),
        ("Don’t know", "unknown"),
        ("dont know", "unknown"),
        ("NOT SURE", "unknown"),
        ("?", "unknown"),
        ("unknown", "unknown"),
        ("Prefer not to say", "declined"),
        ("declined", "declined"),
        ("N/A", "not_applicable"),
        ("n/a    ;", "not_applicable"),
        ("Not applicable", "not_applicable"),
        ("not_applicable", "not_applicable"),
    ],
)
def test_answers_that_give_no_level(word: str, answer: str) -> None:
    assert find(word, TAKES) == answer
    assert find(word, SCORED) == (None if answer == "not_applicable" else answer)


def test_choices_are_known_by_text_and_by_id() -> None:
    for choice in CHOICE.choices:
        for said in (choice.text, choice.id, choice.id.upper(), f"{choice.text};"):
            assert find(said, CHOICE) == choice.id
    assert find("1", CHOICE) is None
    assert find("1", CHOICE, numbers=Numbers.POSITIONS) == CHOICE.choices[0].id


def test_codes_of_our_own_count_on_the_platform_that_has_them() -> None:
    assert find("L3", platform=Platform.LIMESURVEY) == "3"
    assert find("DK", platform=Platform.LIMESURVEY) == "unknown"
    assert find("A3", platform=Platform.LIMESURVEY) is None
    assert find("98", platform=Platform.REDCAP) == "unknown"
    assert find("97", TAKES, platform=Platform.REDCAP) == "not_applicable"
    assert find("97", SCORED, platform=Platform.REDCAP) is None


def test_words_that_mean_two_levels_mean_none() -> None:
    levels = tuple(
        Level(value=Fraction(value), label=label, position=Fraction(value, 2), description=words)
        for value, label, words in ((0, "Low", "same words"), (1, "Middle", "same words"), (2, "High", "Low"))
    )
    question = ScoredQuestion(id="q", text="Q", levels=levels, scale="s", not_applicable=False)
    assert find("same words", question) is None
    assert find("Low", question) is None
    assert find("Middle: same words", question) == "1"


@given(st.sampled_from(list(QUESTIONNAIRE.questions.values())), st.text(max_size=40))
def test_any_text_means_at_most_one_answer_that_the_question_accepts(question: object, text: str) -> None:
    words = Words.of(question)  # type: ignore[arg-type]
    given = words.find(text, None, Numbers.VALUES)
    if isinstance(given, Silence):
        assert given is not Silence.NOT_APPLICABLE or getattr(question, "not_applicable", False)
    elif given is not None:
        assert given in (getattr(question, "levels", ()) or getattr(question, "choices", ()))
