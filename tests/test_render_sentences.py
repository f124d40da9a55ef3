"""Results in sentences: what is said of verdicts, ranges, essential factors, gains and grounds."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from builders import STARTED_BY, STUDY, sampler, seaside
from builders import explained as explained_sampler
from instruments import Given, answers, factor, question, questionnaire
from partnerassess.assessment import ArrangementResult, Assessment, Reason, Verdict
from partnerassess.explain import (
    ArrangementExplanation,
    Explanation,
    GivenAnswer,
    Place,
    explain,
    explain_places,
)
from partnerassess.model import Aggregation, Answer, Questionnaire, Scoring, Silence, Source, Unanswered
from partnerassess.render.content import answer_again, names_apart, report_facts, short_lines, verdict_key
from partnerassess.render.essentials import essential_step
from partnerassess.render.gains import (
    first_gain_line,
    first_swing_line,
    fixed_gap_line,
    gain_remark,
    gaps_closing,
    gaps_worth_listing,
    swings_closing,
    swings_worth_listing,
)
from partnerassess.render.sentences import (
    NO_GAIN,
    answered_sentence,
    basis_sentence,
    certainty_sentence,
    coverage_sentence,
    essential_sentence,
    exclusion_sentence,
    first_gain_sentence,
    gain_sentence,
    grounds_sentence,
    headline,
    listed_first,
    readiness_sentence,
    verdict_sentence,
)
from partnerassess.report.words import (
    as_sentence,
    format_answer,
    format_count,
    format_date,
    format_known,
    format_list,
    format_number,
    format_ordinal,
    format_place,
    format_rank,
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
    assert headline(assessed(dict.fromkeys(ALL, "not_applicable")))[0].startswith("No arrangement can be")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Too early to say: no question is answered yet."),
        (dict.fromkeys(ALL, "unknown"), "Too early to say: no scored question has an answer yet."),
        ({"q-A": 4}, "Too early to say: only 1 of 4 questions is answered."),
        ({"q-A": 4, "q-C": 4}, "Too early to say: only 2 of 4 questions are answered."),
        ({"q-A": 0, "q-B": 3, "q-C": 0, "q-D": 3}, "No arrangement is supported yet."),
        ({"q-A": 0, "q-B": 3, "q-C": 0}, "No arrangement is supported yet."),
    ],
)
def test_nothing_is_called_best_supported_before_anything_supports_it(
    given: Mapping[str, Given], words: str
) -> None:
    assert headline(assessed(given)) == (words, "")


def test_where_the_headline_names_no_arrangement_the_lines_below_do() -> None:
    nothing = assessed({"q-A": 0, "q-B": 3, "q-C": 0, "q-D": 3})
    assert listed_first(nothing) == "Listed first: Arrangement 1"
    assert listed_first(assessed({"q-A": 4})) == ""
    assert listed_first(assessed(dict.fromkeys(ALL, 3))) == ""


def test_arrangements_are_level_only_with_the_same_verdict_and_exactly_the_same_number() -> None:
    said = {
        name: format_place(place)
        for name, place in explain_places(assessed({"q-A": 4, "q-B": 3, "q-C": 3, "q-D": 4})).items()
    }
    assert said == {"arrangement-1": "level with the other", "arrangement-2": "level with the other"}
    # The root of 3/4 × 3/4 is 3/4; shown with one decimal, the two readings are closer than they are equal.
    near = explain_places(assessed({"q-A": 3, "q-B": 3, "q-C": 4, "q-D": 2}))
    assert [format_place(place) for place in near.values()] == ["1st of 2", "2nd of 2"]


def test_places_are_named_as_far_as_they_are_shared() -> None:
    places = (
        None,
        Place(rank=1, of=1),
        Place(rank=2, of=4),
        Place(rank=2, of=4, level_with=1),
        Place(rank=1, of=4, level_with=3),
    )
    assert [format_place(each) for each in places] == [
        "", "", "2nd of 4", "2nd of 4, level with 1 other", "level with 3 others",
    ]  # fmt: skip
    assert [format_number(each) for each in places] == ["", "", "2.", "2=", ""]
    assert [format_rank(each) for each in places] == ["", "1", "2", "2=", "1="]


def test_one_applying_arrangement_is_asked_how_ready_it_is() -> None:
    mandated = {**seaside().answers, "started-by": Answer(given=STARTED_BY.choices[1])}
    asked = sampler()
    never = asked.arrangements[1].applies_if
    arrangements = (
        asked.arrangements[0],
        *(replace(each, applies_if=never) for each in asked.arrangements[1:]),
    )
    alone = score(replace(asked, arrangements=arrangements, advice=()), replace(seaside(), answers=mandated))
    assert headline(alone) == ("How ready:", "Voluntary – individual")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"q-A": 4, "q-B": "unknown", "q-E": 4},
            "The figure is above 75, but an essential factor is still open.",
        ),
        ({"q-A": 4, "q-B": 1, "q-E": 4}, "The figure is above 75, but an essential factor is not met."),
        (
            {"q-A": 2, "q-B": 4},
            "The figure is at 75, but the open answers could still bring it below.",
        ),
        ({"q-A": 0, "q-B": 2, "q-E": 2}, "Readiness is below where “Ready” starts."),
    ],
)
def test_a_figure_that_is_high_enough_says_what_keeps_it_from_ready(
    given: Mapping[str, Given], words: str
) -> None:
    scoring = replace(ASKED.scoring, coverage_needed=Fraction(0), dimensions=Aggregation.ARITHMETIC)
    enablers = [factor("B", "enablers", essential=Fraction(1, 2))]
    enablers.append(factor("E", "enablers", weight=5))
    asked = questionnaire([factor("A", "context"), *enablers], scoring=scoring)
    assert verdict_sentence(first(assessed(given, asked)), scoring) == words


def test_a_figure_that_is_high_enough_but_disputed_says_what_to_discuss() -> None:
    ready = first(assessed(dict.fromkeys(ALL, 4)))
    reason = Reason("Discuss first: the organisations see Factor B very differently.")
    disputed = replace(ready, verdict=Verdict.UNDETERMINED, reasons=(reason,))
    assert verdict_sentence(disputed, ASKED.scoring) == f"The figure is above 75. {reason.text}"


def test_an_essential_factor_that_is_not_met_says_the_step_it_needs() -> None:
    def said(given: Given) -> str:
        result = first(assessed({"q-A": 3, "q-B": given}))
        return essential_step(next(each for each in result.factors() if each.factor.id == "B"))

    assert said(1) == "Now 1 (Level 1), needs 2 (Level 2)."
    assert [said(given) for given in (3, "unknown", "not_applicable")] == ["", "", ""]


def test_the_steps_of_several_questions_are_told_apart() -> None:
    both = {question("one"): 1, question("two"): 1}
    asked = questionnaire(
        [factor("A", "context"), factor("B", "enablers", both, essential=Fraction(1, 2))],
    )
    (unmet,) = explained({"q-A": 4, "one": 0, "two": 1}, asked).arrangements[0].unmet
    assert essential_step(unmet) == (
        "“How far one?” now 0 (Level 0), needs 2 (Level 2); "
        "“How far two?” now 1 (Level 1), needs 2 (Level 2)."
    )


def test_a_declined_answer_is_said_to_be_one() -> None:
    result = first(assessed({"q-A": 3, "q-B": "declined"}))
    said = essential_sentence(next(each for each in result.factors() if each.factor.id == "B"))
    assert said == "“How far q-B?” (would rather not say) needs at least 2 (Level 2)."


def test_the_number_of_answers_stands_without_weights_where_few_words_are_wanted() -> None:
    assert answered_sentence(first(assessed({"q-A": 1}))) == "1 of its 2 questions is answered."
    assert answered_sentence(first(assessed(dict.fromkeys(ALL, 1)))) == "All its questions are answered."


def test_without_a_figure_a_gain_is_one_of_the_bottom_of_the_range() -> None:
    asked = questionnaire(
        [factor("A", "context"), factor("B", "enablers"), factor("E", "enablers"), factor("F", "enablers")]
    )
    (own,) = explained({"q-A": 3, "q-B": 3}, asked).arrangements
    assert gain_remark(own.result) == "how far one level up lifts the bottom of the range"
    assert first_gain_line(own, asked.scoring).endswith("One level up lifts the bottom of the range by 6.7.")
    (settled,) = explained({"q-A": 3, "q-B": 3, "q-E": 3, "q-F": 3}, asked).arrangements
    assert gain_remark(settled.result) == "how far one level up lifts readiness"


def test_what_changes_nothing_is_left_out_of_lists_but_for_one_sentence() -> None:
    factors = [factor("A", "context"), factor("B", "context"), factor("E", "enablers")]
    asked = questionnaire(factors, scoring=replace(ASKED.scoring, factors=Aggregation.MINIMUM))
    (own,) = explained({"q-A": 1, "q-B": 3, "q-E": 2}, asked).arrangements
    assert [gain.answer.question.id for gain in gaps_worth_listing(own)] == ["q-A", "q-E"]
    assert gaps_closing(own) == (
        "For the other answer below the top, one level up alone changes nothing while something else holds "
        "readiness down."
    )
    (zero,) = explained({"q-A": 0, "q-B": 3, "q-E": 0}, asked).arrangements
    assert (gaps_worth_listing(zero), gaps_closing(zero)) == ((), NO_GAIN)
    (top,) = explained({"q-A": 4, "q-B": 4, "q-E": 4}, asked).arrangements
    assert (gaps_worth_listing(top), gaps_closing(top), first_gain_line(top, asked.scoring)) == ((), "", "")


def test_open_answers_that_move_nothing_on_their_own_share_one_sentence() -> None:
    factors = [factor("A", "context"), factor("B", "context"), factor("E", "enablers")]
    asked = questionnaire(factors, scoring=replace(ASKED.scoring, factors=Aggregation.MINIMUM))
    (one,) = explained({"q-A": 0, "q-E": 3}, asked).arrangements
    assert (swings_worth_listing(one), first_swing_line(one, asked.scoring)) == ((), "")
    assert swings_closing(one) == "The open answer cannot move readiness on its own."
    assert list(short_lines(one, asked.scoring))[-1] == swings_closing(one)
    (some,) = explained({"q-A": 0}, asked).arrangements
    assert swings_closing(some) == "The 2 open answers cannot move readiness on their own."
    (none,) = explained({"q-A": 3, "q-B": 3, "q-E": 3}, asked).arrangements
    assert swings_closing(none) == ""


def test_an_answer_outside_the_partners_hands_says_where_it_stands() -> None:
    (gain,) = with_fixed().fixed_gaps
    assert fixed_gap_line(gain) == "How far q-B? Now 1 (Level 1)."
    assert fixed_gap_line(replace(gain, answer=replace(gain.answer, answer=None))) == "How far q-B?"


def with_fixed() -> ArrangementExplanation:
    fixed = replace(question("q-B"), effort=None)
    asked = questionnaire([factor("A", "context"), factor("B", "enablers", {fixed: 1})])
    (own,) = explained({"q-A": 3, "q-B": 1}, asked).arrangements
    return own


def test_the_answer_is_given_again_in_two_lines() -> None:
    assert list(answer_again(explained_sampler().assessment)) == [
        "Best supported: Voluntary – individual",
        "75.0 (68.5 to 77.1), not settled yet.",
    ]
    assert list(answer_again(assessed({}))) == ["Too early to say: no question is answered yet."]
    one = questionnaire([factor("A", "context"), factor("B", "enablers")], scoring=Scoring())
    assert list(answer_again(assessed({"q-A": 2}, one))) == ["How ready: Arrangement 1", "0.0 to 70.7."]


def test_names_that_are_shared_say_the_date_where_it_differs_and_else_the_file() -> None:
    first = score(sampler(), seaside())
    later, undated = (
        replace(first, answers=replace(first.answers, date=date, file="later.yaml"))
        for date in (datetime.date(2018, 3, 1), None)
    )
    name = "Seaside and Harbour, as seen by Programme manager, Seaside"
    assert names_apart([first, later]) == [f"{name} · 5 March 2024", f"{name} · 1 March 2018"]
    assert names_apart([first, first, undated]) == [
        f"{name} · 5 March 2024 · seaside.yaml",
        f"{name} · 5 March 2024 · seaside.yaml",
        f"{name} · no date",
    ]


def test_names_that_are_shared_or_labelled_say_which_file_they_come_from() -> None:
    answered_by = score(sampler(), seaside())
    other = replace(answered_by, answers=replace(answered_by.answers, partnership="Hill"))
    piped = replace(answered_by, answers=replace(answered_by.answers, file="-"))
    nameless = replace(piped, answers=replace(piped.answers, partnership=None))
    name = "Seaside and Harbour, as seen by Programme manager, Seaside"
    view = "as seen by Programme manager, Seaside"
    assert names_apart([answered_by, other]) == [name, f"Hill, {view}"]
    assert names_apart([answered_by, piped]) == [f"{name} · seaside.yaml", f"{name} · standard input"]
    assert names_apart([answered_by, other], ["document 1", "document 2"]) == [
        f"{name} · seaside.yaml, document 1",
        f"Hill, {view} · seaside.yaml, document 2",
    ]
    assert names_apart([nameless, answered_by], ["", ""]) == [f"standard input, {view}", name]
    assert names_apart([nameless], ["document 3"]) == [f"standard input, {view} · document 3"]
    with pytest.raises(ValueError, match="argument 3"):
        names_apart([answered_by, other], ["document 1"])


def test_what_files_call_an_open_verdict_is_said_where_it_occurs() -> None:
    assert verdict_key(assessed({})) == "“Not settled yet” is called “undetermined” in files."
    assert verdict_key(assessed(dict.fromkeys(ALL, 4))) == ""


def test_the_facts_of_a_report_name_standard_input_in_words() -> None:
    piped = score(sampler(), replace(seaside(), file="-"))
    assert ("Answers", "standard input") in list(report_facts(piped))


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
    assert certainty_sentence(unsure) == (
        "Answers that are open for other arrangements could still put one of them first."
    )
    open_too = explained({"q-A": 3, "q-C": 1})
    assert certainty_sentence(open_too) == "The open answers could still put another arrangement first."
    done = explained({"q-A": 3, "q-B": 3, "q-C": 2, "q-D": 2})
    assert certainty_sentence(done) == "No answer is open, so nothing can change the order."
    level = explained(dict.fromkeys(ALL, 3))
    assert certainty_sentence(level) == "Those that are level are listed in the questionnaire's order."


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
        "“Arrangement 1” is not settled yet; “Who asks for it?”: The organisations themselves."
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
        (Answer(given=Silence.DECLINED), "would rather not say"),
        (Answer(given=Silence.NOT_APPLICABLE), "does not apply"),
        (Answer(given=STARTED_BY.choices[1]), "An outside body"),
    ],
)
def test_every_answer_has_its_words(given: Answer | None, words: str) -> None:
    assert format_answer(given) == words


def test_a_result_is_named_by_verdict_and_band_each_once() -> None:
    assert format_standing(first(assessed(dict.fromkeys(ALL, 4)))) == "Ready"
    assert format_standing(first(assessed({"q-A": 4, "q-B": 1}))) == "Not ready (band: Emerging)"
    assert format_standing(first(assessed({"q-A": 4}))) == "Not settled yet"
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
