"""Data frames: every row has the results that scoring its answers one by one gives, on every engine."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import SCORING, answers, factor, question, questionnaire, scale
from late import Late
from partnerassess import score_frame
from partnerassess.assessment import ArrangementResult
from partnerassess.conditions import (
    All,
    AnswerAtLeast,
    AnswerBelow,
    Answered,
    AnyOf,
    Chose,
    Condition,
    Not,
    VerdictIs,
)
from partnerassess.frames import NOT_UNDERSTOOD, result_columns
from partnerassess.library import case_studies
from partnerassess.model import (
    Aggregation,
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Dimension,
    Level,
    Question,
    Questionnaire,
    Scoring,
    Section,
    Silence,
    Unanswered,
)
from partnerassess.notebook import load_answers, load_questionnaire
from partnerassess.report.numbers import number_for_json
from partnerassess.scoring import score

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow  # type: ignore[import-untyped]
else:
    duckdb, pandas, polars, pyarrow = map(Late, ("duckdb", "pandas", "polars", "pyarrow"))

Row = dict[str, Any]
Given = Level | Choice | Silence | None
Engine = Callable[[Questionnaire, list[Row]], list[Row]]


def on_polars(asked: Questionnaire, rows: list[Row]) -> list[Row]:
    frame = polars.DataFrame(rows, schema=dict.fromkeys(rows[0], polars.String))
    return score_frame(asked, frame).to_dicts()


def on_pyarrow(asked: Questionnaire, rows: list[Row]) -> list[Row]:
    frame = polars.DataFrame(rows, schema=dict.fromkeys(rows[0], polars.String)).to_arrow()
    return list(score_frame(asked, frame).to_pylist())


def on_pandas(asked: Questionnaire, rows: list[Row]) -> list[Row]:
    scored = score_frame(asked, pandas.DataFrame(rows, dtype="string"))
    return polars.from_pandas(scored).to_dicts()


def on_duckdb(asked: Questionnaire, rows: list[Row]) -> list[Row]:
    """Batch by batch, as docs/library.md shows."""
    frame = polars.DataFrame(rows, schema=dict.fromkeys(rows[0], polars.String)).to_arrow()
    with duckdb.connect() as connection:
        batches = connection.from_arrow(frame).to_arrow_reader(5)
        scored = [score_frame(asked, pyarrow.Table.from_batches([batch])) for batch in batches]
    return list(pyarrow.concat_tables(scored, promote_options="default").to_pylist())


ENGINES = (on_polars, on_pandas, on_pyarrow, on_duckdb)


def row_of(asked: Questionnaire, said: Answers) -> Row:
    return {name: cell_of(said.answers.get(name)) for name in asked.questions}


def cell_of(answer: Answer | None) -> str | None:
    match answer.given if answer else None:
        case Level(value=value):
            return str(value.numerator)
        case Choice(id=word) | Silence(value=word):
            return word
        case _:
            return None


def expected(asked: Questionnaire, said: Answers) -> dict[str, ArrangementResult]:
    bare = {name: Answer(given=answer.given) for name, answer in said.answers.items()}
    scored = score(asked, replace(said, answers=MappingProxyType(bare)))
    return {result.arrangement.id: result for result in scored.arrangements}


def assert_same(asked: Questionnaire, said: Answers, row: Row) -> None:
    results = expected(asked, said)
    assert row[NOT_UNDERSTOOD] == 0
    for arrangement in asked.arrangements:
        applies, point, lowest, highest, verdict, band = (row[name] for name in result_columns(arrangement))
        result = results[arrangement.id]
        assert applies is result.applies
        assert verdict == (result.verdict.value if result.verdict else None)
        assert band == (result.band.id if result.band else None)
        known = result.readiness
        ends = (known.point, known.lowest, known.highest) if known else (None, None, None)
        numbers = [None if end is None else number_for_json(end, asked.scoring) for end in ends]
        assert [point, lowest, highest] == [
            number if number is None else pytest.approx(number, rel=1e-12, abs=1e-9) for number in numbers
        ]


STARTED_BY = ChoiceQuestion(
    id="started-by", text="Who?", choices=(Choice(id="us", text="We"), Choice(id="them", text="They"))
)
SIZE = ChoiceQuestion(
    id="size",
    text="How large?",
    choices=(Choice(id="small", text="Small"), Choice(id="large", text="Large")),
    only_if=Not(condition=Chose(question="started-by", choices=("them",))),
)
FACTS = (
    Chose(question="started-by", choices=("us",)),
    Chose(question="size", choices=("small", "large")),
    Chose(question="size", choices=("small",)),
)
MORE_FACTS = (
    *FACTS,
    Answered(question="q0", answered=True),
    Answered(question="size", answered=False),
    AnswerAtLeast(question="q0", value=Fraction(2)),
    AnswerBelow(question="q1", value=Fraction(3)),
)


def conditions(facts: tuple[Condition, ...]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        st.sampled_from(facts),
        lambda parts: (
            st.lists(parts, min_size=1, max_size=2).map(lambda each: All(conditions=tuple(each)))
            | st.lists(parts, min_size=1, max_size=2).map(lambda each: AnyOf(conditions=tuple(each)))
            | parts.map(lambda each: Not(condition=each))
        ),
        max_leaves=3,
    )


small_weights = st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 2)))
small_scales = st.sampled_from((scale(), scale(), scale((0, 1)), scale((1, 2, 5))))
rules = st.sampled_from((Aggregation.ARITHMETIC, Aggregation.ARITHMETIC, Aggregation.MINIMUM))


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    return replace(
        SCORING,
        questions=draw(rules),
        factors=draw(rules),
        dimensions=draw(st.sampled_from(Aggregation)),
        unanswered=draw(st.sampled_from((Unanswered.OPEN, Unanswered.OPEN, Unanswered.LOWEST))),
        coverage_needed=draw(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(2, 3)))),
        in_play_needed=draw(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1)))),
        bands=draw(st.sampled_from((*[SCORING.bands] * 4, SCORING.bands[:1]))),
        ready=draw(st.sampled_from((None, SCORING.bands[3], *[SCORING.bands[1]] * 3))),
    )


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    dimensions = [
        Dimension(id=f"d{number}", title="D", weight=draw(st.integers(1, 2)))
        for number in range(draw(st.integers(1, 2)))
    ]
    pool = [question(f"q{number}", draw(small_scales)) for number in range(5)]
    arrangements = []
    for name in ("a", "b"):
        free = list(draw(st.permutations(pool)))
        arrangements.append(
            [
                factor(
                    f"{name}-{place}",
                    dimensions[place % len(dimensions)].id,
                    {free.pop(): draw(small_weights) for _ in range(draw(st.integers(1, 2)))},
                    weight=draw(small_weights),
                    essential=draw(st.sampled_from((None, Fraction(1, 2), Fraction(1, 2), Fraction(1, 4)))),
                )
                for place in range(2)
            ]
        )
    scoring = draw(scorings())
    if scoring.ready not in scoring.bands:
        scoring = replace(scoring, ready=None)
    bare = questionnaire(*arrangements, dimensions=dimensions, scoring=scoring)
    return conditional(draw, bare)


def conditional(draw: st.DrawFn, bare: Questionnaire) -> Questionnaire:
    """Let questions and arrangements depend on earlier choices."""
    asked: list[Question] = [STARTED_BY, SIZE]
    hidden: dict[str, Question] = {}
    for each in bare.questions.values():
        only_if = draw(st.none() | st.none() | conditions(FACTS))
        hidden[each.id] = replace(each, only_if=only_if)
    arrangements = tuple(
        replace(
            arrangement,
            applies_if=draw(st.none() | conditions(_about(MORE_FACTS, hidden))),
            factors=tuple(
                replace(
                    each,
                    questions=tuple(
                        replace(weighted, question=hidden[weighted.question.id])
                        for weighted in each.questions
                    ),
                )
                for each in arrangement.factors
            ),
        )
        for arrangement in bare.arrangements
    )
    sections = (Section(id="all", title="All", questions=(*asked, *hidden.values())),)
    return replace(bare, sections=sections, arrangements=arrangements)


def _about(facts: tuple[Condition, ...], asked: Mapping[str, Question]) -> tuple[Condition, ...]:
    known = {*asked, "started-by", "size"}
    return tuple(fact for fact in facts if getattr(fact, "question", "") in known)


@st.composite
def answer_sets(draw: st.DrawFn, asked: Questionnaire) -> Answers:
    given_: dict[str, Answer] = {}
    for each in asked.questions.values():
        if isinstance(each, ChoiceQuestion):
            value: Given = draw(st.sampled_from((*each.choices, *each.choices, None, Silence.UNKNOWN)))
        else:
            silences = (None, Silence.DECLINED, Silence.NOT_APPLICABLE)
            value = draw(st.sampled_from((*each.levels, *each.levels, *each.levels, *silences)))
        given_[each.id] = Answer(given=value)
    return Answers(questionnaire=asked.id, answers=MappingProxyType(given_))


@given(st.data())
def test_every_row_has_the_results_of_scoring_it_alone_on_every_engine(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    sets = [data.draw(answer_sets(asked)) for _ in range(12)]
    by_engine = [engine(asked, [row_of(asked, said) for said in sets]) for engine in ENGINES]
    for said, *rows in zip(sets, *by_engine, strict=True):
        for row in rows:
            assert_same(asked, said, row)


@pytest.mark.parametrize("engine", [on_polars, on_duckdb])
def test_the_case_studies_score_as_their_files_do(engine: Engine) -> None:
    asked = load_questionnaire("nhs-partnering")
    sets = [load_answers(path) for path in case_studies()]
    rows = engine(asked, [row_of(asked, said) for said in sets])
    for said, row in zip(sets, rows, strict=True):
        assert_same(asked, said, row)


def boundary() -> Questionnaire:
    """Make a questionnaire in which readiness can be exactly 25 and 75, where floats give less."""
    context = [factor(f"C{number}", "context") for number in range(3)]
    enablers = [factor(f"E{number}", "enablers") for number in range(11)]
    bands = tuple(
        replace(each, start=Fraction(25), position=Fraction(1, 4)) if each.id == "emerging" else each
        for each in SCORING.bands
    )
    scoring = replace(SCORING, bands=bands)
    return questionnaire([*context, *enablers], scoring=scoring)


def test_no_boundary_case_flips() -> None:
    asked = boundary()
    levels = {"C0": 4, "C1": 4, "C2": 3, "E0": 3}
    names = [f"C{number}" for number in range(3)] + [f"E{number}" for number in range(11)]
    quarter = {f"q-{name}": levels.get(name, 0) for name in names}
    three_quarters = {f"q-{name}": 3 for name in names}
    for engine in (on_polars, on_pandas, on_duckdb):
        rows = engine(asked, [{n: str(v) for n, v in row.items()} for row in (quarter, three_quarters)])
        assert [row["arrangement-1_readiness"] for row in rows] == [25.0, 75.0]
        assert [row["arrangement-1_band"] for row in rows] == ["emerging", "ready"]
        assert [row["arrangement-1_verdict"] for row in rows] == ["not_ready", "ready"]


def plain() -> Questionnaire:
    halves = question("half", scale((0, Fraction(1, 2), 1)), not_applicable=False)
    return questionnaire(
        [factor("F", "context", {halves: 1}), factor("G", "enablers", {question("whole"): 1})]
    )


@pytest.mark.parametrize(
    ("cell", "dtype"), [(0.5, "Float64"), ("0.5", None), (" 0.5 ", None), ("0.5", "Categorical")]
)
def test_cells_may_be_numbers_or_text(cell: str | float, dtype: str | None) -> None:
    column = polars.Series([cell], dtype=getattr(polars, dtype) if dtype else None)
    frame = polars.DataFrame({"half": column, "whole": polars.Series([2])})
    assert score_frame(plain(), frame)["arrangement-1_readiness"].to_list() == [50.0]


def test_a_cell_that_is_no_answer_leaves_its_row_without_results() -> None:
    frame = polars.DataFrame(
        {"half": ["1", "2", "not_applicable", "", None], "whole": [4, 7, 4, 4, 4], "size": ["a"] * 5}
    )
    scored = score_frame(plain(), frame)
    assert scored[NOT_UNDERSTOOD].to_list() == [0, 2, 1, 0, 0]
    assert scored["arrangement-1_verdict"].to_list() == ["ready", None, None, "undetermined", "undetermined"]
    assert scored["arrangement-1_applies"].to_list() == [True, None, None, True, True]


def test_other_columns_and_rows_stay_as_they_are() -> None:
    frame = polars.DataFrame({"half": [1, 0], "name": ["x", "y"]})
    scored = score_frame(plain(), frame)
    assert scored.columns == ["half", "name", NOT_UNDERSTOOD, *result_columns(plain().arrangements[0])]
    assert scored.select("half", "name").equals(frame)
    assert scored["arrangement-1_highest"].to_list() == [100.0, 0.0]


def test_results_are_not_written_over_a_column_that_is_there() -> None:
    frame = polars.DataFrame({"half": [1], "arrangement-1_band": ["x"]})
    with pytest.raises(ValueError, match="already has a column arrangement-1_band"):
        score_frame(plain(), frame)


def test_a_column_that_looks_like_a_question_but_is_none_is_refused_with_what_was_probably_meant() -> None:
    asked = load_questionnaire("nhs-partnering")
    frame = polars.DataFrame({"Board support": [4], "worked-befor": [4], "clear-rationale": [4]})
    with pytest.raises(ValueError, match="other_columns") as raised:
        score_frame(asked, frame)
    assert str(raised.value).splitlines()[:2] == [
        "column `Board support` is no question; did you mean `board-support`?",
        "column `worked-befor` is no question; did you mean `worked-before`?",
    ]


def test_a_column_that_is_named_as_no_question_is_left_alone() -> None:
    asked = load_questionnaire("nhs-partnering")
    frame = polars.DataFrame({"initiated_on": ["2017-05-12"], "clear-rationale": [4]})
    with pytest.raises(ValueError, match="did you mean `initiated-by`"):
        score_frame(asked, frame)
    scored = score_frame(asked, frame, other_columns=["initiated_on"])
    assert scored["initiated_on"].to_list() == ["2017-05-12"]
    with pytest.raises(ValueError, match="`clear-rationale`: named as other columns"):
        score_frame(asked, frame, other_columns=["clear-rationale"])


def test_columns_about_the_row_are_never_taken_for_questions() -> None:
    asked = load_questionnaire("nhs-partnering")
    own = ("partnership", "organisation", "respondent", "date", "site", "region", "board-support-note")
    frame = polars.DataFrame({"board-support": [4], **{name: ["x"] for name in own}})
    assert set(own) <= set(score_frame(asked, frame).columns)


def test_many_mistyped_columns_are_summed_up() -> None:
    asked = load_questionnaire("nhs-partnering")
    frame = polars.DataFrame({name.replace("-", "_"): [None] for name in asked.questions if "-" in name})
    with pytest.raises(ValueError, match="and 40 more like this"):
        score_frame(asked, frame)


def test_a_frame_without_a_column_for_any_question_is_refused() -> None:
    with pytest.raises(ValueError, match="no column is named after a question; the questions are `half`"):
        score_frame(plain(), polars.DataFrame({"answers.half": [1], "site": ["North"]}))


def test_weights_too_fine_for_whole_numbers_of_64_bits_give_the_same() -> None:
    fine = [factor(f"F{n}", "context", weight=Fraction(1, 10**9 + n)) for n in range(3)]
    asked = questionnaire([*fine, factor("G", "enablers")])
    given_ = {"q-F0": 3, "q-F1": 1, "q-F2": 4, "q-G": 2}
    (row,) = on_polars(asked, [{name: str(value) for name, value in given_.items()}])
    assert_same(asked, answers(asked, given_), row)


def test_a_frame_that_is_lazy_is_refused() -> None:
    with pytest.raises(TypeError, match="eager"):
        score_frame(plain(), polars.LazyFrame({"half": [1]}))  # type: ignore[type-var]


def test_a_frame_without_rows_has_the_columns_all_the_same() -> None:
    for frame in (polars.DataFrame({"half": []}), pandas.DataFrame({"half": []})):
        scored = score_frame(plain(), frame)
        assert [*scored.columns] == ["half", NOT_UNDERSTOOD, *result_columns(plain().arrangements[0])]


def test_conditions_about_results_are_refused() -> None:
    asked = plain()
    (arrangement,) = asked.arrangements
    odd = replace(arrangement, applies_if=VerdictIs(arrangement="arrangement-1", verdicts=("ready",)))
    with pytest.raises(TypeError, match="not about an answer"):
        score_frame(replace(asked, arrangements=(odd,)), polars.DataFrame({"half": [1]}))


def test_three_dimensions_make_a_cube_root() -> None:
    dimensions = [Dimension(id=f"d{number}", title="D") for number in range(3)]
    asked = questionnaire([factor(each.id, each.id) for each in dimensions], dimensions=dimensions)
    scored = score_frame(asked, polars.DataFrame({"q-d0": [1], "q-d1": [2], "q-d2": [4]}))
    assert scored["arrangement-1_readiness"].to_list() == [pytest.approx(50)]


def test_a_question_without_a_column_is_open_and_a_choice_may_have_none() -> None:
    asked = replace(
        plain(),
        sections=(Section(id="all", title="All", questions=(STARTED_BY, *plain().questions.values())),),
    )
    scored = score_frame(asked, polars.DataFrame({"half": [1]}))
    assert scored["arrangement-1_verdict"].to_list() == ["undetermined"]


def test_dask_scores_part_by_part_as_polars_does_at_once() -> None:
    import dask.dataframe as dask  # loading it takes a second

    asked = replace(
        plain(),
        sections=(Section(id="all", title="All", questions=(STARTED_BY, *plain().questions.values())),),
    )
    rows = [
        {"started-by": who, "half": half, "whole": whole}
        for who, half, whole in product(("us", None), ("0", "0.5", "1", "unknown"), ("0", "3", "4", None))
    ]
    parts = dask.from_pandas(pandas.DataFrame(rows, dtype="string"), npartitions=3)  # type: ignore[no-untyped-call]
    scored = parts.map_partitions(partial(score_frame, asked)).compute()
    assert polars.from_pandas(scored).to_dicts() == on_polars(asked, rows)


def test_pandas_takes_anything_for_the_name_of_a_column() -> None:
    frame = pandas.DataFrame({"half": [1], 5: ["x"], ("a", "b"): ["y"]})
    scored = score_frame(plain(), frame)
    assert list(scored.columns)[:3] == ["half", 5, ("a", "b")]
    assert scored["arrangement-1_verdict"].to_list() == ["undetermined"]
