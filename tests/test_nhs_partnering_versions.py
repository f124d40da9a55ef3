"""Answers to an earlier version of the shipped questionnaire."""

from collections.abc import Mapping

import pytest

from partnerassess.loading.answers import load_answers
from partnerassess.model import Answers, Level
from partnerassess.parsing.nodes import Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import ProblemsFound
from partnerassess.scoring import score
from shipped import QUESTIONNAIRE


def load(given: Mapping[str, object], version: str = "1.0") -> Answers:
    lines = [f"  {question}: {answer}" for question, answer in given.items()]
    text = "\n".join([f'questionnaire: nhs-partnering\nversion: "{version}"\nanswers:', *lines])
    (document,) = parse_yaml(text, "old.yaml", aliases=False)
    assert isinstance(document, Document)
    return load_answers(document, QUESTIONNAIRE)


def test_an_answer_goes_over_to_the_question_that_has_its_place() -> None:
    answers = load({"leads-communicate": "{answer: 3, note: By phone}", "dedicated-resources": 1})
    assert answers.unrecognised == ()
    assert list(answers.answers) == ["time-and-resources", "counterparts-in-touch"]
    moved = answers.answers["counterparts-in-touch"]
    assert isinstance(moved.given, Level)
    assert moved.given.value == 3
    assert moved.note == "By phone"


def test_an_answer_to_the_question_itself_comes_first() -> None:
    answers = load({"leads-communicate": 1, "counterparts-in-touch": 3})
    assert answers.unrecognised == ("leads-communicate",)
    given = answers.answers["counterparts-in-touch"].given
    assert isinstance(given, Level)
    assert given.value == 3


def test_what_is_no_longer_asked_is_no_problem_in_an_earlier_version_and_one_in_this() -> None:
    assert load({"partner-fit": 2}).unrecognised == ("partner-fit",)
    with pytest.raises(ProblemsFound, match="there is no question `partner-fit`"):
        load({"partner-fit": 2}, version="2.0")


def test_it_is_said_which_answers_are_left_over_and_which_questions_have_none() -> None:
    start = {"initiated-by": "voluntary", "scale-envisaged": "individual"}
    version, left, new = score(QUESTIONNAIRE, load({**start, "partner-fit": 2, "routine-data": 3})).warnings
    assert version == "Answered against version 1.0 of nhs-partnering, scored with version 2.0."
    assert left == "No longer asked, and left aside: partner-fit, routine-data."
    assert new.startswith("Asked now, and not answered: need-identified, clear-rationale, ")
    assert new.endswith(" and 11 more.")
