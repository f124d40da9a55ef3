"""Assessments as a Parquet file, with the columns of the tidy table and their kinds.

This module knows pyarrow, which comes with the extra `parquet`. It does not know what the columns hold.
"""

import io
from collections.abc import Iterable, Sequence

import pyarrow  # type: ignore[import-untyped]  # pyarrow has no types
from pyarrow import parquet

from partnerassess.render.cells import Cell, tidy_columns

_KINDS = {str: pyarrow.string(), bool: pyarrow.bool_(), int: pyarrow.int64(), float: pyarrow.float64()}

GROUP = 10_000
"""How many rows are put together before they are written; the file has groups of so many."""


class TableWriter:
    """Writes a table, group of rows by group of rows; only the finished file grows."""

    def __init__(self, dimensions: Iterable[str]) -> None:
        self._schema = pyarrow.schema(
            [(name, _KINDS[kind]) for name, kind in tidy_columns(dimensions).items()]
        )
        self._content = io.BytesIO()
        self._writer = parquet.ParquetWriter(self._content, self._schema)
        self._rows: list[Sequence[Cell]] = []

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows, with a cell for every column of the tidy table."""
        self._rows += rows
        while len(self._rows) >= GROUP:
            self._write(self._rows[:GROUP])
            del self._rows[:GROUP]

    def finish(self) -> bytes:
        """Give the file."""
        if self._rows:
            self._write(self._rows)
        self._writer.close()
        return self._content.getvalue()

    def _write(self, rows: Sequence[Sequence[Cell]]) -> None:
        arrays = [
            pyarrow.array([row[place] for row in rows], type=kind)
            for place, kind in enumerate(self._schema.types)
        ]
        self._writer.write_table(pyarrow.table(arrays, schema=self._schema))
