"""What people answer with: a workbook to fill in, and a document that Microsoft Forms makes a form of.

Both word answers as `import` reads them. Hidden keys in the workbook say what each row and column is, so that
`score` reads it whatever was moved; `parsing.workbook` knows them. There are no macros, and nothing is worked
out in it but how much is answered.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, assert_never

from msgspec.structs import replace

from partnerassess.conditions import Chose, Condition, in_words, settle
from partnerassess.decide.what_if import read_changes
from partnerassess.files.reading import ANSWER_WORKBOOK
from partnerassess.loading.wording import format_decimal
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Question,
    Questionnaire,
    ScoredQuestion,
    Silence,
)
from partnerassess.parsing.workbook import ANSWER, LISTS, NOTE
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.sheets.archive import MADE, name_place, undated
from partnerassess.visibility import Visibility
from partnerassess.writing import one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

Settled = Mapping[str, Choice]
"""The choices that are made already, by question id."""

NOTHING: Settled = MappingProxyType({})


def read_settled(questionnaire: Questionnaire, texts: Iterable[str]) -> Settled:
    """Read choices such as `initiated-by=voluntary`; raises ProblemsFound with what is wrong with each."""
    given = read_changes(questionnaire, texts)
    settled = {name: said for name, said in given.items() if isinstance(said, Choice)}
    others = [name for name in given if name not in settled]
    if others:
        choices = [
            f"{question.id}={choice.id}"
            for question in questionnaire.questions.values()
            if isinstance(question, ChoiceQuestion)
            for choice in question.choices[:1]
        ]
        message, hint = "only a choice can be settled beforehand", f"such as {', '.join(choices)}"
        raise ProblemsFound([Problem(file=name, message=message, hint=hint) for name in others])
    return MappingProxyType(settled)


def leave_out(questionnaire: Questionnaire, settled: Settled) -> Questionnaire:
    """Give the questionnaire to fill in: without the questions and arrangements that cannot apply any more.

    Conditions say only what is still open. Without anything settled it is the questionnaire itself.
    """
    if not settled:
        return questionnaire
    answers = MappingProxyType({name: Answer(given=choice) for name, choice in settled.items()})
    visibility = Visibility(questionnaire, Answers(questionnaire=questionnaire.id, answers=answers))
    asked = {question.id for question in visibility.asked()}
    sections = (
        replace(
            section,
            questions=tuple(
                replace(each, only_if=_simplify(each.only_if, visibility))
                for each in section.questions
                if each.id in asked
            ),
        )
        for section in questionnaire.sections
    )
    return replace(
        questionnaire,
        sections=tuple(section for section in sections if section.questions),
        arrangements=tuple(
            replace(each, applies_if=_simplify(each.applies_if, visibility))
            for each in questionnaire.arrangements
            if visibility.applies(each)
        ),
    )


def _simplify(condition: Condition | None, visibility: Visibility) -> Condition | None:
    """Give what is open of a condition that is not false; null if it is true."""
    open_part = settle(condition, visibility.is_true) if condition else True
    return None if isinstance(open_part, bool) else open_part


SILENCES = {
    Silence.UNKNOWN: "Don't know",
    Silence.DECLINED: "Prefer not to say",
    Silence.NOT_APPLICABLE: "Not applicable (say why in the note)",
}
"""What can be ticked, or picked from a list, beside the levels or choices of a question."""

_SHORT = {Silence.UNKNOWN: "?", Silence.DECLINED: "declined", Silence.NOT_APPLICABLE: "not applicable"}

_SHEET = "Answers"
_QUESTION_WIDTH, _HELP_WIDTH, _ANSWER_WIDTH, _NOTE_WIDTH = 52, 46, 38, 30
_LINE = 15
"""The height of a line of text, in points."""
_FIRST_ROW = 4
"""Where the questions begin, counted from 0: the keys, the title, what to do, the headings stand above."""
_SHADE, _LINE_COLOUR, _DARK, _SOFT = "#FFF9E5", "#C9C9C9", "#1F3A5F", "#5A5A5A"
_ABOUT = (
    ("partnership", "Which partnership is this about?", "The same words in every workbook, please."),
    ("organisation", "Whose view is this?", "The organisation."),
    ("respondent", "Role of the person who answers", "Leave blank to answer for the organisation. No names."),
    ("date", "Date", "For instance 13 November 2026, or 2026-11-13."),
)


def render_workbook(
    questionnaire: Questionnaire, organisations: Sequence[str] = (), settled: Settled = NOTHING
) -> bytes:
    """Make the workbook, with a column for each organisation, or one; always the same bytes.

    Only the choices that are settled, by question id, are filled in.
    """
    from datetime import datetime

    from xlsxwriter import Workbook

    content = io.BytesIO()
    workbook = Workbook(content, {"in_memory": True})
    workbook.set_properties(
        {"title": questionnaire.title, "comments": "Answers to a partnership readiness questionnaire",
         "created": datetime(2026, 1, 1)},
    )  # fmt: skip
    writer = _Writer(workbook, questionnaire, tuple(organisations), settled)
    last = writer.write_rows()
    writer.write_top(last)
    writer.write_lists()
    writer.set_page(last)
    workbook.close()
    return content.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(
        self,
        workbook: "Workbook",
        questionnaire: Questionnaire,
        organisations: Sequence[str],
        settled: Settled,
    ) -> None:
        self.workbook = workbook
        self.questionnaire = questionnaire
        self.organisations = organisations
        self.settled = settled
        self.views = max(1, len(organisations))
        self.sheet = workbook.add_worksheet(_SHEET)
        self.lists = workbook.add_worksheet(LISTS)
        self.listed: dict[str, tuple[int, int]] = {}
        """The first and the last row of every question's entries in the sheet of lists, from 1."""
        first = 2
        for question in questionnaire.questions.values():
            last = first + sum(1 for _ in _entries(question)) - 1
            self.listed[question.id] = first, last
            first = last + 1
        wrap = {"text_wrap": True, "valign": "top", "font_size": 11}
        box = {**wrap, "border": 1, "border_color": _LINE_COLOUR}
        make = workbook.add_format
        self.title = make({"bold": True, "font_size": 16, "font_color": _DARK})
        self.plain = make(wrap)
        self.heading = make({**wrap, "bold": True, "bottom": 2, "bottom_color": _DARK, "font_color": _DARK})
        self.section = make({**wrap, "bold": True, "font_size": 13, "font_color": _DARK, "valign": "bottom"})
        self.question = make(box)
        self.help = make({**box, "font_size": 10, "font_color": _SOFT})
        self.input = make({**box, "bg_color": _SHADE, "locked": False, "num_format": "@"})
        self.day = make(
            {**box, "bg_color": _SHADE, "locked": False, "num_format": "d mmmm yyyy", "align": "left"}
        )

    def write_rows(self) -> int:
        """Write the rows below the headings; give the last one."""
        row = self._write_section(_FIRST_ROW, "About these answers", None)
        for key, text, help_text in _ABOUT:
            longest = max(self.organisations, key=len, default="")
            self._write_question_cells(row, key, text, help_text, longest)
            for view in range(self.views):
                place = 3 + 2 * view
                said = self.organisations[view] if key == "organisation" and self.organisations else ""
                self.sheet.write_string(row, place, said, self.day if key == "date" else self.input)
                self.sheet.write_blank(row, place + 1, None, self.question)
            row += 1
        number = 0
        for section in self.questionnaire.sections:
            row = self._write_section(row, section.title, section.description)
            for question in section.questions:
                number += 1
                self._write_question(row, number, question)
                row += 1
        return row - 1

    def _write_section(self, row: int, title: str, description: str | None) -> int:
        self.sheet.write_string(row, 1, title, self.section)
        self.sheet.set_row(row, 30)
        if not description:
            return row + 1
        width = _QUESTION_WIDTH + _HELP_WIDTH
        self.sheet.merge_range(row + 1, 1, row + 1, 2, "", self.plain)
        self.sheet.write_string(row + 1, 1, one_line(description), self.plain)
        self.sheet.set_row(row + 1, _height((one_line(description), width)))
        return row + 2

    def _write_question_cells(self, row: int, key: str, text: str, help_text: str, longest: str) -> None:
        """Write the cells before the answers; `longest` is the longest text there can be as an answer."""
        self.sheet.write_string(row, 0, key)
        self.sheet.write_string(row, 1, text, self.question)
        self.sheet.write_string(row, 2, help_text, self.help)
        height = _height((text, _QUESTION_WIDTH), (help_text, _HELP_WIDTH + 5), (longest, _ANSWER_WIDTH))
        self.sheet.set_row(row, height)

    def _write_question(self, row: int, number: int, question: Question) -> None:
        say = partial(_say, self.questionnaire)
        only = f" (Only if {in_words(question.only_if, say)}.)" if question.only_if else ""
        text = f"{number}. {one_line(question.text)}{only}"
        longest = max((shown for shown, _, _ in _entries(question)), key=len)
        self._write_question_cells(row, question.id, text, one_line(question.help or ""), longest)
        first, last = self.listed[question.id]
        for view in range(self.views):
            place = 3 + 2 * view
            said = one_line(self.settled[question.id].text) if question.id in self.settled else ""
            self.sheet.write(row, place, said, self.input)
            self.sheet.write_blank(row, place + 1, None, self.input)
            self.sheet.data_validation(
                row, place, row, place,
                {
                    "validate": "list",
                    "source": f"={LISTS}!$B${first}:$B${last}",
                    "error_title": "Please choose from the list",
                    "error_message": "What else there is to say goes into the note beside it.",
                },
            )  # fmt: skip

    def write_top(self, last: int) -> None:
        sheet = self.sheet
        sheet.write_string(0, 0, ANSWER_WORKBOOK)
        sheet.write_string(1, 1, one_line(self.questionnaire.title), self.title)
        sheet.set_row(1, 26)
        what = (
            "Choose an answer from the list in each shaded cell; what else there is to say goes into the "
            "note beside it. “Don't know” is a good answer: it is shown as something to find out. Leave "
            "blank what you have not come to."
        )
        sheet.merge_range(2, 1, 2, 2, "", self.plain)
        sheet.write_string(2, 1, what, self.plain)
        sheet.set_row(2, _height((what, _QUESTION_WIDTH + _HELP_WIDTH)))
        sheet.write_string(3, 1, "Question", self.heading)
        sheet.write_string(3, 2, "Why it matters", self.heading)
        total = len(self.questionnaire.questions)
        begin = _FIRST_ROW + len(_ABOUT) + 1
        for view in range(self.views):
            place = 3 + 2 * view
            sheet.write_string(0, place, f"{ANSWER}{view + 1}")
            sheet.write_string(0, place + 1, f"{NOTE}{view + 1}")
            cells = f"{name_place(begin, place)}:{name_place(last, place)}"
            sheet.write_formula(
                2, place, f'=COUNTA({cells})&" of {total} answered"', self.plain, f"0 of {total} answered"
            )
            name = self.organisations[view] if self.organisations else ""
            sheet.write_string(3, place, f"Answer: {name}" if name else "Answer", self.heading)
            sheet.write_string(3, place + 1, "Note", self.heading)
        sheet.set_row(
            3, _height(*((f"Answer: {name}", _ANSWER_WIDTH - 6) for name in self.organisations), ("", 9))
        )

    def write_lists(self) -> None:
        for place, said in enumerate((ANSWER_WORKBOOK, self.questionnaire.id, self.questionnaire.version)):
            self.lists.write_string(0, place, said)
        row = 1
        for question in self.questionnaire.questions.values():
            for entry in _entries(question):
                for place, said in enumerate((question.id, *entry)):
                    self.lists.write_string(row, place, said)
                row += 1
        self.lists.very_hidden()

    def set_page(self, last: int) -> None:
        sheet = self.sheet
        sheet.set_column(0, 0, 10, None, {"hidden": True})
        sheet.set_column(1, 1, _QUESTION_WIDTH)
        sheet.set_column(2, 2, _HELP_WIDTH)
        for view in range(self.views):
            sheet.set_column(3 + 2 * view, 3 + 2 * view, _ANSWER_WIDTH)
            sheet.set_column(4 + 2 * view, 4 + 2 * view, _NOTE_WIDTH)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(_FIRST_ROW, 2)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.print_area(1, 1, last, 2 + 2 * self.views)
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.set_selection(_FIRST_ROW + 1, 3, _FIRST_ROW + 1, 3)
        sheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})
        sheet.activate()


def _entries(question: Question) -> Iterator[tuple[str, str, str]]:
    """Give the entries of a question's list: what it shows, what it means, and the short word for it."""
    match question:
        case ChoiceQuestion(choices=choices):
            for choice in choices:
                yield one_line(choice.text), choice.id, choice.id
        case ScoredQuestion(levels=levels):
            for level in levels:
                value = format_decimal(level.value)
                words = f": {one_line(level.description)}" if level.description else ""
                yield f"{value} – {one_line(level.label)}{words}"[:255], value, one_line(level.label)
        case _:
            assert_never(question)
    yield from ((SILENCES[each], each.value, _SHORT[each]) for each in question.silences)


def _say(questionnaire: Questionnaire, chose: Chose) -> str:
    """Say in the questionnaire's own words what was chosen."""
    question: Any = questionnaire.questions[chose.question]
    texts = [one_line(choice.text) for choice in question.choices if choice.id in chose.choices]
    return f"“{one_line(question.text)}” is answered “{'” or “'.join(texts)}”"


def _height(*texts: tuple[str, int]) -> float:
    """Give the height of a row in which texts wrap at these widths; LibreOffice cuts what does not fit."""
    lines = max(ceil(len(text) * 1.08 / width) for text, width in texts)
    return _LINE * max(1, lines) + 4


MAX_QUESTIONS = 200
"""The most questions that a form may have."""
MAX_OPTION = 1_000
"""The most characters of an answer in a form."""

_FORM_ABOUT = (
    "Which partnership is this about?",
    "Which organisation do you work for?",
    "What is your role?",
)


def render_forms_document(questionnaire: Questionnaire) -> bytes:
    """Make the document that "Quick import" of Microsoft Forms makes a form of.

    It takes plain paragraphs only: a number before a question, a capital letter before each of its answers, a
    blank paragraph in between. Raises ProblemsFound for more questions than a form may have.
    """
    from docx import Document

    count = len(questionnaire.questions) + len(_FORM_ABOUT)
    if count > MAX_QUESTIONS:
        message = f"{count} questions, and a form of Microsoft Forms has at most {MAX_QUESTIONS}"
        raise ProblemsFound([Problem(file=questionnaire.id, message=message, hint="make two forms")])
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments, about.language = questionnaire.title, "", "", "en-GB"
    about.created = about.modified = MADE
    document.add_paragraph(one_line(questionnaire.title), style="Title")
    for number, text in enumerate(_FORM_ABOUT, start=1):
        document.add_paragraph(f"{number}. {text}")
        document.add_paragraph("")
    for number, question in enumerate(questionnaire.questions.values(), start=len(_FORM_ABOUT) + 1):
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
