"""Questionnaire files → the model, or every problem at once; reads like the file format, in its order."""

import os
import re
from functools import lru_cache, partial

from partnerassess.files.reading import decode, find_digest, read_bytes
from partnerassess.loading import conditions, questions
from partnerassess.loading.arrangements import (
    ADVANTAGE,
    ARRANGEMENT,
    DIMENSION,
    FACTOR,
    TYPOLOGY,
    check_every_question_is_used,
    read_arrangement,
)
from partnerassess.loading.conditions import WHEN
from partnerassess.loading.fields import Field, load
from partnerassess.loading.formats import QUESTIONNAIRE_FORMAT, check_format, explain_result
from partnerassess.loading.parts import Known, Part, compose, known, may, need
from partnerassess.loading.questions import (
    CITATION,
    LEVEL,
    QUESTION,
    SCALE,
    SCALES,
    SECTION,
    SOURCE,
    SOURCES,
    check_former_names,
)
from partnerassess.loading.scoring import BAND, SCORING, read_scoring
from partnerassess.loading.values import (
    ID,
    NEW_ID,
    OPTIONAL_TEXT,
    TEXT,
    Kind,
    Schema,
    format_name,
    list_of,
    maybe,
    one_of,
    optional_text,
    version,
)
from partnerassess.model import Advice, Audience, Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import Problem, ProblemsFound

MAX_QUESTIONNAIRE = 4 * 1024 * 1024
_DO_WORDS = 12
_MOST_KNOWN = 4
"""So many questionnaires are kept: to load the shipped one again would take 50 ms."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def _read_language(field: Field) -> str | None:
    tag = optional_text(field)
    if tag and not _LANGUAGE.fullmatch(tag):
        raise field.expected("the tag of a language", "write it like en-GB or cy")
    return tag


def _read_do(field: Field) -> str | None:
    do = optional_text(field)
    if do and len(do.split()) > _DO_WORDS:
        raise field.refused(f"this has more than {_DO_WORDS} words", "keep the rest for `say`")
    return do


_ARRANGEMENT = ID.by(lambda field: known(field).arrangements.refer(field).id)

ADVICE = Part(
    Advice,
    "A text that is shown when its condition holds.",
    {
        "id": need(NEW_ID, "The name of the advice in results."),
        "arrangements": may(
            maybe(list_of(_ARRANGEMENT, least=1)),
            "The ids of the arrangements it is about: one of them must apply. If not given, all.",
        ),
        "audience": may(one_of(*Audience, optional=True), "Whom it speaks to. If not given, the partners."),
        "when": need(WHEN, "The condition that must hold.", vital=True),
        "do": may(OPTIONAL_TEXT.by(_read_do), "What to do, as an imperative of at most 12 words."),
        "say": need(TEXT, "How to do it, and what to mind."),
        "source": may(maybe(SOURCE.kind), "Where it comes from."),
    },
)


def _read_advice(field: Field) -> Advice:
    fields = ADVICE.open(field)
    every = tuple(arrangement.id for arrangement in known(field).arrangements.things())
    advice = Advice(**{"arrangements": every, **ADVICE.values(fields)})
    known(field).advice.add(fields.value("id"), advice)
    return advice


QUESTIONNAIRE = Part(
    Questionnaire,
    "What is asked, and how the answers become readiness. `partnerassess check FILE` also checks what a "
    "schema cannot: that every name refers to something, and that levels and bands rise.",
    {
        "format": need(
            format_name(QUESTIONNAIRE_FORMAT),
            "What kind of file this is: always `partnerassess-questionnaire/1`.",
        ),
        "id": need(ID, "The name that answer files refer to, such as `nhs-partnering`."),
        "version": need(
            TEXT.by(version),
            "The version of the questionnaire. Change it whenever an answer could mean something else.",
        ),
        "title": need(TEXT, "The name people see."),
        "language": may(
            Kind({"type": ["string", "null"], "pattern": rf"^\s*({_LANGUAGE.pattern}\s*)?$"}, _read_language),
            "The language of the texts, such as `en-GB` or `cy`.",
        ),
        "description": may(OPTIONAL_TEXT, "What the questionnaire is for and what it rests on."),
        "sources": may(
            SOURCES, "The documents the questionnaire draws on, each under an id that `source` refers to."
        ),
        "scales": need(SCALES, "The scales that questions are answered on, each under an id."),
        "sections": need(list_of(SECTION.kind, least=1), "The questions, in the order of the conversation."),
        "dimensions": need(
            list_of(DIMENSION.kind, least=1), "The things readiness is made of, such as context and enablers."
        ),
        "arrangements": need(
            list_of(ARRANGEMENT.kind.by(read_arrangement), least=1),
            "The forms of partnering that are scored.",
        ),
        "scoring": may(
            maybe(SCORING.kind.by(read_scoring)),
            "The conventions that turn answers into readiness. Everything has a default but the bands.",
        ),
        "advice": may(
            maybe(list_of(ADVICE.kind.by(_read_advice))), "Texts that are shown when their condition holds."
        ),
    },
    title="partnerassess questionnaire",
)


def load_questionnaire(path: str | os.PathLike[str]) -> Questionnaire:
    """Load a questionnaire file of up to 4 MiB. Raises ProblemsFound with everything that is wrong.

    Of a file that was loaded a moment ago, and has not changed, the same questionnaire is given again.
    """
    return _load(read_bytes(path, limit=MAX_QUESTIONNAIRE), os.fsdecode(path))


@lru_cache(_MOST_KNOWN)
def _load(content: bytes, file: str) -> Questionnaire:
    document, *others = parse_yaml(decode(content, file), file, aliases=True)
    if isinstance(document, BrokenDocument):
        result = explain_result(document, QUESTIONNAIRE_FORMAT)
        raise ProblemsFound([result] if result else document.problems)
    if others:
        raise ProblemsFound([_say_that_one_is_enough(others[0])])
    return load(document, partial(_read_questionnaire, find_digest(content)), Known)


def _say_that_one_is_enough(document: Document | BrokenDocument) -> Problem:
    line, column = document.mark if isinstance(document, Document) else (None, None)
    return Problem(
        file=document.file,
        line=line,
        column=column,
        message="a second document starts here, but a questionnaire is a single one",
        hint="remove the line `---`, or make two files",
    )


def _read_questionnaire(digest: str, root: Field) -> Questionnaire:
    check_format(root, QUESTIONNAIRE_FORMAT, required=True)
    fields = QUESTIONNAIRE.open(root, apart=("format",))
    if "sources" in fields.meant:
        known(root).sources.give_up()
    if "scoring" in fields.meant:
        known(root).bands.give_up()
    questionnaire = Questionnaire(**QUESTIONNAIRE.values(fields, apart=("format",)), sha256=digest)
    check_every_question_is_used(known(root))
    check_former_names(known(root))
    return questionnaire


def questionnaire_schema() -> Schema:
    """Give the JSON Schema of questionnaires."""
    asked = (CITATION, SOURCE, SCALE, LEVEL, SECTION, QUESTION)
    scored = (DIMENSION, ARRANGEMENT, TYPOLOGY, ADVANTAGE, FACTOR, SCORING, BAND, ADVICE)
    return compose(QUESTIONNAIRE, (*asked, *scored), questions.DEFINITIONS | conditions.DEFINITIONS)
