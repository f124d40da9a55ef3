"""What is asked: sections with their questions, their scales, and the sources that all of it cites."""

from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any

from msgspec.structs import replace

from partnerassess.loading.conditions import ONLY_IF
from partnerassess.loading.fields import Field, Fields, Refused
from partnerassess.loading.parts import Known, Names, Part, known, may, need
from partnerassess.loading.values import (
    FLAG,
    ID,
    LARGEST_MEASURE,
    NEW_ID,
    NOTHING,
    NUMBER,
    OPTIONAL_POSITIVE,
    OPTIONAL_TEXT,
    POSITIVE,
    TEXT,
    Kind,
    Schema,
    by_hand,
    each,
    flag,
    identifier,
    list_of,
    maybe,
    named,
    number,
    optional_text,
    ref,
    text,
    weight,
)
from partnerassess.loading.wording import format_decimal, quote_all, shorten
from partnerassess.model import (
    Choice,
    ChoiceQuestion,
    Citation,
    Level,
    Question,
    Scale,
    ScoredQuestion,
    Section,
    Source,
)
from partnerassess.parsing.nodes import Sequence

RESERVED = ("unknown", "declined", "not_applicable", "true", "false")
"""The words that mean something else in an answer, so that no choice can be called so."""
_SHORT_LENGTH = 60


def _read_address(field: Field) -> str | None:
    address = optional_text(field)
    if address is None:
        return None
    if not address.startswith(("https://", "http://")) or " " in address:
        raise field.expected("a web address", "start it with https://")
    return address


CITATION = Part(
    Citation,
    "A document the questionnaire draws on.",
    {
        "citation": need(TEXT, "Authors, title, publisher and year, as a reader would look it up."),
        "url": may(
            Kind({"type": ["string", "null"], "pattern": "^\\s*(https?://[^ ]*\\s*)?$"}, _read_address),
            "Where to read it: an address that starts with https:// or http://.",
        ),
    },
)


def _read_citations(field: Field) -> tuple[Citation, ...]:
    """Read `sources`: citations by id."""
    _read_named(CITATION, field, known(field).sources)
    return known(field).sources.things()


def _read_named(part: Part[Any], field: Field, names: Names[Any]) -> None:
    """Read parts by their ids."""
    for key, value in field.entries():
        names.add(key, value.read(partial(_read_one, part, key), None))


def _read_one(part: Part[Any], key: Field, field: Field) -> Any:
    return part.read(field, id=text(key))


SOURCES = maybe(Kind(named(CITATION.kind.schema), _read_citations))

SOURCE = Part(
    Source,
    "Where this comes from.",
    {
        "ref": need(
            ID.by(lambda field: known(field).sources.refer(field).id),
            "The id of one of the `sources`.",
            vital=True,
        ),
        "where": may(OPTIONAL_TEXT, "The place inside it, such as a table or a section title."),
    },
)

LEVEL = Part(
    Level,
    "One step of a scale.",
    {
        "value": need(
            NUMBER,
            "What people type and answer files hold. Each level's value is higher than the one before.",
            vital=True,
        ),
        "label": need(TEXT, "The name of the level, such as `Partly`."),
        "description": may(OPTIONAL_TEXT, "What the level means, whatever the question."),
    },
)


def _read_levels(field: Field) -> tuple[Level, ...]:
    levels = each(partial(LEVEL.read, position=Fraction(0)), least=2, whole=True)(field)
    for before, level, item in zip(levels, levels[1:], list(field.items())[1:], strict=False):
        if level.value <= before.value:
            values = f"{format_decimal(level.value)} comes after {format_decimal(before.value)}"
            raise item.refused(f"levels must rise, but {values}", "list the lowest level first")
    lowest, span = levels[0].value, levels[-1].value - levels[0].value
    return tuple(replace(level, position=(level.value - lowest) / span) for level in levels)


SCALE = Part(
    Scale,
    "An ordered list of levels.",
    {
        "levels": need(
            list_of(LEVEL.kind, least=2).by(_read_levels), "At least two levels, lowest first.", vital=True
        )
    },
)


def _read_scales(field: Field) -> tuple[Scale, ...]:
    """Read `scales`: lists of levels, by id."""
    _read_named(SCALE, field, known(field).scales)
    if not field.node:
        raise field.refused("expected at least one scale")
    scales = known(field).scales.things()
    positions = [level.position for scale in scales for level in scale.levels]
    if lcm(*(each.denominator for each in positions)) > LARGEST_MEASURE:
        message = "answers on these scales cannot be added up exactly in reasonable time"
        field.report(message, "give the levels simpler values")
    return scales


SCALES = Kind(named(SCALE.kind.schema, least=1), _read_scales, ())


def _read_choice_name(field: Field) -> str:
    name = text(field)
    if name in RESERVED:
        raise field.refused(f"a choice cannot be called `{name}`", "that word has its own meaning in answers")
    return name


def _read_choices(field: Field) -> tuple[Choice, ...]:
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


def _read_level_value(levels: tuple[Level, ...], field: Field) -> Fraction:
    value = number(field)
    if all(level.value != value for level in levels):
        values = quote_all(format_decimal(level.value) for level in levels)
        raise field.refused(f"there is no level {format_decimal(value)} on the scale", f"use {values}")
    return value


def _read_descriptions(levels: tuple[Level, ...], field: Field) -> tuple[Level, ...]:
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


def _read_effort(steps: int, field: Field) -> tuple[Fraction, ...] | None:
    """Read `effort`: the cost of each step up, one number for all or a list; null if it is `fixed`."""
    if field.node == "fixed":
        return None
    if not isinstance(field.node, Sequence):
        return (weight(field, "a number above 0, a list of them, or `fixed`"),) * steps
    costs = each(weight, whole=True)(field)
    if len(costs) != steps:
        raise field.refused(f"expected {steps} numbers, one for each step up, found {len(costs)}")
    return costs


DEFINITIONS: dict[str, Schema] = {
    "choices": {
        "title": "Choices",
        "description": "The text people see, under the word that answer files hold.",
        **named(
            TEXT.schema,
            names={"pattern": r"\S", "not": {"pattern": rf"^\s*({'|'.join(RESERVED)})\s*$"}},
            least=1,
        ),
    },
    "descriptions": {
        "title": "Descriptions",
        "description": "What a level looks like for this question, under the level's value.",
        **named({"type": ["string", "number", "null"], "pattern": r"\S"}, names=NUMBER.schema),
    },
    "effort": {
        "title": "Effort",
        "description": "The cost of one level up.",
        "anyOf": [{"const": "fixed"}, OPTIONAL_POSITIVE.schema, list_of(POSITIVE, least=1).schema],
    },
}
"""What schemas say about values that are no parts."""


def _read_short(field: Field) -> str | None:
    short = optional_text(field)
    if short and len(short) > _SHORT_LENGTH:
        raise field.refused(
            f"this is longer than {_SHORT_LENGTH} characters", "say in a few words what it is about"
        )
    return short


def _read_former_names(field: Field) -> tuple[str, ...]:
    names = each(identifier)(field)
    for item in field.items():
        name = str(item.node).strip()
        first = known(field).former.setdefault(name, item)
        if first is not item:
            item.report(f"`{shorten(name)}` is said of two questions", "let one answer go to one question")
    return names


_SCORED = {
    "scale": ID.schema,
    "descriptions": {"anyOf": [ref("descriptions"), NOTHING]},
    "not_applicable": FLAG.schema,
    "short": {"type": ["string", "number", "null"], "maxLength": _SHORT_LENGTH},
    "effort": ref("effort"),
}
"""What only a question with a scale may have."""

_BELOW = by_hand({})
"""What schemas say of it is said where questions with a scale and with choices are told apart."""

QUESTION: Part[Question] = Part(
    ScoredQuestion,
    "A scored question has a `scale`; a choice question has `choices` and carries no score.",
    {
        "id": need(NEW_ID, "The name of the question in answer files, factors and conditions."),
        "text": need(TEXT, "The question as people read it."),
        "help": may(OPTIONAL_TEXT, "Why it matters, and what to think of when answering."),
        "choices": may(
            _BELOW, "What can be chosen: the text people see, under the word that answer files hold."
        ),
        "scale": may(_BELOW, "The id of the scale it is answered on."),
        "descriptions": may(
            _BELOW,
            "What a level looks like for this question, under the level's value. Levels may be left out.",
        ),
        "not_applicable": may(
            Kind({}, flag), "Whether `not_applicable` is accepted as an answer; if not given, it is not."
        ),
        "effort": may(
            _BELOW,
            "The cost of one level up: a number, a list with one number per step, or `fixed` where it is "
            "not in the partners' hands. If not given, 1.",
        ),
        "short": may(
            Kind({}, _read_short),
            f"How lists name the question, in at most {_SHORT_LENGTH} characters; else its text.",
        ),
        "only_if": may(maybe(ONLY_IF), "When to ask the question: what must have been chosen earlier."),
        "source": may(maybe(SOURCE.kind), "Where the question comes from."),
        "formerly": may(
            maybe(list_of(ID)).by(_read_former_names),
            "Its ids in earlier versions of the questionnaire, where the meaning stayed.",
        ),
    },
    title="Question",
    oneOf=[
        {"title": "Scored question", "required": ["scale"], "properties": {**_SCORED, "choices": NOTHING}},
        {
            "title": "Choice question",
            "required": ["choices"],
            "properties": {"choices": ref("choices"), **dict.fromkeys(_SCORED, NOTHING)},
        },
    ],
)


def _read_question(field: Field) -> Question:
    fields = QUESTION.open(field)
    question = field.read(lambda _: _read_answerable(fields), None)
    known(field).questions.add(fields.value("id"), question)
    if question is None:
        raise Refused(None)
    return question


def _read_answerable(fields: Fields) -> Question:
    """Read a question with what it is answered with. Refused if it cannot be answered."""
    if fields.one_of(("choices", "scale")) == "choices":
        for key in fields.present(name for name in _SCORED if name != "scale"):
            key.report(f"`{key.node}` makes no sense on a question with choices", "remove it")
        common = QUESTION.values(fields, apart=("choices", *_SCORED))
        return ChoiceQuestion(**common, choices=fields.need("choices", _read_choices))
    common = QUESTION.values(fields, apart=("choices", "scale", "descriptions", "effort"))
    scale = fields.read("scale", known(fields.field).scales.refer, None)
    if scale is None:
        raise Refused(None)
    steps = len(scale.levels) - 1
    return ScoredQuestion(
        **common,
        scale=scale.id,
        levels=fields.read("descriptions", partial(_read_descriptions, scale.levels), scale.levels),
        effort=fields.read("effort", partial(_read_effort, steps), (Fraction(1),) * steps),
    )


SECTION = Part(
    Section,
    "Questions that belong together in the conversation.",
    {
        "id": need(NEW_ID, "The name of the section in files and commands."),
        "title": need(TEXT, "The heading people see."),
        "description": may(OPTIONAL_TEXT, "What the section is about."),
        "questions": need(
            list_of(QUESTION.kind.by(_read_question), least=1),
            "Its questions, in the order in which they are asked.",
        ),
    },
    kept=lambda so_far: so_far.sections,
)


def check_former_names(known: Known) -> None:
    """Note the former names of questions that are names of questions now."""
    for name, place in known.former.items():
        if known.questions.has(name):
            place.report(f"`{shorten(name)}` is what a question is called now", "take it out here")
