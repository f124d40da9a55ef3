"""Documents → answers to a questionnaire, or every problem at once."""

import datetime
import os
from collections.abc import Callable, Iterable
from functools import partial
from types import MappingProxyType

from partnerassess.dates import find_iso_date, is_likely, is_no_day
from partnerassess.loading.fields import ID, Field, Fields, Refused, load, report_glued
from partnerassess.loading.formats import ANSWERS_FORMAT, check_format, explain_result
from partnerassess.loading.parts import Part, compose, may
from partnerassess.loading.values import (
    EXACT_ID,
    NOTHING,
    OPTIONAL_TEXT,
    Kind,
    Schema,
    by_hand,
    find_number,
    format_name,
    named,
    optional_text,
    ref,
    version,
)
from partnerassess.loading.wording import (
    describe,
    find_curly_quotes,
    find_similar,
    format_decimal,
    join_words,
    shorten,
    suggest,
)
from partnerassess.model import (
    Answer,
    Answers,
    ChoiceQuestion,
    Given,
    Question,
    Questionnaire,
    ScoredQuestion,
    Silence,
)
from partnerassess.parsing.documents import read_documents
from partnerassess.parsing.nodes import NULLS_BY_HAND, BrokenDocument, Document, Mapping, Node
from partnerassess.problems import MOST_ALIKE, Problem, ProblemsFound, place_of

_SILENCES = {silence.value: silence for silence in Silence}
_DIGITS = frozenset("0123456789")
_MOST_NAMED = 20
"""So many answers to a question are named where another one stands."""
MAX_NAME = 200
"""The most characters of a partnership, an organisation or a respondent."""
NAMES = ("partnership", "organisation", "respondent", "round", "programme")
"""What says whose answers these are."""
_GIVEN = {
    "description": "A level's value, a choice, or why there is none.",
    "anyOf": [{"enum": list(_SILENCES)}, {"type": ["string", "number"]}],
}
_WORDS = "A level's value, a choice, or `unknown`, `declined` or `not_applicable`"


def _read_name(field: Field) -> str | None:
    name = optional_text(field)
    if name and len(name) > MAX_NAME:
        raise field.refused(f"a name of more than {MAX_NAME} characters", "shorten it; a note may be longer")
    return name


_NAME = Kind({"type": ["string", "number", "null"], "maxLength": MAX_NAME}, _read_name)


def _read_version(field: Field) -> str | None:
    return version(field) if optional_text(field) else None


def _read_date(field: Field) -> datetime.date | None:
    said = optional_text(field)
    if said is None:
        return None
    date = find_iso_date(said)
    if date is None and is_no_day(said):
        raise field.refused(f"there is no such day as `{said}`", "check the day and the month")
    if date is None:
        raise field.expected("a date", "write it as year-month-day, like 2017-05-12")
    if not is_likely(date):
        raise field.refused(f"`{said}` cannot be meant", "a date lies between 1900 and a year from now")
    return date


ANSWER = Part(
    Answer,
    "An answer, and what to know about it.",
    {
        "answer": may(by_hand({"anyOf": [_GIVEN, NOTHING]}), f"{_WORDS}."),
        "note": may(OPTIONAL_TEXT, "Why this is the answer, and where it can be seen."),
    },
    title="Answer with a note",
)

ANSWERS = Part(
    Answers,
    "One view of one partnership. `partnerassess check FILE` also checks the answers against the "
    "questionnaire they belong to.",
    {
        "format": may(
            format_name(ANSWERS_FORMAT, optional=True),
            f"What kind of file this is: always `{ANSWERS_FORMAT}`. May be left out.",
        ),
        "questionnaire": may(
            Kind({"type": ["string", "null"], "pattern": rf"^\s*({ID.pattern}\s*)?$"}, optional_text),
            "The id of the questionnaire that is answered, such as `nhs-partnering`.",
        ),
        "version": may(
            OPTIONAL_TEXT.by(_read_version), "The version of the questionnaire that was answered."
        ),
        "partnership": may(_NAME, "The name of the partnership, such as `Riverside and Valley High`."),
        "organisation": may(_NAME, "The organisation whose view this is."),
        "respondent": may(
            _NAME, "Who answered: a role is enough. Left out, this is the organisation's view."
        ),
        "date": may(
            Kind(
                {
                    "type": ["string", "null"],
                    "pattern": r"^\s*([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\s*)?$",
                },
                _read_date,
            ),
            "The day of the answers as year-month-day, such as 2017-05-12.",
        ),
        "round": may(
            _NAME, "The point in time: views of one partnership with the same round belong together."
        ),
        "programme": may(_NAME, "What to group and filter by."),
        "answers": may(
            by_hand({"anyOf": [named(ref("answer"), names=EXACT_ID.schema), NOTHING]}),
            "The answers, by question id.",
        ),
    },
    title="partnerassess answers",
)
_APART = ("format", "version", "answers")
DEFINITIONS: dict[str, Schema] = {
    "answer": {
        "title": "Answer",
        "description": f"{_WORDS}; or {{answer: …, note: …}}. Nothing: not answered yet.",
        "anyOf": [_GIVEN, {"type": "null"}, ANSWER.schema()],
    }
}
"""What the schema says about a single answer."""

SILENT_WORDS = {
    Silence.UNKNOWN: (
        "don't know", "dont know", "do not know", "don't know yet", "i don't know", "i do not know",
        "not sure", "unsure", "i'm not sure", "unknown", "not known", "no idea", "dk", "d/k", "?", "??",
        "can't say", "cannot say",
        "don't know / not sure", "don't know/not sure", "not sure / don't know", "not sure/don't know",
    ),
    Silence.DECLINED: (
        "prefer not to say", "prefer not to answer", "i prefer not to say", "i'd prefer not to say",
        "i'd rather not say", "would rather not say", "rather not say", "declined", "no comment",
    ),
    Silence.NOT_APPLICABLE: (
        "not applicable", "n/a", "na", "n.a", "not_applicable", "not-applicable", "does not apply",
        "doesn't apply", "not applicable (n/a)", "n/a (not applicable)",
    ),
}  # fmt: skip
"""What people say for `unknown`, `declined` and `not_applicable`; in files only these count."""
_MEANT = {word: silence for silence, words in SILENT_WORDS.items() for word in words}
_MEANT |= dict.fromkeys(("n/k", "???"), Silence.UNKNOWN)
_MEANT |= {"no answer": Silence.DECLINED, "refused": Silence.DECLINED, "not relevant": Silence.NOT_APPLICABLE}
"""Those, and what may be meant so."""


def read_answer_documents(
    path: str | os.PathLike[str], *, content: bytes | None = None
) -> tuple[Document | BrokenDocument, ...]:
    """Read every document of a file of answers, broken ones included, as `read_documents` does.

    Raises ProblemsFound when there is no reading it, and when it holds nothing but results.
    """
    documents = read_documents(path, content=content)
    results = [explain_result(document, ANSWERS_FORMAT) for document in documents]
    if results[0] and all(results):
        raise ProblemsFound([results[0]])
    return documents


def find_questionnaire_name(document: Document) -> str | None:
    """Give what the file itself says under `questionnaire`; null if it says nothing usable.

    Raises ProblemsFound if the file is, or says that it is, something else than answers.
    """
    return load(document, _read_own_name) or None


def _read_own_name(root: Field) -> str:
    check_format(root, ANSWERS_FORMAT, required=False)
    name = root.value("questionnaire")
    if find_curly_quotes(name.node):
        raise name.refused(f"there is no questionnaire {describe(name.node)}")
    return name.node.strip() if isinstance(name.node, str) else ""


def load_answers(
    document: Document, questionnaire: Questionnaire, *, ignore_unrecognised: bool = False
) -> Answers:
    """Load one document as answers to a questionnaire.

    With `ignore_unrecognised`, answers that no question asks for are listed instead of refused. Raises
    ProblemsFound with everything that is wrong with the document. Another version of the questionnaire is no
    problem here.
    """
    return load(document, _AnswersReader(questionnaire, ignore_unrecognised).read)


def explain_broken(
    document: BrokenDocument,
    find_questionnaire: Callable[[Document], Questionnaire],
    *,
    ignore_unrecognised: bool = False,
) -> tuple[Problem, ...]:
    """Say everything that is wrong with a broken document, in its order.

    That is what broke it, and what is wrong with the answers in the part of it that was read. A document that
    says that it is a result has only this one problem. `find_questionnaire` gives the questionnaire that a
    document answers; if that raises ProblemsFound, nothing is said about the answers.
    """
    result = explain_result(document, ANSWERS_FORMAT)
    if result or document.read is None:
        return (result,) if result else document.problems
    try:
        questionnaire = find_questionnaire(document.read)
    except ProblemsFound:
        return document.problems
    try:
        load_answers(document.read, questionnaire, ignore_unrecognised=ignore_unrecognised)
    except ProblemsFound as found:
        places = {place_of(problem) for problem in document.problems}
        others = (problem for problem in found.problems if place_of(problem) not in places)
        return tuple(sorted((*document.problems, *others), key=place_of))
    return document.problems


class _AnswersReader:
    """Reads the answers to one questionnaire."""

    def __init__(self, questionnaire: Questionnaire, ignore_unrecognised: bool) -> None:
        self._questionnaire = questionnaire
        self._ignore_unrecognised = ignore_unrecognised
        self._unrecognised: list[str] = []
        self._renamed: dict[str, str] = {}

    def read(self, root: Field) -> Answers:
        check_format(root, ANSWERS_FORMAT, required=False)
        name = root.value("questionnaire")
        said = optional_text(name) if isinstance(name.node, str) else None
        if said and said != self._questionnaire.id:
            # Nothing more can be said about answers to something else.
            raise name.refused(
                f"these are answers to `{shorten(said)}`, not to `{self._questionnaire.id}`",
                "choose the questionnaire they belong to",
            )
        misplaced = self._find_misplaced(root)
        fields = ANSWERS.open(root, apart=misplaced)
        version = fields.read("version", _read_version, None)
        if version not in (None, self._questionnaire.version):
            # What another version asked cannot be known here: it is listed instead of refused.
            self._ignore_unrecognised = True
        answers = fields.read("answers", self._read_answers, MappingProxyType({}))
        _warn_of_dropped(fields, NAMES)
        if self._renamed:
            pairs = (f"{old} is {new} now" for old, new in self._renamed.items())
            root.findings.warnings.append(f"Some questions have another name than then: {', '.join(pairs)}.")
        values = ANSWERS.values(fields, apart=_APART)
        values["questionnaire"] = said or self._questionnaire.id
        return Answers(
            **values,
            version=version,
            answers=answers,
            file=root.file,
            unrecognised=tuple(self._unrecognised),
            warnings=tuple(root.findings.warnings),
        )

    def _find_misplaced(self, root: Field) -> list[str]:
        """Note, once, the questions that stand beside `answers` instead of below, and give them."""
        names = root.named("named values")
        misplaced = [
            name for name in names if name in self._questionnaire.questions and name not in ANSWERS.keys
        ]
        if misplaced:
            first, others = misplaced[0], len(misplaced) - 1
            said = f"and {others} more here are questions" if others else "is a question"
            where = "`answers:`" if "answers" in names else "a line `answers:`"
            root.key(first).report(
                f"`{first}` {said}", f"indent {'them' if others else 'it'} below {where}, with spaces"
            )
        return misplaced

    def _read_answers(self, field: Field) -> MappingProxyType[str, Answer]:
        """Read the answers, into the order of the questionnaire; those that say nothing are left out.

        An answer under a question's former name counts for it, unless the file answers the question itself.
        """
        questions = self._questionnaire.questions
        former = {old: name for name, question in questions.items() for old in question.formerly}
        found: dict[str, Answer] = {}
        for name in sorted(field.named("answers"), key=lambda name: name not in questions):
            now = name if name in questions else former.get(name)
            if now is None or now in found:
                self._note_unrecognised(field.key(name))
                continue
            if now != name:
                self._renamed[name] = now
            answer = _read_answer(questions[now], field.value(name))
            if answer.given or answer.note:
                found[now] = answer
        return MappingProxyType({name: found[name] for name in questions if name in found})

    def _note_unrecognised(self, key: Field) -> None:
        name = str(key.node)
        self._unrecognised.append(name)
        if self._ignore_unrecognised or report_glued(key, self._questionnaire.questions):
            return
        # Guesses take time, and the later problems are only counted.
        is_listed = len(self._unrecognised) <= MOST_ALIKE
        guess = find_similar(name, self._questionnaire.questions) if is_listed else None
        key.report(f"there is no question `{shorten(name)}`", suggest(guess))


def _read_answer(question: Question, field: Field) -> Answer:
    """Read an answer with or without a note; one that is refused is noted and says nothing."""
    read_given = partial(_read_given, question)
    if not isinstance(field.node, Mapping):
        return Answer(given=None if field.node is None else field.read(read_given, None))
    fields = ANSWER.open(field)
    _warn_of_dropped(fields, ("note",))
    return Answer(
        given=fields.read("answer", read_given, None), note=fields.read("note", optional_text, None)
    )


def _read_given(question: Question, field: Field) -> Given | None:
    """Read a level's value, a choice or a word such as `unknown`; a blank text says nothing.

    Raises Refused for anything else.
    """
    given = _find_given(question, field.node)
    if given is None:
        if isinstance(field.node, str) and not field.node.strip():
            return None
        raise _refused(question, field)
    return given


def _find_given(question: Question, node: Node) -> Given | None:
    """Give what a value says as an answer to the question; null if the question does not accept it."""
    if not isinstance(node, str):
        return None
    said = node.strip()
    if said in _SILENCES:
        silence = _SILENCES[said]
        return silence if silence in question.silences else None
    if isinstance(question, ChoiceQuestion):
        return next((choice for choice in question.choices if choice.id == said), None)
    value = int(said) if said in _DIGITS else find_number(said)
    return next((level for level in question.levels if level.value == value), None)


def _refused(question: Question, field: Field) -> Refused:
    """Say why a value is no answer to the question, to be raised."""
    said = field.node.strip() if isinstance(field.node, str) else ""
    words = _words(question)
    hint = _say_what_to_answer(question)
    labels = {label.casefold(): word for word, label in words.items() if label}
    if not said:
        return field.expected("an answer", hint)
    meant = find_silence(said)
    if meant and meant not in question.silences:
        return field.refused(f"`{shorten(said)}` is not accepted here", "use `unknown` if nobody can tell")
    if said.casefold() in labels:
        return field.refused(f"`{shorten(said)}` says it in words", f"write `{labels[said.casefold()]}`")
    if meant:
        return field.refused(f"`{shorten(said)}` is not an answer to this question", suggest(meant.value))
    if isinstance(question, ScoredQuestion) and find_number(said) is not None:
        return field.refused(f"{shorten(said)} is not on the scale of this question", hint)
    first, _, rest = said.partition(" ")
    if any(letter.isalpha() for letter in rest) and first in words:
        note = f"to add a note, write `{{answer: {first}, note: …}}`"
        return field.refused(f"`{shorten(said)}` is more than an answer", note)
    guess = find_similar(said, [word for word in words if find_number(word) is None])
    return field.refused(f"`{shorten(said)}` is not an answer to this question", suggest(guess) or hint)


def _say_what_to_answer(question: Question) -> str:
    """Say what a question accepts: `answer 0, 1 or 2, or unknown or declined`."""
    known = [shorten(word) for word, label in _words(question).items() if label]
    many = f"one of {len(known):,}, such as {', '.join(known[:3])}"
    scored = join_words(known) if len(known) <= _MOST_NAMED else many
    return f"answer {scored}, or {join_words(silence.value for silence in question.silences)}"


def _words(question: Question) -> dict[str, str]:
    """Give every word that can be written as an answer, with the label people see; empty for none."""
    if isinstance(question, ChoiceQuestion):
        words = {choice.id: choice.text for choice in question.choices}
    else:
        words = {format_decimal(level.value): level.label for level in question.levels}
    return words | {silence.value: "" for silence in question.silences}


def find_silence(said: str) -> Silence | None:
    """Give the word of ours that somebody meant who said so in other words, such as `Don't know`."""
    words = " ".join(said.casefold().replace("’", "'").replace("_", " ").replace("-", " ").split())
    return _MEANT.get(words.strip(" .!"))


def _warn_of_dropped(fields: Fields, keys: Iterable[str]) -> None:
    """Warn about names and notes that YAML reads as less than is written."""
    for key in keys:
        field = fields.value(key)
        dropped = field.dropped if field else None
        if field is None or dropped is None:
            continue
        if dropped in NULLS_BY_HAND:
            if key != "note" or dropped != "~":
                field.warn(f"`{dropped}` is read as nothing; if it is a name, put it in quotes.")
        else:
            field.warn(f"`{shorten(dropped)}` is taken for a comment and left out; put the text in quotes.")


def answers_schema() -> Schema:
    """Give the JSON Schema of answers."""
    return compose(ANSWERS, (), DEFINITIONS)
