"""The forms in which rows of many assessments leave: one assessment in, its text out.

This module knows which renderer writes which form, in whatever process that happens. It does not know where
the texts go.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from partnerassess.batch import Scored
from partnerassess.batch.reading import View
from partnerassess.cli.results import Format
from partnerassess.compiled import Placed
from partnerassess.render.export_rows import RowWriter


@dataclass(kw_only=True, slots=True)
class CsvForm:
    """Rows of a tidy table."""

    dimensions: tuple[str, ...]
    """The dimensions that the table has columns for."""
    _writers: dict[str, RowWriter] = field(default_factory=dict)

    def write(self, view: View, placed: Sequence[Placed]) -> str:
        """Write one assessment as rows, one per arrangement."""
        questionnaire = view.compiled.tables.questionnaire
        writer = self._writers.get(questionnaire.id)
        if writer is None:
            writer = RowWriter(questionnaire=questionnaire, dimensions=self.dimensions)
            self._writers[questionnaire.id] = writer
        said = view.said
        names = (said.partnership, said.organisation, said.respondent, said.date)
        return writer.format(view.file, view.document, *names, placed)


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonForm:
    """Assessments with all their parts: one per line, or as the items of a list."""

    notes: bool
    lines: bool

    def write_full(self, scored: Scored) -> str:
        """Write one assessment; as an item of a list with the comma before it."""
        from partnerassess.explain import explain
        from partnerassess.render.export_json import render_json, render_json_line

        explanation = explain(scored.assessment)
        if self.lines:
            return render_json_line(explanation, notes=self.notes)
        return "," + render_json([explanation], notes=self.notes).removeprefix("[").removesuffix("\n]\n")


class Assembly:
    """Puts texts together to one: what stands before the first of them, between them, and at the end."""

    def __init__(self, wanted: Format, dimensions: tuple[str, ...]) -> None:
        self._format = wanted
        self._dimensions = dimensions
        self._is_open = False

    def add(self, text: str) -> str:
        """Give what to write for the next assessments."""
        if not text or self._is_open:
            return text
        self._is_open = True
        return self._open(self._dimensions) + text.removeprefix("," if self._format is Format.JSON else "")

    def end(self) -> str:
        """Give what to write at the end."""
        if self._is_open:
            return "\n]\n" if self._format is Format.JSON else ""
        return "[]\n" if self._format is Format.JSON else self._open(())

    def _open(self, dimensions: tuple[str, ...]) -> str:
        match self._format:
            case Format.CSV:
                from partnerassess.render.export_table import render_csv_header

                return render_csv_header(dimensions)
            case Format.JSON:
                return "["
            case _:
                return ""
