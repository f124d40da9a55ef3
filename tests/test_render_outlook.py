"""The outlook: every report on one assessment has it, in short or in full, and with the same sentences."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from rich.console import Console

from instruments import answers, factor, questionnaire
from markup import read_page
from partnerassess.explain import Explanation, explain
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading import load_answers, load_questionnaire, read_answer_documents
from partnerassess.parsing.nodes import Document as AnswerDocument
from partnerassess.render.content import OUTLOOK
from partnerassess.render.markdown import render_markdown
from partnerassess.render.outlook import Outlook, find_outlook, outlook_sentences
from partnerassess.render.page import render_page
from partnerassess.render.terminal import render_report
from partnerassess.render.word import render_document
from partnerassess.scoring import score

LEFT_OPEN = ("initiated-by", "scale-envisaged")
"""What is not said here of the cases, so that all four arrangements are compared."""


def explained(path: Path) -> Explanation:
    questionnaire = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    (document,) = read_answer_documents(path)
    assert isinstance(document, AnswerDocument)
    loaded = load_answers(document, questionnaire)
    compared = {name: answer for name, answer in loaded.answers.items() if name not in LEFT_OPEN}
    return explain(score(questionnaire, replace(loaded, answers=compared)))


def found(explanation: Explanation, *, full: bool = True) -> Outlook:
    outlook = find_outlook(explanation.assessment, full=full)
    assert outlook is not None
    return outlook


def printed(explanation: Explanation, outlook: Outlook | None, *, full: bool = True) -> str:
    text = io.StringIO()
    console = Console(file=text, width=100, markup=False, emoji=False, highlight=False)
    console.print(render_report(explanation, width=100, full=full, outlook=outlook))
    return " ".join(text.getvalue().split())


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
def test_every_sentence_of_the_outlook_is_in_every_full_report(path: Path) -> None:
    explanation = explained(path)
    outlook = found(explanation)
    assert outlook.in_full == tuple(outlook_sentences(explanation.assessment))
    assert "of 2,401 draws of weights and open answers" in outlook.drawn[0]
    assert outlook.drawn[-1].endswith(" The draws are the same every time: they start at number 1.")
    assert not any("seed" in sentence for sentence in outlook.in_full)
    assert any("find out first" in sentence for sentence in outlook.find_out)
    page = read_page(render_page([explanation.assessment])).text()
    document = Document(io.BytesIO(render_document([explanation.assessment])))
    word = " ".join(paragraph.text for paragraph in document.paragraphs)
    markdown = " ".join(render_markdown(explanation, full=True, outlook=outlook).split())
    terminal = printed(explanation, outlook)
    for sentence in outlook.in_full:
        assert all(sentence in report for report in (terminal, markdown.replace("\\", ""), page, word))
    assert all(OUTLOOK in report for report in (terminal, markdown, page, word))


@pytest.mark.parametrize("path", case_studies()[:2], ids=lambda path: path.stem)
def test_a_short_report_has_a_line_of_each_kind(path: Path) -> None:
    explanation = explained(path)
    outlook, full = found(explanation, full=False), found(explanation)
    lines = (outlook.drawn[0], outlook.find_out[0])
    assert lines == (full.drawn[0], full.find_out[0])
    terminal = printed(explanation, outlook, full=False)
    markdown = render_markdown(explanation, outlook=outlook)
    for line in lines:
        assert terminal.count(line) == 1
        assert markdown.count(line) == 1
    # What settles something is said instead of what only moves the number.
    assert "First to find out:" not in terminal.partition("The partnering map")[0]
    assert all(OUTLOOK not in report for report in (terminal, markdown))


def test_without_an_outlook_a_report_says_nothing_of_it() -> None:
    explanation = explained(case_studies()[0])
    assert OUTLOOK not in printed(explanation, None)
    assert "draws" not in render_markdown(explanation)


def test_too_few_answers_and_one_arrangement_alone_have_little_to_say() -> None:
    pair = questionnaire(
        [factor("c", "context"), factor("e", "enablers")], [factor("d", "context"), factor("f", "enablers")]
    )
    assert find_outlook(score(pair, answers(pair, {}))) is None
    assert "draws" not in render_page([score(pair, answers(pair, {}))])
    alone = questionnaire([factor("c", "context"), factor("e", "enablers")])
    outlook = find_outlook(score(alone, answers(alone, {"q-c": 4, "q-e": 2})))
    assert outlook is not None
    assert (outlook.drawn, outlook.find_out) == ((), ())
    assert len(outlook.conventions) == 1
