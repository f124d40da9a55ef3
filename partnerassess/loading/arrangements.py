"""Dimensions and arrangements: the forms of partnering that are scored, and the factors they rest on.

This module knows the rules that tie factors to questions and dimensions. It does not know how anything is
scored.
"""

from fractions import Fraction
from functools import partial

from partnerassess.loading.conditions import APPLIES_IF, ConditionReader
from partnerassess.loading.fields import Field, Refused
from partnerassess.loading.names import Known, Names
from partnerassess.loading.sources import read_source
from partnerassess.loading.values import each, number, optional_text, proportion, text, weight, word
from partnerassess.loading.wording import shorten
from partnerassess.model import (
    Advantage,
    Arrangement,
    ChoiceQuestion,
    Dimension,
    Extent,
    Factor,
    Nature,
    ScoredQuestion,
    Typology,
    WeightedQuestion,
)
from partnerassess.parsing.nodes import Mapping


def read_dimension(known: Known, field: Field) -> Dimension:
    """Read one of the `dimensions`."""
    fields = field.fields(required=("id", "title"), optional=("description", "weight"))
    dimension = Dimension(
        id=fields.read("id", text, ""),
        title=fields.read("title", text, ""),
        weight=fields.read("weight", _read_dimension_weight, 1),
        description=fields.read("description", optional_text, None),
    )
    known.dimensions.add(fields.value("id"), dimension)
    return dimension


def read_arrangement(known: Known, field: Field) -> Arrangement:
    """Read one of the `arrangements`."""
    fields = field.fields(
        required=("id", "title", "factors"),
        optional=("in_words", "description", "typology", "advantages", "applies_if"),
    )
    arrangement = Arrangement(
        id=fields.read("id", text, ""),
        title=fields.read("title", text, ""),
        in_words=fields.read("in_words", optional_text, None),
        description=fields.read("description", optional_text, None),
        typology=fields.read("typology", _read_typology, None),
        advantages=fields.read("advantages", each(_AdvantageReader(known).read), ()),
        applies_if=fields.read("applies_if", ConditionReader(known, APPLIES_IF).read, None),
        factors=fields.read("factors", partial(_read_factors, known), ()),
    )
    known.arrangements.add(fields.value("id"), arrangement if arrangement.factors else None)
    return arrangement


def check_every_question_is_used(known: Known) -> None:
    """Note the scored questions that no factor uses, unless some factor could not be read."""
    if not (known.factors.complete and known.arrangements.complete):
        return
    used = {weighted.question.id for factor in known.factors.things() for weighted in factor.questions}
    for question in known.questions.things():
        if isinstance(question, ScoredQuestion) and question.id not in used:
            known.questions.place(question.id).report(
                f"no factor uses the question `{question.id}`", "name it in a factor, or remove it"
            )


def _read_dimension_weight(field: Field) -> int:
    found = number(field)
    if found.denominator != 1 or not 1 <= found <= 100:
        raise field.expected("a whole number from 1 to 100")
    return int(found)


def _read_typology(field: Field) -> Typology:
    fields = field.fields(required=("nature", "scale"), optional=("forms",))
    return Typology(
        nature=fields.read("nature", word(*Nature), Nature.VOLUNTARY),
        scale=fields.read("scale", word(*Extent), Extent.INDIVIDUAL),
        forms=fields.read("forms", each(text), ()),
    )


def _read_factors(known: Known, field: Field) -> tuple[Factor, ...]:
    """Read `factors`, in the order of the dimensions. Raises Refused if any dimension has none."""
    if not known.dimensions.complete:
        raise Refused(None)
    dimensions = [dimension.id for dimension in known.dimensions.things()]
    fields = field.fields(required=dimensions)
    reader = _FactorReader(known)
    listed = [fields.read(name, each(partial(reader.read, name), least=1), ()) for name in dimensions]
    if not all(listed):
        raise Refused(None)
    return tuple(factor for factors in listed for factor in factors)


class _AdvantageReader:
    """Reads the advantages of one arrangement."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._names: Names[Advantage] = Names("advantage", ())

    def read(self, field: Field) -> Advantage:
        fields = field.fields(required=("id", "text"), optional=("source",))
        advantage = Advantage(
            id=fields.read("id", text, ""),
            text=fields.read("text", text, ""),
            source=fields.read("source", partial(read_source, self._known), None),
        )
        self._names.add(fields.value("id"), advantage)
        return advantage


class _FactorReader:
    """Reads the factors of one arrangement, and remembers which questions feed one already."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._fed: dict[str, str] = {}

    def read(self, dimension: str, field: Field) -> Factor:
        fields = field.fields(
            required=("id", "title", "questions"), optional=("theme", "weight", "essential", "source")
        )
        name = fields.read("id", text, "")
        essential = fields.read("essential", _read_essential, None)
        questions = fields.read("questions", partial(self._read_questions, name, essential is not None), ())
        factor = Factor(
            id=name,
            title=fields.read("title", text, ""),
            dimension=dimension,
            questions=questions,
            weight=fields.read("weight", weight, Fraction(1)),
            essential=essential,
            theme=fields.read("theme", optional_text, None),
            source=fields.read("source", partial(read_source, self._known), None),
        )
        self._known.factors.add(fields.value("id"), factor if questions else None)
        return factor

    def _read_questions(self, factor: str, essential: bool, field: Field) -> tuple[WeightedQuestion, ...]:
        """Read a list of questions, or their weights by question. Refused if any of them is."""
        read_question = partial(self._read_question, factor, essential)
        if not isinstance(field.node, Mapping):
            questions = each(read_question, least=1, whole=True)(field)
            return tuple(WeightedQuestion(question=question) for question in questions)
        pairs = [(key.read(read_question, None), value.read(weight, None)) for key, value in field.entries()]
        weighted = [WeightedQuestion(question=question, weight=w) for question, w in pairs if question and w]
        if not pairs:
            raise field.refused("expected at least one question")
        if len(weighted) < len(pairs):
            raise Refused(None)
        return tuple(weighted)

    def _read_question(self, factor: str, essential: bool, field: Field) -> ScoredQuestion:
        question = self._known.questions.refer(field)
        if isinstance(question, ChoiceQuestion):
            raise field.refused(f"`{question.id}` is a choice and carries no score", "name a scored question")
        if question.id in self._fed:
            other = shorten(self._fed[question.id])
            raise field.refused(
                f"`{question.id}` feeds `{other}` of this arrangement already", "let it feed one factor only"
            )
        if essential and question.only_if is not None:
            raise field.refused(
                f"`{question.id}` is not always asked, so it cannot be part of an essential factor",
                "remove its `only_if`, or `essential` here",
            )
        self._fed[question.id] = factor
        return question


def _read_essential(field: Field) -> Fraction:
    least = proportion(field)
    if least == 0:
        raise field.expected("a number above 0 and up to 1", "leave `essential` out if any answer will do")
    return least
