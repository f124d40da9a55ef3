"""Dimensions and arrangements: the forms of partnering that are scored, and the factors they rest on."""

from fractions import Fraction
from functools import partial
from math import lcm

from partnerassess.loading.conditions import APPLIES_IF, ConditionReader
from partnerassess.loading.fields import Field, Refused
from partnerassess.loading.names import Known, Names
from partnerassess.loading.parts import (
    ESSENTIAL,
    EXACT_ID,
    ID,
    OPTIONAL_POSITIVE,
    OPTIONAL_TEXT,
    POSITIVE,
    TEXT,
    WHOLE,
    Part,
    list_of,
    may,
    maybe,
    named,
    need,
    one_of,
    ref,
)
from partnerassess.loading.sources import read_source
from partnerassess.loading.values import (
    LARGEST_MEASURE,
    each,
    number,
    optional_text,
    proportion,
    text,
    weight,
    word,
)
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

DIMENSION = Part(
    "Dimension",
    "One of the things readiness is made of.",
    {
        "id": need(ID, "The name under which `factors` are listed."),
        "title": need(TEXT, "The name people see."),
        "description": may(OPTIONAL_TEXT, "What the dimension is about."),
        "weight": may(
            WHOLE,
            "How much it counts beside the other dimensions: a whole number from 1 to 100. If not given, 1.",
        ),
    },
)

ARRANGEMENT = Part(
    "Arrangement",
    "A form of partnering that is scored.",
    {
        "id": need(ID, "The name of the arrangement in results and conditions."),
        "title": need(TEXT, "The name in files and tables."),
        "in_words": may(OPTIONAL_TEXT, "What people read first: a plain name; else the title."),
        "description": may(OPTIONAL_TEXT, "What the arrangement is."),
        "typology": may(
            maybe(ref("typology")),
            "Its place on the partnering map. Without it the arrangement is shown in a list.",
        ),
        "advantages": may(maybe(list_of(ref("advantage"))), "What the arrangement is good for."),
        "applies_if": may(
            maybe(ref("answer_condition")),
            "When the arrangement is in play: what must be answered. While that is open, it is in play.",
        ),
        "factors": need(
            named(list_of(ref("factor"), least=1), names=EXACT_ID, least=1),
            "What the arrangement rests on: a list of factors under the id of every dimension.",
        ),
    },
)

TYPOLOGY = Part(
    "Typology",
    "A place on the partnering map.",
    {
        "nature": need(
            one_of(*Nature),
            "Who sets partnering in motion: the organisations themselves, or an outside body.",
        ),
        "scale": need(
            one_of(*Extent),
            "A few people or services, or whole organisations.",
        ),
        "forms": may(maybe(list_of(TEXT)), "The forms it may take, such as buddying or merger."),
    },
)

ADVANTAGE = Part(
    "Advantage",
    "What an arrangement is good for.",
    {
        "id": need(ID, "A name of its own within the arrangement."),
        "text": need(TEXT, "The advantage in a sentence."),
        "source": may(maybe(ref("source")), "Where it comes from."),
    },
)

FACTOR = Part(
    "Factor",
    "One ingredient of an arrangement.",
    {
        "id": need(ID, "The name of the factor, unique in the whole file."),
        "title": need(TEXT, "The name people see."),
        "theme": may(
            OPTIONAL_TEXT,
            "What it has in common with factors of other arrangements, such as `relationships`.",
        ),
        "questions": need(
            {"anyOf": [list_of(ID, least=1), named(POSITIVE, least=1)]},
            "The scored questions it is measured by: a list of ids, or ids with weights.",
        ),
        "weight": may(
            OPTIONAL_POSITIVE,
            "How much it counts in its dimension: a number above 0 or a fraction such as 2/3. If "
            "not given, 1.",
        ),
        "essential": may(
            ESSENTIAL,
            "The least (above 0, up to 1) that any of its questions may reach if the arrangement "
            "is to be called ready.",
        ),
        "source": may(maybe(ref("source")), "Where the factor comes from."),
    },
)


def read_dimension(known: Known, field: Field) -> Dimension:
    """Read one of the `dimensions`."""
    fields = field.open(DIMENSION)
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
    fields = field.open(ARRANGEMENT)
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
    _check_weights(arrangement, fields.value("factors"))
    known.arrangements.add(fields.value("id"), arrangement if arrangement.factors else None)
    return arrangement


def _check_weights(arrangement: Arrangement, field: Field | None) -> None:
    """Note weights that can only be added up with numbers of more digits than anybody has time for."""
    weights = [factor.weight for factor in arrangement.factors]
    weights += [weighted.weight for factor in arrangement.factors for weighted in factor.questions]
    if field and lcm(*(each.denominator for each in weights)) > LARGEST_MEASURE:
        message = "these weights cannot be added up exactly in reasonable time"
        field.report(message, "round them, to three decimals say")


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
    fields = field.open(TYPOLOGY)
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
        fields = field.open(ADVANTAGE)
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
        fields = field.open(FACTOR)
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
