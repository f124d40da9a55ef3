"""Plain answers: what is taken at a glance is what the strict reader finds."""

import json
import random
from collections.abc import Callable

import pytest

from mutations import made_up, mutated
from partnerassess.batch import choose_questionnaire
from partnerassess.batch.plain import PlainReader, read_json
from partnerassess.canonical import Said
from partnerassess.compiled import Tables, compile_questionnaire
from partnerassess.files import decode
from partnerassess.loading import load_answers
from partnerassess.model import Answers, Level
from partnerassess.parsing.json import parse_json
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import ProblemsFound
from profiles import many

MUTANTS = many(3_000)

Parse = Callable[[bytes], tuple[Document | BrokenDocument, ...]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return compile_questionnaire(choose_questionnaire("nhs-partnering"))


def as_json(answers: Answers) -> bytes:
    """Answers as other programs write them."""
    given = {}
    for name, answer in answers.answers.items():
        value = answer.given
        said = (
            int(value.value)
            if isinstance(value, Level)
            else getattr(value, "id", getattr(value, "value", None))
        )
        given[name] = {"answer": said, "note": answer.note} if answer.note else said
    about = {
        "questionnaire": answers.questionnaire, "version": answers.version,
        "partnership": answers.partnership, "organisation": answers.organisation,
        "respondent": answers.respondent, "date": answers.date and answers.date.isoformat(),
    }  # fmt: skip
    return json.dumps({**about, "answers": given}, ensure_ascii=False, indent=1).encode()


def by_hand(answers: Answers) -> bytes:
    """The same in YAML as people write it: JSON's values without their quotes and brackets."""
    lines = [line.strip().rstrip(",") for line in as_json(answers).decode().splitlines()[1:-2]]
    place = next(number for number, line in enumerate(lines) if line.startswith('"answers"'))
    text = [line.replace('": ', ": ", 1).removeprefix('"') for line in lines if line not in ("}", "{")]
    return "\n".join(
        [*text[:place], "answers:", *("  " + _indented(line) for line in text[place + 1 :]), ""]
    ).encode()


def _indented(line: str) -> str:
    name, _, value = line.partition(": ")
    return (
        f"  {name}: {value}"
        if name in ("answer", "note")
        else f"{name}:{'' if value == '{' else ' ' + value}"
    )


def strictly(content: bytes, parse: Parse, tables: Tables) -> Said | None:
    try:
        documents = parse(content)
        if len(documents) > 1 or not isinstance(documents[0], Document):
            return None
        found = load_answers(documents[0], tables.questionnaire)
    except ProblemsFound:
        return None
    date = found.date.isoformat() if found.date else None
    total = tables.add_up(found.answers)
    return Said(found.partnership, found.organisation, found.respondent, date, total)


def json_strictly(content: bytes) -> tuple[Document | BrokenDocument, ...]:
    return parse_json(decode(content, "f"), "f")


def yaml_strictly(content: bytes) -> tuple[Document | BrokenDocument, ...]:
    return parse_yaml(decode(content, "f"), "f", aliases=False)


def json_at_a_glance(content: bytes) -> object:
    try:
        return read_json(content)
    except ValueError:
        return None


def yaml_at_a_glance(content: bytes) -> object:
    try:
        (document, *others) = yaml_strictly(content)
    except ProblemsFound:
        return None
    return document.root if isinstance(document, Document) and not others else None


@pytest.mark.parametrize(
    ("write", "glance", "parse"),
    [(as_json, json_at_a_glance, json_strictly), (by_hand, yaml_at_a_glance, yaml_strictly)],
    ids=["json", "yaml"],
)
def test_what_is_read_at_a_glance_is_what_the_strict_reader_finds(
    write: Callable[[Answers], bytes], glance: Callable[[bytes], object], parse: Parse, tables: Tables
) -> None:
    chance = random.Random(3)  # noqa: S311 made-up data, no secret
    reader, taken = PlainReader(tables), 0
    for number in range(MUTANTS):
        if number % 20 == 0:
            source = write(made_up(tables.questionnaire, chance))
            assert reader.read(glance(source)) is not None
        content = mutated(source, chance)
        said = reader.read(glance(content))
        if said is not None:
            taken += 1
            assert said == strictly(content, parse, tables), content.decode(errors="replace")
    assert taken > MUTANTS / 20


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": 1e3}',
        '{"a": NaN}',
        '{"a": 12345678901234567890}',
        '{"a": 1.2345678901234567}',
        "[" * 100_000,
        '{"a": "\t"}',
        "{} {}",
        "",
    ],
)
def test_json_out_of_the_ordinary_needs_a_second_look(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_json(text.encode())


@pytest.mark.parametrize(
    "root",
    [
        None,
        [],
        "text",
        {"answers": []},
        {"unknown-key": "1"},
        {"questionnaire": "another"},
        {"format": "partnerassess-answers/2"},
        {"partnership": True},
        {"partnership": "two\nlines"},
        {"partnership": "x" * 30_000},
        {"version": "“1.0”"},
        {"date": "2017-02-30"},
        {"date": ""},
        {"answers": {"no-such-question": "1"}},
        {"answers": {"need-identified": True}},
        {"answers": {"need-identified": "not_applicable"}},
        {"answers": {"need-identified": {"answer": "3", "remark": "x"}}},
        {"answers": {"need-identified": {"answer": ["3"]}}},
        {"answers": {"need-identified": {"answer": "3", "note": True}}},
    ],
    ids=repr,
)
def test_a_shape_out_of_the_ordinary_needs_a_second_look(root: object, tables: Tables) -> None:
    assert PlainReader(tables).read(root) is None


def test_blank_texts_and_answers_are_as_good_as_none(tables: Tables) -> None:
    root = {
        "partnership": " ", "organisation": "", "respondent": None,
        "answers": {
            "need-identified": None, "shared-vision": {"answer": None, "note": "later"}, "board-support": {},
        },
    }  # fmt: skip
    assert PlainReader(tables).read(root) == Said(None, None, None, None, tables.blank)
