"""Where things come from: the documents a questionnaire cites, and the places inside them."""

from functools import partial

from partnerassess.loading.fields import Field
from partnerassess.loading.names import Known
from partnerassess.loading.parts import ID, OPTIONAL_TEXT, TEXT, Part, may, need
from partnerassess.loading.values import optional_text, text
from partnerassess.model import Citation, Source

CITATION = Part(
    "Citation",
    "A document the questionnaire draws on.",
    {
        "citation": need(
            TEXT,
            "Authors, title, publisher and year, as a reader would look it up.",
        ),
        "url": may(
            {"type": ["string", "null"], "pattern": "^\\s*(https?://[^ ]*\\s*)?$"},
            "Where to read it: an address that starts with https:// or http://.",
        ),
    },
)

SOURCE = Part(
    "Source",
    "Where this comes from.",
    {
        "ref": need(ID, "The id of one of the `sources`."),
        "where": may(OPTIONAL_TEXT, "The place inside it, such as a table or a section title."),
    },
)


def read_citations(known: Known, field: Field) -> tuple[Citation, ...]:
    """Read `sources`: citations by id."""
    for key, value in field.entries():
        known.sources.add(key, value.read(partial(_read_citation, key), None))
    return known.sources.things()


def read_source(known: Known, field: Field) -> Source:
    """Read a `source`. Raises Refused where it refers to no citation."""
    fields = field.open(SOURCE)
    where = fields.read("where", optional_text, None)
    return Source(ref=fields.need("ref", known.sources.refer).id, where=where)


def _read_citation(key: Field, field: Field) -> Citation:
    fields = field.open(CITATION)
    return Citation(
        id=text(key),
        citation=fields.read("citation", text, ""),
        url=fields.read("url", _read_address, None),
    )


def _read_address(field: Field) -> str | None:
    address = optional_text(field)
    if address is None:
        return None
    if not address.startswith(("https://", "http://")) or " " in address:
        raise field.expected("a web address", "start it with https://")
    return address
