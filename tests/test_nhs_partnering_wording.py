"""The words of the shipped questionnaires: our own, plain and British."""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from partnerassess.library import case_studies, invented_partnership, shipped_questionnaires
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Questionnaire, ScoredQuestion
from partnerassess.parsing.nodes import Document
from shipped import QUESTIONNAIRE

QUICK = load_questionnaire(shipped_questionnaires()["nhs-partnering-quick"])

SIX_WORDS = Path(__file__).parent / "examples" / "six-words-of-the-briefing.txt"
"""Every six words in a row of the briefing, each as the first five bytes of its SHA-256."""

HIGHEST_GRADE = 7
"""The school grade that the texts may come to on average (Flesch-Kincaid): somebody of 12 follows them."""

GONE = re.compile(
    r"\b(Monitor|NHS Improvement|NHSI|Trust Development Authority|TDA|Public Health England|PHE"
    r"|NHS Digital|NHSX"
    r"|Health Education England|HEE|primary care trusts?|PCTs?|strategic health authorit(?:y|ies)"
    r"|clinical commissioning groups?|CCGs?|sustainability and transformation \w+|STPs?"
    r"|Healthcare Commission|Care Quality Commission|CQC|Department of Health)\b"
)
"""Bodies and schemes that are gone or have another name, and those that other countries do not have."""

AMERICAN = re.compile(
    r"\b(\w+iz(?:e[sd]?|ing|ations?)|centers?|programs?|behaviors?|colors?|favors?|labors?|fulfill|enroll|skillful"
    r"|judgment|analyze[sd]?|catalog|gotten|license)\b",
    re.IGNORECASE,
)
SPELLED_SO_EVERYWHERE = {"size", "sizes", "sized", "prize", "seize", "rezoning"}


def texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Give everything that people read, with what it is."""
    yield "description", questionnaire.description or ""
    for section in questionnaire.sections:
        yield "section", f"{section.title}. {section.description or ''}"
        for question in section.questions:
            yield "question", question.text
            yield "help", question.help or ""
            if isinstance(question, ScoredQuestion):
                yield "short", question.short or ""
                yield from (("level", level.description or "") for level in question.levels)
            else:
                yield from (("choice", choice.text) for choice in question.choices)
    for arrangement in questionnaire.arrangements:
        yield "arrangement", f"{arrangement.name}. {arrangement.description or ''}"
        yield from (("advantage", advantage.text) for advantage in arrangement.advantages)
        yield from (("factor", factor.title) for factor in arrangement.factors)
    yield from (("band", band.meaning or "") for band in questionnaire.scoring.bands)
    for advice in questionnaire.advice:
        yield "do", advice.do or ""
        yield "say", advice.say


def example_texts() -> Iterator[str]:
    for path in (*case_studies(), *invented_partnership()):
        (document,) = read_answer_documents(path)
        assert isinstance(document, Document)
        yield from (answer.note or "" for answer in load_answers(document, QUESTIONNAIRE).answers.values())
        yield path.read_text(encoding="utf-8").partition("format:")[0].replace("#", " ")


EVERYTHING = [
    *(text for _, text in texts(QUESTIONNAIRE)),
    *(text for _, text in texts(QUICK)),
    *example_texts(),
]


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def syllables(word: str) -> int:
    """Count the groups of vowels, without a silent e: near enough over thousands of words."""
    word = re.sub(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Give the Flesch-Kincaid grade of a text."""
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = max(1, len(re.findall(r"[.?!:;](?:\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_no_six_words_in_a_row_are_the_briefings() -> None:
    data = b64decode(SIX_WORDS.read_text(encoding="ascii"))
    taken = {data[at : at + 5] for at in range(0, len(data), 5)}
    copied = []
    for text in EVERYTHING:
        words = words_of(text)
        for at in range(len(words) - 5):
            six = " ".join(words[at : at + 6])
            if hashlib.sha256(six.encode()).digest()[:5] in taken:
                copied.append(six)
    assert not copied


@pytest.mark.parametrize("kind", ["question", "help", "level", "choice", "factor", "advantage", "do", "say"])
def test_a_text_of_every_kind_can_be_read_at_school_on_average(kind: str) -> None:
    grades = [grade(text) for each, text in texts(QUESTIONNAIRE) if each == kind and text]
    assert mean(grades) <= HIGHEST_GRADE


def test_the_measure_tells_plain_words_from_heavy_ones() -> None:
    assert grade("They trust each other when little is at stake.") < 4
    assert (
        grade("Organisational interdependencies necessitate comprehensive infrastructural harmonisation.")
        > 20
    )


def test_questions_and_levels_are_short() -> None:
    for kind, text in texts(QUESTIONNAIRE):
        longest = {"question": 27, "level": 20, "help": 60, "say": 40, "do": 12, "factor": 11}.get(kind, 1000)
        assert len(text.split()) <= longest, text


def test_no_body_is_named_that_is_gone_or_belongs_to_one_country() -> None:
    assert not [found.group() for text in EVERYTHING if (found := GONE.search(text))]


def test_the_english_is_british() -> None:
    words = {found.lower() for text in EVERYTHING for found in AMERICAN.findall(text)}
    assert not words - SPELLED_SO_EVERYWHERE
