"""The compiled scorer: every number, verdict and rank is the one that `scoring` gives."""

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import (
    SCORING,
    answered,
    answers,
    band,
    factor,
    question,
    questionnaire,
    questionnaires,
    scorings,
)
from partnerassess.assessment import EssentialState
from partnerassess.compiled import ArrangementRow, Tables, compile_questionnaire
from partnerassess.compiled.lanes import Layout, Memory
from partnerassess.conditions import All, AnswerAtLeast, AnyOf, Chose, Condition, Not
from partnerassess.exact import Root
from partnerassess.model import (
    Aggregation,
    Answer,
    Answers,
    Arrangement,
    Choice,
    ChoiceQuestion,
    Dimension,
    Factor,
    Questionnaire,
    ScoredQuestion,
    Scoring,
    Section,
    Silence,
)
from partnerassess.render.export_rows import NumberWriter, RowWriter
from partnerassess.render.rows import dimensions_of, render_csv_rows
from partnerassess.report.numbers import number_for_json
from partnerassess.scoring import score

STARTED = ChoiceQuestion(
    id="started-by", text="Who?", choices=(Choice(id="us", text="We"), Choice(id="them", text="They"))
)
SIZE = ChoiceQuestion(
    id="size",
    text="How large?",
    choices=(Choice(id="small", text="Small"), Choice(id="large", text="Large")),
    only_if=Chose(question="started-by", choices=("us",)),
)


def compiled_result(tables: Tables, given: Answers) -> list[object]:
    """Everything the compiled scorer says, as exact numbers."""
    return [_plain(*each) for each in tables.score(tables.add_up(given.answers))]


def _plain(row: ArrangementRow, applies: bool, rank: int | None) -> object:
    readiness = [
        number and Root(Fraction(*number), row.degree) for number in (row.point, row.lowest, row.highest)
    ]
    dimensions = [
        [number and Fraction(*number) for number in (part.point, part.lowest, part.highest, part.coverage)]
        for part in row.dimensions
    ]
    return [
        row.arrangement.id, applies, rank, readiness, row.band, row.verdict, dimensions,
        list(row.unmet), list(row.open),
    ]  # fmt: skip


def exact_result(asked: Questionnaire, given: Answers) -> list[object]:
    """The same from `scoring`."""
    found: list[object] = []
    for result in score(asked, given).arrangements:
        known = result.readiness
        parts = [
            [
                *((part.range.point, part.range.lowest, part.range.highest) if part.range else [None] * 3),
                part.coverage,
            ]
            for part in result.dimensions
        ]
        by_state = [
            [each.factor.id for each in result.factors() if each.essential is state]
            for state in (EssentialState.UNMET, EssentialState.OPEN)
        ]
        readiness = [known.point, known.lowest, known.highest] if known else [None] * 3
        found.append(
            [
                result.arrangement.id, result.applies, result.rank, readiness, result.band,
                result.verdict, parts, *by_state,
            ]
        )  # fmt: skip
    return found


conditions: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(
        [
            Chose(question="started-by", choices=("us",)),
            Chose(question="started-by", choices=("them",)),
            Chose(question="size", choices=("small",)),
        ]
    ),
    lambda parts: st.one_of(
        st.builds(lambda part: Not(condition=part), parts),
        st.builds(lambda one, two: All(conditions=(one, two)), parts, parts),
        st.builds(lambda one, two: AnyOf(conditions=(one, two)), parts, parts),
    ),
    max_leaves=3,
)


@st.composite
def conditional(draw: st.DrawFn) -> Questionnaire:
    """Draw a questionnaire some of whose questions and arrangements depend on choices and on answers."""
    plain = draw(questionnaires())
    scored = {
        name: replace(each, only_if=draw(st.none() | conditions))
        for name, each in plain.questions.items()
        if isinstance(each, ScoredQuestion)
    }
    first = next(iter(scored.values()))
    on_answer = AnswerAtLeast(question=first.id, value=first.levels[-1].value)
    applies = st.one_of(st.none(), conditions, st.just(on_answer))
    return replace(
        plain,
        sections=(
            Section(id="start", title="Start", questions=(STARTED, SIZE)),
            Section(id="all", title="All", questions=tuple(scored.values())),
        ),
        arrangements=tuple(_asking(each, scored, draw(applies)) for each in plain.arrangements),
    )


def _asking(
    arrangement: Arrangement, scored: dict[str, ScoredQuestion], applies_if: Condition | None
) -> Arrangement:
    factors = tuple(
        replace(
            each,
            questions=tuple(replace(used, question=scored[used.question.id]) for used in each.questions),
        )
        for each in arrangement.factors
    )
    return replace(arrangement, factors=factors, applies_if=applies_if)


@st.composite
def chosen(draw: st.DrawFn, asked: Questionnaire) -> Answers:
    """Draw answers to such a questionnaire."""
    scored = replace(asked, sections=asked.sections[1:])
    found = dict(draw(answered(scored)).answers)
    for each in (STARTED, SIZE):
        found[each.id] = Answer(given=draw(st.sampled_from([None, Silence.DECLINED, *each.choices])))
    return Answers(questionnaire=asked.id, answers=MappingProxyType(found))


@given(st.data())
def test_every_number_and_word_equals_that_of_scoring(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    tables = compile_questionnaire(asked)
    for _ in range(3):
        given = data.draw(answered(asked))
        assert compiled_result(tables, given) == exact_result(asked, given)


@given(st.data())
def test_conditions_hide_questions_and_arrangements_as_in_scoring(data: st.DataObject) -> None:
    asked = data.draw(conditional())
    tables = compile_questionnaire(asked)
    for _ in range(3):
        given = data.draw(chosen(asked))
        assert compiled_result(tables, given) == exact_result(asked, given)


@given(st.data())
def test_rows_are_those_of_a_single_run_byte_for_byte(data: st.DataObject) -> None:
    asked = replace(data.draw(questionnaires()), version="1, or 2")
    tables = compile_questionnaire(asked)
    dimensions = ("elsewhere", *dimensions_of([asked]))
    writer = RowWriter(questionnaire=asked, dimensions=dimensions)
    names = st.none() | st.sampled_from(["Riverside", '"Quoted", with a comma', "=cmd", "-1", "Ünï", "a\nb"])
    for _ in range(3):
        given = replace(
            data.draw(answered(asked)),
            file=data.draw(st.sampled_from(["a.yaml", "-", "+b,c.yaml", "\x1b.yaml"])),
            partnership=data.draw(names),
            organisation=data.draw(names),
            respondent=data.draw(names),
        )
        placed = tables.score(tables.add_up(given.answers))
        assert given.file is not None
        text = writer.format(
            given.file, 2, given.partnership, given.organisation, given.respondent, None, placed
        )
        assert text == render_csv_rows(score(asked, given), dimensions, document=2)


def numbers_of(tables: Tables, writer: RowWriter, given: Answers) -> str:
    return writer.format("f", None, None, None, None, None, tables.score(tables.add_up(given.answers)))


@pytest.mark.parametrize("shown_as", [(0, 100), (35, 175), (0, 3), (-5, 5)])
def test_shown_scales_and_roots_are_the_nearest_floats(shown_as: tuple[int, int]) -> None:
    low, high = map(Fraction, shown_as)
    for weights in ((1, 1), (2, 1), (1, 3)):
        dimensions = [
            Dimension(id="context", title="C", weight=weights[0]),
            Dimension(id="enablers", title="E", weight=weights[1]),
        ]
        bands = (band("low", shown_as[0], shown_as), band("high", shown_as[1], shown_as))
        asked = questionnaire(
            [factor("C1", "context", weight=3), factor("C2", "context"), factor("E1", "enablers")],
            dimensions=dimensions,
            scoring=Scoring(bands=bands, ready=bands[1], shown_as=(low, high)),
        )
        tables = compile_questionnaire(asked)
        writer = RowWriter(questionnaire=asked, dimensions=("context", "enablers"))
        for one in range(5):
            for two in range(5):
                for three in (0, 1, 3, 4):
                    given = replace(
                        answers(asked, {"q-C1": one, "q-C2": two, "q-E1": three}), file="f", version=None
                    )
                    expected = render_csv_rows(score(asked, given), ("context", "enablers"))
                    assert numbers_of(tables, writer, given) == expected


@given(
    st.tuples(st.integers(1, 2**34), st.integers(0, 2**34)).map(sorted),
    st.integers(1, 2),
    st.sampled_from([("0", "100"), ("35", "175"), ("0", "3"), ("-5", "5"), ("0", "1/3"), ("-1e9", "1e9")]),
)
def test_roots_are_written_as_the_nearest_float(
    ends: list[int], power: int, shown_as: tuple[str, str]
) -> None:
    top, bottom = (number**power for number in ends)
    scoring = replace(SCORING, shown_as=(Fraction(shown_as[0]), Fraction(shown_as[1])), bands=(), ready=None)
    expected = repr(number_for_json(Root(Fraction(top, bottom), 2), scoring))
    assert NumberWriter(scoring).format_square_root((top, bottom)) == expected


def test_equal_floats_of_different_numbers_are_put_in_their_exact_order() -> None:
    tiny = Fraction(1, 10**17)
    first = [factor("A1", "context", {question("a"): 1}), factor("A2", "enablers", {question("b"): 1})]
    second: list[Factor] = [
        factor("B1", "context", {question("a"): 1, question("c"): tiny}),
        factor("B2", "enablers", {question("b"): 1}),
    ]
    asked = questionnaire(first, second, scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC))
    tables = compile_questionnaire(asked)
    for top, best in ((4, "arrangement-2"), (0, "arrangement-1"), (2, "arrangement-1")):
        given = answers(asked, {"a": 2, "b": 2, "c": top})
        placed = tables.score(tables.add_up(given.answers))
        first_number, second_number = (row.point or (0, 1) for row, _, _ in placed)
        assert first_number[0] / first_number[1] == second_number[0] / second_number[1]
        assert placed[0][0].arrangement.id == best
        assert compiled_result(tables, given) == exact_result(asked, given)


@given(st.data())
def test_many_questions_in_one_factor_are_exact(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 40), min_size=4, max_size=14))
    used = {question(f"m{place}"): Fraction(size, 7) for place, size in enumerate(sizes)}
    asked = questionnaire(
        [factor("M", "context", used, essential=Fraction(1, 4)), factor("N", "enablers")],
        scoring=data.draw(scorings()),
    )
    tables = compile_questionnaire(asked)
    for _ in range(3):
        given = data.draw(answered(asked))
        assert compiled_result(tables, given) == exact_result(asked, given)


def test_lanes_do_not_run_over_into_each_other() -> None:
    layout = Layout()
    lanes = [layout.lane(most) for most in (1, 255, 256, 70_000, 2**40)]
    amounts = [1, 255, 256, 70_000, 2**40]
    total = sum(lane.put(amount) for lane, amount in zip(lanes, amounts, strict=True))
    assert [lane.read(total) for lane in lanes] == amounts
    assert layout.since(0).read(total) == total


def test_a_memory_never_holds_too_much() -> None:
    memory: Memory[int, int] = Memory()
    assert [memory.keep(number, number) for number in range(10_000)] == list(range(10_000))
    assert len(memory) < 5_000
