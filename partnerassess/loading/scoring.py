"""The `scoring` part of a questionnaire: the conventions that turn answers into readiness."""

from fractions import Fraction
from functools import partial

from partnerassess.assessment import Verdict
from partnerassess.loading.fields import Field
from partnerassess.loading.names import Known
from partnerassess.loading.parts import (
    ID,
    NUMBER,
    OPTIONAL_PROPORTION,
    OPTIONAL_TEXT,
    TEXT,
    Part,
    list_of,
    may,
    maybe,
    need,
    one_of,
    ref,
)
from partnerassess.loading.values import each, number, optional_text, proportion, text, word
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Aggregation, Band, Scoring, Unanswered

_VERDICTS = frozenset(verdict.value for verdict in Verdict if verdict is not Verdict.READY)
"""The words that no band may have as its id; the band that the verdict is about may be called `ready`."""
_DEFAULTS = Scoring()
_WITHIN = (Aggregation.ARITHMETIC, Aggregation.MINIMUM)

SCORING = Part(
    "Scoring",
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
        "shown_as": may(
            maybe({"type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/$defs/number"}}),
            "What readiness 0 and 1 are shown as. If not given, [0, 100].",
        ),
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
            maybe(list_of(ref("band"), least=1)),
            "Named stretches of readiness, lowest first; the first starts at the bottom of "
            "`shown_as`. Without bands none is shown.",
        ),
        "ready": may(
            maybe(ID),
            "The id of the band the verdict is about; not the first one. Without it there is no verdict.",
        ),
    },
)

BAND = Part(
    "Band",
    "A named stretch of readiness, up to where the next one starts.",
    {
        "id": need(ID, "The name of the band in results and conditions."),
        "title": need(TEXT, "The name people see."),
        "from": need(NUMBER, "Where it starts, on the scale of `shown_as`."),
        "meaning": may(OPTIONAL_TEXT, "What it means to be in this band."),
    },
)


def read_scoring(known: Known, field: Field) -> Scoring:
    """Read `scoring`; everything in it has a default, except bands."""
    fields = field.open(SCORING)
    if "bands" in fields.meant:
        known.bands.give_up()
    shown_as = fields.read("shown_as", _read_shown_as, None) if fields.has("shown_as") else _DEFAULTS.shown_as
    return Scoring(
        questions=fields.read("questions", word(*_WITHIN), _DEFAULTS.questions),
        factors=fields.read("factors", word(*_WITHIN), _DEFAULTS.factors),
        dimensions=fields.read("dimensions", word(*Aggregation), _DEFAULTS.dimensions),
        unanswered=fields.read("unanswered", word(*Unanswered), _DEFAULTS.unanswered),
        shown_as=shown_as or _DEFAULTS.shown_as,
        coverage_needed=fields.read("coverage_needed", proportion, _DEFAULTS.coverage_needed),
        in_play_needed=fields.read("in_play_needed", proportion, _DEFAULTS.in_play_needed),
        bands=fields.read("bands", each(_BandReader(known, shown_as).read, least=1), ()),
        ready=fields.read("ready", partial(_read_ready, known), None),
    )


def _read_shown_as(field: Field) -> tuple[Fraction, Fraction]:
    ends = each(number, whole=True)(field)
    if len(ends) != 2 or ends[0] >= ends[1]:
        raise field.refused("expected two numbers, the lower one first", "write it like [0, 100]")
    return ends[0], ends[1]


def _read_ready(known: Known, field: Field) -> Band:
    band = known.bands.refer(field)
    if known.bands.complete and band is known.bands.things()[0]:
        raise field.refused(f"`{band.id}` is the lowest band, so everything would be ready", "name another")
    return band


class _BandReader:
    """Reads bands from the lowest up; each starts above the one before, and all within what is shown."""

    def __init__(self, known: Known, shown_as: tuple[Fraction, Fraction] | None) -> None:
        self._known = known
        self._shown_as = shown_as
        self._starts: list[Fraction | None] = []

    def read(self, field: Field) -> Band:
        fields = field.open(BAND)
        start = fields.read("from", self._read_start, None)
        self._starts.append(start)
        bottom, top = self._shown_as or _DEFAULTS.shown_as
        band = Band(
            id=fields.read("id", text, ""),
            title=fields.read("title", text, ""),
            start=start or Fraction(0),
            position=((start or Fraction(0)) - bottom) / (top - bottom),
            meaning=fields.read("meaning", optional_text, None),
        )
        if band.id in _VERDICTS and (place := fields.value("id")):
            place.report(f"a band cannot be called `{band.id}`", "that word is a verdict")
        self._known.bands.add(fields.value("id"), band)
        return band

    def _read_start(self, field: Field) -> Fraction:
        start = number(field)
        if self._shown_as is None:
            return start
        bottom, top = self._shown_as
        shown = f"{format_decimal(bottom)} to {format_decimal(top)}"
        if not bottom <= start <= top:
            raise field.refused(f"outside the scale shown, which runs from {shown}", "see `shown_as`")
        if not self._starts and start != bottom:
            raise field.refused(f"the first band must start with the scale, at {format_decimal(bottom)}")
        before = max((known for known in self._starts if known is not None), default=None)
        if before is not None and start <= before:
            raise field.refused(
                f"bands must rise, but {format_decimal(start)} comes after {format_decimal(before)}",
                "list the lowest band first",
            )
        return start
