"""The `scoring` part of a questionnaire: the conventions that turn answers into readiness."""

from fractions import Fraction

from partnerassess.assessment import Verdict
from partnerassess.loading.fields import Field
from partnerassess.loading.parts import Part, known, may, need
from partnerassess.loading.values import (
    ID,
    NEW_ID,
    NUMBER,
    OPTIONAL_PROPORTION,
    OPTIONAL_TEXT,
    TEXT,
    Kind,
    by_hand,
    each,
    list_of,
    maybe,
    number,
    one_of,
)
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Aggregation, Band, Scoring, Unanswered

_VERDICTS = frozenset(verdict.value for verdict in Verdict if verdict is not Verdict.READY)
"""The words that no band may have as its id; the band that the verdict is about may be called `ready`."""
_WITHIN = (Aggregation.ARITHMETIC, Aggregation.MINIMUM)

BAND = Part(
    Band,
    "A named stretch of readiness, up to where the next one starts.",
    {
        "id": need(NEW_ID, "The name of the band in results and conditions."),
        "title": need(TEXT, "The name people see."),
        "from": need(by_hand(NUMBER.schema), "Where it starts, on the scale of `shown_as`."),
        "meaning": may(OPTIONAL_TEXT, "What it means to be in this band."),
    },
)


def _read_band(field: Field) -> Band:
    fields = BAND.open(field)
    start = fields.read("from", _read_start, None)
    known(field).starts.append(start)
    bottom, top = known(field).shown_as or Scoring().shown_as
    position = ((start or Fraction(0)) - bottom) / (top - bottom)
    values = BAND.values(fields, apart=("from",))
    band = Band(**values, start=start or Fraction(0), position=position)
    if band.id in _VERDICTS and (place := fields.value("id")):
        place.report(f"a band cannot be called `{band.id}`", "that word is a verdict")
    known(field).bands.add(fields.value("id"), band)
    return band


def _read_start(field: Field) -> Fraction:
    """Read where a band starts: above the one before, and within what is shown."""
    start, starts = number(field), known(field).starts
    if (shown_as := known(field).shown_as) is None:
        return start
    bottom, top = shown_as
    shown = f"{format_decimal(bottom)} to {format_decimal(top)}"
    if not bottom <= start <= top:
        raise field.refused(f"outside the scale shown, which runs from {shown}", "see `shown_as`")
    if not starts and start != bottom:
        raise field.refused(f"the first band must start with the scale, at {format_decimal(bottom)}")
    before = max((each for each in starts if each is not None), default=None)
    if before is not None and start <= before:
        raise field.refused(
            f"bands must rise, but {format_decimal(start)} comes after {format_decimal(before)}",
            "list the lowest band first",
        )
    return start


def _read_shown_as(field: Field) -> tuple[Fraction, Fraction]:
    known(field).shown_as = None
    ends = each(number, whole=True)(field)
    if len(ends) != 2 or ends[0] >= ends[1]:
        raise field.refused("expected two numbers, the lower one first", "write it like [0, 100]")
    known(field).shown_as = ends[0], ends[1]
    return ends[0], ends[1]


def _read_ready(field: Field) -> Band:
    bands = known(field).bands
    band = bands.refer(field)
    if bands.complete and band is bands.things()[0]:
        raise field.refused(f"`{band.id}` is the lowest band, so everything would be ready", "name another")
    return band


_SHOWN_AS = maybe(
    Kind({"type": "array", "minItems": 2, "maxItems": 2, "items": NUMBER.schema}, _read_shown_as)
)

SCORING = Part(
    Scoring,
    "The conventions that turn answers into readiness.",
    {
        "questions": may(
            one_of(*_WITHIN, optional=True),
            "How the questions of a factor become its number: their weighted mean, or the least "
            "of them. If not given, `arithmetic`.",
        ),
        "factors": may(
            one_of(*_WITHIN, optional=True),
            "How the factors of a dimension become its number: their weighted mean, or the least "
            "of them. If not given, `arithmetic`.",
        ),
        "dimensions": may(
            one_of(*Aggregation, optional=True),
            "How the dimensions become readiness. If not given, `geometric`: a dimension at zero "
            "cannot be made up for by another.",
        ),
        "unanswered": may(
            one_of(*Unanswered, optional=True),
            "What an open answer counts as. If not given, `open`: it widens the range. With "
            "`lowest` it counts as the lowest level.",
        ),
        "shown_as": may(_SHOWN_AS, "What readiness 0 and 1 are shown as. If not given, [0, 100]."),
        "coverage_needed": may(
            OPTIONAL_PROPORTION,
            "The share (0 to 1) of every dimension that must be answered for a single figure. If "
            "not given, 2/3.",
        ),
        "in_play_needed": may(
            OPTIONAL_PROPORTION,
            "The share (0 to 1) of every dimension that must be in play, or the arrangement "
            "cannot be assessed. If not given, 1/2.",
        ),
        "bands": may(
            maybe(list_of(BAND.kind.by(_read_band), least=1)),
            "Named stretches of readiness, lowest first; the first starts at the bottom of "
            "`shown_as`. Without bands none is shown.",
        ),
        "ready": may(
            maybe(ID).by(_read_ready),
            "The id of the band the verdict is about; not the first one. Without it there is no verdict.",
        ),
    },
)


def read_scoring(field: Field) -> Scoring:
    """Read `scoring`; everything in it has a default, except bands."""
    fields = SCORING.open(field)
    if "bands" in fields.meant:
        known(field).bands.give_up()
    return Scoring(**SCORING.values(fields))
