"""The recogniser: what it takes, the strict reader takes too and finds the same in it."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mutations import made_up, mutated
from partnerassess.batch import choose_questionnaire
from partnerassess.canonical import Recogniser, Said
from partnerassess.compiled import Tables, compile_questionnaire
from partnerassess.files import decode
from partnerassess.loading import load_answers
from partnerassess.model import Choice, ChoiceQuestion, Questionnaire
from partnerassess.parsing.nodes import Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import ProblemsFound
from partnerassess.writing import format_answers, format_template
from profiles import many

MUTANTS = many(100_000)


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    loaded = choose_questionnaire("nhs-partnering")
    odd = ChoiceQuestion(
        id="null", text="Odd?", choices=(Choice(id="a: b", text="A"), Choice(id="no", text="No"))
    )
    first, *others = loaded.sections
    # Names that YAML readers stumble over, as somebody's own questionnaire may have them.
    return replace(loaded, sections=(replace(first, questions=(odd, *first.questions)), *others))


@pytest.fixture(scope="module")
def tables(shipped: Questionnaire) -> Tables:
    return compile_questionnaire(shipped)


@pytest.fixture(scope="module")
def recogniser(tables: Tables) -> Recogniser:
    return Recogniser(tables)


def strictly(content: bytes, tables: Tables) -> Said | None:
    """What the strict reader finds in the one document of a file; null if it finds a problem."""
    try:
        (document,) = parse_yaml(decode(content, "f"), "f", aliases=False)
        if not isinstance(document, Document):
            return None
        found = load_answers(document, tables.questionnaire)
    except (ProblemsFound, ValueError):
        return None
    date = found.date.isoformat() if found.date else None
    total = tables.add_up(found.answers)
    return Said(found.partnership, found.organisation, found.respondent, date, total)


def filled(template: str, chance: random.Random) -> str:
    """A template as somebody fills it in by hand."""
    lines = template.splitlines()
    for place, line in enumerate(lines):
        if line.startswith("  ") and line.endswith(":") and "#" not in line and chance.random() < 0.7:
            lines[place] = f"{line} {chance.choice(['0', '1', '3', '4', 'unknown', 'voluntary'])}"
    return "\n".join([*lines, ""])


def sources(asked: Questionnaire, chance: random.Random) -> Iterator[bytes]:
    template = format_template(asked)
    while True:
        for _ in range(9):
            yield format_answers(asked, made_up(asked, chance)).encode()
        yield filled(template, chance).encode()


def test_mutated_files_that_are_recognised_say_the_same_to_the_strict_reader(
    shipped: Questionnaire, tables: Tables, recogniser: Recogniser
) -> None:
    chance = random.Random(1)  # noqa: S311 made-up data, no secret
    every = sources(shipped, chance)
    source, recognised = b"", 0
    for number in range(MUTANTS):
        if number % 20 == 0:
            source = next(every)
        content = mutated(source, chance)
        said = recogniser.recognise(content)
        if said is not None:
            recognised += 1
            assert said == strictly(content, tables), content.decode(errors="replace")
    # Enough of them are still in the form for the comparison to mean something.
    assert recognised > MUTANTS / 20


def test_what_we_write_is_recognised(shipped: Questionnaire, tables: Tables, recogniser: Recogniser) -> None:
    chance = random.Random(2)  # noqa: S311 made-up data, no secret
    quoted = 0
    for _ in range(200):
        content = format_answers(shipped, made_up(shipped, chance)).encode()
        said = recogniser.recognise(content)
        # Notes with quotation marks inside, or blank ones, are left to the strict reader.
        left = b'\\"' in content or b'note: " "' in content
        quoted += left
        assert left or said == strictly(content, tables)
        assert left or said is not None
    assert quoted < 200


def test_a_blank_template_and_one_filled_in_by_hand_are_recognised(
    shipped: Questionnaire, tables: Tables, recogniser: Recogniser
) -> None:
    template = format_template(shipped)
    blank = recogniser.recognise(template.encode())
    assert blank == Said(None, None, None, None, tables.blank)
    by_hand = template.replace("  need-identified:\n", "  need-identified: 3\n").replace(
        "partnership:\n", 'partnership: "Riverside"\n'
    )
    said = recogniser.recognise(by_hand.encode())
    assert said is not None
    assert said.partnership == "Riverside"
    assert said == strictly(by_hand.encode(), tables)


@pytest.mark.parametrize(
    "change",
    [
        ("  need-identified: 3\n", "  need-identified: 3\n  need-identified: 3\n"),
        ("  need-identified: 3\n", "  need-identified: 3\n  need-identified: 4\n"),
        ("  need-identified: 3\n", "  need-identified: 7\n"),
        ("  need-identified: 3\n", "  need-identifie: 3\n"),
        ("  need-identified: 3\n", "   need-identified: 3\n"),
        ("  need-identified: 3\n", "  need-identified: 3 \n"),
        ("  need-identified: 3\n", "  need-identified: 3"),
        ("answers:\n", "answers: {}\n"),
        ('partnership: "Ours"', 'partnership: "Ours\\u202e"'),
        ('partnership: "Ours"', 'partnership: "Ours\u202e"'),
        ('partnership: "Ours"', "partnership: Ours"),
        ('date: "2017-05-12"', 'date: "2017-02-30"'),
        ('date: "2017-05-12"', 'date: ""'),
        ("nhs-partnering", "another-one"),
        ("partnerassess-answers/1", "partnerassess-answers/2"),
    ],
)
def test_anything_else_is_left_to_the_strict_reader(change: tuple[str, str], recogniser: Recogniser) -> None:
    text = (
        'format: partnerassess-answers/1\nquestionnaire: nhs-partnering\nversion: "1.0"\n'
        'partnership: "Ours"\ndate: "2017-05-12"\nanswers:\n  need-identified: 3\n'
    )
    assert recogniser.recognise(text.encode()) is not None
    assert recogniser.recognise(text.replace(*change).encode()) is None


def test_a_question_may_come_twice_so_often_that_its_count_would_run_over(recogniser: Recogniser) -> None:
    head = 'format: partnerassess-answers/1\nquestionnaire: nhs-partnering\nversion: "1.0"\nanswers:\n'
    for times in (2, 255, 256, 65_535, 65_536, 65_537):
        assert recogniser.recognise((head + "  need-identified:\n" * times).encode()) is None
