"""Results in the terminal: the report on one assessment, the table of many, the line while answering.

This package knows Rich. It does not know files or the process: whoever calls it prints, on a console made
with `markup=False, emoji=False, highlight=False`.
"""

from partnerassess.render.terminal.live import render_readiness_lines
from partnerassess.render.terminal.report import render_report
from partnerassess.render.terminal.summary import render_summary
from partnerassess.render.terminal.table import render_table

__all__ = ["render_readiness_lines", "render_report", "render_summary", "render_table"]
