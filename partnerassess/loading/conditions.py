"""Conditions in a questionnaire: every form that may stand in `only_if`, `applies_if` and `when`."""

from collections.abc import Callable, Iterable
from fractions import Fraction

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
from partnerassess.loading.names import Known
from partnerassess.loading.parts import ID, NOTHING, NUMBER, PROPORTION, TEXT, Schema, list_of, one_of, ref
from partnerassess.loading.parts import one_or_more as one_or_more_of
from partnerassess.loading.values import each, flag, number, one_or_more, proportion, text, word
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


class Scope(Struct, frozen=True, kw_only=True):
    """What conditions in one place of the file may look at."""

    subjects: tuple[str, ...]
    """What a condition may be about, besides other conditions."""
    tests: tuple[str, ...]
    """What it may ask about a question."""
    message: str = ""
    """What to say to those who want more."""
    hint: str = ""
    """What they can do instead."""


ONLY_IF = Scope(
    subjects=("question",),
    tests=("is",),
    message="`only_if` can only ask what was chosen at an earlier question",
    hint="write {question: …, is: …}, with all, any or not around it if needed",
)
APPLIES_IF = Scope(
    subjects=("question",),
    tests=_TESTS["question"],
    message="`applies_if` can only look at answers, not at results",
    hint="write {question: …, is: …} or {question: …, at_least: …}",
)
WHEN = Scope(subjects=tuple(_TESTS), tests=_TESTS["question"])


_LEVEL, _SHARE = "The value the answered level", "(0 to 1), whatever the open answers turn out to be."
_FORMS: dict[str, tuple[str, Schema]] = {
    "chose": (
        "What was chosen",
        {
            "question": {"description": "The id of a choice question.", **ID},
            "is": {
                "description": "The choice, or a list of choices of which one was made.",
                **one_or_more_of(TEXT),
            },
        },
    ),
    "answer_at_least": (
        "An answer that reaches a level",
        {
            "question": {"description": "The id of a scored question.", **ID},
            "at_least": {"description": f"{_LEVEL} has at least.", **NUMBER},
        },
    ),
    "answer_below": (
        "An answer below a level",
        {
            "question": {"description": "The id of a scored question.", **ID},
            "below": {"description": f"{_LEVEL} stays below.", **NUMBER},
        },
    ),
    "answered": (
        "Whether there is an answer",
        {
            "question": {"description": "The id of a question.", **ID},
            "answered": {"description": "Whether a level or a choice was answered.", "type": "boolean"},
        },
    ),
    "factor_at_least": (
        "A factor that reaches a mark",
        {
            "factor": {"description": "The id of a factor.", **ID},
            "at_least": {"description": f"What it reaches {_SHARE}", **PROPORTION},
        },
    ),
    "factor_below": (
        "A factor below a mark",
        {
            "factor": {"description": "The id of a factor.", **ID},
            "below": {"description": f"What it stays below {_SHARE}", **PROPORTION},
        },
    ),
    "verdict_is": (
        "The verdict of an arrangement",
        {
            "arrangement": {"description": "The id of an arrangement.", **ID},
            "verdict": {
                "description": "The verdict, or a list of verdicts of which one is given.",
                **one_or_more_of(one_of(*Verdict)),
            },
        },
    ),
    "band_is": (
        "The band of an arrangement",
        {
            "arrangement": {"description": "The id of an arrangement.", **ID},
            "band": {
                "description": "The id of a band, or a list of bands of which it is in one.",
                **one_or_more_of(ID),
            },
        },
    ),
}
"""Every form of a condition about something else than other conditions."""


def _describe(name: str, title: str, description: str, forms: Iterable[str]) -> Schema:
    """Describe the conditions of one kind of place, with others inside."""
    inside = {
        "all": ("Every one of these", "Every one of these holds.", list_of(ref(name), least=1)),
        "any": ("At least one of these", "At least one of these holds.", list_of(ref(name), least=1)),
        "not": ("Not this", "This does not hold.", ref(name)),
    }
    combining = [
        {
            "title": heading,
            "required": [key],
            "properties": {key: {"description": meaning, **schema}},
            "additionalProperties": NOTHING,
        }
        for key, (heading, meaning, schema) in inside.items()
    ]
    return {
        "title": title,
        "description": description,
        "type": "object",
        "propertyNames": {"enum": [*_SUBJECTS, *_EVERY_TEST]},
        "oneOf": [*combining, *map(ref, forms)],
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
    **{
        name: {
            "title": title,
            "required": list(keys),
            "properties": keys,
            "additionalProperties": NOTHING,
        }
        for name, (title, keys) in _FORMS.items()
    },
}
"""What schemas say about conditions."""


class ConditionReader:
    """Reads the conditions of one kind of place; they refer to what the questionnaire has named so far."""

    def __init__(self, known: Known, scope: Scope) -> None:
        self._known = known
        self._scope = scope

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
                return self._about_factor(fields, test)
            case _:
                return self._about_arrangement(fields, test)

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
        allowed = subject in self._scope.subjects and (subject != "question" or test in self._scope.tests)
        if not allowed:
            raise fields.field.refused(self._scope.message, self._scope.hint)
        return test

    def _about_question(self, fields: Fields, test: str) -> Condition:
        question = fields.need("question", self._refer_to_question)
        match test:
            case "is":
                choices = fields.need(test, one_or_more(_choice_of(question)))
                return Chose(question=question.id, choices=choices)
            case "at_least":
                return AnswerAtLeast(question=question.id, value=fields.need(test, _value_of(question)))
            case "below":
                return AnswerBelow(question=question.id, value=fields.need(test, _value_of(question)))
            case _:
                return Answered(question=question.id, answered=fields.need(test, flag))

    def _refer_to_question(self, field: Field) -> Question:
        if self._scope is not ONLY_IF:
            return self._known.questions.refer(field)
        question = self._known.questions.refer_back(field)
        if isinstance(question, ScoredQuestion):
            raise field.refused(self._scope.message, self._scope.hint)
        return question

    def _about_factor(self, fields: Fields, test: str) -> Condition:
        factor = fields.need("factor", self._known.factors.refer)
        position = fields.need(test, proportion)
        if test == "at_least":
            return FactorAtLeast(factor=factor.id, position=position)
        return FactorBelow(factor=factor.id, position=position)

    def _about_arrangement(self, fields: Fields, test: str) -> Condition:
        arrangement = fields.need("arrangement", self._known.arrangements.refer).id
        if test == "verdict":
            verdicts = fields.need(test, one_or_more(word(*Verdict)))
            return VerdictIs(arrangement=arrangement, verdicts=tuple(verdict.value for verdict in verdicts))
        bands = fields.need(test, one_or_more(self._known.bands.refer))
        return BandIs(arrangement=arrangement, bands=tuple(band.id for band in bands))


def _choice_of(question: Question) -> Callable[[Field], str]:
    """Make a reader of the choices of one question."""

    def read(field: Field) -> str:
        if isinstance(question, ScoredQuestion):
            raise field.refused(f"`{question.id}` is answered with a level", "use `at_least` or `below`")
        name = text(field)
        choices = [choice.id for choice in question.choices]
        if name not in choices:
            hint = suggest(find_similar(name, choices), choices)
            raise field.refused(f"`{question.id}` has no choice `{shorten(name)}`", hint)
        return name

    return read


def _value_of(question: Question) -> Callable[[Field], Fraction]:
    """Make a reader of numbers within the scale of one question."""

    def read(field: Field) -> Fraction:
        if isinstance(question, ChoiceQuestion):
            raise field.refused(f"`{question.id}` is a choice and has no levels", "use `is`")
        value = number(field)
        lowest, highest = question.levels[0].value, question.levels[-1].value
        if not lowest <= value <= highest:
            bounds = f"{format_decimal(lowest)} to {format_decimal(highest)}"
            raise field.refused(f"outside the levels of `{question.id}`, which run from {bounds}")
        return value

    return read
