"""Scoring: the worked numbers of docs/scoring.md, and the laws that hold for every questionnaire."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import (
    BANDS,
    SCORING,
    Given,
    answered,
    answers,
    band,
    factor,
    question,
    questionnaire,
    questionnaires,
    scale,
    weights,
    with_answer,
)
from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorState,
    Range,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import (
    Aggregation,
    Answers,
    Dimension,
    Level,
    Questionnaire,
    ScoredQuestion,
    Scoring,
    Silence,
    Unanswered,
)
from partnerassess.pooling import pool
from partnerassess.scoring import leader_is_certain, score, score_gains, score_swings

HALF = Fraction(1, 2)

WORKED = questionnaire(
    [
        factor("f1", "context", weight=2),
        factor("f2", "context"),
        factor("f3", "context"),
        *(factor(f"e{number}", "enablers") for number in range(1, 5)),
    ]
)
FIRST: Mapping[str, Given] = {
    "q-f1": 3, "q-f2": 2, "q-f3": 4, "q-e1": 2, "q-e2": 3, "q-e3": 1, "q-e4": 2,
}  # fmt: skip


def scored(
    asked: Questionnaire, given: Mapping[str, Given], notes: Mapping[str, str] | None = None
) -> ArrangementResult:
    (result, *_) = score(asked, answers(asked, given, notes)).arrangements
    return result


def shown(result: ArrangementResult) -> tuple[float | None, float, float]:
    readiness = result.readiness
    assert readiness is not None
    ends = (readiness.point, readiness.lowest, readiness.highest)
    point, lowest, highest = (None if end is None else round(float(100 * end.digits()), 4) for end in ends)
    assert lowest is not None
    assert highest is not None
    return point, lowest, highest


# The worked numbers


def test_everything_answered_gives_one_number() -> None:
    result = scored(WORKED, FIRST)
    assert [part.range for part in result.dimensions] == [
        Range(point=Fraction(3, 4), lowest=Fraction(3, 4), highest=Fraction(3, 4)),
        Range(point=HALF, lowest=HALF, highest=HALF),
    ]
    assert shown(result) == (61.2372, 61.2372, 61.2372)


def test_an_unknown_enabler_gives_a_range() -> None:
    assert shown(scored(WORKED, {**FIRST, "q-e3": "unknown"})) == (66.1438, 57.2822, 71.807)


def test_a_second_unknown_widens_the_range() -> None:
    result = scored(WORKED, {**FIRST, "q-e3": "unknown", "q-f2": "unknown"})
    assert shown(result) == (69.7217, 52.2913, 77.5605)


def test_a_factor_that_does_not_apply_leaves_the_sums() -> None:
    result = scored(WORKED, {**FIRST, "q-f2": "not_applicable"})
    assert result.dimensions[0].range == Range(
        point=Fraction(5, 6), lowest=Fraction(5, 6), highest=Fraction(5, 6)
    )
    assert shown(result) == (64.5497, 64.5497, 64.5497)


def test_eleven_twelfths_and_three_forty_fourths_are_exactly_a_quarter() -> None:
    assert Root(Fraction(11, 12) * Fraction(3, 44), 2) == Root(Fraction(1, 4))
    assert float(100 * Root(Fraction(11, 12) * Fraction(3, 44), 2).digits()) == 25.0


def test_three_quarters_of_everything_is_exactly_seventy_five_and_ready() -> None:
    result = scored(WORKED, dict.fromkeys(FIRST, 3))
    assert result.readiness is not None
    assert result.readiness.point == Root(Fraction(3, 4))
    assert result.verdict is Verdict.READY
    assert result.band == BANDS[3]


def test_docs_scoring_example_worked_by_hand() -> None:
    people = {question("trust"): 2, question("contact"): 1}
    asked = questionnaire(
        [
            factor("people", "context", people, weight=2),
            factor("money", "context"),
            factor("time", "enablers"),
        ]
    )
    result = scored(asked, {"trust": 3, "contact": 0, "q-money": 4, "q-time": 3})
    factors = [part.range.point for part in result.factors() if part.range]
    assert factors == [HALF, Fraction(1), Fraction(3, 4)]
    assert [part.range.point for part in result.dimensions if part.range] == [Fraction(2, 3), Fraction(3, 4)]
    assert shown(result) == (70.7107, 70.7107, 70.7107)
    assert (result.verdict, result.band) == (Verdict.NOT_READY, BANDS[2])


# Laws


def levels_at(asked: Questionnaire, position: Fraction) -> Answers:
    given = {each.id: int(position * 4) for each in asked.questions.values()}
    return answers(asked, given)


@given(st.integers(0, 4), st.data())
def test_all_answers_at_level_l_give_25_l(level: int, data: st.DataObject) -> None:
    dimensions = [
        Dimension(id=f"d{each}", title="D", weight=data.draw(st.integers(1, 4))) for each in range(3)
    ]
    factors = [factor(f"f{each}", f"d{each % 3}", weight=data.draw(weights)) for each in range(7)]
    rule = data.draw(st.sampled_from(Aggregation))
    asked = questionnaire(factors, dimensions=dimensions, scoring=replace(SCORING, dimensions=rule))
    (result,) = score(asked, levels_at(asked, Fraction(level, 4))).arrangements
    assert result.readiness == Range(
        point=Root(Fraction(level, 4)), lowest=Root(Fraction(level, 4)), highest=Root(Fraction(level, 4))
    )


@st.composite
def assessed(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    asked = draw(questionnaires())
    return asked, draw(answered(asked))


def by_id(assessment: Assessment) -> dict[str, ArrangementResult]:
    return {result.arrangement.id: result for result in assessment.arrangements}


@given(assessed())
def test_the_point_lies_between_lowest_and_highest(case: tuple[Questionnaire, Answers]) -> None:
    for result in score(*case).arrangements:
        ranges = [*(part.range for part in result.dimensions), *(part.range for part in result.factors())]
        for each in (result.readiness, *(_as_roots(known) for known in ranges)):
            if each is not None:
                assert each.lowest <= each.highest
                assert each.point is None or each.lowest <= each.point <= each.highest


def _as_roots(known: Range[Fraction] | None) -> Range[Root] | None:
    if known is None:
        return None
    point = None if known.point is None else Root(known.point)
    return Range(point=point, lowest=Root(known.lowest), highest=Root(known.highest))


@given(assessed(), st.data())
def test_improving_an_answer_never_lowers_anything(
    case: tuple[Questionnaire, Answers], data: st.DataObject
) -> None:
    asked, before = case
    improvable = [
        each.id
        for each in asked.questions.values()
        if isinstance(each, ScoredQuestion) and isinstance(before.answers[each.id].given, Level)
    ]
    if not improvable:
        return
    chosen = asked.questions[data.draw(st.sampled_from(improvable))]
    assert isinstance(chosen, ScoredQuestion)
    now = before.answers[chosen.id].given
    assert isinstance(now, Level)
    higher = data.draw(st.sampled_from([level for level in chosen.levels if level.value >= now.value]))
    old, new = by_id(score(asked, before)), by_id(score(asked, with_answer(before, chosen.id, higher)))
    for name, result in old.items():
        improved = new[name]
        if result.readiness is None or improved.readiness is None:
            assert result.readiness is improved.readiness
            continue
        assert improved.readiness.lowest >= result.readiness.lowest
        assert improved.readiness.highest >= result.readiness.highest
        if result.readiness.point is not None and improved.readiness.point is not None:
            assert improved.readiness.point >= result.readiness.point
        if result.verdict is not None and improved.verdict is not None:
            assert list(Verdict).index(improved.verdict) <= list(Verdict).index(result.verdict)


@given(assessed(), st.randoms())
def test_the_order_of_questions_and_factors_is_irrelevant(
    case: tuple[Questionnaire, Answers], random: st.DataObject
) -> None:
    asked, given_answers = case
    shuffled = replace(
        asked,
        arrangements=tuple(
            replace(each, factors=tuple(random.sample(each.factors, len(each.factors))))  # type: ignore[attr-defined]
            for each in asked.arrangements
        ),
    )
    reordered = MappingProxyType(dict(reversed(list(given_answers.answers.items()))))
    old = by_id(score(asked, given_answers))
    new = by_id(score(shuffled, replace(given_answers, answers=reordered)))
    for name, result in old.items():
        assert new[name].readiness == result.readiness
        assert (new[name].verdict, new[name].band, new[name].rank) == (
            result.verdict,
            result.band,
            result.rank,
        )


@given(assessed(), weights, st.data())
def test_scaling_the_weights_of_a_dimension_changes_nothing(
    case: tuple[Questionnaire, Answers], times: Fraction, data: st.DataObject
) -> None:
    asked, given_answers = case
    dimension = data.draw(st.sampled_from(asked.dimensions)).id
    scaled = replace(
        asked,
        arrangements=tuple(
            replace(
                each,
                factors=tuple(
                    replace(part, weight=part.weight * times) if part.dimension == dimension else part
                    for part in each.factors
                ),
            )
            for each in asked.arrangements
        ),
    )
    old, new = score(asked, given_answers), score(scaled, given_answers)
    assert [result.readiness for result in new.arrangements] == [
        result.readiness for result in old.arrangements
    ]
    assert [result.verdict for result in new.arrangements] == [result.verdict for result in old.arrangements]


@given(assessed(), st.data())
def test_answering_an_open_question_only_narrows(
    case: tuple[Questionnaire, Answers], data: st.DataObject
) -> None:
    asked, before = case
    still_open = [
        each
        for each in asked.questions.values()
        if isinstance(each, ScoredQuestion)
        and before.answers[each.id].given in (None, Silence.UNKNOWN, Silence.DECLINED)
    ]
    if not still_open or asked.scoring.unanswered is Unanswered.LOWEST:
        return
    chosen = data.draw(st.sampled_from(still_open))
    level = data.draw(st.sampled_from(chosen.levels))
    old, new = by_id(score(asked, before)), by_id(score(asked, with_answer(before, chosen.id, level)))
    for name, result in old.items():
        narrowed = new[name].readiness
        if result.readiness is None or narrowed is None:
            assert result.readiness is narrowed
            continue
        assert result.readiness.lowest <= narrowed.lowest
        assert narrowed.highest <= result.readiness.highest
        if result.verdict not in (Verdict.UNDETERMINED, new[name].verdict):
            pytest.fail(f"the verdict moved from {result.verdict} to {new[name].verdict}")


@given(assessed())
def test_an_essential_factor_never_changes_the_number(case: tuple[Questionnaire, Answers]) -> None:
    asked, given_answers = case
    plain = replace(
        asked,
        arrangements=tuple(
            replace(each, factors=tuple(replace(part, essential=None) for part in each.factors))
            for each in asked.arrangements
        ),
    )
    old, new = by_id(score(asked, given_answers)), by_id(score(plain, given_answers))
    assert {name: result.readiness for name, result in old.items()} == {
        name: result.readiness for name, result in new.items()
    }


@given(assessed(), st.data())
def test_a_question_no_factor_of_an_arrangement_uses_cannot_move_it(
    case: tuple[Questionnaire, Answers], data: st.DataObject
) -> None:
    asked, before = case
    arrangement = data.draw(st.sampled_from(asked.arrangements))
    used = {each.id for each in arrangement.questions()}
    others = [
        each for each in asked.questions.values() if each.id not in used and isinstance(each, ScoredQuestion)
    ]
    if not others:
        return
    chosen = data.draw(st.sampled_from(others))
    after = with_answer(before, chosen.id, data.draw(st.sampled_from([*chosen.levels, None])))
    old, new = by_id(score(asked, before)), by_id(score(asked, after))
    assert replace(new[arrangement.id], rank=None) == replace(old[arrangement.id], rank=None)


# Completions: lowest, highest, verdict and leader are promises about them


def completions(asked: Questionnaire, before: Answers) -> list[Answers]:
    done = [before]
    for each in asked.questions.values():
        assert isinstance(each, ScoredQuestion)
        if before.answers[each.id].given in (None, Silence.UNKNOWN, Silence.DECLINED):
            done = [with_answer(one, each.id, level) for one in done for level in each.levels]
    return done


@st.composite
def with_few_open(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    asked = draw(questionnaires())
    every = list(asked.questions.values())
    wanted = draw(st.lists(st.sampled_from([each.id for each in every]), max_size=3, unique=True))
    given_answers = draw(answered(asked))
    for each in every:
        assert isinstance(each, ScoredQuestion)
        if each.id not in wanted and not isinstance(given_answers.answers[each.id].given, Level):
            given_answers = with_answer(given_answers, each.id, draw(st.sampled_from(each.levels)))
    return asked, given_answers


@given(with_few_open())
def test_lowest_highest_and_verdict_hold_for_every_completion(case: tuple[Questionnaire, Answers]) -> None:
    asked, before = case
    if asked.scoring.unanswered is Unanswered.LOWEST:
        return
    now = by_id(score(asked, before))
    later = [by_id(score(asked, each)) for each in completions(asked, before)]
    for name, result in now.items():
        if result.readiness is None:
            continue
        reached = [each.point for one in later if (each := one[name].readiness) and each.point is not None]
        assert min(reached) == result.readiness.lowest
        assert max(reached) == result.readiness.highest
        if result.verdict in (Verdict.READY, Verdict.NOT_READY):
            assert {one[name].verdict for one in later} == {result.verdict}


@given(with_few_open())
def test_a_certain_leader_leads_in_every_completion(case: tuple[Questionnaire, Answers]) -> None:
    asked, before = case
    if asked.scoring.unanswered is Unanswered.LOWEST:
        return
    assessment = score(asked, before)
    certain = leader_is_certain(assessment)
    if certain is None:
        return
    leaders = {score(asked, each).arrangements[0].arrangement.id for each in completions(asked, before)}
    if certain:
        assert leaders == {assessment.arrangements[0].arrangement.id}
    else:
        assert leaders != {assessment.arrangements[0].arrangement.id}


# States, essential factors, verdicts and bands


def essential_case(
    given_answer: Given, note: str | None = None, minimum: Fraction = HALF
) -> ArrangementResult:
    asked = questionnaire(
        [
            factor("must", "context", essential=minimum, weight=1),
            factor("rest", "context", weight=3),
            factor("doing", "enablers"),
        ]
    )
    given_answers = {"q-must": given_answer, "q-rest": 4, "q-doing": 4}
    return scored(asked, given_answers, {"q-must": note} if note else None)


@pytest.mark.parametrize(
    ("answer", "note", "state", "verdict"),
    [
        (2, None, EssentialState.MET, Verdict.READY),
        (1, None, EssentialState.UNMET, Verdict.NOT_READY),
        ("unknown", None, EssentialState.OPEN, Verdict.UNDETERMINED),
        (None, None, EssentialState.OPEN, Verdict.UNDETERMINED),
        ("not_applicable", None, EssentialState.OPEN, Verdict.UNDETERMINED),
        ("not_applicable", "No such thing here", EssentialState.MET, Verdict.READY),
    ],
)
def test_an_essential_factor_decides_the_verdict(
    answer: Given, note: str | None, state: EssentialState, verdict: Verdict
) -> None:
    result = essential_case(answer, note)
    assert result.dimensions[0].factors[0].essential is state
    assert result.verdict is verdict


def test_an_essential_factor_goes_by_its_lowest_question() -> None:
    both = {question("a"): 1, question("b"): 1}
    asked = questionnaire([factor("must", "context", both, essential=HALF), factor("doing", "enablers")])
    result = scored(asked, {"a": 4, "b": 1, "q-doing": 4})
    assert result.dimensions[0].factors[0].range == Range(
        point=Fraction(5, 8), lowest=Fraction(5, 8), highest=Fraction(5, 8)
    )
    assert result.dimensions[0].factors[0].essential is EssentialState.UNMET


def test_a_band_above_the_verdict_is_lowered_with_its_reason() -> None:
    result = essential_case(1)
    assert result.readiness is not None
    assert result.readiness.lowest >= Root(Fraction(3, 4))
    assert result.band == BANDS[2]
    assert [reason.text for reason in result.reasons] == [
        "Essential factor not met: Factor must.",
        "“Nearly ready” is the highest band while the verdict is not “ready”.",
    ]


def test_an_undetermined_verdict_names_the_open_answers_that_decide_it() -> None:
    result = scored(WORKED, {**dict.fromkeys(FIRST, 3), "q-e3": "unknown"})
    assert result.verdict is Verdict.UNDETERMINED
    assert [each.id for reason in result.reasons for each in reason.questions] == ["q-e3"]


def test_a_verdict_without_a_point_says_so() -> None:
    asked = questionnaire(
        [factor("big", "context", weight=2), factor("small", "context", weight=3), factor("e", "enablers")]
    )
    low = scored(asked, {"q-big": 4, "q-small": "unknown", "q-e": 0})
    assert low.readiness is not None
    assert low.readiness.point is None
    assert low.verdict is Verdict.NOT_READY
    asked = replace(asked, scoring=replace(SCORING, ready=BANDS[1]))
    high = scored(asked, {"q-big": 4, "q-small": "unknown", "q-e": 4})
    assert high.verdict is Verdict.READY
    assert high.reasons[0].text == "Ready whatever the open answers turn out to be."


def test_too_much_that_does_not_apply_is_not_assessable() -> None:
    result = scored(WORKED, {**FIRST, "q-f1": "not_applicable", "q-f2": "not_applicable"})
    assert result.verdict is Verdict.NOT_ASSESSABLE
    assert result.readiness is None
    assert all(part.range is None for part in result.dimensions)
    assert (result.rank, result.band) == (None, None)
    assert scored(WORKED, {**FIRST, "q-f1": "not_applicable"}).readiness is not None


def test_factor_states_say_how_much_is_answered() -> None:
    three = {question("a"): 1, question("b"): 1, question("c"): 1}
    asked = questionnaire([factor("f", "context", three), factor("e", "enablers")])

    def state(*given_answers: Given) -> FactorState:
        return scored(asked, dict(zip("abc", given_answers, strict=True))).dimensions[0].factors[0].state

    assert state(1, 2, 3) is FactorState.ANSWERED
    assert state(1, "unknown", "not_applicable") is FactorState.PARTLY
    assert state("declined", None, "not_applicable") is FactorState.OPEN
    assert state(*("not_applicable",) * 3) is FactorState.OUT


def test_unanswered_lowest_counts_open_answers_as_the_lowest_level() -> None:
    asked = replace(WORKED, scoring=replace(SCORING, unanswered=Unanswered.LOWEST))
    result = scored(asked, {**FIRST, "q-e3": "unknown"})
    assert shown(result) == (57.2822, 57.2822, 57.2822)
    assert [each.question.id for each in result.open_answers()] == ["q-e3"]


# Other instruments


def test_a_thirty_five_item_instrument_runs_from_35_to_175() -> None:
    items = scale((1, 2, 3, 4, 5))
    factors = [factor(f"i{each}", "all", {question(f"i{each}", items): 1}) for each in range(35)]
    bands = tuple(
        band(name, start, (35, 175)) for name, start in (("little", 35), ("some", 85), ("much", 127))
    )
    conventions = Scoring(
        dimensions=Aggregation.ARITHMETIC, shown_as=(Fraction(35), Fraction(175)), bands=bands, ready=bands[2]
    )
    asked = questionnaire(factors, dimensions=[Dimension(id="all", title="All")], scoring=conventions)
    result = scored(asked, {f"i{each}": 1 + each % 5 for each in range(35)})
    assert result.readiness is not None
    assert result.readiness.point is not None
    assert conventions.shown(result.readiness.point.digits()) == 35 * 3
    assert result.band == bands[1]


def test_a_zero_in_one_dimension_makes_the_geometric_mean_zero() -> None:
    result = scored(WORKED, {**FIRST, **dict.fromkeys(("q-e1", "q-e2", "q-e3", "q-e4"), 0)})
    assert result.readiness is not None
    assert result.readiness.point == Root(Fraction(0))


# Order


def two_arrangements(first: Given, second: Given, shared: Given) -> Assessment:
    both = question("shared")
    asked = questionnaire(
        [
            factor("a", "context"),
            factor("as", "context", {both: 1}),
            factor("ae", "enablers", {question("done"): 1}),
        ],
        [
            factor("b", "context"),
            factor("bs", "context", {both: 1}),
            factor("be", "enablers", {question("done"): 1}),
        ],
    )
    return score(asked, answers(asked, {"q-a": first, "q-b": second, "shared": shared, "done": 3}))


def test_the_better_number_leads_and_ties_keep_the_questionnaires_order() -> None:
    assert [each.arrangement.id for each in two_arrangements(1, 2, 2).arrangements] == [
        "arrangement-2",
        "arrangement-1",
    ]
    assert [each.arrangement.id for each in two_arrangements(2, 2, 2).arrangements] == [
        "arrangement-1",
        "arrangement-2",
    ]


def test_an_open_answer_that_both_share_leaves_the_leader_certain() -> None:
    assert leader_is_certain(two_arrangements(1, 2, "unknown")) is True


def test_an_open_answer_of_one_alone_can_change_the_leader() -> None:
    assert leader_is_certain(two_arrangements("unknown", 2, 2)) is False


def test_with_very_many_answers_and_rivals_a_leader_counts_as_uncertain_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settled = two_arrangements(1, 2, "unknown")
    assert leader_is_certain(settled) is True
    monkeypatch.setattr("partnerassess.scoring.variations._WORK", 4)
    assert leader_is_certain(settled) is False


def test_one_arrangement_alone_is_no_certain_leader() -> None:
    assert leader_is_certain(score(WORKED, answers(WORKED, FIRST))) is None


# Gains and swings


def test_a_gain_is_what_one_level_up_and_the_top_level_bring() -> None:
    result = scored(WORKED, FIRST)
    gains = {gain.answer.question.id: gain for gain in score_gains(WORKED, result)}
    again = scored(WORKED, {**FIRST, "q-e3": 2})
    assert again.readiness is not None
    assert gains["q-e3"].one_level == again.readiness.point
    top = scored(WORKED, {**FIRST, "q-e3": 4})
    assert top.readiness is not None
    assert gains["q-e3"].to_top == top.readiness.point
    assert "q-f3" not in gains


@given(assessed())
def test_every_gain_is_what_scoring_the_raised_answer_says(case: tuple[Questionnaire, Answers]) -> None:
    asked, before = case
    for result in score(asked, before).arrangements:
        for gain in score_gains(asked, result):
            raised = with_answer(before, gain.answer.question.id, gain.answer.question.levels[-1])
            after = by_id(score(asked, raised))[result.arrangement.id].readiness
            assert after is not None
            assert result.readiness is not None
            if gain.answer.standing.unanswered or result.readiness.point is None:
                continue
            assert gain.to_top == after.point


def test_gains_swallowed_by_a_zero_are_ordered_by_weight_and_room() -> None:
    result = scored(WORKED, {"q-f1": 1, "q-f2": 0, "q-f3": 3, "q-e1": 0, "q-e2": 0, "q-e3": 0, "q-e4": 0})
    order = [gain.answer.question.id for gain in score_gains(WORKED, result)]
    assert order[:4] == ["q-e1", "q-e2", "q-e3", "q-e4"]
    assert order[4:] == ["q-f1", "q-f2", "q-f3"]


def test_a_swing_is_the_way_from_lowest_to_highest_with_the_rest_at_mid_scale() -> None:
    result = scored(WORKED, {**FIRST, "q-e3": "unknown", "q-f2": "unknown"})
    swings = {swing.answer.question.id: swing.size for swing in score_swings(WORKED, result)}
    low = Root(Fraction(3, 4) * Fraction(7, 16), 2).digits()
    high = Root(Fraction(3, 4) * Fraction(11, 16), 2).digits()
    assert swings["q-e3"] == high - low
    assert list(swings) == ["q-e3", "q-f2"]


@given(assessed())
def test_an_answer_can_settle_the_verdict_if_one_of_its_levels_alone_does(
    case: tuple[Questionnaire, Answers],
) -> None:
    asked, before = case
    for result in score(asked, before).arrangements:
        for swing in score_swings(asked, result):
            alone = {
                by_id(score(asked, with_answer(before, swing.answer.question.id, level)))[
                    result.arrangement.id
                ].verdict
                for level in swing.answer.question.levels
            }
            settles = bool(alone & {Verdict.READY, Verdict.NOT_READY})
            assert swing.can_settle is (result.verdict is Verdict.UNDETERMINED and settles)


@pytest.mark.parametrize("weights", [(33, 33, 34), (100, 99, 97), (100, 99, 97, 89, 83)])
def test_dimension_weights_that_share_nothing_are_scored_exactly(weights: tuple[int, ...]) -> None:
    dimensions = [
        Dimension(id=f"d{place}", title=f"D{place}", weight=weight) for place, weight in enumerate(weights)
    ]
    asked = questionnaire(
        [factor(f"f{place}", f"d{place}") for place in range(len(weights))], dimensions=dimensions
    )
    level = scored(asked, {f"q-f{place}": 3 for place in range(len(weights))})
    assert level.readiness is not None
    assert level.readiness.point == Root(Fraction(3, 4))
    assert level.verdict is Verdict.READY
    mixed = scored(asked, {f"q-f{place}": 3 + (place == 1) - (place == 2) for place in range(len(weights))})
    assert mixed.readiness is not None
    assert mixed.readiness.point is not None
    powers = [Fraction(3, 4)] * len(weights)
    powers[1], powers[2] = Fraction(1), Fraction(1, 2)
    exact = Fraction(1)
    for weight, position in zip(weights, powers, strict=True):
        exact *= position**weight
    digits = mixed.readiness.point.digits()
    degree = sum(weights)
    assert digits**degree <= exact < (digits + Fraction(1, 10**40)) ** degree


def test_answers_to_another_questionnaire_are_refused() -> None:
    asked = WORKED
    other = Answers(questionnaire="other")
    with pytest.raises(ValueError, match="answers to other, not to"):
        score(asked, other)
    with pytest.raises(ValueError, match="answers to other, not to"):
        pool(asked, [answers(asked, {}), other])
