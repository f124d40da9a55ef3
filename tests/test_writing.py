"""How answer files are written: what is written is what is read again."""

import datetime
import re
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments import factor, question, questionnaire, scale
from partnerassess.files.reading import UNSAFE_CHARACTER, tidy
from partnerassess.loading.answers import MAX_NAME, load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Level,
    Question,
    Questionnaire,
    ScoredQuestion,
    Section,
    Silence,
)
from partnerassess.parsing.nodes import Document
from partnerassess.writing import format_answers, format_template

EXAMPLES = Path(__file__).parent / "examples" / "questionnaires"
SHED = load_questionnaire(EXAMPLES / "every-condition.yaml")
AWKWARD_WORDS = (
    "yes",
    "No",
    "on",
    "null",
    "~",
    "3",
    "1e3",
    "0x1F",
    "1:30",
    "2017-05-12",
    "a: b",
    "- a",
    "#",
    "é",
)
AWKWARD_VALUES = (-2, Fraction(-1, 2), 0, Fraction(1, 10), Fraction(5, 2), 10**9, 10**20)


def _awkward_questionnaire() -> Questionnaire:
    """A questionnaire whose ids, choices and levels look like something else in YAML."""
    scored = [question(name, scale(AWKWARD_VALUES)) for name in ("yes", "null", "q-1", "y")]
    asked = questionnaire([factor(f"F-{each.id}", "context", {each: 1}) for each in scored])
    choosing = ChoiceQuestion(
        id="on", text="Which?", choices=tuple(Choice(id=word, text=f"It is {word}") for word in AWKWARD_WORDS)
    )
    section = Section(id="choice", title="Choice", questions=(choosing,))
    return Questionnaire(
        id="no", version="1e3", title="Awkward", scales=asked.scales, sections=(*asked.sections, section),
        dimensions=asked.dimensions, arrangements=asked.arrangements,
    )  # fmt: skip


AWKWARD = _awkward_questionnaire()


def _tidied(text: str) -> str:
    return tidy(re.sub(UNSAFE_CHARACTER, "", text)).strip()


def _is_kept(text: str) -> bool:
    return text != "" and text == tidy(text).strip() and not re.search(UNSAFE_CHARACTER, text)


# Tidied first, so that few are filtered out: a text that is kept is tidied to itself.
texts = st.text(min_size=1).map(_tidied).filter(_is_kept)
names = texts.filter(lambda text: len(text) <= MAX_NAME)


def _given_to(asked: Question) -> st.SearchStrategy[Level | Choice | Silence | None]:
    silences: list[Silence | None] = [None, Silence.UNKNOWN, Silence.DECLINED]
    if isinstance(asked, ChoiceQuestion):
        return st.sampled_from((*asked.choices, *silences))
    if asked.not_applicable:
        silences.append(Silence.NOT_APPLICABLE)
    return st.sampled_from((*asked.levels, *silences))


@st.composite
def _answers(draw: st.DrawFn, asked: Questionnaire) -> Answers:
    found = {
        each.id: Answer(given=draw(_given_to(each)), note=draw(st.none() | texts))
        for each in asked.questions.values()
    }
    optional = st.none() | names
    return Answers(
        questionnaire=asked.id,
        version=draw(texts),
        partnership=draw(optional),
        organisation=draw(optional),
        respondent=draw(optional),
        date=draw(st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2026, 1, 1))),
        answers=MappingProxyType({name: answer for name, answer in found.items() if answer != Answer()}),
        file="answers.yaml",
    )


def _loaded(text: str, asked: Questionnaire) -> Answers:
    (document,) = read_answer_documents("answers.yaml", content=text.encode())
    assert isinstance(document, Document)
    return load_answers(document, asked)


@given(st.data(), st.sampled_from((SHED, AWKWARD)))
def test_what_is_written_is_what_is_read_again(data: st.DataObject, asked: Questionnaire) -> None:
    answers = data.draw(_answers(asked))
    assert _loaded(format_answers(asked, answers), asked) == answers


@given(_answers(SHED))
def test_the_same_answers_are_always_written_in_the_same_way(answers: Answers) -> None:
    text = format_answers(SHED, answers)
    shuffled = MappingProxyType(dict(reversed(list(answers.answers.items()))))
    again = Answers(
        questionnaire=SHED.id, version=answers.version, partnership=answers.partnership, date=answers.date,
        organisation=answers.organisation, respondent=answers.respondent, answers=shuffled,
    )  # fmt: skip
    assert format_answers(SHED, again) == text
    assert format_answers(SHED, _loaded(text, SHED)) == text


@given(_answers(SHED))
def test_every_answer_has_one_line_of_its_own(answers: Answers) -> None:
    head, _, rest = format_answers(SHED, answers).partition("\nanswers:\n")
    assert len(rest.splitlines()) == len(answers.answers)
    assert all(line.startswith("  ") for line in rest.splitlines())
    assert "\n  " not in head


def test_an_answer_file_reads_like_this() -> None:
    asked_by = SHED.questions["asked-by"]
    neighbours = SHED.questions["neighbours"]
    assert isinstance(asked_by, ChoiceQuestion)
    assert isinstance(neighbours, ScoredQuestion)
    answers = Answers(
        questionnaire=SHED.id,
        version="0.8",
        partnership='Spade & "Fork"',
        date=datetime.date(2017, 5, 12),
        answers=MappingProxyType(
            {
                "rota": Answer(given=Silence.NOT_APPLICABLE, note="Nobody\nworks there"),
                "keys": Answer(note="Ask Jo"),
                "permission": Answer(given=Silence.UNKNOWN),
                "neighbours": Answer(given=neighbours.levels[2], note="Minuted in May: yes"),
                "asked-by": Answer(given=asked_by.choices[2]),
            }
        ),
    )
    assert format_answers(SHED, answers) == (
        """\
# yaml-language-server: $schema=partnerassess-answers.schema.json
format: partnerassess-answers/1
questionnaire: every-condition
version: "0.8"
partnership: "Spade & \\"Fork\\""
date: "2017-05-12"
answers:
  asked-by: "3"
  neighbours: {answer: 2, note: "Minuted in May: yes"}
  keys: {note: "Ask Jo"}
  rota: {answer: not_applicable, note: "Nobody\\nworks there"}
  permission: unknown
"""
    )


def test_answers_without_a_version_get_that_of_the_questionnaire() -> None:
    assert 'version: "0.9"' in format_answers(SHED, Answers(questionnaire=SHED.id))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_blank_template_loads_as_no_answers(path: Path) -> None:
    asked = load_questionnaire(path)
    template = format_template(asked)
    loaded = _loaded(template, asked)
    assert loaded == Answers(questionnaire=asked.id, version=asked.version, file="answers.yaml")
    assert all(f"\n  {name}:\n" in template for name in asked.questions)


@given(_answers(AWKWARD))
def test_a_template_filled_in_by_hand_loads_as_those_answers(answers: Answers) -> None:
    template = format_template(AWKWARD)
    for line in format_answers(AWKWARD, answers).partition("answers:\n")[2].splitlines():
        key = line.partition(": ")[0]
        template = template.replace(f"\n{key}:\n", f"\n{line}\n")
    assert _loaded(template, AWKWARD).answers == answers.answers


def test_a_template_says_what_can_be_answered() -> None:
    template = format_template(SHED)
    assert (
        """
  # 3. Is there a shed already?
  # (Only if asked-by is societies or (council-reason is money and it is not so that asked-by is
  #   3).)
  #   "yes": There is
  #   "no": There is not
  shed-exists:

  # == Readiness ==

  # 4. How well do the societies get on?
  #   0: Not at all. They do not speak.
  #   1: A little. A start has been made.
  #   2: Fully. They hold their summer fair together.
  neighbours:
"""
        in template
    )
    assert max(map(len, template.splitlines())) <= 100
