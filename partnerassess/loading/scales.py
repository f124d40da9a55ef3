"""What can be answered: scales with their levels, choices, and what one step up costs."""

from fractions import Fraction
from functools import partial
from math import lcm

from msgspec.structs import replace

from partnerassess.loading.fields import Field
from partnerassess.loading.names import Known
from partnerassess.loading.parts import (
    NUMBER,
    OPTIONAL_POSITIVE,
    OPTIONAL_TEXT,
    POSITIVE,
    TEXT,
    Part,
    Schema,
    list_of,
    may,
    named,
    need,
    ref,
)
from partnerassess.loading.values import LARGEST_MEASURE, each, number, optional_text, text, weight
from partnerassess.loading.wording import format_decimal, quote_all, shorten
from partnerassess.model import Choice, Level, Scale
from partnerassess.parsing.nodes import Sequence

RESERVED = ("unknown", "declined", "not_applicable", "true", "false")
"""The words that mean something else in an answer, so that no choice can be called so."""

SCALE = Part(
    "Scale",
    "An ordered list of levels.",
    {
        "levels": need(list_of(ref("level"), least=2), "At least two levels, lowest first."),
    },
)

LEVEL = Part(
    "Level",
    "One step of a scale.",
    {
        "value": need(
            NUMBER,
            "What people type and answer files hold. Each level's value is higher than the one before.",
        ),
        "label": need(TEXT, "The name of the level, such as `Partly`."),
        "description": may(OPTIONAL_TEXT, "What the level means, whatever the question."),
    },
)

DEFINITIONS: dict[str, Schema] = {
    "choices": {
        "title": "Choices",
        "description": "The text people see, under the word that answer files hold.",
        **named(
            TEXT, names={"pattern": r"\S", "not": {"pattern": rf"^\s*({'|'.join(RESERVED)})\s*$"}}, least=1
        ),
    },
    "descriptions": {
        "title": "Descriptions",
        "description": "What a level looks like for this question, under the level's value.",
        **named({"type": ["string", "number", "null"], "pattern": r"\S"}, names=NUMBER),
    },
    "effort": {
        "title": "Effort",
        "description": "The cost of one level up.",
        "anyOf": [{"const": "fixed"}, OPTIONAL_POSITIVE, list_of(POSITIVE, least=1)],
    },
}
"""What schemas say about values that are no parts."""


def read_scales(known: Known, field: Field) -> tuple[Scale, ...]:
    """Read `scales`: lists of levels, by id."""
    for key, value in field.entries():
        known.scales.add(key, value.read(partial(_read_scale, key), None))
    if not field.node:
        raise field.refused("expected at least one scale")
    scales = known.scales.things()
    positions = [level.position for scale in scales for level in scale.levels]
    if lcm(*(each.denominator for each in positions)) > LARGEST_MEASURE:
        message = "answers on these scales cannot be added up exactly in reasonable time"
        field.report(message, "give the levels simpler values")
    return scales


def read_choices(field: Field) -> tuple[Choice, ...]:
    """Read `choices`: the text people see, by the word that stands for it in files."""
    choices: dict[str, Choice] = {}
    for key, value in field.entries():
        name, shown = key.read(_read_choice_name, ""), value.read(text, "")
        if name and name in choices:
            key.report(f"the choice `{shorten(name)}` is there already", "keep one of the two")
        choices[name] = Choice(id=name, text=shown)
    if not choices:
        raise field.refused("expected at least one choice")
    return tuple(choices.values())


def read_descriptions(levels: tuple[Level, ...], field: Field) -> tuple[Level, ...]:
    """Read `descriptions`, by level value, into the levels they describe."""
    described: dict[Fraction, str] = {}
    for key, value in field.entries():
        level = key.read(partial(_read_level_value, levels), None)
        if level in described:
            key.report(f"the level {format_decimal(level)} is described twice", "keep one of the two")
        elif level is not None and value.node is not None:
            described[level] = value.read(text, "")
    return tuple(
        replace(level, description=described.get(level.value, level.description)) for level in levels
    )


def read_effort(steps: int, field: Field) -> tuple[Fraction, ...] | None:
    """Read `effort`: the cost of each step up, one number for all or a list; null if it is `fixed`."""
    if field.node == "fixed":
        return None
    if not isinstance(field.node, Sequence):
        return (weight(field, "a number above 0, a list of them, or `fixed`"),) * steps
    costs = each(weight, whole=True)(field)
    if len(costs) != steps:
        raise field.refused(f"expected {steps} numbers, one for each step up, found {len(costs)}")
    return costs


def _read_scale(key: Field, field: Field) -> Scale:
    fields = field.open(SCALE)
    return Scale(id=text(key), levels=fields.need("levels", _read_levels))


def _read_levels(field: Field) -> tuple[Level, ...]:
    levels = each(_read_level, least=2, whole=True)(field)
    for before, level, item in zip(levels, levels[1:], list(field.items())[1:], strict=False):
        if level.value <= before.value:
            values = f"{format_decimal(level.value)} comes after {format_decimal(before.value)}"
            raise item.refused(f"levels must rise, but {values}", "list the lowest level first")
    lowest, span = levels[0].value, levels[-1].value - levels[0].value
    return tuple(replace(level, position=(level.value - lowest) / span) for level in levels)


def _read_level(field: Field) -> Level:
    fields = field.open(LEVEL)
    return Level(
        value=fields.need("value", number),
        label=fields.read("label", text, ""),
        position=Fraction(0),
        description=fields.read("description", optional_text, None),
    )


def _read_level_value(levels: tuple[Level, ...], field: Field) -> Fraction:
    value = number(field)
    if all(level.value != value for level in levels):
        values = quote_all(format_decimal(level.value) for level in levels)
        raise field.refused(f"there is no level {format_decimal(value)} on the scale", f"use {values}")
    return value


def _read_choice_name(field: Field) -> str:
    name = text(field)
    if name in RESERVED:
        raise field.refused(f"a choice cannot be called `{name}`", "that word has its own meaning in answers")
    return name
