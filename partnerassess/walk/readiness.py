"""Readiness as far as it is known, as lines of plain text.

This module knows how to turn what the terminal shows into text without colour or bars. It does not know how
readiness is worked out.
"""

from io import StringIO

from rich.console import Console

from partnerassess.assessment import Assessment
from partnerassess.render.live import render_readiness_lines


def readiness_text(assessment: Assessment, *, width: int, ascii_only: bool) -> str:
    """Say for every arrangement in play how ready it looks, and on how many answers that rests."""
    written = StringIO()
    console = Console(
        file=written, width=width, markup=False, emoji=False, highlight=False, color_system=None
    )
    console.print(render_readiness_lines(assessment, width=width, ascii_only=ascii_only, bars=False))
    return written.getvalue().rstrip("\n")
