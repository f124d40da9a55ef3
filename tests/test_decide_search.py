"""The cheapest plan, held against brute force and against a dense table at real size."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from random import Random

import pytest
from msgspec.structs import replace

from instruments import (
    BANDS,
    Given,
    answers,
    factor,
    questionnaire,
)
from partnerassess.assessment import Assessment, QuestionState, Verdict
from partnerassess.decide.plan import Plan, Target, make_plan
from partnerassess.decide.what_if import change_answers
from partnerassess.exact import Root
from partnerassess.library import case_studies
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.model import (
    Aggregation,
    Dimension,
    Factor,
    Level,
    Questionnaire,
    ScoredQuestion,
    Scoring,
    Unanswered,
)
from partnerassess.parsing.nodes import Document
from partnerassess.scoring import score
from planned import asking, planned, raised, starting_place, target
from profiles import many


def small_instance(random: Random) -> tuple[Assessment, Target]:
    """Make a small questionnaire with uneven costs, minimums, fixed questions and every way of averaging."""
    dimensions = [
        Dimension(id=f"d{place}", title=f"Dimension {place}", weight=random.choice((1, 1, 2, 3)))
        for place in range(random.choice((1, 2, 2, 3)))
    ]
    factors: list[Factor] = []
    names = 0
    for dimension in dimensions:
        for _ in range(1 if len(dimensions) == 3 else random.choice((1, 2))):
            used = {}
            for _ in range(random.choice((1, 1, 2))):
                names += 1
                used[small_question(random, f"q{names}")] = random.randint(1, 3)
            minimum = random.choice((None, None, Fraction(1, 2), Fraction(2, 3)))
            factors.append(
                factor(f"f{names}", dimension.id, used, weight=random.randint(1, 3), essential=minimum)
            )
    asked = questionnaire(factors, dimensions=dimensions, scoring=small_scoring(random))
    assessment = score(
        asked, answers(asked, {name: small_answer(random, asked, name) for name in asked.questions})
    )
    name = random.choice(
        ["ready", "emerging", "nearly-ready", *(str(random.randint(1, 100)) for _ in range(3))]
    )
    return assessment, target(asked, name)


def small_question(random: Random, name: str) -> ScoredQuestion:
    values = random.choice(((0, 1), (0, 1, 2), (0, 1, 2), (-1, 0, 3), (1, 2, 4)))
    if random.random() < 0.15:
        return asking(name, None, values)
    efforts = [Fraction(random.randint(1, 6), random.choice((1, 1, 2, 3))) for _ in values[1:]]
    return asking(name, efforts, values)


def small_answer(random: Random, asked: Questionnaire, name: str) -> Given:
    found = asked.questions[name]
    assert isinstance(found, ScoredQuestion)
    value = int(random.choice(found.levels).value)
    return random.choice((value, value, value, value, None, "unknown", "not_applicable"))


def small_scoring(random: Random) -> Scoring:
    both = (Aggregation.ARITHMETIC, Aggregation.ARITHMETIC, Aggregation.MINIMUM)
    return Scoring(
        questions=random.choice(both),
        factors=random.choice(both),
        dimensions=random.choice((Aggregation.GEOMETRIC, Aggregation.GEOMETRIC, *Aggregation)),
        unanswered=random.choice((Unanswered.OPEN, Unanswered.LOWEST)),
        in_play_needed=Fraction(0),
        bands=BANDS,
        ready=BANDS[3],
    )


Price = tuple[Fraction, int, int, Fraction, tuple[int, ...]]


def every_way(assessment: Assessment) -> Iterator[tuple[bool, Price, Root, Assessment]]:
    """Score every combination of improvements there is, with its price in the order of the ties."""
    asked, result = assessment.questionnaire, assessment.arrangements[0]
    parts = [
        (factor.factor.id, answer.question, starting_place(answer.question, answer.standing.bounds.lowest))
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is not QuestionState.OUT
    ]
    parts.sort(key=lambda part: list(asked.questions).index(part[1].id))
    for steps in product(*(range(len((each.effort or ())[start:]) + 1) for _, each, start in parts)):
        changes: dict[str, Level] = {}
        cost, touched = Fraction(0), set()
        for (name, each, start), up in zip(parts, steps, strict=True):
            if up:
                changes[each.id] = each.levels[start + up]
                cost += sum((each.effort or ())[start : start + up])
                touched.add(name)
        after = score(asked, change_answers(asked, assessment.answers, changes))
        readiness = after.arrangements[0].readiness
        assert readiness is not None
        order = tuple(-up for up in steps)
        price = (cost, len(touched), sum(steps), -readiness.lowest.digits(), order)
        yield bool(changes), price, readiness.lowest, after


def below_minimum(assessment: Assessment) -> int:
    """Count the questions below the minimum of their factor."""
    return sum(
        answer.standing.state is not QuestionState.OUT
        and answer.standing.weakest.lowest < (factor.factor.essential or 0)
        for factor in assessment.arrangements[0].factors()
        for answer in factor.answers
    )


def test_plans_equal_brute_force_on_small_instances() -> None:
    compared = {True: 0, False: 0}
    for seed in range(many(1_000)):
        assessment, wanted = small_instance(Random(seed))  # noqa: S311 a fixed sequence
        if assessment.arrangements[0].readiness is None:
            continue
        plan = make_plan(assessment, "arrangement-1", wanted)
        ways = list(every_way(assessment))
        there = [way for way in ways if wanted.is_reached(way[3].arrangements[0])]
        assert plan.reached is bool(there), seed
        if there:
            _, price, readiness, after = min(there, key=lambda way: way[1])
            assert plan.effort == price[0], seed
            assert plan.after.answers == change_answers(assessment.questionnaire, after.answers, {}), seed
            assert plan.lowest_after == readiness, seed
        else:
            furthest = [
                way for way in ways if below_minimum(way[3]) == min(below_minimum(each[3]) for each in ways)
            ]
            assert plan.lowest_after == max(way[2] for way in ways), seed
            assert plan.effort == min(way[1][0] for way in furthest if way[2] == plan.lowest_after), seed
            assert plan.blocks, seed
        compared[plan.reached] += 1
    assert compared[True] >= many(600)
    assert compared[False] >= many(100)


def case_assessments() -> list[Assessment]:
    asked = choose_questionnaire("nhs-partnering")
    documents = [read_answer_documents(path)[0] for path in case_studies()]
    return [score(asked, load_answers(each, asked)) for each in documents if isinstance(each, Document)]


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    """Make a plan for every arrangement of every case study."""
    return [
        make_plan(each, result.arrangement.id, target(each.questionnaire, "ready"))
        for each in case_assessments()
        for result in each.arrangements
    ]


def cheapest_by_table(assessment: Assessment, arrangement: str, wanted: Target) -> int | None:
    """Find the cheapest cost with one dense table per dimension: for every whole cost the most it can buy."""
    result = next(each for each in assessment.arrangements if each.arrangement.id == arrangement)
    tables: list[list[Fraction | None]] = []
    for part in result.dimensions:
        weight = sum(each.factor.weight for each in part.factors if each.range)
        table: list[Fraction | None] = [Fraction(0)]
        for each in part.factors:
            inside = [answer for answer in each.answers if answer.standing.state is not QuestionState.OUT]
            for answer in inside:
                share = each.factor.weight / weight * answer.weight / sum(other.weight for other in inside)
                options = options_of(answer.question, answer.standing.bounds.lowest, each.factor.essential)
                table = bought(table, [(cost, share * position) for cost, position in options])
        tables.append(table)
    costs = [
        one + other
        for one, first in enumerate(tables[0])
        for other, second in enumerate(tables[1])
        if first is not None and second is not None and first * second >= wanted.position**2
    ]
    return min(costs, default=None)


def options_of(
    asked: ScoredQuestion, position: Fraction, minimum: Fraction | None
) -> list[tuple[int, Fraction]]:
    start = starting_place(asked, position)
    efforts = (asked.effort or ())[start:]
    ways = [(int(sum(efforts[:up])), asked.levels[start + up].position) for up in range(len(efforts) + 1)]
    return [way for way in ways if way[1] >= (minimum or 0)]


def bought(table: list[Fraction | None], options: list[tuple[int, Fraction]]) -> list[Fraction | None]:
    more = max((cost for cost, _ in options), default=0)
    best: list[Fraction | None] = [None] * (len(table) + more)
    for spent, so_far in enumerate(table):
        for cost, gain in options:
            known = best[spent + cost]
            if so_far is not None and (known is None or known < so_far + gain):
                best[spent + cost] = so_far + gain
    return best


def test_plans_at_real_size_cost_what_a_dense_table_says(plans: list[Plan]) -> None:
    assert len(plans) == 20
    for plan in plans:
        expected = cheapest_by_table(plan.before, plan.arrangement, plan.target)
        assert (plan.effort if plan.reached else None) == expected


def test_a_plan_scored_by_score_reaches_its_target(plans: list[Plan]) -> None:
    for plan in plans:
        result = score(plan.before.questionnaire, plan.after.answers)
        verdicts = {each.arrangement.id: each.verdict for each in result.arrangements}
        assert (verdicts[plan.arrangement] is Verdict.READY) is plan.reached


def test_without_any_one_of_its_steps_a_plan_misses(plans: list[Plan]) -> None:
    for plan in plans:
        for item in plan.items if plan.reached else ():
            levels = item.answer.question.levels
            less = {item.answer.question.id: levels[levels.index(item.then) - 1]}
            after = score(
                plan.before.questionnaire, change_answers(plan.before.questionnaire, plan.after.answers, less)
            )
            result = next(each for each in after.arrangements if each.arrangement.id == plan.arrangement)
            assert not plan.target.is_reached(result)


@pytest.mark.parametrize("times", [Fraction(3), Fraction(2, 7)])
def test_costs_times_k_make_the_cheapest_plan_cost_k_times_as_much(
    plans: list[Plan], times: Fraction
) -> None:
    for plan in plans[:4]:
        asked = plan.before.questionnaire
        dearer = score(with_efforts_times(asked, times), plan.before.answers)
        again = make_plan(dearer, plan.arrangement, plan.target)
        assert again.effort == plan.effort * times
        assert raised(again) == raised(plan)


def with_efforts_times(asked: Questionnaire, times: Fraction) -> Questionnaire:
    def dearer(each: ScoredQuestion) -> ScoredQuestion:
        return replace(
            each, effort=None if each.effort is None else tuple(cost * times for cost in each.effort)
        )

    arrangements = tuple(
        replace(
            arrangement,
            factors=tuple(
                replace(
                    each,
                    questions=tuple(replace(one, question=dearer(one.question)) for one in each.questions),
                )
                for each in arrangement.factors
            ),
        )
        for arrangement in asked.arrangements
    )
    sections = tuple(
        replace(
            section,
            questions=tuple(
                dearer(each) if isinstance(each, ScoredQuestion) else each for each in section.questions
            ),
        )
        for section in asked.sections
    )
    return replace(asked, arrangements=arrangements, sections=sections)


def test_steps_end_where_the_plan_ends_and_never_lead_down(plans: list[Plan]) -> None:
    for plan in plans:
        readiness = plan.result_before.readiness
        assert readiness is not None
        levels = [readiness.lowest, *(step.readiness for step in plan.steps)]
        assert levels == sorted(levels)
        assert levels[-1] == plan.lowest_after
        assert sum(step.effort for step in plan.steps) == plan.effort


def test_the_frontier_rises_and_the_plan_lies_on_it(plans: list[Plan]) -> None:
    for plan in plans:
        efforts = [reach.effort for reach in plan.frontier]
        heights = [reach.readiness for reach in plan.frontier]
        assert efforts == sorted(set(efforts))
        assert all(one < other for one, other in pairwise(heights))
        there = [reach for reach in plan.frontier if reach.readiness >= Root(plan.target.position)]
        assert (there[0] if plan.reached else plan.frontier[-1]).effort == plan.effort


def test_too_many_ways_to_weigh_end_with_the_best_found_so_far() -> None:
    numbers = (101, 211, 307, 401, 503, 601, 701, 809, 907, 997, 887, 773, 661, 557, 449, 337)
    asked = questionnaire(
        [
            factor(f"f{number}", "d0", {asking(f"q{number}", [number] * 4): 1}, weight=number)
            for number in numbers
        ],
        dimensions=[Dimension(id="d0", title="Dimension")],
        scoring=Scoring(bands=BANDS, ready=BANDS[-1]),
    )
    plan = planned(asked, dict.fromkeys(asked.questions, 0), "ready")
    assert not plan.is_exact
    assert plan.reached
    assert plan.result_after.verdict is Verdict.READY


def test_levels_by_the_hundred_are_climbed_several_at_a_time() -> None:
    asked = questionnaire(
        [factor("f", "d0", {asking("q", [1] * 1500, range(1501)): 1})],
        dimensions=[Dimension(id="d0", title="Dimension")],
        scoring=Scoring(bands=BANDS, ready=BANDS[-1]),
    )
    plan = planned(asked, dict.fromkeys(asked.questions, 0), "ready")
    assert plan.reached
    assert plan.result_after.verdict is Verdict.READY
    levels_up = sum(item.answer.question.levels.index(item.then) for item in plan.items)
    assert len(plan.steps) < levels_up
    assert sum((step.effort for step in plan.steps), Fraction(0)) == plan.effort
    assert plan.steps[-1].readiness == plan.lowest_after
