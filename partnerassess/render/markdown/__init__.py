"""Results as Markdown: the report on one assessment, and the table of many.

This package knows Markdown as GitHub and most wikis read it. It does not know files or the process: whoever
calls it writes.
"""

from partnerassess.render.markdown.report import render_markdown
from partnerassess.render.markdown.table import render_markdown_table

__all__ = ["render_markdown", "render_markdown_table"]
