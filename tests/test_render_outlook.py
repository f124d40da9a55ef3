"""The outlook: only full reports have it, and it says the same in the terminal and in Markdown."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from partnerassess.explain import Explanation, explain
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading import load_answers, load_questionnaire, read_answer_documents
from partnerassess.nodes import Document
from partnerassess.render.content import OUTLOOK
from partnerassess.render.markdown import render_markdown
from partnerassess.render.outlook import outlook_sentences
from partnerassess.render.terminal import render_report
from partnerassess.scoring import score


def explained(path: Path) -> Explanation:
    questionnaire = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    (document,) = read_answer_documents(path)
    assert isinstance(document, Document)
    return explain(score(questionnaire, load_answers(document, questionnaire)))


def printed(explanation: Explanation, outlook: tuple[str, ...]) -> str:
    text = io.StringIO()
    console = Console(file=text, width=100, markup=False, emoji=False, highlight=False)
    console.print(render_report(explanation, width=100, full=True, outlook=outlook))
    return " ".join(text.getvalue().split())


@pytest.mark.parametrize("path", case_studies()[3:], ids=lambda path: path.stem)
def test_every_sentence_of_the_outlook_is_in_both_reports(path: Path) -> None:
    explanation = explained(path)
    outlook = tuple(outlook_sentences(explanation.assessment))
    assert any("average" in sentence or "mean" in sentence for sentence in outlook)
    assert any("find out first" in sentence for sentence in outlook)
    terminal, markdown = printed(explanation, outlook), render_markdown(explanation, outlook=outlook)
    assert all(sentence in terminal for sentence in outlook)
    assert f"## {OUTLOOK}" in markdown
    assert markdown.count("\n- ") > render_markdown(explanation).count("\n- ") + len(outlook) - 1


def test_without_an_outlook_a_report_has_no_heading_for_one() -> None:
    explanation = explained(case_studies()[0])
    assert OUTLOOK not in printed(explanation, ())
    assert OUTLOOK not in render_markdown(explanation)
