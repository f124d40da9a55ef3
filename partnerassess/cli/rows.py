"""Rows of many assessments: one result in, its text out, in whatever process that happens."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partnerassess.batch.results import Result
from partnerassess.cli.form import Form
from partnerassess.cli.run import only_arrangements

if TYPE_CHECKING:
    from partnerassess.render.export_rows import RowWriter


@dataclass(kw_only=True, slots=True)
class CsvRows:
    """Rows of a tidy table."""

    dimensions: tuple[str, ...]
    """The dimensions that the table has columns for."""
    _writers: "dict[str, RowWriter]" = field(default_factory=dict)

    def write(self, result: Result) -> str:
        """Write one result as rows, one per arrangement."""
        if result.chunk is None:
            from partnerassess.render.rows import render_csv_rows

            return render_csv_rows(result.assessment, self.dimensions, document=result.document)
        questionnaire = result.questionnaire
        writer = self._writers.get(questionnaire.id)
        if writer is None:
            from partnerassess.render.export_rows import RowWriter

            writer = self._writers[questionnaire.id] = RowWriter(questionnaire, self.dimensions)
        looked_at = result.selected.arrangements if result.selected else ()
        only = looked_at[0].arrangement.id if len(looked_at) == 1 else None
        file = result.signed.file or "" if result.is_group else result.file
        return writer.format(result.chunk, result.row, result.signed, file, result.document, only)


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonRows:
    """Assessments with all their parts: one per line, or as the items of a list."""

    notes: bool
    lines: bool

    def write(self, result: Result) -> str:
        """Write one result; as an item of a list with the comma before it."""
        from partnerassess.explain import explain
        from partnerassess.render.data import render_json, render_json_line

        # Who leads is told of the whole.
        explanation = explain(result.whole)
        if result.selected is not None:
            names = {each.arrangement.id for each in result.selected.arrangements}
            explanation = only_arrangements(explanation, names)

        if self.lines:
            return render_json_line(explanation, notes=self.notes)
        return _item(render_json([explanation], notes=self.notes))


Writer = CsvRows | JsonRows


def make_writer(form: Form, dimensions: tuple[str, ...], *, notes: bool) -> Writer:
    """Give what writes rows of a form; `dimensions` are those that a table has columns for."""
    if form is Form.CSV:
        return CsvRows(dimensions=dimensions)
    return JsonRows(notes=notes, lines=form is Form.JSONL)


class Assembly:
    """Puts texts together to one: what stands before the first of them, between them, and at the end."""

    def __init__(self, wanted: Form, dimensions: tuple[str, ...]) -> None:
        self._format = wanted
        self._dimensions = dimensions
        self._is_open = False

    @property
    def is_open_list(self) -> bool:
        """Tell whether a list has begun that only `end` closes."""
        return self._is_open and self._format is Form.JSON

    def add(self, text: str) -> str:
        """Give what to write for the next assessments."""
        if not text or self._is_open:
            return text
        self._is_open = True
        return self._open() + text.removeprefix("," if self._format is Form.JSON else "")

    def end(self) -> str:
        """Give what to write at the end."""
        if self._is_open:
            self._is_open = False
            return "\n]\n" if self._format is Form.JSON else ""
        return "[]\n" if self._format is Form.JSON else self._open()

    def _open(self) -> str:
        match self._format:
            case Form.CSV:
                from partnerassess.render.rows import render_csv_header

                return render_csv_header(self._dimensions)
            case Form.JSON:
                return "["
            case _:
                return ""


def _item(listed: str) -> str:
    """Turn a list of one into an item of a longer list, with the comma before it."""
    return "," + listed.removeprefix("[").removesuffix("\n]\n")
