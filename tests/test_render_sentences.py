"""Results in sentences: what is said of verdicts, ranges, essential factors, gains and grounds."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from builders import STARTED_BY, STUDY, sampler, seaside
from instruments import Given, answers, factor, questionnaire
from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import Explanation, GivenAnswer, explain
from partnerassess.model import Answer, Questionnaire, Scoring, Silence, Source, Unanswered
from partnerassess.render.sentences import (
    NO_GAIN,
    basis_sentence,
    certainty_sentence,
    coverage_sentence,
    essential_sentence,
    exclusion_sentence,
    first_gain_sentence,
    gain_sentence,
    grounds_sentence,
    headline,
    readiness_sentence,
    verdict_sentence,
)
from partnerassess.render.words import (
    as_sentence,
    format_answer,
    format_count,
    format_date,
    format_known,
    format_list,
    format_ordinal,
    format_source,
    format_standing,
)
from partnerassess.scoring import score

ASKED = questionnaire(
    [factor("A", "context"), factor("B", "enablers", essential=Fraction(1, 2))],
    [factor("C", "context"), factor("D", "enablers")],
)
ALL = ("q-A", "q-B", "q-C", "q-D")


def assessed(given: Mapping[str, Given], asked: Questionnaire = ASKED) -> Assessment:
    return score(asked, answers(asked, given))


def first(assessment: Assessment) -> ArrangementResult:
    return next(each for each in assessment.arrangements if each.arrangement.id == "arrangement-1")


def explained(given: Mapping[str, Given], asked: Questionnaire = ASKED) -> Explanation:
    return explain(assessed(given, asked))


def test_the_headline_names_the_leader_or_why_there_is_none() -> None:
    assert headline(assessed({"q-A": 4, "q-B": 4, "q-C": 1, "q-D": 1})) == (
        "Best supported:",
        "Arrangement 1",
    )
    level = headline(assessed(dict.fromkeys(ALL, 3)))
    assert level == ("Best supported, and level with each other:", "Arrangement 1 and Arrangement 2")
    assert headline(assessed({}))[0] == "Too early to say: no question is answered yet."
    assert headline(assessed(dict.fromkeys(ALL, "not_applicable")))[0].startswith("No arrangement can be")


def test_a_readiness_is_given_with_its_range_and_where_ready_starts() -> None:
    scoring = ASKED.scoring
    settled = first(assessed(dict.fromkeys(ALL, 3)))
    assert (
        readiness_sentence(settled, scoring)
        == "Readiness is 75.0 on a scale of 0 to 100; nothing is open. “Ready” starts at 75."
    )
    unsure = first(assessed({"q-A": 4}))
    assert readiness_sentence(unsure, scoring).startswith(
        "Readiness is between 0.0 and 100.0 on a scale of 0 to 100; too few answers for one figure."
    )
    out = first(assessed(dict.fromkeys(ALL, "not_applicable")))
    assert readiness_sentence(out, scoring) == "There are no numbers for it."


def test_open_answers_that_cannot_matter_are_said_not_to() -> None:
    scoring = replace(ASKED.scoring, coverage_needed=Fraction(0))
    asked = questionnaire(
        [factor("A", "context"), factor("B", "enablers"), factor("E", "enablers")], scoring=scoring
    )
    stuck = first(assessed({"q-A": 0, "q-B": 2}, asked))
    assert "Readiness is 0.0 on a scale of 0 to 100; 1 open answer cannot change it." in readiness_sentence(
        stuck, scoring
    )
    strict = replace(asked, scoring=replace(ASKED.scoring, unanswered=Unanswered.LOWEST))
    lowest = first(assessed({"q-A": 4, "q-B": 4}, strict))
    assert "1 open answer counts as the lowest level" in readiness_sentence(lowest, strict.scoring)
    assert basis_sentence(lowest, strict.scoring) == "2 of its 3 questions are answered."


def test_a_zero_leaves_nothing_to_hope_for_without_a_figure() -> None:
    stuck = first(assessed({"q-A": 0}))
    assert "Readiness is 0.0 in any case" in readiness_sentence(stuck, ASKED.scoring)


def test_a_basis_counts_answers_and_weight() -> None:
    assert basis_sentence(first(assessed({"q-A": 1})), ASKED.scoring) == (
        "1 of its 2 questions is answered (by weight: Context 100%, Enablers 0%)."
    )
    assert basis_sentence(first(assessed({"q-A": 1, "q-B": 1})), ASKED.scoring) == (
        "All its questions are answered."
    )
    assert coverage_sentence(assessed({"q-A": 1})) == "1 of 4 questions is answered"


def test_every_verdict_has_its_sentence() -> None:
    assert verdict_sentence(first(assessed(dict.fromkeys(ALL, 4)))).endswith("is in place.")
    assert "What is still open" in verdict_sentence(first(assessed({"q-A": 4})))
    assert "essential" in verdict_sentence(first(assessed({"q-A": 4, "q-B": 1})))
    assert "below where “Ready” starts" in verdict_sentence(first(assessed({"q-A": 1, "q-B": 2})))
    assert "does not apply" in verdict_sentence(first(assessed(dict.fromkeys(ALL, "not_applicable"))))
    assert verdict_sentence(first(assessed({}, replace(ASKED, scoring=Scoring())))) == ""


def test_certainty_is_claimed_only_where_there_is_somebody_to_compare_with() -> None:
    alone = questionnaire([factor("A", "context"), factor("B", "enablers")])
    assert certainty_sentence(explained({"q-A": 1}, alone)) == ""
    sure = explained({"q-A": 4, "q-B": 4, "q-C": 1})
    assert certainty_sentence(sure) == "It comes first whatever the open answers turn out to be."
    unsure = explained({"q-A": 3, "q-B": 3, "q-C": 3})
    assert certainty_sentence(unsure) == "The open answers could still put another arrangement first."
    done = explained({"q-A": 3, "q-B": 3, "q-C": 2, "q-D": 2})
    assert certainty_sentence(done) == "No answer is open, so nothing can change the order."
    level = explained(dict.fromkeys(ALL, 3))
    assert certainty_sentence(level) == "They are listed in the questionnaire's order."


def test_an_essential_factor_says_what_it_needs() -> None:
    def said(given: Given) -> str:
        result = first(assessed({"q-A": 3, "q-B": given}))
        return essential_sentence(next(each for each in result.factors() if each.factor.id == "B"))

    assert said(3) == ""
    assert said(1) == "“How far q-B?” is 1 (Level 1) and needs at least 2 (Level 2)."
    assert said("unknown") == "“How far q-B?” is not known and needs at least 2 (Level 2)."
    assert said("not_applicable") == "It is left out without a note that says why."


def test_a_gain_says_where_it_starts_and_leads() -> None:
    explanation = explained({"q-A": 2, "q-B": 3, "q-C": 0, "q-D": 0})
    gaps = {gain.answer.question.id: gain for gain in explanation.arrangements[0].gaps}
    assert gain_sentence(gaps["q-B"], ASKED.scoring) == "Now 3 (Level 3). Next: 4 (Level 4)."
    assert gain_sentence(gaps["q-A"], ASKED.scoring) == (
        "Now 2 (Level 2). Next: 3 (Level 3). The top level would gain +25.4."
    )
    assert "One level up gives +13.8." in first_gain_sentence(gaps["q-A"], ASKED.scoring)
    swallowed = explanation.arrangements[1].gaps[0]
    assert first_gain_sentence(swallowed, ASKED.scoring) == f"Where to start: “How far q-C?” {NO_GAIN}"


def test_grounds_name_factors_answers_and_results() -> None:
    assessment = assessed({"q-A": 3, "q-B": "unknown", "q-C": "not_applicable"})
    result = first(assessment)
    second = next(each for each in assessment.arrangements if each is not result)
    given = GivenAnswer(question=STARTED_BY, answer=Answer(given=STARTED_BY.choices[0]))
    assert grounds_sentence([*result.factors(), second.factors()[0], result, given], ASKED.scoring) == (
        "“Factor A” is at 75.0; “Factor B” is at 0.0 to 100.0; “Factor C” does not apply; "
        "“Arrangement 1” is undetermined; “Who asks for it?”: The organisations themselves."
    )
    assert grounds_sentence([], ASKED.scoring) == ""
    bare = first(assessed({}, replace(ASKED, scoring=Scoring())))
    assert grounds_sentence([bare], Scoring()) == "“Arrangement 1” is without a verdict."


def test_an_arrangement_without_a_condition_simply_does_not_apply() -> None:
    assessment = assessed({})
    assert exclusion_sentence(assessment, first(assessment)) == "It does not apply."


def test_an_excluded_arrangement_names_the_answer_that_excludes_it() -> None:
    mandated = {**seaside().answers, "started-by": Answer(given=STARTED_BY.choices[1])}
    assessment = score(sampler(), replace(seaside(), answers=mandated))
    assert (
        exclusion_sentence(assessment, assessment.arrangements[-1])
        == "It does not apply: “Who asks for it?”: An outside body."
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "not answered yet"),
        (Answer(note="Later."), "not answered yet"),
        (Answer(given=Silence.UNKNOWN), "not known"),
        (Answer(given=Silence.DECLINED), "not answered on purpose"),
        (Answer(given=Silence.NOT_APPLICABLE), "does not apply"),
        (Answer(given=STARTED_BY.choices[1]), "An outside body"),
    ],
)
def test_every_answer_has_its_words(given: Answer | None, words: str) -> None:
    assert format_answer(given) == words


def test_a_result_is_named_by_verdict_and_band_each_once() -> None:
    assert format_standing(first(assessed(dict.fromkeys(ALL, 4)))) == "Ready"
    assert format_standing(first(assessed({"q-A": 4, "q-B": 1}))) == "Not ready (band: Emerging)"
    assert format_standing(first(assessed({"q-A": 4}))) == "Undetermined"
    no_verdict = replace(ASKED, scoring=replace(ASKED.scoring, ready=None))
    assert format_standing(first(assessed(dict.fromkeys(ALL, 3), no_verdict))) == "Band: Ready"
    assert format_standing(first(assessed({}, replace(ASKED, scoring=Scoring())))) == ""


def test_small_words_are_put_together() -> None:
    assert format_count(1, "answer") == "1 answer"
    assert format_count(0, "answer") == "0 answers"
    assert [format_list(["a", "b", "c"][:number]) for number in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [format_ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st"]
    )
    assert format_date(datetime.date(2024, 3, 5)) == "5 March 2024"
    assert format_source(STUDY) == "Table 2 (study-2017)"
    assert format_source(Source(ref="x")) == "x"
    assert [as_sentence(text) for text in ("a", "a.", "a?")] == ["a.", "a.", "a?"]


def test_a_number_says_how_far_it_is_known() -> None:
    enablers = first(assessed({"q-A": 3})).dimensions
    known = [part.range for part in enablers if part.range]
    assert [format_known(each, ASKED.scoring) for each in known] == [
        "75.0",
        "0.0 to 100.0; too few answers for one figure",
    ]
