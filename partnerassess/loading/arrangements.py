"""Dimensions and arrangements: the forms of partnering that are scored, and the factors they rest on."""

from functools import partial
from math import lcm

from partnerassess.loading.conditions import APPLIES_IF
from partnerassess.loading.fields import Field, Refused
from partnerassess.loading.parts import Known, Names, Part, known, may, need
from partnerassess.loading.questions import SOURCE
from partnerassess.loading.values import (
    ESSENTIAL,
    EXACT_ID,
    ID,
    LARGEST_MEASURE,
    NEW_ID,
    OPTIONAL_POSITIVE,
    OPTIONAL_TEXT,
    POSITIVE,
    TEXT,
    WHOLE,
    Kind,
    by_hand,
    each,
    list_of,
    maybe,
    named,
    one_of,
    weight,
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
    Dimension,
    "One of the things readiness is made of.",
    {
        "id": need(NEW_ID, "The name under which `factors` are listed."),
        "title": need(TEXT, "The name people see."),
        "description": may(OPTIONAL_TEXT, "What the dimension is about."),
        "weight": may(
            WHOLE,
            "How much it counts beside the other dimensions: a whole number from 1 to 100. If not given, 1.",
        ),
    },
    kept=lambda so_far: so_far.dimensions,
)

TYPOLOGY = Part(
    Typology,
    "A place on the partnering map.",
    {
        "nature": need(
            one_of(*Nature),
            "Who sets partnering in motion: the organisations themselves, or an outside body.",
        ),
        "scale": need(one_of(*Extent), "A few people or services, or whole organisations."),
        "forms": may(maybe(list_of(TEXT)), "The forms it may take, such as buddying or merger."),
    },
)

ADVANTAGE = Part(
    Advantage,
    "What an arrangement is good for.",
    {
        "id": need(NEW_ID, "A name of its own within the arrangement."),
        "text": need(TEXT, "The advantage in a sentence."),
        "source": may(maybe(SOURCE.kind), "Where it comes from."),
    },
    kept=lambda so_far: so_far.advantages,
)

FACTOR = Part(
    Factor,
    "One ingredient of an arrangement.",
    {
        "id": need(NEW_ID, "The name of the factor, unique in the whole file."),
        "title": need(TEXT, "The name people see."),
        "theme": may(
            OPTIONAL_TEXT,
            "What it has in common with factors of other arrangements, such as `relationships`.",
        ),
        "questions": need(
            by_hand({"anyOf": [list_of(ID, least=1).schema, named(POSITIVE.schema, least=1)]}),
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
        "source": may(maybe(SOURCE.kind), "Where the factor comes from."),
    },
)


def _read_factor(dimension: str, field: Field) -> Factor:
    fields = FACTOR.open(field)
    values = FACTOR.values(fields, apart=("questions",))
    read = partial(_read_questions, values["id"], "essential" in values)
    questions = fields.read("questions", read, ())
    factor = Factor(**values, dimension=dimension, questions=questions)
    known(field).factors.add(fields.value("id"), factor if questions else None)
    return factor


def _read_factors(field: Field) -> tuple[Factor, ...]:
    """Read `factors`, in the order of the dimensions. Raises Refused if any dimension has none."""
    if not known(field).dimensions.complete:
        raise Refused(None)
    known(field).fed = {}
    dimensions = [dimension.id for dimension in known(field).dimensions.things()]
    fields = field.fields(required=dimensions)
    listed = [fields.read(name, each(partial(_read_factor, name), least=1), ()) for name in dimensions]
    if not all(listed):
        raise Refused(None)
    return tuple(factor for factors in listed for factor in factors)


def _read_questions(factor: str, essential: bool, field: Field) -> tuple[WeightedQuestion, ...]:
    """Read a list of questions, or their weights by question. Refused if any of them is."""
    read_question = partial(_read_question, factor, essential)
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


def _read_question(factor: str, essential: bool, field: Field) -> ScoredQuestion:
    question = known(field).questions.refer(field)
    if isinstance(question, ChoiceQuestion):
        raise field.refused(f"`{question.id}` is a choice and carries no score", "name a scored question")
    if question.id in known(field).fed:
        other = shorten(known(field).fed[question.id])
        raise field.refused(
            f"`{question.id}` feeds `{other}` of this arrangement already", "let it feed one factor only"
        )
    if essential and question.only_if is not None:
        raise field.refused(
            f"`{question.id}` is not always asked, so it cannot be part of an essential factor",
            "remove its `only_if`, or `essential` here",
        )
    known(field).fed[question.id] = factor
    return question


_FACTORS = Kind(
    named(list_of(FACTOR.kind, least=1).schema, names=EXACT_ID.schema, least=1), _read_factors, ()
)

ARRANGEMENT = Part(
    Arrangement,
    "A form of partnering that is scored.",
    {
        "id": need(NEW_ID, "The name of the arrangement in results and conditions."),
        "title": need(TEXT, "The name in files and tables."),
        "in_words": may(OPTIONAL_TEXT, "What people read first: a plain name; else the title."),
        "description": may(OPTIONAL_TEXT, "What the arrangement is."),
        "typology": may(
            maybe(TYPOLOGY.kind),
            "Its place on the partnering map. Without it the arrangement is shown in a list.",
        ),
        "advantages": may(maybe(list_of(ADVANTAGE.kind)), "What the arrangement is good for."),
        "applies_if": may(
            maybe(APPLIES_IF),
            "When the arrangement is in play: what must be answered. While that is open, it is in play.",
        ),
        "factors": need(
            _FACTORS, "What the arrangement rests on: a list of factors under the id of every dimension."
        ),
    },
)


def read_arrangement(field: Field) -> Arrangement:
    """Read one of the `arrangements`."""
    known(field).advantages = Names("advantage", ())
    fields = ARRANGEMENT.open(field)
    arrangement = Arrangement(**ARRANGEMENT.values(fields))
    _check_weights(arrangement, fields.value("factors"))
    known(field).arrangements.add(fields.value("id"), arrangement if arrangement.factors else None)
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
