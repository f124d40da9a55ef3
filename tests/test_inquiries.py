"""What to find out next, in words."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from instruments import Given, answers, factor, question, questionnaire
from partnerassess.decide.next_questions import DRAWN, inquire, inquire_leader
from partnerassess.model import Questionnaire
from partnerassess.pooling import pool
from partnerassess.report.inquiries import inquiry_sentence
from partnerassess.scoring import score

PAIR = questionnaire(
    [factor("c", "context"), factor("e", "enablers")], [factor("d", "context"), factor("f", "enablers")]
)


def said(asked: Questionnaire, given_answers: Mapping[str, Given]) -> list[str]:
    """Say what is to be found out first, and what for the first place."""
    assessment = score(asked, answers(asked, given_answers))
    found = dict.fromkeys((inquire(assessment), inquire_leader(assessment)))
    return [inquiry_sentence(each) for each in found if each]


def test_an_answer_that_settles_it_whatever_it_is_says_so() -> None:
    assert said(PAIR, {"q-c": 3, "q-e": "unknown", "q-d": 2, "q-f": "unknown"}) == [
        "To settle whether “Arrangement 1” is ready (it is in 40% of the ways to fill in what is open), find "
        "out first: “How far q-e?” Any answer settles it.",
        "To settle which form comes first, find out first: “How far q-e?” 2 of its 5 possible answers "
        "would settle it at once; on average an answer takes away 49% of the doubt.",
    ]


def test_an_answer_that_may_settle_it_says_how_often_and_how_much() -> None:
    # Ready in 4 of 25 ways: doubt 2 · 4/25 · 21/25. With q-c at 3 or 4 in 2 of 5, else never: 2/5 · 12/25.
    (verdict, _) = said(PAIR, {"q-c": "unknown", "q-e": "unknown", "q-d": 2, "q-f": "unknown"})
    assert verdict == (
        "To settle whether “Arrangement 1” is ready (it is in 16% of the ways to fill in what is open), find "
        "out first: “How far q-c?” 3 of its 5 possible answers would settle it at once; on average an answer "
        "takes away 29% of the doubt."
    )


def test_what_was_estimated_says_so() -> None:
    names = [f"c{number}" for number in range(6)]
    asked = questionnaire(
        [*(factor(each, "context", {question(each): 1}) for each in names), factor("e", "enablers")],
        [factor("d", "context"), factor("f", "enablers")],
    )
    sentences = said(asked, {"q-e": 2, "q-d": 2, "q-f": 2})
    assert sentences[-1].endswith(f"of the doubt (estimated from {DRAWN:,} ways of filling in what is open).")


def test_what_is_settled_says_nothing() -> None:
    assert said(PAIR, {"q-c": 3, "q-e": 3, "q-d": 2, "q-f": 2}) == []


def test_a_share_too_small_to_mean_anything_is_left_out_beside_what_settles_it() -> None:
    names = ["c1", "c2", "c3", "c4"]
    asked = questionnaire(
        [*(factor(each, "context", essential=Fraction(1)) for each in names), factor("e", "enablers")],
        [factor("d", "context"), factor("f", "enablers")],
    )
    (verdict, *_) = said(asked, {"q-e": 4, "q-d": "not_applicable", "q-f": 0})
    assert verdict == (
        "To settle whether “Arrangement 1” is ready (it is in fewer than 1% of the ways to fill in what is "
        "open), find out first: “How far q-c1?” 4 of its 5 possible answers would settle it at once."
    )


def test_what_has_to_be_discussed_first_is_settled_by_no_answer() -> None:
    asked = questionnaire(
        [factor("c", "context", essential=Fraction(1, 2)), factor("e", "enablers")],
        [factor("d", "context"), factor("f", "enablers")],
    )
    given_answers: dict[str, Given] = {"q-c": 3, "q-e": "unknown", "q-d": "not_applicable", "q-f": 0}
    assert inquire(score(asked, answers(asked, given_answers))) is not None
    views = [
        replace(answers(asked, {**given_answers, "q-c": level}), partnership="Both", organisation=name)
        for name, level in (("A", 4), ("B", 2))
    ]
    apart = pool(asked, views)
    assert apart.pooled is not None
    assert apart.pooled.disputed == ("q-c",)
    assert inquire(apart) is None
