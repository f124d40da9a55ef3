"""Small words of reports: answers, counts, lists, dates, sources, numbers."""

import datetime

import pytest

from builders import STARTED_BY, STUDY
from instruments import answers, factor, questionnaire
from partnerassess.model import Answer, Silence, Source
from partnerassess.report.words import (
    as_sentence,
    format_answer,
    format_count,
    format_date,
    format_known,
    format_list,
    format_ordinal,
    format_source,
)
from partnerassess.scoring import score


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "not answered yet"),
        (Answer(note="Later."), "not answered yet"),
        (Answer(given=Silence.UNKNOWN), "not known"),
        (Answer(given=Silence.DECLINED), "would rather not say"),
        (Answer(given=Silence.NOT_APPLICABLE), "does not apply"),
        (Answer(given=STARTED_BY.choices[1]), "An outside body"),
    ],
)
def test_every_answer_has_its_words(given: Answer | None, words: str) -> None:
    assert format_answer(given) == words


def test_small_words_are_put_together() -> None:
    assert format_count(1, "answer") == "1 answer"
    assert format_count(0, "answer") == "0 answers"
    assert [format_list(["a", "b", "c"][:number]) for number in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [format_ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st"]
    )
    assert format_date(datetime.date(2024, 3, 5)) == "5 March 2024"
    assert format_source(STUDY) == "Table 2 (study-2017)"
    assert format_source(Source(ref="x")) == "x"
    assert [as_sentence(text) for text in ("a", "a.", "a?")] == ["a.", "a.", "a?"]


def test_a_number_says_how_far_it_is_known() -> None:
    asked = questionnaire([factor("A", "context"), factor("B", "enablers")])
    parts = score(asked, answers(asked, {"q-A": 3})).arrangements[0].dimensions
    assert [format_known(part.range, asked.scoring) for part in parts if part.range] == [
        "75.0",
        "0.0 to 100.0; too few answers for one figure",
    ]
