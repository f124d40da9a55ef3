"""How sure an order is, in words: what other conventions and one other weight would change."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from instruments import SCORING, Given, answers, factor, questionnaire
from partnerassess.decide.robustness import check_steadiness
from partnerassess.model import Aggregation, Dimension, Questionnaire, Scoring
from partnerassess.report.robustness import format_share, format_weight, steadiness_sentences
from partnerassess.scoring import score

PAIR = questionnaire(
    [factor("c", "context"), factor("e", "enablers")], [factor("d", "context"), factor("f", "enablers")]
)
EVERY_WAY = "by the arithmetic mean, the geometric mean and the lowest dimension alike"
ONE = (Dimension(id="only", title="Only"),)


def said(asked: Questionnaire, given_answers: Mapping[str, Given]) -> list[str]:
    return list(steadiness_sentences(check_steadiness(score(asked, answers(asked, given_answers)))))


def test_what_holds_whichever_way_is_said_once() -> None:
    assert said(PAIR, {"q-c": 3, "q-e": 3, "q-d": 1, "q-f": 1}) == [
        f"“Arrangement 1” comes first {EVERY_WAY}.",
        f"Its band, “Ready”, is the same {EVERY_WAY}.",
        "No change of one factor's weight alone puts another form first.",
    ]


def test_what_depends_on_the_way_is_said_for_each() -> None:
    assert said(PAIR, {"q-c": 4, "q-e": 1, "q-d": 2, "q-f": 2})[:2] == [
        "By the lowest dimension “Arrangement 2” would come first.",
        "Its band depends on the way: “Emerging” by the arithmetic mean, “Emerging” by the geometric mean "
        "and “Not ready” by the lowest dimension.",
    ]


def test_one_arrangement_alone_has_only_its_band_to_be_sure_of() -> None:
    alone = questionnaire([factor("c", "context"), factor("e", "enablers")])
    assert said(alone, {"q-c": 4, "q-e": 2}) == [
        "Its band depends on the way: “Ready” by the arithmetic mean, “Nearly ready” by the geometric mean "
        "and “Emerging” by the lowest dimension."
    ]
    assert said(replace(alone, scoring=Scoring()), {"q-c": 3, "q-e": 2}) == []
    nothing: dict[str, Given] = {"q-c": "not_applicable", "q-e": "not_applicable"}
    assert said(alone, nothing) == []


def test_the_weight_that_turns_the_order_is_told_with_where_to() -> None:
    asked = questionnaire(
        [factor("strong", "only"), factor("weak", "only")],
        [factor("b1", "only", weight=7), factor("b2", "only", weight=3)],
        dimensions=ONE,
        scoring=Scoring(dimensions=Aggregation.ARITHMETIC),
    )
    assert said(asked, {"q-strong": 4, "q-weak": 2, "q-b1": 4, "q-b2": 0}) == [
        "The smallest change of one weight that matters: “Factor strong” (Arrangement 1) from 1 to just "
        "below 0.67; then “Arrangement 2” comes first."
    ]
    assert said(asked, {"q-strong": 4, "q-weak": 0, "q-b1": 3, "q-b2": 0}) == [
        "The smallest change of one weight that matters: “Factor weak” (Arrangement 1) from 1 to 0.9; then "
        "“Arrangement 1” comes first."
    ]


def test_a_tie_turns_with_any_change_at_all() -> None:
    asked = questionnaire(
        [factor("a1", "only"), factor("a2", "only")],
        [factor("b", "only")],
        dimensions=ONE,
        scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC),
    )
    (words,) = said(asked, {"q-a1": 3, "q-a2": 1, "q-b": 2})
    assert "(Arrangement 1) from 1 " in words
    assert "by anything at all; then “Arrangement 2” comes first." in words


def test_weights_are_exact_where_that_is_short_and_never_round_to_the_present_one() -> None:
    one = factor("f", "only")
    assert format_weight(Fraction(9, 4), one) == "2.25"
    assert format_weight(Fraction(2, 3), one) == "0.67"
    assert format_weight(Fraction(1001, 1000) + Fraction(1, 10**7), one) == "1.001"
    assert format_weight(Fraction(1, 3000), one) == "0.0003"


def test_a_share_is_never_all_or_nothing_unless_it_is() -> None:
    assert [format_share(share) for share in (0.0, 0.0004, 0.996, 1.0)] == ["0%", "0.04%", "99%", "100%"]


def test_where_no_way_gives_a_band_nothing_is_said_of_one() -> None:
    sentences = said(PAIR, {"q-c": "unknown", "q-e": 4, "q-d": "unknown", "q-f": 0})
    assert not any("band" in sentence for sentence in sentences)
