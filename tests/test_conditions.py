"""Conditions: three-valued logic, and the facts they rest on."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from partnerassess.conditions import All, Answered, AnyOf, Condition, Fact, Not, facts, grounds, holds

FACTS = tuple(Answered(question=name, answered=True) for name in "abc")
conditions = st.recursive(
    st.sampled_from(FACTS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(conditions=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(conditions=tuple(parts))),
        inner.map(lambda part: Not(condition=part)),
    ),
    max_leaves=6,
)
truths = st.fixed_dictionaries({fact: st.sampled_from((True, False, None)) for fact in FACTS})


def two_valued(condition: Condition, known: dict[Fact, bool]) -> bool:
    match condition:
        case All(conditions=parts):
            return all(two_valued(part, known) for part in parts)
        case AnyOf(conditions=parts):
            return any(two_valued(part, known) for part in parts)
        case Not(condition=part):
            return not two_valued(part, known)
        case _:
            return known[condition]


@given(conditions, truths)
def test_what_is_known_holds_however_the_rest_turns_out(
    condition: Condition, known: dict[Fact, bool | None]
) -> None:
    outcome = holds(condition, known.__getitem__)
    open_facts = [fact for fact, truth in known.items() if truth is None]
    settled: dict[Fact, bool] = {fact: truth for fact, truth in known.items() if truth is not None}
    later = {
        two_valued(condition, settled | dict(zip(open_facts, ends, strict=True)))
        for ends in product((True, False), repeat=len(open_facts))
    }
    if outcome is not None:
        assert later == {outcome}


def test_unknown_stays_unknown_unless_another_part_settles_it() -> None:
    a, b, _ = FACTS
    known: dict[Fact, bool | None] = {a: None, b: False}
    assert holds(Not(condition=a), known.__getitem__) is None
    assert holds(All(conditions=(a, b)), known.__getitem__) is False
    assert holds(AnyOf(conditions=(a, b)), known.__getitem__) is None
    assert holds(AnyOf(conditions=(a, Not(condition=b))), known.__getitem__) is True


@given(conditions, truths)
def test_the_grounds_alone_settle_a_condition(condition: Condition, known: dict[Fact, bool | None]) -> None:
    outcome = holds(condition, known.__getitem__)
    if outcome is None:
        return
    needed = set(grounds(condition, known.__getitem__))
    assert needed <= set(facts(condition))
    assert holds(condition, lambda fact: known[fact] if fact in needed else None) is outcome
