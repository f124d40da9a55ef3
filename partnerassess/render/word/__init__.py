"""Reports and forms as Word documents, for people who paste from them; needs the extra `partnerassess[docx]`.

This package is the only place that knows Word. It shows what the page shows, and no more.
"""

from partnerassess.render.word.form import render_form_document
from partnerassess.render.word.report import render_document

__all__ = ["render_document", "render_form_document"]
