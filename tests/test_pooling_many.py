"""Many partnerships at once: the same as each by itself."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import answered, questionnaires
from partnerassess.assessment import Assessment
from partnerassess.model import Answers, Questionnaire
from partnerassess.pooling import many, pool, split_superseded
from partnerassess.report.portfolio import points_of
from partnerassess.scoring.many import Scorer


@st.composite
def partnerships(draw: st.DrawFn, asked: Questionnaire) -> list[Answers]:
    """Draw the views of one partnership."""
    names = draw(st.lists(st.sampled_from(["A", "B", "C"]), min_size=1, max_size=6))
    return [replace(draw(answered(asked)), organisation=name, file=f"{n}") for n, name in enumerate(names)]


def results(assessment: Assessment) -> list[object]:
    return [
        (each.arrangement.id, each.applies, each.rank, each.readiness, each.band, each.verdict, each.tally())
        for each in assessment.arrangements
    ]


@given(st.data())
def test_many_at_once_are_as_each_by_itself(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    groups = data.draw(st.lists(partnerships(asked), min_size=1, max_size=4))
    scorer = Scorer(asked)
    packed = [[scorer.codes.pack(view) for view in group] for group in groups]
    sides = [many.sides_of(split_superseded(views)[0]) for views in packed]
    kept = [(group, each) for group, each in zip(groups, sides, strict=True) if many.can_pool(scorer, each)]
    if not kept:
        return
    scores = many.pool_many(scorer, [each for _, each in kept])
    order, ranks = scores.order()
    for row, (group, _) in enumerate(kept):
        found = scores.results(row, order[row].tolist(), ranks[row].tolist())
        one = pool(asked, group, show_small_groups=True)
        assert results(replace(one, arrangements=found)) == results(one)
        assert scores.points(row) == points_of(one)
