"""Where people see things differently, as plain data in the form `partnerassess-result/1`."""

from collections.abc import Iterator
from fractions import Fraction

from partnerassess.assessment import Agreement, ChoiceDifference, Difference, Pooled
from partnerassess.model import ScoredQuestion
from partnerassess.pooling.groups import organisation_name

Data = dict[str, object]


def differences_of(pooled: Pooled) -> Iterator[Data]:
    """Give what is seen differently, and at the end the questions of which that may not be told.

    Means are in the values of each question's levels, distances in level steps.
    """
    names = [organisation_name(each) for each in pooled.organisations]
    yield from (_choice(each, names) for each in pooled.choices)
    yield from (_difference(each, names) for each in pooled.differences)
    for question in pooled.withheld:
        yield {"question": question.id, "withheld": True, "flags": None, "mean": None, "organisations": None}


def _difference(difference: Difference, names: list[str]) -> Data:
    question = difference.question
    parts = zip(names, difference.answered, difference.means, strict=True)
    higher = difference.higher
    return {
        "question": question.id,
        "withheld": False,
        "flags": [flag.value for flag in difference.flags],
        "essential": difference.is_essential,
        "mean": _value(difference.mean, question),
        "gap": float(difference.gap),
        "higher": None if higher is None else names[higher],
        "spread": float(difference.spread),
        "agreement": _agreement(difference.agreement),
        "organisations": [
            {"name": name, "answered": answered, "mean": None if mean is None else _value(mean, question)}
            for name, answered, mean in parts
        ],
    }


def _value(position: Fraction, question: ScoredQuestion) -> float:
    lowest, highest = question.levels[0].value, question.levels[-1].value
    return float(lowest + position * (highest - lowest))


def _agreement(agreement: Agreement | None) -> Data | None:
    if agreement is None:
        return None
    critical = agreement.critical
    return {"r_wg": float(agreement.index), "critical": None if critical is None else float(critical)}


def _choice(difference: ChoiceDifference, names: list[str]) -> Data:
    return {
        "question": difference.question.id,
        "withheld": not difference.chosen,
        "flags": ["chosen_differently"],
        "organisations": [
            {"name": name, "chosen": {choice.id: number for choice, number in chosen}}
            for name, chosen in zip(names, difference.chosen, strict=bool(difference.chosen))
        ],
    }
