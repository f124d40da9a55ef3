"""What a report says of one arrangement, part by part."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from partnerassess.assessment import (
    ArrangementResult,
    EssentialState,
    FactorResult,
    Verdict,
)
from partnerassess.explain import ArrangementExplanation, GivenAdvice
from partnerassess.model import Audience, Scoring
from partnerassess.report.numbers import as_positions, format_brief, format_level
from partnerassess.report.sentences import (
    brief_standing,
    essentials_sentence,
    factor_state,
    format_exactly,
    format_number,
    level_above,
    level_words,
    missing,
    name_of,
    next_step,
    standing_sentences,
)
from partnerassess.report.shapes import (
    Action,
    Actions,
    Axis,
    Bar,
    Bars,
    Block,
    Mark,
    Part,
    Points,
    Prose,
    RangeRow,
    Records,
    Role,
    Tone,
)
from partnerassess.report.words import as_sentence, format_count, format_list

WEAK_POINTS = 5
ACTIONS = 5
STRENGTHS = 4
FIND_OUT = 3

_HOLDS_BACK = Fraction(1, 20)
"""How much lower than the others a dimension is before it is said to hold the arrangement back."""


def readiness_axis(scoring: Scoring) -> Axis:
    """Make the axis of readiness, with its bands and the mark where ready starts."""
    bottom, top = (format_level(end) for end in scoring.shown_as)
    ready = scoring.ready
    return Axis(
        start=bottom,
        end=top,
        marks=(Mark(ready.position, f"{ready.title} {format_level(ready.start)}"),) if ready else (),
        zones=tuple(Mark(band.position, band.title) for band in scoring.bands),
    )


def plain_axis(scoring: Scoring) -> Axis:
    """Make the axis of a dimension or a factor, which no band is about."""
    bottom, top = scoring.shown_as
    return Axis(format_level(bottom), format_level(top))


def range_row(
    result: ArrangementResult,
    scoring: Scoring,
    *,
    leads: bool = False,
    group: str = "",
    detail: str = "",
) -> RangeRow:
    """Make an arrangement's row among others; unless said, its detail is its forms."""
    known = as_positions(result.readiness) if result.readiness else None
    tally = result.tally()
    given = tally.asked - tally.missing
    forms = ", ".join(result.arrangement.typology.forms) if result.arrangement.typology else ""
    answered = f"{given} of {format_count(tally.asked, 'answer')}" if tally.missing else ""
    return RangeRow(
        label=result.arrangement.name,
        lowest=known.lowest if known else None,
        point=known.point if known else None,
        highest=known.highest if known else None,
        words=brief_standing(result),
        ends=(format_brief(known.lowest, scoring), format_brief(known.highest, scoring))
        if known and known.lowest != known.highest
        else ("", ""),
        number=format_brief(known.point, scoring) if known and known.point is not None else "",
        detail=" · ".join(filter(None, [detail or forms, answered])),
        group=group,
        tone=Tone.GOOD if result.verdict is Verdict.READY else Tone.LEADING if leads else Tone.PALE,
    )


def standing_part(result: ArrangementResult, scoring: Scoring, *, is_headline: bool = False) -> Part:
    """Say where an arrangement stands; less of it where that is the headline already."""
    lead, words = standing_sentences(result, scoring)
    if is_headline:
        lead = lead.partition(": ")[2] or lead
        is_without = result.readiness is not None and result.readiness.point is None
        is_early = is_without and result.tally().missing
        lead = f"Too early to say: {lead}" if is_early else f"{lead[:1].upper()}{lead[1:]}"
    return Part("Where it stands", (Prose(words, as_sentence(lead)),), Role.STANDING)


def dimensions_part(result: ArrangementResult, scoring: Scoring) -> Part | None:
    """Show the dimensions of an arrangement as bars."""
    if result.readiness is None:
        return None
    bars = []
    for part in result.dimensions:
        known, point = part.range, part.range.point if part.range else None
        others = [each.range.point for each in result.dimensions if each is not part and each.range]
        holds_back = bool(others) and all(
            point is not None and other is not None and other - point >= _HOLDS_BACK for other in others
        )
        bars.append(
            Bar(
                label=part.dimension.title,
                point=point,
                words=format_number(known, scoring),
                lowest=known.lowest if known else None,
                highest=known.highest if known else None,
                detail="this holds it back" if holds_back else "",
                tone=Tone.WEAK if holds_back else Tone.PLAIN,
            )
        )
    heading = format_list([part.dimension.title for part in result.dimensions])
    return Part(heading, (Bars(plain_axis(scoring), tuple(bars)),), Role.DIMENSIONS)


def missing_part(result: ArrangementResult) -> Part | None:
    """Say which essential factors are missing."""
    lead, words = essentials_sentence(result)
    return Part("Essential factors", (Prose(words, lead),), Role.MISSING) if lead else None


def weak_part(explained: ArrangementExplanation) -> Part | None:
    """List the worst answers: what is there now, and what would be one level higher."""
    in_hands = sorted(
        explained.weak_points,
        key=lambda each: each.answer.question.effort is None and not each.keeps_unmet,
    )
    rows = []
    for each in in_hands[:WEAK_POINTS]:
        question = each.answer.question
        name = f"{name_of(question)} (essential)" if each.keeps_unmet else name_of(question)
        rows.append((name, level_words(question, each.position), next_step(question, each.position)))
    records = Records(("Weak point", "Now", "Next step"), tuple(rows))
    return Part("Weak points", (records,), Role.WEAK) if rows else None


def actions_part(explained: ArrangementExplanation, advice: Iterable[GivenAdvice]) -> Part | None:
    """List what to do: advice that holds, about the worst answers first, then their next level."""
    weak = {each.answer.question.id: each for each in explained.weak_points}
    place = {name: number for number, name in enumerate(weak)}
    holding = [
        (each.advice, each.rests_on)
        for each in advice
        if each.advice.audience is Audience.PARTNERS and explained.result in each.arrangements
    ]
    holding.sort(key=lambda pair: min((place[name] for name in pair[1] if name in place), default=len(place)))
    now = {
        name: (name_of(each.answer.question), level_words(each.answer.question, each.position))
        for name, each in weak.items()
    }
    rows = [
        Action(
            do=each.do or each.say,
            now=next((": ".join(now[name]) for name in weak if name in subjects), ""),
            why=each.say if each.do else "",
        )
        for each, subjects in holding
    ]
    advised = {name for _, subjects in holding for name in subjects}
    for name, each in weak.items():
        question, (title, level) = each.answer.question, now[name]
        above = level_above(question, each.position)
        if name not in advised and above:
            do = f"{title}: get from “{level}” to “{above.label}”"
            rows.append(Action(do=do, then=next_step(question, each.position)))
    return Part("What to do", (Actions(tuple(rows[:ACTIONS])),), Role.ACTIONS) if rows else None


def find_out_part(explained: ArrangementExplanation, open_for: Mapping[str, str]) -> Part | None:
    """List the open answers that move readiness most, and say what they decide.

    `open_for` says who left a question open that others answered, by its id.
    """
    result = explained.result
    absent = missing(result)
    moving = [swing for swing in explained.find_out if swing.size]
    questions = [swing.answer.question for swing in moving] or [answer.question for answer in absent]
    if not questions:
        return None
    items = [
        f"{name_of(each)} ({open_for[each.id]})" if each.id in open_for else name_of(each)
        for each in questions[:FIND_OUT]
    ]
    rest = len(absent) - len(items)
    if rest > 0:
        items.append(f"and {rest} more")
    blocks: list[Block] = [Points(tuple(items))]
    if result.verdict is Verdict.UNDETERMINED:
        settling = [swing.answer.question for swing in moving[:FIND_OUT] if swing.can_settle]
        if len(absent) == 1:
            words = "With this answer it can be told."
        elif settling and settling[0] is moving[0].answer.question:
            words = "The first alone can settle it."
        elif settling:
            words = f"“{name_of(settling[0])}” alone can settle it."
        else:
            words = f"With all {len(absent)} it can be told."
        blocks.append(Prose(words))
    return Part("Find out", tuple(blocks), Role.FIND_OUT)


def strengths_part(explained: ArrangementExplanation) -> Part | None:
    """List the best answers."""
    items = tuple(name_of(each.answer.question) for each in explained.strengths[:STRENGTHS])
    return Part("Strengths", (Points(items),), Role.STRENGTHS) if items else None


def factors_part(result: ArrangementResult, scoring: Scoring, heading: str) -> Part:
    """Show every factor as a bar, dimension by dimension, strongest first."""

    def strength(factor: FactorResult) -> tuple[bool, Fraction]:
        known = factor.range
        if known is None or known.point is None:
            return False, Fraction(0) if known is None else known.lowest
        return True, known.point

    tones: dict[EssentialState | None, Tone] = {
        EssentialState.UNMET: Tone.WEAK,
        EssentialState.OPEN: Tone.OPEN,
    }
    bars = []
    for part in result.dimensions:
        for factor in sorted(part.factors, key=strength, reverse=True):
            known = factor.range
            is_withheld = any(answer.standing.is_withheld for answer in factor.answers)
            bars.append(
                Bar(
                    label=factor.factor.title,
                    point=known.point if known else None,
                    words="not shown" if is_withheld else format_exactly(known, scoring),
                    lowest=known.lowest if known else None,
                    highest=known.highest if known else None,
                    minimum=factor.factor.essential,
                    detail=factor_state(factor),
                    group=part.dimension.title,
                    tone=tones.get(factor.essential, Tone.PLAIN),
                )
            )
    return Part(heading, (Bars(plain_axis(scoring), tuple(bars)),), Role.FACTORS)


def next_part(commands: Sequence[tuple[str, str]]) -> Part:
    """List what to type next."""
    return Part("Next", (Records(("Command", "What for"), tuple(commands)),), Role.NEXT)
