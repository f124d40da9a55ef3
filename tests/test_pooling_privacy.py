"""What one or two people of an organisation said cannot be worked out from anything that is printed.

The attacker knows the rules, the questionnaire, who was asked, who answered what question, and everything
printed in every form. He tries every other way in which people may have answered. As long as at least three
answers of each person in a small group come with exactly the same printed result, he has learned nothing.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import product, zip_longest

import pytest
from msgspec.structs import replace

from instruments import SCORING, answers, factor, question, questionnaire
from partnerassess.assessment import Assessment
from partnerassess.explain import explain
from partnerassess.model import Answers, Questionnaire, Scoring
from partnerassess.pooling import pool
from partnerassess.render.data import render_json
from partnerassess.render.markdown import render_markdown
from partnerassess.render.rows import dimensions_of, render_csv_rows
from partnerassess.report.assessment import report_assessment
from partnerassess.report.portfolio import read_member, report_portfolio
from profiles import many

HALF = Fraction(1, 2)
NAMES = tuple(f"q{number}" for number in range(8))

Column = tuple[int | None, ...]

Levels = tuple[Column, ...]
"""What each person said: for each person the level of every question, or nothing."""


def instrument(essential: Fraction | None = None, scoring: Scoring = SCORING) -> Questionnaire:
    """Make a questionnaire of two dimensions with four factors each; the first may be essential."""
    return questionnaire(
        [
            factor(
                f"F{number}",
                "context" if number < 4 else "enablers",
                {question(name): 1},
                weight=1 + number % 2,
                essential=essential if number in (0, 5) else None,
            )
            for number, name in enumerate(NAMES)
        ],
        scoring=scoring,
    )


def printed(assessment: Assessment) -> Iterator[str]:
    """Give everything that is printed of an assessment in any form, what is quickest to compare first."""
    yield repr(assessment.pooled)
    yield repr(assessment.answers)
    yield from render_csv_rows(assessment, dimensions_of([assessment.questionnaire]))
    yield render_markdown(report_assessment(assessment, full=True, notes=True))
    yield render_json([explain(assessment)], notes=True)
    members, asked = [read_member(assessment, full=True)], [assessment.questionnaire]
    yield render_markdown(report_portfolio(members, asked, full=True, heatmap=True))


class Attack:
    """One pool of two organisations, and what can be tried on it."""

    def __init__(self, asked: Questionnaire, sizes: Sequence[int], levels: Levels) -> None:
        self.asked, self.sizes, self.levels = asked, sizes, levels
        self.truth = tuple(printed(self._pooled(levels)))
        self.is_printed_alike = cache(self._is_printed_alike)

    def _is_printed_alike(self, levels: Levels) -> bool:
        """Tell whether nothing printed shows that these were not the answers."""
        other = zip_longest(self.truth, printed(self._pooled(levels)))
        return all(one == two for one, two in other)

    def _pooled(self, levels: Levels) -> Assessment:
        return pool(self.asked, list(self._views(levels)))

    def _views(self, levels: Levels) -> Iterator[Answers]:
        people = iter(levels)
        for name, size in zip("AB", self.sizes, strict=True):
            for number in range(size):
                said = dict(zip(NAMES, next(people), strict=True))
                yield replace(
                    answers(self.asked, said),
                    partnership="P",
                    organisation=f"{name} Trust",
                    respondent=f"{name}{number}",
                )

    def few(self) -> Iterator[tuple[int, int]]:
        """Give every person and question where one or two of an organisation's people answered."""
        start = 0
        for size in self.sizes:
            for place in range(len(NAMES)):
                said = [
                    person for person in range(start, start + size) if self.levels[person][place] is not None
                ]
                if size > 1 and 0 < len(said) <= 2:
                    yield from ((person, place) for person in said)
            start += size

    def candidates(self, person: int, place: int) -> set[int]:
        """Give what a person may have said to a question, for all that is printed; stops at three."""
        found = {self.levels[person][place] or 0}
        for level in range(5):
            if level not in found and any(
                self.is_printed_alike(world) for world in self.worlds(person, place, level)
            ):
                found.add(level)
            if len(found) >= 3:
                break
        return found

    def worlds(self, person: int, place: int, level: int) -> Iterator[Levels]:
        """Give other ways to answer in which somebody said this, with what may make up for it."""
        first = self.with_change(self.levels, {(person, place): level})
        yield first
        for changes in self.made_up(person, place, level):
            yield self.with_change(first, changes)

    def made_up(self, person: int, place: int, level: int) -> Iterator[Mapping[tuple[int, int], int]]:
        """Give changes of other answers that leave the sums of the dimension as they are."""
        wanted = self.total(self.levels, place)
        mine = self.with_change(self.levels, {(person, place): level})
        within = range(4) if place < 4 else range(4, 8)
        # First what others said to the same question, then also what was said to another one.
        same = list(self.both(mine, place, {person}))
        for changes in same:
            if self.total(self.with_change(mine, changes), place) == wanted:
                yield changes
        weight = 1 + place % 2
        # Several ways give the same number, and of an essential question not all give the same verdict.
        ways: dict[Fraction, list[Mapping[tuple[int, int], int]]] = {}
        for changes in same:
            now = self.column(mine, changes, place)
            ways.setdefault(_mean(now, self.sizes) * weight, []).append(changes)
        before = _mean(self.column(self.levels, {}, place), self.sizes) * weight
        for other in (each for each in within if each != place):
            was = _mean(self.column(self.levels, {}, other), self.sizes) * (1 + other % 2)
            for two in self.both(mine, other, set()):
                there = _mean(self.column(mine, two, other), self.sizes) * (1 + other % 2)
                for one in ways.get(before + was - there, ()):
                    yield {**one, **two}

    def both(self, levels: Levels, place: int, fixed: set[int]) -> Iterator[dict[tuple[int, int], int]]:
        """Give the ways in which both organisations may have answered a question otherwise."""
        each = [[{}, *self.shifts(levels, place, fixed, side)] for side in (0, 1)]
        return ({**one, **two} for one, two in product(*each))

    def column(self, levels: Levels, changes: Mapping[tuple[int, int], int], place: int) -> Column:
        """Give what everybody said to a question, with some answers changed."""
        return tuple(changes.get((person, place), said[place]) for person, said in enumerate(levels))

    def shifts(
        self, levels: Levels, place: int, fixed: set[int], wanted: int
    ) -> Iterator[dict[tuple[int, int], int]]:
        """Give for every other sum that one side can reach one way to reach it."""
        start = 0
        for side, size in enumerate(self.sizes):
            people = [
                each
                for each in range(start, start + size)
                if each not in fixed and levels[each][place] is not None
            ]
            start += size
            low = sum(levels[each][place] or 0 for each in people)
            for total in range(4 * len(people) + 1):
                if people and total != low and side == wanted:
                    spread_out = _spread([levels[each][place] or 0 for each in people], total)
                    yield {(each, place): said for each, said in zip(people, spread_out, strict=True)}

    def total(self, levels: Levels, place: int) -> Fraction:
        """Give what a dimension adds up to."""
        within = range(4) if place < 4 else range(4, 8)
        columns = ((self.column(levels, {}, each), 1 + each % 2) for each in within)
        return sum((_mean(column, self.sizes) * weight for column, weight in columns), Fraction(0))

    @staticmethod
    def with_change(levels: Levels, changes: Mapping[tuple[int, int], int]) -> Levels:
        """Change some answers."""
        return tuple(
            tuple(changes.get((person, place), said) for place, said in enumerate(everything))
            for person, everything in enumerate(levels)
        )


@cache
def _mean(column: Column, sizes: Sequence[int]) -> Fraction:
    """Give the pooled number of a question from what everybody said to it."""
    means, start = [], 0
    for size in sizes:
        said = [each for each in column[start : start + size] if each is not None]
        start += size
        if said:
            means.append(Fraction(sum(said), len(said)))
    return sum(means, Fraction(0)) / len(means) if means else Fraction(0)


def _spread(now: list[int], total: int) -> list[int]:
    """Change as little as can be so that answers add up to a total."""
    moved = list(now)
    while sum(moved) != total:
        step = 1 if sum(moved) < total else -1
        place = next(each for each, said in enumerate(moved) if 0 <= said + step <= 4)
        moved[place] += step
    return moved


def drawn(seed: int, sizes: Sequence[int], missing: float, levels: Sequence[int]) -> Levels:
    """Draw what people said, some of it left out, with at least one answer of each organisation."""
    chance = random.Random(seed)  # noqa: S311 a draw that comes out the same each time
    people = [[chance.choice(levels) for _ in NAMES] for _ in range(sum(sizes))]
    said: list[list[int | None]] = [list(each) for each in people]
    for place in range(len(NAMES)):
        if chance.random() < missing:
            start, size = (0, sizes[0]) if chance.random() < 0.5 else (sizes[0], sizes[1])
            kept = chance.randrange(start, start + size)
            for person in range(start, start + size):
                if person != kept:
                    said[person][place] = None
    return tuple(map(tuple, said))


@pytest.mark.parametrize("seed", range(many(10)))
@pytest.mark.parametrize(
    ("sizes", "missing", "levels", "essential"),
    [
        pytest.param(*drawn_from, essential, marks=() if is_by_day else pytest.mark.night)
        for number, drawn_from in enumerate(
            [
                ((4, 4), 0.2, range(5)),
                ((4, 4), 0.2, (2, 3, 4)),
                ((3, 4), 0.3, range(5)),
                ((2, 2), 0.0, range(5)),
            ]
        )
        for essential, is_by_day in ((HALF, number % 2 == 0), (None, number % 2 == 1))
    ],
)
def test_at_least_three_answers_stay_possible_for_everyone_in_a_small_group(
    seed: int, sizes: Sequence[int], missing: float, levels: Sequence[int], essential: Fraction | None
) -> None:
    attack = Attack(instrument(essential), sizes, drawn(seed, sizes, missing, levels))
    for person, place in attack.few():
        assert len(attack.candidates(person, place)) >= 3, (person, place, attack.levels)


@pytest.mark.parametrize(("first", "raised"), [(3, "A"), (2, "AB")])
def test_forms_that_ask_the_same_tell_no_more_together_than_each_alone(first: int, raised: str) -> None:
    weights = {"a": (1, 1, 1, 1), "b": (1, 2, 3, 1)}
    asked = questionnaire(
        *(
            [
                *(
                    factor(f"{form}{name}", "context", {question(name): 1}, weight=weight)
                    for name, weight in zip(NAMES[:4], of, strict=True)
                ),
                factor(f"{form}e", "enablers", {question("e"): 1}),
            ]
            for form, of in weights.items()
        )
    )

    def pooled(first: int, raised: str) -> Assessment:
        """Pool what two organisations said, in A only one person to the first question."""
        views = []
        for side, number in product("AB", range(4)):
            alone = ("unknown" if number else first) if side == "A" else 4
            said = {"q0": alone, "q1": 3, "q2": 3, "q3": 4 if side in raised else 3, "e": 3}
            view = answers(asked, said)
            views.append(replace(view, partnership="P", organisation=side, respondent=f"{side}{number}"))
        return pool(asked, views)

    # Both forms' numbers stay where the fourth question makes up for the first.
    assert list(printed(pooled(first, raised))) == list(printed(pooled(4, "")))
