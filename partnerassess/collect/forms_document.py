"""The questions as a Word document that Microsoft Forms' "Quick import" makes a form of.

It takes plain paragraphs only: a number before a question, a capital letter before each of its answers, a
blank paragraph in between. The answers are worded as `import` reads them.
"""

import io
from collections.abc import Iterator

from docx import Document

from partnerassess.model import ChoiceQuestion, Question, Questionnaire, Silence
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.sheets.archive import MADE, undated
from partnerassess.writing import one_line

MAX_QUESTIONS = 200
"""The most questions that a form may have."""
MAX_OPTION = 1_000
"""The most characters of an answer in a form."""

_ABOUT = (
    "Which partnership is this about?",
    "Which organisation do you work for?",
    "What is your role?",
)


def render_forms_document(questionnaire: Questionnaire) -> bytes:
    """Make the document. Raises ProblemsFound for more questions than a form may have."""
    count = len(questionnaire.questions) + len(_ABOUT)
    if count > MAX_QUESTIONS:
        message = f"{count} questions, and a form of Microsoft Forms has at most {MAX_QUESTIONS}"
        raise ProblemsFound([Problem(file=questionnaire.id, message=message, hint="make two forms")])
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments, about.language = questionnaire.title, "", "", "en-GB"
    about.created = about.modified = MADE
    document.add_paragraph(one_line(questionnaire.title), style="Title")
    for number, text in enumerate(_ABOUT, start=1):
        document.add_paragraph(f"{number}. {text}")
        document.add_paragraph("")
    for number, question in enumerate(questionnaire.questions.values(), start=len(_ABOUT) + 1):
        document.add_paragraph(f"{number}. {one_line(question.text)}")
        for place, answer in enumerate(answers_of(question)):
            document.add_paragraph(f"{chr(ord('A') + place)}. {answer}")
        document.add_paragraph("")
    content = io.BytesIO()
    document.save(content)
    return undated(content.getvalue())


def answers_of(question: Question) -> Iterator[str]:
    """Give the answers to a question in words that `import` reads; at most 26 can have a letter."""
    if isinstance(question, ChoiceQuestion):
        yield from (one_line(choice.text) for choice in question.choices[:24])
    else:
        for level in question.levels[:23]:
            words = f"{one_line(level.label)}: {one_line(level.description or '')}"
            yield words if level.description and len(words) <= MAX_OPTION else one_line(level.label)
    yield "Don't know"
    if Silence.NOT_APPLICABLE in question.silences:
        yield "Not applicable"
