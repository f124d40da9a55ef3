"""What a report says of several views of one partnership: who answered, and where they differ."""

from collections.abc import Iterator
from fractions import Fraction

from partnerassess.assessment import Assessment, Difference, Flag, Pooled
from partnerassess.model import Scoring
from partnerassess.report.arrangement import plain_axis
from partnerassess.report.numbers import as_positions, format_figure, format_level, format_mean
from partnerassess.report.sentences import name_of, subject_of
from partnerassess.report.shapes import (
    Axis,
    Bar,
    Bars,
    Block,
    Dot,
    Fold,
    Gap,
    Gaps,
    Part,
    Points,
    Prose,
    Role,
    Tone,
)
from partnerassess.report.words import format_count, format_dates, format_list

DIFFERENCES = 7

ONE_PARTNER = "one partner's view only"

NOT_STATED = "Organisation not stated"


def about(assessment: Assessment) -> Iterator[str]:
    """Say whose answers these are, of when and by whom, in short phrases."""
    answers, pooled = assessment.answers, assessment.pooled
    yield subject_of(assessment)
    if answers.round:
        yield answers.round
    dates = pooled.dates if pooled else [answers.date] if answers.date else []
    if dates:
        yield format_dates(dates)
    who = ", ".join(filter(None, (answers.respondent, answers.organisation)))
    if pooled:
        yield who_answered(pooled)
    elif who:
        yield f"one view only: {who}"


def who_answered(pooled: Pooled) -> str:
    """Say how many people and organisations answered."""
    people = _count_people(pooled.people)
    if pooled.is_one_sided:
        return f"{ONE_PARTNER}, {people}"
    return f"{people} from {len(pooled.organisations)} organisations"


def _count_people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _names(pooled: Pooled) -> list[str]:
    return [each.name or NOT_STATED for each in pooled.organisations]


def views_part(pooled: Pooled, scoring: Scoring) -> Part:
    """Show each organisation's own readiness for the leading arrangement."""
    bars = []
    for each in pooled.organisations:
        name, detail = each.name or NOT_STATED, _count_people(each.people)
        if each.readiness is None:
            detail = f"{detail}; own figure left out" if each.is_withheld else detail
            bars.append(Bar(name, None, "", detail=detail))
        else:
            known, number = as_positions(each.readiness), format_figure(each.readiness, scoring)
            bars.append(Bar(name, known.point, number, known.lowest, known.highest, detail=detail))
    return Part("Who answered", (Bars(plain_axis(scoring), tuple(bars)),), Role.VIEWS)


def differences_part(pooled: Pooled) -> Part | None:
    """Show what people see most differently, each with its direction."""
    choices = []
    for each in pooled.choices:
        said = [
            f"{name}: {format_list([choice.text for choice, _ in chosen])}"
            for name, chosen in zip(_names(pooled), each.chosen, strict=False)
            if chosen
        ]
        words = "; ".join(said) or "not the same choice"
        choices.append(Gap(each.question.text, (), words, tone=Tone.OPEN))
    scored = [_gap(each, pooled) for each in pooled.differences[: max(DIFFERENCES - len(choices), 0)]]
    blocks: list[Block] = []
    if choices or scored:
        blocks.append(Gaps(_axis(pooled), (*choices, *scored)[:DIFFERENCES], _remark(pooled)))
    elif pooled.withheld:
        blocks.append(Prose(_remark(pooled)))
    return Part("You differ", tuple(blocks), Role.DIFFERENCES) if blocks else None


def differences_fold(pooled: Pooled) -> Fold | None:
    """Show every difference, and what only some have answered."""
    parts = []
    if len(pooled.differences) + len(pooled.choices) > DIFFERENCES:
        rows = tuple(_gap(each, pooled) for each in pooled.differences)
        parts.append(Part("Every difference", (Gaps(_axis(pooled), rows),), Role.DIFFERENCES))
    if pooled.half_answered:
        open_at = open_for(pooled)
        questions = (each.question for each in pooled.half_answered)
        items = tuple(f"{question.text} Open: {open_at[question.id]}" for question in questions)
        parts.append(Part("What only some have answered", (Points(items),), Role.DIFFERENCES))
    return Fold("Where you differ", tuple(parts)) if parts else None


def open_for(pooled: Pooled | None) -> dict[str, str]:
    """Give who left a question open that others answered, by the question's id."""
    if pooled is None:
        return {}
    names = _names(pooled)
    return {
        each.question.id: format_list([names[place] for place in each.organisations])
        for each in pooled.half_answered
    }


def _axis(pooled: Pooled) -> Axis:
    scales = {(each.question.levels[0].value, each.question.levels[-1].value) for each in pooled.differences}
    bottom, top = scales.pop() if len(scales) == 1 else (Fraction(0), Fraction(1))
    return Axis(format_level(bottom), format_level(top)) if not scales else Axis("lowest", "highest")


def _remark(pooled: Pooled) -> str:
    common = sum(each.id not in pooled.silent for each in pooled.withheld)
    told = [
        f"of {format_count(number, 'question')} {shown}"
        for number, shown in ((common, "only the common figure is shown"), (len(pooled.silent), "no figure"))
        if number
    ]
    if not told:
        return ""
    said = ", ".join(told) if common else f"{told[0]} is shown"
    return f"{said[0].upper()}{said[1:]}: one or two people of an organisation answered."


def _gap(difference: Difference, pooled: Pooled) -> Gap:
    names, question = _names(pooled), difference.question
    bottom, top = question.levels[0].value, question.levels[-1].value
    dots = tuple(
        Dot(name, mean, format_mean(bottom + mean * (top - bottom)))
        for name, mean in zip(names, difference.means, strict=True)
        if mean is not None
    )
    is_essential = Flag.SPLIT in difference.flags
    return Gap(
        label=name_of(question),
        dots=dots,
        words=_direction(difference, names),
        tone=Tone.WEAK if is_essential else Tone.PLAIN,
    )


def _direction(difference: Difference, names: list[str]) -> str:
    said = []
    if difference.gap >= 1:
        by = "by 1 level" if difference.gap == 1 else f"by {format_mean(difference.gap)} levels"
        if difference.higher is not None:
            said.append(f"{names[difference.higher]} sees it higher {by}")
        elif difference.lower is not None:
            said.append(f"{names[difference.lower]} sees it lower {by}")
        else:
            said.append(f"the partners differ {by}")
    elif Flag.SPREAD in difference.flags:
        said.append("people's answers lie far apart")
    if Flag.SPLIT in difference.flags:
        needed = f", which needs {difference.minimum.label}" if difference.minimum else ""
        said.append(f"essential{needed}: some say it is there, some not")
    return "; ".join(said)
