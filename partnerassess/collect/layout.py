"""The tables of a file; workbooks, forms and answer files of ours are laid out like an export."""

import re
from collections.abc import Sequence

from partnerassess.loading.answers import (
    explain_broken,
    find_questionnaire_name,
    load_answers,
    read_answer_documents,
)
from partnerassess.loading.shelf import Questionnaires
from partnerassess.loading.wording import format_answer
from partnerassess.model import Answer, Answers, Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.workbook import ANSWER, DETAILS, NOTE, find_sheet
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.sheets.table import Cell, Table, Tables, read_tables

_ANSWER_FILE = re.compile(rb"\s*(?:\{|\[|(?:#[^\n]*\n|---[^\n]*\n|\s)*\"?(?:format|questionnaire)\"?:)")
"""How an answer file begins, such as the form saves."""


def lay_out(
    content: bytes, file: str, questionnaire: Questionnaire, shelf: Questionnaires | None
) -> tuple[Tables, bool, Questionnaire]:
    """Give the tables of a file, whether it is one of ours, and the questionnaire that it answers.

    With a `shelf`, files of ours say themselves which that is. Raises ProblemsFound with all that is wrong.
    """
    if _ANSWER_FILE.match(content[:2000].removeprefix(b"\xef\xbb\xbf")):
        sets, questionnaire = _load_all(file, content, questionnaire, shelf)
        rows = _lay_out_answers(sets, list(questionnaire.questions))
        return Tables(kind="answer file", visible=(Table(name=None, rows=rows),)), True, questionnaire
    tables = read_tables(content, file)
    sheet = find_sheet(tables)
    if sheet is None:
        return tables, False, questionnaire
    names = sheet.questions
    lines: list[tuple[Cell, ...]] = [_headings(names)]
    for view in sheet.views:
        given = ((name, sheet.cell(name, f"{ANSWER}{view}")[0]) for name in names)
        lines.append((
            *(sheet.detail(key, view)[0] for key in DETAILS),
            *(sheet.find_code(name, cell) or cell for name, cell in given),
            *(sheet.cell(name, f"{NOTE}{view}")[0] for name in names),
        ))  # fmt: skip
    table = Table(name=sheet.table.name, rows=tuple(lines))
    questionnaire = (shelf.named(sheet.questionnaire) if shelf else None) or questionnaire
    return Tables(kind="workbook of ours", visible=(table,)), True, questionnaire


def _load_all(
    file: str, content: bytes, questionnaire: Questionnaire, shelf: Questionnaires | None
) -> tuple[list[Answers], Questionnaire]:
    """Load every set of answers of an answer file; the first says for which questionnaire, if any does."""
    loaded: list[Answers] = []
    problems: list[Problem] = []
    documents = read_answer_documents(file, content=content)
    first = next((each for each in documents if isinstance(each, Document)), None)
    if shelf and first:
        questionnaire = shelf.named(find_questionnaire_name(first)) or questionnaire
    for document in documents:
        if isinstance(document, BrokenDocument):
            problems += explain_broken(document, lambda _: questionnaire)
            continue
        try:
            loaded.append(load_answers(document, questionnaire))
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return loaded, questionnaire


def _lay_out_answers(sets: Sequence[Answers], names: Sequence[str]) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [_headings(names)]
    for each in sets:
        answers = [each.answers.get(name, Answer()) for name in names]
        rows.append((
            *(str(getattr(each, key) or "") for key in DETAILS),
            *(format_answer(answer.given) if answer.given else "" for answer in answers),
            *(answer.note or "" for answer in answers),
        ))  # fmt: skip
    return tuple(rows)


def _headings(names: Sequence[str]) -> tuple[str, ...]:
    return (*DETAILS, *names, *(f"{name} note" for name in names))
