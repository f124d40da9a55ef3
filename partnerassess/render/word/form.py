"""The form to fill in with a pen, as a Word document.

This module knows how a question's boxes stand on paper. It does not know what is asked: it writes down what
the printed page shows.
"""

from partnerassess.model import Questionnaire
from partnerassess.render.page.form import Asked, view_form
from partnerassess.render.word.sheet import Sheet

_LINE = "_" * 80
_DETAILS = ("Partnership", "Organisation whose view this is", "Your name or role", "Date")


def render_form_document(questionnaire: Questionnaire) -> bytes:
    """Render a questionnaire as the bytes of a Word document to print and fill in with a pen."""
    form = view_form(questionnaire)
    sheet = Sheet()
    sheet.title(f"{form.title}: a form to fill in")
    sheet.paragraph(f"{form.edition} · {form.size}")
    sheet.paragraph(form.description)
    sheet.paragraph("Tick one box for each question. The notes are for what the answer rests on.")
    sheet.table("", ("About this form", ""), [(label, "") for label in _DETAILS], shares=(1, 2))
    for part in form.parts:
        sheet.heading(part.title, 1)
        sheet.paragraph(part.description)
        for asked in part.questions:
            _write_question(sheet, asked)
    return sheet.to_bytes()


def _write_question(sheet: Sheet, asked: Asked) -> None:
    sheet.heading(f"{asked.number}. {asked.text}", 2)
    sheet.paragraph("", lead=asked.only_if, keep=True)
    sheet.paragraph(asked.help, keep=True)
    for box in (*asked.boxes, *asked.others):
        # A level's label is its name; a choice's is the answer itself.
        lead = f"{box.value} {box.label}" if box.value else ""
        sheet.box(lead, box.description if box.value else box.label)
    sheet.paragraph(f"Notes ({asked.id}): {_LINE}")
