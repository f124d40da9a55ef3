"""What the tests of the page share: answers that make pages, and what must never get onto one."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from builders import GIVEN, STARTED_BY, sampler, seaside
from instruments import SCORING, factor, questionnaire
from markup import Element, read_page
from partnerassess import __version__
from partnerassess.assessment import Assessment
from partnerassess.library import shipped_questionnaires
from partnerassess.loading import load_answers, load_questionnaire, read_answer_documents
from partnerassess.model import (
    Aggregation,
    Answer,
    Answers,
    Dimension,
    Questionnaire,
)
from partnerassess.parsing.nodes import Document
from partnerassess.render.page.ranges import Scale, Tick
from partnerassess.scoring import score

Golden = Callable[[str, str], None]
"""Compares a text with an expected one."""

RUN = f"partnerassess {__version__}"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></style></textarea><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}&lt;b&gt;&#60;i",
    "javascript:alert(1)//http://",
    "right \u202eto left\u202c, \u200bno width, \x1b[31m",
    "x" * 10_000,
)
"""What nobody would type, and what a page must show as it stands."""

TEXT_FIELDS = frozenset(
    (
        "title", "text", "help", "description", "label", "note", "partnership", "organisation", "respondent",
        "file", "citation", "url", "where", "say", "meaning", "theme", "language", "version", "sha256",
    )
)  # fmt: skip
"""The fields that hold text for people."""

DOES_NOT_BELONG = re.compile("[\u200b\u202c\u202e\x1b]")
SCALE = Scale(bottom="0", top="100", cut_off=Tick(position=0.75, words="75"))


def shipped_questionnaire() -> Questionnaire:
    """Give the questionnaire on partnering in the NHS, with a digest that stays as it is."""
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    return replace(asked, sha256="0" * 64)


def case_study(shipped: Questionnaire, path: Path) -> Assessment:
    (document,) = read_answer_documents(path.name, content=path.read_bytes())
    assert isinstance(document, Document)
    return score(shipped, load_answers(document, shipped))


def dated(date: str, given: Mapping[str, Any] = GIVEN) -> Assessment:
    return score(
        sampler(), replace(seaside(given), date=datetime.date.fromisoformat(date), file=f"{date}.yaml")
    )


def without_version(text: str) -> str:
    """Give a page as every version makes it."""
    return text.replace(RUN, "partnerassess VERSION")


def sent() -> Answers:
    """Give answers with which one arrangement does not apply."""
    them = Answer(given=STARTED_BY.choices[1])
    return replace(seaside(), answers=MappingProxyType({**seaside().answers, "started-by": them}))


def spoiled(value: Any, hostile: str) -> Any:
    """Put a hostile text into every field that holds text for people."""
    if isinstance(value, tuple):
        return tuple(spoiled(each, hostile) for each in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: spoiled(each, hostile) for key, each in value.items()})
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for each in fields(value):
        if not each.init:
            continue
        old = getattr(value, each.name)
        is_text = each.name in TEXT_FIELDS and isinstance(old, str)
        changes[each.name] = hostile if is_text else spoiled(old, hostile)
    return replace(value, **changes)


def drawn(picture: Markup) -> Element:
    return read_page(str(picture)).within("svg")[0]


def weighted(aggregation: Aggregation, weights: tuple[int, ...]) -> Questionnaire:
    names = ("context", "enablers")[: len(weights)]
    dimensions = [
        Dimension(id=name, title=name.capitalize(), weight=weight)
        for name, weight in zip(names, weights, strict=True)
    ]
    return questionnaire(
        [factor(f"F-{name}", name) for name in names],
        dimensions=dimensions,
        scoring=replace(SCORING, dimensions=aggregation),
    )
