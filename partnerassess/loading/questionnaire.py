"""Questionnaire files → the model, or every problem at once; reads like the file format, in its order."""

import os
from fractions import Fraction
from functools import partial
from hashlib import sha256

from partnerassess.files import decode, read_bytes
from partnerassess.loading.arrangements import check_every_question_is_used, read_arrangement, read_dimension
from partnerassess.loading.conditions import ONLY_IF, WHEN, ConditionReader
from partnerassess.loading.fields import Field, Fields, Refused, load
from partnerassess.loading.formats import QUESTIONNAIRE_FORMAT, check_format, explain_result
from partnerassess.loading.names import Known
from partnerassess.loading.parts import (
    ID,
    NOTHING,
    OPTIONAL_TEXT,
    TEXT,
    Part,
    format_name,
    list_of,
    may,
    maybe,
    named,
    need,
    one_of,
    ref,
)
from partnerassess.loading.scales import read_choices, read_descriptions, read_effort, read_scales
from partnerassess.loading.scoring import read_scoring
from partnerassess.loading.sources import read_citations, read_source
from partnerassess.loading.values import (
    each,
    flag,
    identifier,
    language,
    optional_text,
    text,
    version,
    word,
)
from partnerassess.loading.wording import shorten
from partnerassess.model import (
    Advice,
    Audience,
    ChoiceQuestion,
    Question,
    Questionnaire,
    ScoredQuestion,
    Scoring,
    Section,
)
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import Problem, ProblemsFound

QUESTIONNAIRE = Part(
    "partnerassess questionnaire",
    "What is asked, and how the answers become readiness. `partnerassess check FILE` also checks what a "
    "schema cannot: that every name refers to something, and that levels and bands rise.",
    {
        "format": need(
            format_name(QUESTIONNAIRE_FORMAT),
            "What kind of file this is: always `partnerassess-questionnaire/1`.",
        ),
        "id": need(ID, "The name that answer files refer to, such as `nhs-partnering`."),
        "version": need(
            TEXT,
            "The version of the questionnaire. Change it whenever an answer could mean something else.",
        ),
        "title": need(TEXT, "The name people see."),
        "language": may(
            {"type": ["string", "null"], "pattern": "^\\s*([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\\s*)?$"},
            "The language of the texts, such as `en-GB` or `cy`.",
        ),
        "description": may(OPTIONAL_TEXT, "What the questionnaire is for and what it rests on."),
        "sources": may(
            maybe(named(ref("citation"))),
            "The documents the questionnaire draws on, each under an id that `source` refers to.",
        ),
        "scales": need(
            named(ref("scale"), least=1),
            "The scales that questions are answered on, each under an id.",
        ),
        "sections": need(
            list_of(ref("section"), least=1),
            "The questions, in the order of the conversation.",
        ),
        "dimensions": need(
            list_of(ref("dimension"), least=1),
            "The things readiness is made of, such as context and enablers.",
        ),
        "arrangements": need(
            list_of(ref("arrangement"), least=1),
            "The forms of partnering that are scored.",
        ),
        "scoring": may(
            maybe(ref("scoring")),
            "The conventions that turn answers into readiness. Everything has a default but the bands.",
        ),
        "advice": may(
            maybe(list_of(ref("advice"))),
            "Texts that are shown when their condition holds.",
        ),
    },
)

SECTION = Part(
    "Section",
    "Questions that belong together in the conversation.",
    {
        "id": need(ID, "The name of the section in files and commands."),
        "title": need(TEXT, "The heading people see."),
        "description": may(OPTIONAL_TEXT, "What the section is about."),
        "questions": need(
            list_of(ref("question"), least=1),
            "Its questions, in the order in which they are asked.",
        ),
    },
)

ADVICE = Part(
    "Advice",
    "A text that is shown when its condition holds.",
    {
        "id": need(ID, "The name of the advice in results."),
        "arrangements": may(
            maybe(list_of(ID, least=1)),
            "The ids of the arrangements it is about: one of them must apply. If not given, all.",
        ),
        "audience": may(
            one_of("partners", "regulators", optional=True),
            "Whom it speaks to. If not given, the partners.",
        ),
        "when": need(ref("condition"), "The condition that must hold."),
        "do": may(OPTIONAL_TEXT, "What to do, as an imperative of at most 12 words."),
        "say": need(TEXT, "How to do it, and what to mind."),
        "source": may(maybe(ref("source")), "Where it comes from."),
    },
)


MAX_QUESTIONNAIRE = 4 * 1024 * 1024
_SHORT_LENGTH = 60
_DO_WORDS = 12

_SCORED = {
    "scale": ID,
    "descriptions": maybe(ref("descriptions")),
    "not_applicable": {"type": ["boolean", "null"]},
    "short": {"type": ["string", "number", "null"], "maxLength": _SHORT_LENGTH},
    "effort": ref("effort"),
}
"""What only a question with a scale may have."""
_ONLY_SCORED = tuple(name for name in _SCORED if name != "scale")

QUESTION = Part(
    "Question",
    "A scored question has a `scale`; a choice question has `choices` and carries no score.",
    {
        "id": need(ID, "The name of the question in answer files, factors and conditions."),
        "text": need(TEXT, "The question as people read it."),
        "help": may(OPTIONAL_TEXT, "Why it matters, and what to think of when answering."),
        "choices": may({}, "What can be chosen: the text people see, under the word that answer files hold."),
        "scale": may({}, "The id of the scale it is answered on."),
        "descriptions": may(
            {},
            "What a level looks like for this question, under the level's value. Levels may be left out.",
        ),
        "not_applicable": may(
            {}, "Whether `not_applicable` is accepted as an answer; if not given, it is not."
        ),
        "effort": may(
            {},
            "The cost of one level up: a number, a list with one number per step, or `fixed` where it is "
            "not in the partners' hands. If not given, 1.",
        ),
        "short": may(
            {}, f"How lists name the question, in at most {_SHORT_LENGTH} characters; else its text."
        ),
        "only_if": may(
            maybe(ref("choice_condition")), "When to ask the question: what must have been chosen earlier."
        ),
        "source": may(maybe(ref("source")), "Where the question comes from."),
        "formerly": may(
            maybe(list_of(ID)),
            "Its ids in earlier versions of the questionnaire, where the meaning stayed.",
        ),
    },
    oneOf=[
        {"title": "Scored question", "required": ["scale"], "properties": {**_SCORED, "choices": NOTHING}},
        {
            "title": "Choice question",
            "required": ["choices"],
            "properties": {"choices": ref("choices"), **dict.fromkeys(_SCORED, NOTHING)},
        },
    ],
)


def load_questionnaire(path: str | os.PathLike[str]) -> Questionnaire:
    """Load a questionnaire file of up to 4 MiB. Raises ProblemsFound with everything that is wrong."""
    content = read_bytes(path, limit=MAX_QUESTIONNAIRE)
    file = os.fsdecode(path)
    document, *others = parse_yaml(decode(content, file), file, aliases=True)
    if isinstance(document, BrokenDocument):
        result = explain_result(document, QUESTIONNAIRE_FORMAT)
        raise ProblemsFound([result] if result else document.problems)
    if others:
        raise ProblemsFound([_say_that_one_is_enough(others[0])])
    return load(document, partial(_read_questionnaire, sha256(content).hexdigest()))


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
    fields = root.open(QUESTIONNAIRE, apart=("format",))
    known = Known(root.node)
    if "sources" in fields.meant:
        known.sources.give_up()
    if "scoring" in fields.meant:
        known.bands.give_up()
    questionnaire = Questionnaire(
        id=fields.read("id", identifier, ""),
        version=fields.read("version", version, ""),
        title=fields.read("title", text, ""),
        language=fields.read("language", language, None),
        description=fields.read("description", optional_text, None),
        sources=fields.read("sources", partial(read_citations, known), ()),
        scales=fields.read("scales", partial(read_scales, known), ()),
        sections=fields.read("sections", each(partial(_read_section, known), least=1), ()),
        dimensions=fields.read("dimensions", each(partial(read_dimension, known), least=1), ()),
        arrangements=fields.read("arrangements", each(partial(read_arrangement, known), least=1), ()),
        scoring=fields.read("scoring", partial(read_scoring, known), Scoring()),
        advice=fields.read("advice", each(partial(_read_advice, known)), ()),
        sha256=digest,
    )
    check_every_question_is_used(known)
    _check_former_names(known)
    return questionnaire


def _read_section(known: Known, field: Field) -> Section:
    fields = field.open(SECTION)
    section = Section(
        id=fields.read("id", text, ""),
        title=fields.read("title", text, ""),
        description=fields.read("description", optional_text, None),
        questions=fields.read("questions", each(partial(_read_question, known), least=1), ()),
    )
    known.sections.add(fields.value("id"), section)
    return section


def _read_question(known: Known, field: Field) -> Question:
    fields = field.open(QUESTION)
    question = field.read(lambda _: _read_answerable(known, fields), None)
    known.questions.add(fields.value("id"), question)
    if question is None:
        raise Refused(None)
    return question


def _read_answerable(known: Known, fields: Fields) -> Question:
    """Read what a question is answered with, and the rest of it. Refused if it cannot be answered."""
    if fields.one_of(("choices", "scale")) == "choices":
        return _read_choice_question(known, fields)
    return _read_scored_question(known, fields)


def _read_choice_question(known: Known, fields: Fields) -> ChoiceQuestion:
    fields.forbid(_ONLY_SCORED, "makes no sense on a question with choices", "remove it")
    return ChoiceQuestion(
        id=fields.read("id", text, ""),
        text=fields.read("text", text, ""),
        help=fields.read("help", optional_text, None),
        choices=fields.need("choices", read_choices),
        only_if=fields.read("only_if", ConditionReader(known, ONLY_IF).read, None),
        source=fields.read("source", partial(read_source, known), None),
        formerly=fields.read("formerly", partial(_read_former_names, known), ()),
    )


def _read_scored_question(known: Known, fields: Fields) -> ScoredQuestion:
    scale = fields.read("scale", known.scales.refer, None)
    levels = scale.levels if scale else ()
    steps = len(levels) - 1
    question = ScoredQuestion(
        id=fields.read("id", text, ""),
        text=fields.read("text", text, ""),
        help=fields.read("help", optional_text, None),
        scale=scale.id if scale else "",
        levels=fields.read("descriptions", partial(read_descriptions, levels), levels) if scale else (),
        not_applicable=fields.read("not_applicable", flag, False),
        effort=fields.read("effort", partial(read_effort, steps), (Fraction(1),) * steps) if scale else None,
        only_if=fields.read("only_if", ConditionReader(known, ONLY_IF).read, None),
        source=fields.read("source", partial(read_source, known), None),
        short=fields.read("short", _read_short, None),
        formerly=fields.read("formerly", partial(_read_former_names, known), ()),
    )
    if not scale:
        raise Refused(None)
    return question


def _read_former_names(known: Known, field: Field) -> tuple[str, ...]:
    names = each(identifier)(field)
    for item in field.items():
        name = str(item.node).strip()
        first = known.former.setdefault(name, item)
        if first is not item:
            item.report(f"`{shorten(name)}` is said of two questions", "let one answer go to one question")
    return names


def _check_former_names(known: Known) -> None:
    for name, place in known.former.items():
        if known.questions.has(name):
            place.report(f"`{shorten(name)}` is what a question is called now", "take it out here")


def _read_advice(known: Known, field: Field) -> Advice:
    fields = field.open(ADVICE)
    every = tuple(arrangement.id for arrangement in known.arrangements.things())
    advice = Advice(
        id=fields.read("id", text, ""),
        arrangements=fields.read("arrangements", each(partial(_read_arrangement_id, known), least=1), every),
        audience=fields.read("audience", word(*Audience), Audience.PARTNERS),
        when=fields.need("when", ConditionReader(known, WHEN).read),
        do=fields.read("do", _read_do, None),
        say=fields.read("say", text, ""),
        source=fields.read("source", partial(read_source, known), None),
    )
    known.advice.add(fields.value("id"), advice)
    return advice


def _read_short(field: Field) -> str | None:
    short = optional_text(field)
    if short and len(short) > _SHORT_LENGTH:
        raise field.refused(
            f"this is longer than {_SHORT_LENGTH} characters", "say in a few words what it is about"
        )
    return short


def _read_do(field: Field) -> str | None:
    do = optional_text(field)
    if do and len(do.split()) > _DO_WORDS:
        raise field.refused(f"this has more than {_DO_WORDS} words", "keep the rest for `say`")
    return do


def _read_arrangement_id(known: Known, field: Field) -> str:
    return known.arrangements.refer(field).id
