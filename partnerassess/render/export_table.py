"""Assessments as a tidy table: CSV with one row per assessment and arrangement.

This module knows how rows become lines of CSV. It does not know what stands in them, where the text goes, nor
how many assessments are to come.
"""

from collections.abc import Iterable

from partnerassess.assessment import Assessment
from partnerassess.render.cells import csv_line, dimensions_of, tidy_columns, tidy_rows

__all__ = ["dimensions_of", "render_csv_header", "render_csv_rows"]


def render_csv_header(dimensions: Iterable[str]) -> str:
    """Render the first line: the names of the columns, four of them for every dimension."""
    return csv_line(tidy_columns(dimensions))


def render_csv_rows(assessment: Assessment, dimensions: Iterable[str], *, document: int | None = None) -> str:
    """Render the rows of one assessment, one per arrangement, under a header of the same dimensions.

    The cells of dimensions that the assessment's questionnaire does not have stay empty. `document` is the
    place of the answers among several in one file, the first being 1. Raises ValueError if the header has
    no room for one of the dimensions.
    """
    return "".join(csv_line(row) for row in tidy_rows(assessment, dimensions, document=document))
