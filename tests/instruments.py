"""Small questionnaires built in code, and hypothesis strategies for them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st
from msgspec.structs import replace

from partnerassess.model import (
    Aggregation,
    Answer,
    Answers,
    Arrangement,
    Band,
    Dimension,
    Factor,
    Level,
    Questionnaire,
    Scale,
    ScoredQuestion,
    Scoring,
    Section,
    Silence,
    Unanswered,
    WeightedQuestion,
)

Given = int | str | None


def scale(values: Sequence[Fraction | int] = (0, 1, 2, 3, 4), name: str = "extent") -> Scale:
    """Make a scale from its values, lowest first."""
    low, high = Fraction(values[0]), Fraction(values[-1])
    return Scale(
        id=name,
        levels=tuple(
            Level(value=Fraction(value), label=f"Level {value}", position=(value - low) / (high - low))
            for value in values
        ),
    )


EXTENT = scale()


def band(name: str, start: Fraction | int, shown_as: tuple[int, int] = (0, 100)) -> Band:
    """Make a band that starts at a place on the shown scale."""
    bottom, top = shown_as
    position = (Fraction(start) - bottom) / (top - bottom)
    return Band(id=name, title=name.replace("-", " ").capitalize(), start=Fraction(start), position=position)


BANDS = (band("not-ready", 0), band("emerging", 35), band("nearly-ready", 65), band("ready", 75))
SCORING = Scoring(bands=BANDS, ready=BANDS[3])


def question(name: str, levels: Scale = EXTENT, *, not_applicable: bool = True) -> ScoredQuestion:
    """Make a scored question."""
    return ScoredQuestion(
        id=name,
        text=f"How far {name}?",
        scale=levels.id,
        levels=levels.levels,
        not_applicable=not_applicable,
        effort=(Fraction(1),) * (len(levels.levels) - 1),
    )


def factor(
    name: str,
    dimension: str,
    questions: Mapping[ScoredQuestion, Fraction | int] | None = None,
    *,
    weight: Fraction | int = 1,
    essential: Fraction | None = None,
) -> Factor:
    """Make a factor; without questions it gets one of its own name."""
    return Factor(
        id=name,
        title=f"Factor {name}",
        dimension=dimension,
        questions=tuple(
            WeightedQuestion(question=each, weight=Fraction(share))
            for each, share in (questions or {question(f"q-{name}"): 1}).items()
        ),
        weight=Fraction(weight),
        essential=essential,
    )


def questionnaire(
    *arrangements: Sequence[Factor],
    dimensions: Sequence[Dimension] = (
        Dimension(id="context", title="Context"),
        Dimension(id="enablers", title="Enablers"),
    ),
    scoring: Scoring = SCORING,
) -> Questionnaire:
    """Make a questionnaire from the factors of each arrangement."""
    every = {
        weighted.question.id: weighted.question
        for factors in arrangements
        for each in factors
        for weighted in each.questions
    }
    return Questionnaire(
        id="small",
        version="1",
        title="A small questionnaire",
        scales=(EXTENT,),
        sections=(Section(id="all", title="All", questions=tuple(every.values())),),
        dimensions=tuple(dimensions),
        arrangements=tuple(
            Arrangement(id=f"arrangement-{number}", title=f"Arrangement {number}", factors=tuple(factors))
            for number, factors in enumerate(arrangements, start=1)
        ),
        scoring=scoring,
    )


def answers(
    asked: Questionnaire, given: Mapping[str, Given], notes: Mapping[str, str] | None = None
) -> Answers:
    """Give answers by question id: a level's value, `unknown`, `declined`, `not_applicable` or nothing."""
    notes = notes or {}
    return Answers(
        questionnaire=asked.id,
        version=asked.version,
        answers=MappingProxyType(
            {
                each: Answer(given=_given(asked, each, value), note=notes.get(each))
                for each, value in given.items()
                if value is not None
            }
        ),
    )


def _given(asked: Questionnaire, name: str, value: int | str) -> Level | Silence:
    if isinstance(value, str):
        return Silence(value)
    found = asked.questions[name]
    assert isinstance(found, ScoredQuestion)
    return next(level for level in found.levels if level.value == value)


def with_answer(before: Answers, name: str, given: Level | Silence | None) -> Answers:
    """Change one answer."""
    return replace(before, answers=MappingProxyType({**before.answers, name: Answer(given=given)}))


weights = st.builds(Fraction, st.integers(1, 6), st.integers(1, 4))
minimums = st.none() | st.builds(Fraction, st.integers(1, 4), st.just(4))
scales = st.lists(st.integers(-3, 12), min_size=2, max_size=6, unique=True).map(
    lambda values: scale(sorted(values))
)


@st.composite
def scorings(draw: st.DrawFn) -> Scoring:
    """Draw conventions: every aggregation, with and without bands and a `ready` band."""
    pairwise = st.sampled_from((Aggregation.ARITHMETIC, Aggregation.MINIMUM))
    return Scoring(
        questions=draw(pairwise),
        factors=draw(pairwise),
        dimensions=draw(st.sampled_from(Aggregation)),
        unanswered=draw(st.sampled_from((Unanswered.OPEN, Unanswered.OPEN, Unanswered.LOWEST))),
        coverage_needed=draw(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(2, 3), Fraction(1)))),
        in_play_needed=draw(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1)))),
        bands=BANDS,
        ready=draw(st.sampled_from((None, BANDS[1], BANDS[3]))),
    )


@st.composite
def questionnaires(draw: st.DrawFn, scoring: st.SearchStrategy[Scoring] = scorings()) -> Questionnaire:  # noqa: B008 a strategy is only a description
    """Draw a questionnaire of one to three dimensions and arrangements that share some questions."""
    dimensions = [
        Dimension(id=f"d{number}", title=f"Dimension {number}", weight=draw(st.integers(1, 3)))
        for number in range(draw(st.integers(1, 3)))
    ]
    pool = [question(f"shared-{number}", draw(scales)) for number in range(3)]
    arrangements = [
        draw(_arrangement(f"a{number}", dimensions, pool)) for number in range(draw(st.integers(1, 3)))
    ]
    return questionnaire(*arrangements, dimensions=dimensions, scoring=draw(scoring))


@st.composite
def _arrangement(
    draw: st.DrawFn, name: str, dimensions: Sequence[Dimension], pool: Sequence[ScoredQuestion]
) -> list[Factor]:
    free: list[ScoredQuestion] = list(draw(st.permutations(pool)))
    factors = []
    for dimension in dimensions:
        for number in range(draw(st.integers(1, 3))):
            own = f"{name}-{dimension.id}-{number}"
            used: dict[ScoredQuestion, Fraction] = {question(f"q-{own}", draw(scales)): draw(weights)}
            if draw(st.booleans()) and free:
                used[free.pop()] = draw(weights)
            essential = draw(minimums)
            factors.append(factor(own, dimension.id, used, weight=draw(weights), essential=essential))
    return factors


@st.composite
def answered(draw: st.DrawFn, asked: Questionnaire, *, out: bool = True) -> Answers:
    """Draw answers to a questionnaire, some of them open and, unless unwanted, some not applicable."""
    silences = [None, Silence.UNKNOWN, Silence.DECLINED, *([Silence.NOT_APPLICABLE] if out else [])]
    given = {}
    for each in asked.questions.values():
        assert isinstance(each, ScoredQuestion)
        value = draw(st.sampled_from([*each.levels, *each.levels, *silences]))
        note = draw(st.sampled_from((None, "A note")))
        given[each.id] = Answer(given=value, note=note)
    return Answers(questionnaire=asked.id, answers=MappingProxyType(given))
