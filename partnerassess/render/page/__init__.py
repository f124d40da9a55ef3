"""The page for people who would rather look than read: one self-contained HTML file.

This package knows how results, and blank forms, are drawn and laid out, on a screen and on paper. It does
not know files or scoring, nor where the page goes; it asks nothing of anybody while it is read.
"""

from partnerassess.render.page.form import render_form
from partnerassess.render.page.pages import render_page

__all__ = ["render_form", "render_page"]
