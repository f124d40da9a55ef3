"""Assessments as a Parquet file, with the columns of the tidy table and their kinds.

This module knows pyarrow, which comes with the extra `parquet`. It does not know what the columns hold.
"""

import io
from collections.abc import Iterable

import pyarrow  # type: ignore[import-untyped]  # pyarrow has no types
from pyarrow import parquet

from partnerassess.assessment import Assessment
from partnerassess.render.cells import dimensions_of, tidy_columns, tidy_rows

_KINDS = {str: pyarrow.string(), bool: pyarrow.bool_(), int: pyarrow.int64(), float: pyarrow.float64()}


def render_parquet(scored: Iterable[tuple[Assessment, int | None]]) -> bytes:
    """Render assessments, each with its place in a file of several answer sets, as a Parquet file.

    One row per assessment and arrangement, with the columns of the CSV form.
    """
    every = list(scored)
    dimensions = dimensions_of(assessment.questionnaire for assessment, _ in every)
    columns = tidy_columns(dimensions)
    rows = [
        row for assessment, document in every for row in tidy_rows(assessment, dimensions, document=document)
    ]
    arrays = [
        pyarrow.array([row[place] for row in rows], type=_KINDS[kind])
        for place, kind in enumerate(columns.values())
    ]
    content = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, names=list(columns)), content)
    return content.getvalue()
