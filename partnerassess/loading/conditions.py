"""Conditions in a questionnaire: every form that may stand in `only_if`, `applies_if` and `when`."""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from typing import Any

from msgspec import Struct

from partnerassess.assessment import Verdict
from partnerassess.conditions import (
    All,
    AnswerAtLeast,
    AnswerBelow,
    Answered,
    AnyOf,
    BandIs,
    Chose,
    Condition,
    FactorAtLeast,
    FactorBelow,
    Not,
    VerdictIs,
)
from partnerassess.loading.fields import Field, Fields
from partnerassess.loading.parts import known
from partnerassess.loading.values import (
    ID,
    NOTHING,
    NUMBER,
    PROPORTION,
    TEXT,
    Kind,
    Schema,
    each,
    flag,
    list_of,
    number,
    one_of,
    one_or_more,
    proportion,
    ref,
    text,
)
from partnerassess.loading.wording import find_similar, format_decimal, shorten, suggest
from partnerassess.model import ChoiceQuestion, Question, ScoredQuestion

_COMBINING = ("all", "any", "not")
_TESTS = {
    "question": ("is", "at_least", "below", "answered"),
    "factor": ("at_least", "below"),
    "arrangement": ("verdict", "band"),
}
_EVERY_TEST = ("is", "at_least", "below", "answered", "verdict", "band")
_SUBJECTS = (*_COMBINING, *_TESTS)

_VERDICT = one_of(*Verdict)


def _form(title: str, **keys: tuple[str, Schema]) -> Schema:
    """Describe a form of condition: for each of its keys what it means, and what may stand there."""
    return {
        "title": title,
        "required": list(keys),
        "properties": {key: {"description": meaning, **schema} for key, (meaning, schema) in keys.items()},
        "additionalProperties": NOTHING,
    }


def _several(kind: Kind[Any]) -> Schema:
    return {"anyOf": [kind.schema, list_of(kind, least=1).schema]}


_LEVEL, _SHARE = "The value the answered level", "(0 to 1), whatever the open answers turn out to be."
_FORMS = {
    name: _form(title, **{about.split()[-1]: (f"The id of {about}.", ID.schema), test: (means, schema)})
    for name, title, about, test, means, schema in (
        ("chose", "What was chosen", "a choice question", "is",
         "The choice, or a list of choices of which one was made.", _several(TEXT)),
        ("answer_at_least", "An answer that reaches a level", "a scored question", "at_least",
         f"{_LEVEL} has at least.", NUMBER.schema),
        ("answer_below", "An answer below a level", "a scored question", "below",
         f"{_LEVEL} stays below.", NUMBER.schema),
        ("answered", "Whether there is an answer", "a question", "answered",
         "Whether a level or a choice was answered.", {"type": "boolean"}),
        ("factor_at_least", "A factor that reaches a mark", "a factor", "at_least",
         f"What it reaches {_SHARE}", PROPORTION.schema),
        ("factor_below", "A factor below a mark", "a factor", "below",
         f"What it stays below {_SHARE}", PROPORTION.schema),
        ("verdict_is", "The verdict of an arrangement", "an arrangement", "verdict",
         "The verdict, or a list of verdicts of which one is given.", _several(_VERDICT)),
        ("band_is", "The band of an arrangement", "an arrangement", "band",
         "The id of a band, or a list of bands of which it is in one.", _several(ID)),
    )
}  # fmt: skip
"""Every form of a condition about something else than other conditions."""


def _describe(name: str, title: str, description: str, forms: Iterable[str]) -> Schema:
    """Describe the conditions of one kind of place, with others inside."""
    several = {"type": "array", "minItems": 1, "items": ref(name)}
    return {
        "title": title,
        "description": description,
        "type": "object",
        "propertyNames": {"enum": [*_SUBJECTS, *_EVERY_TEST]},
        "oneOf": [
            _form("Every one of these", all=("Every one of these holds.", several)),
            _form("At least one of these", any=("At least one of these holds.", several)),
            _form("Not this", **{"not": ("This does not hold.", ref(name))}),
            *map(ref, forms),
        ],
    }


_ABOUT_ANSWERS = ("chose", "answer_at_least", "answer_below", "answered")
DEFINITIONS: dict[str, Schema] = {
    "choice_condition": _describe(
        "choice_condition",
        "Condition on earlier choices",
        "What must have been chosen earlier: {question: …, is: …}, with all, any or not around it if needed.",
        ("chose",),
    ),
    "answer_condition": _describe(
        "answer_condition",
        "Condition on answers",
        "What must be answered: {question: …} with `is`, `at_least`, `below` or `answered`; with all, any or "
        "not around it if needed.",
        _ABOUT_ANSWERS,
    ),
    "condition": _describe(
        "condition",
        "Condition",
        "What must hold, about answers, factors or arrangements; with all, any or not around it if needed.",
        _FORMS,
    ),
    **_FORMS,
}
"""What schemas say about conditions."""


class _Place(Struct, frozen=True, kw_only=True):
    """A place of the file with conditions, and what those may look at."""

    subjects: tuple[str, ...]
    """What a condition may be about, besides other conditions."""
    tests: tuple[str, ...] = _TESTS["question"]
    """What it may ask about a question."""
    looks_back: bool = False
    """Whether only what stands before it counts."""
    message: str = ""
    """What to say to those who want more."""
    hint: str = ""
    """What they can do instead."""

    def read(self, field: Field) -> Condition:
        """Read a condition with everything inside it. Raises Refused if that form is not allowed here."""
        fields = field.fields(optional=(*_SUBJECTS, *_EVERY_TEST), what="a condition")
        subject = fields.one_of(_SUBJECTS)
        test = self._find_test(fields, subject)
        match subject:
            case "all":
                return All(conditions=fields.need("all", each(self.read, least=1)))
            case "any":
                return AnyOf(conditions=fields.need("any", each(self.read, least=1)))
            case "not":
                return Not(condition=fields.need("not", self.read))
            case "question":
                return self._about_question(fields, test)
            case "factor":
                factor = fields.need("factor", known(field).factors.refer).id
                position = fields.need(test, proportion)
                make = FactorAtLeast if test == "at_least" else FactorBelow
                return make(factor=factor, position=position)
            case _:
                arrangement = fields.need("arrangement", known(field).arrangements.refer).id
                if test == "verdict":
                    verdicts = fields.need(test, one_or_more(_VERDICT.read))
                    return VerdictIs(arrangement=arrangement, verdicts=tuple(one.value for one in verdicts))
                bands = fields.need(test, one_or_more(known(field).bands.refer))
                return BandIs(arrangement=arrangement, bands=tuple(band.id for band in bands))

    def _find_test(self, fields: Fields, subject: str) -> str:
        """Give what is asked about the subject. Raises Refused if that is not allowed here."""
        tests = _TESTS.get(subject, ())
        for key in fields.present(_EVERY_TEST):
            if key.node not in tests:
                hint = suggest(None, tests) or "put it inside, as a condition of its own"
                raise key.refused(f"`{key.node}` does not go with `{subject}`", hint)
        if subject in _COMBINING:
            return ""
        test = fields.one_of(tests)
        if subject not in self.subjects or (subject == "question" and test not in self.tests):
            raise fields.field.refused(self.message, self.hint)
        return test

    def _about_question(self, fields: Fields, test: str) -> Condition:
        question = fields.need("question", self._refer_to_question)
        match test:
            case "is":
                choices = fields.need(test, one_or_more(partial(_read_choice, question)))
                return Chose(question=question.id, choices=choices)
            case "answered":
                return Answered(question=question.id, answered=fields.need(test, flag))
            case _:
                value = fields.need(test, partial(_read_value, question))
                make = AnswerAtLeast if test == "at_least" else AnswerBelow
                return make(question=question.id, value=value)

    def _refer_to_question(self, field: Field) -> Question:
        if not self.looks_back:
            return known(field).questions.refer(field)
        question = known(field).questions.refer_back(field)
        if isinstance(question, ScoredQuestion):
            raise field.refused(self.message, self.hint)
        return question


def _read_choice(question: Question, field: Field) -> str:
    """Read one of the choices of a question."""
    if isinstance(question, ScoredQuestion):
        raise field.refused(f"`{question.id}` is answered with a level", "use `at_least` or `below`")
    name = text(field)
    choices = [choice.id for choice in question.choices]
    if name not in choices:
        hint = suggest(find_similar(name, choices), choices)
        raise field.refused(f"`{question.id}` has no choice `{shorten(name)}`", hint)
    return name


def _read_value(question: Question, field: Field) -> Fraction:
    """Read a number within the scale of a question."""
    if isinstance(question, ChoiceQuestion):
        raise field.refused(f"`{question.id}` is a choice and has no levels", "use `is`")
    value = number(field)
    lowest, highest = question.levels[0].value, question.levels[-1].value
    if not lowest <= value <= highest:
        bounds = f"{format_decimal(lowest)} to {format_decimal(highest)}"
        raise field.refused(f"outside the levels of `{question.id}`, which run from {bounds}")
    return value


ONLY_IF = Kind(
    ref("choice_condition"),
    _Place(
        subjects=("question",),
        tests=("is",),
        looks_back=True,
        message="`only_if` can only ask what was chosen at an earlier question",
        hint="write {question: …, is: …}, with all, any or not around it if needed",
    ).read,
)
APPLIES_IF = Kind(
    ref("answer_condition"),
    _Place(
        subjects=("question",),
        message="`applies_if` can only look at answers, not at results",
        hint="write {question: …, is: …} or {question: …, at_least: …}",
    ).read,
)
WHEN = Kind(ref("condition"), _Place(subjects=tuple(_TESTS)).read)
