"""Files of answers read at a glance or with care: the same comes out, whoever wrote them."""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from instruments import question
from mutations import made_up, mutated
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.loading.views import Problems, View, ViewReader
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Level,
    Questionnaire,
    Section,
    Silence,
)
from partnerassess.parsing.glance import glance_yaml
from partnerassess.writing import format_answers
from profiles import many

EXAMPLES = Path(__file__).parent / "examples" / "questionnaires"
SMALL = load_questionnaire(EXAMPLES / "every-condition.yaml")
ASKED = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
LONG = "Minuted in May by the joint board, and looked at once more by both of the executive teams in autumn."


def plain(answers: Answers) -> dict[str, object]:
    """Answers as other programs write them."""
    return {
        "questionnaire": answers.questionnaire,
        "version": answers.version,
        "partnership": answers.partnership,
        "organisation": answers.organisation,
        "date": str(answers.date) if answers.date else None,
        "answers": {name: said(answer) for name, answer in answers.answers.items()},
    }


def said(answer: Answer) -> object:
    match answer.given:
        case Level(value=value):
            given: object = int(value)
        case Choice(id=name):
            given = name
        case Silence(value=name):
            given = name
        case None:
            given = None
    return {"answer": given, "note": answer.note} if answer.note else given


def own(answers: Answers) -> str:
    return format_answers(SMALL if answers.questionnaire == SMALL.id else ASKED, answers)


def dumped(answers: Answers) -> str:
    return str(yaml.safe_dump(plain(answers), allow_unicode=True))


def by_hand(answers: Answers) -> str:
    """Comments, blank lines, few quotes, long notes in block texts below their sign."""
    lines = [f"# For {answers.organisation}", f"questionnaire: {answers.questionnaire}   # the full one", ""]
    if answers.partnership:
        lines.append(f"partnership: {json.dumps(answers.partnership, ensure_ascii=False)}")
    lines += ["", "answers:"]
    for number, (name, answer) in enumerate(answers.answers.items()):
        if number % 10 == 0:
            lines += ["", f"    # part {number // 10 + 1}"]
        value = said(answer)
        if isinstance(value, dict):
            sign = ("|", ">-", ">", "|-")[number % 4]
            lines += [f"    {name}:", f"        answer: {value['answer']}", f"        note: {sign}"]
            lines += ["            " + LONG[:50], "", "            " + str(value["note"]).strip()]
            lines += [""] * (number % 2)
        else:
            lines.append(f"    {name}: {value}")
    return "\n".join([*lines, ""])


def as_json(answers: Answers) -> str:
    return json.dumps(plain(answers), ensure_ascii=False)


STYLES = [own, dumped, by_hand]


def made(asked: Questionnaire, count: int, seed: int) -> Iterator[Answers]:
    chance = random.Random(seed)  # noqa: S311 made-up data, no secret
    for _ in range(count):
        yield made_up(asked, chance)


def test_files_of_every_writer_are_read_at_a_glance() -> None:
    texts = [STYLES[number % 3](answers) for number, answers in enumerate(made(ASKED, 300, 11))]
    careful = [number for number, text in enumerate(texts) if glance_yaml(text) is None]
    # The careful reader is left with names such as `A: b` that a program wrote on several lines.
    assert len(careful) == 0, texts[careful[0]]


def came_of(found: Iterable[View | Problems]) -> list[object]:
    """What came out of documents, however it is held."""
    return [
        (each.questionnaire, each.answers, each.document) if isinstance(each, View) else each
        for each in found
    ]


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_at_a_glance_and_with_care_the_same_comes_out_of_mutated_files(ending: str) -> None:
    chance = random.Random(5)  # noqa: S311 made-up data, no secret
    quick, careful = ViewReader(SMALL), ViewReader(SMALL, careful=True)
    styles = STYLES if ending == "yaml" else [as_json]
    sources = [style(answers).encode() for answers in made(SMALL, 60, 7) for style in styles]
    count = many(100_000 if ending == "yaml" else 40_000)
    views = 0
    for number in range(count):
        content = chance.choice(sources)
        for _ in range(number % 3):
            content = mutated(content, chance)
        found = list(quick.read(f"a.{ending}", content))
        assert came_of(found) == came_of(careful.read(f"a.{ending}", content)), content
        views += isinstance(found[0], View)
    assert count / 5 < views < count * 4 / 5


def test_lines_of_json_are_read_one_by_one() -> None:
    quick, careful = ViewReader(), ViewReader(careful=True)
    lines = [as_json(answers).encode() for answers in made(ASKED, 20, 3)]
    lines += [
        b"{",
        b'{"answers": {"trust": 9}}',
        b'{"questionnaire": "nhs-partnering", "date": "1066-10-14"}',
    ]
    for number, line in enumerate(lines, start=1):
        found = quick.read_line("a.jsonl", line, number + 100, number)
        assert came_of([found]) == came_of([careful.read_line("a.jsonl", line, number + 100, number)])
        if isinstance(found, View):
            assert found.document == number
        else:
            assert {problem.line for problem in found} == {number + 100}


def test_blank_answers_to_hundreds_of_questions_are_read() -> None:
    many_questions = tuple(replace(question("q"), id=f"q{number}") for number in range(300))
    asked = replace(ASKED, sections=(Section(id="all", title="All", questions=many_questions),))
    content = b'{"questionnaire": "nhs-partnering", "answers": {}}'
    (found,) = ViewReader(asked).read("a.json", content)
    assert isinstance(found, View)
    assert dict(found.answers.answers) == {}


def test_an_answer_that_is_none_of_thousands_does_not_name_them_all() -> None:
    choices = tuple(Choice(id=f"c{number}", text="C") for number in range(3_000))
    asked = ChoiceQuestion(id="which", text="Which?", choices=choices)
    quick = replace(ASKED, sections=(Section(id="all", title="All", questions=(asked,)),))
    (problems,) = ViewReader(quick).read("a.json", b'{"answers": {"which": "west"}}')
    assert not isinstance(problems, View)
    assert problems[0].hint == "answer one of 3,000, such as c0, c1, c2, or unknown or declined"


def test_after_a_thousand_mistakes_only_usual_lines_are_read() -> None:
    good = as_json(next(made(ASKED, 1, 3)))
    content = "{\n" * 1_200 + f"{good}\n"
    *bad, last = ViewReader().read("a.jsonl", content.encode())
    assert isinstance(last, View)
    assert last.document == 1_201
    said = [found[0].message for found in bad if not isinstance(found, View)]
    assert len(said) == 1_200
    assert said[1_000] == "not looked at closely, after mistakes in 1,000 other lines"
    assert said[999] != said[1_000]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_however_they_end(start: str, end: str) -> None:
    good = as_json(next(made(ASKED, 1, 3)))
    first, second, third = ViewReader().read("a.jsonl", f"{start}{good}{end}{end}{{{end}{good}".encode())
    assert isinstance(first, View)
    assert isinstance(third, View)
    assert (first.document, third.document) == (1, 3)
    assert not isinstance(second, View)
    assert second[0].line == 3
