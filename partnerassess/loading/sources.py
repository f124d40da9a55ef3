"""Where things come from: the documents a questionnaire cites, and the places inside them.

This module knows citations and references to them. It does not know what cites them.
"""

from functools import partial

from partnerassess.loading.fields import Field
from partnerassess.loading.names import Known
from partnerassess.loading.values import optional_text, text
from partnerassess.model import Citation, Source


def read_citations(known: Known, field: Field) -> tuple[Citation, ...]:
    """Read `sources`: citations by id."""
    for key, value in field.entries():
        known.sources.add(key, value.read(partial(_read_citation, key), None))
    return known.sources.things()


def read_source(known: Known, field: Field) -> Source:
    """Read a `source`. Raises Refused where it refers to no citation."""
    fields = field.fields(required=("ref",), optional=("where",))
    where = fields.read("where", optional_text, None)
    return Source(ref=fields.need("ref", known.sources.refer).id, where=where)


def _read_citation(key: Field, field: Field) -> Citation:
    fields = field.fields(required=("citation",), optional=("url",))
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
