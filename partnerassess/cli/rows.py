"""A run that writes rows, from its paths to the exit code, however many inputs there are.

The way of a file to a row: `run` gives it in a chunk to a process; there a `Reader` reads it, the rules score
it together with the others, `CsvRows` or `write_json` write its rows, and a `Harvester` gathers them; here
they leave in order.
"""

from collections.abc import Collection
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any
from zlib import compress, decompress

from msgspec import Struct, field
from msgspec.structs import replace

from partnerassess.batch.duplicates import Duplicates, Named, name_places
from partnerassess.batch.inputs import name_of
from partnerassess.batch.reading import GroupRows, Groups, Harvester, Holder, Reports, Rows, Source
from partnerassess.batch.results import Result
from partnerassess.batch.workers import run as run_workers
from partnerassess.cli.form import Form
from partnerassess.cli.output import STANDARD_OUTPUT, open_rows
from partnerassess.cli.output import Rows as OpenRows
from partnerassess.cli.process import ExitStatus
from partnerassess.cli.run import NOTHING_WRITTEN, Gathering, Look, Run
from partnerassess.files.stopping import undisturbed
from partnerassess.library import shipped_questionnaires

if TYPE_CHECKING:
    from partnerassess.explain import Explanation
    from partnerassess.render.export_rows import RowWriter


def score_rows(run: Run, form: Form, look: Look, *, notes: bool = False) -> ExitStatus:
    """Score inputs, chunk by chunk, write them row by row, and say how it went.

    Raises ProblemsFound if a file cannot be written.
    """
    started = _RowRun(run, form, look, notes=notes)
    with started.gathering.stopping(started.cut_short, started.discard):
        return started.go()


class _RowRun:
    """One run, and what it has come to so far."""

    def __init__(self, run: Run, form: Form, look: Look, *, notes: bool) -> None:
        self.gathering = Gathering(run)
        self._run, self._form, self._look, self._notes = run, form, look, notes
        self._rows: OpenRows | None = None
        self._assembly: Assembly | None = None
        self._waiting: list[tuple[Any, bytes]] = []
        self._duplicates = Duplicates()

    def go(self) -> ExitStatus:
        """Score everything; raises ProblemsFound if a file cannot be written."""
        run, gathering = self._run, self.gathering
        rows = self._rows = open_rows(run.output or STANDARD_OUTPUT)
        groups = None if run.each else gathering.groups()
        dimensions = self._dimensions(groups) if self._form is Form.CSV else ()
        assembly = self._assembly = Assembly(self._form, dimensions)
        harvester = self._harvester(groups, dimensions)
        if groups is None:
            harvests = gathering.files(harvester)
        else:
            harvests = gathering.gathered(groups.groups, harvester, len(groups.groups))
        inputs = 0
        for harvest in harvests:
            if groups is None:
                self._duplicates.add(harvest.identities, inputs)
            inputs += harvest.inputs
            self._look.missed += harvest.missed
            if self._look.order is None:
                rows.write(assembly.add("".join(harvest.made)))
            else:
                packed = (compress(text.encode("utf-8", "surrogatepass"), 1) for text in harvest.made)
                self._waiting += zip(harvest.keys, packed, strict=True)
        # The output may stand among the inputs once it is there.
        count, duplicates = self._name_duplicates(harvester)
        if self._look.order is not None:
            for _, packed_text in self._look.order.sort(self._waiting, lambda waiting: waiting[0]):
                rows.write(assembly.add(decompress(packed_text).decode("utf-8", "surrogatepass")))
        with undisturbed():
            rows.write(assembly.end())
            rows.finish()
        gathering.complaints.say_duplicates(count, duplicates)
        return self._look.status(run)

    def cut_short(self) -> str:
        """Leave the rows as they should be left when a run is stopped, and say what there is of them."""
        if self._rows is None or self._assembly is None or self._look.order is not None:
            self.discard()
            return NOTHING_WRITTEN
        open_list = " The list they stand in is not closed." if self._assembly.is_open_list else ""
        return f"{self._rows.cut_short()}{open_list}"

    def discard(self) -> None:
        """Throw away what was written."""
        if self._rows:
            self._rows.discard()

    def _dimensions(self, groups: Groups | None) -> tuple[str, ...]:
        """Give the dimensions of all questionnaires that are answered, as they come up."""
        from partnerassess.render.rows import dimensions_of

        reader = self.gathering.reader
        answered = [] if groups is None else groups.questionnaires()
        names = [reader.chosen.id] if reader.chosen else answered or list(shipped_questionnaires())
        known = list(map(reader.questionnaire, names))
        if not answered and len({dimensions_of([each]) for each in known}) > 1:
            # Only then it matters which are answered: the header comes first, but must have room for all.
            holder = Holder(reader=reader)
            inputs, jobs = self.gathering.listed(holder.chunk), self.gathering.jobs
            with closing(run_workers(inputs, holder, jobs=jobs, tell=lambda _: None)) as harvests:
                looked_at = dict.fromkeys(name for each in harvests for name in each.questionnaires)
            known = list(map(reader.questionnaire, looked_at))
        return dimensions_of(known)

    def _harvester(self, groups: Groups | None, dimensions: tuple[str, ...]) -> Harvester:
        """Say what has to be gathered for the form that is wanted."""
        reader, is_table = self.gathering.reader, self._form is Form.CSV
        source: Source = Rows(reader=reader) if is_table else Reports(reader=reader)
        if groups is not None:
            source = GroupRows(groups=groups) if is_table and groups.are_many else groups
        if is_table:
            make = CsvRows(dimensions=dimensions).write
        else:
            make = partial(write_json, notes=self._notes, lines=self._form is Form.JSONL)
        return self._look.harvester(source, make)

    def _name_duplicates(self, harvester: Harvester) -> Named:
        """Give how many views are there twice, and the first of them by name, each with the first alike."""
        count, pairs = self._duplicates.find()
        inputs = self.gathering.listed(harvester.chunk) if pairs else ()
        names = name_places((place for pair in pairs for place in pair), map(name_of, inputs))
        return count, [(names[one], names[first]) for one, first in pairs]


class CsvRows(Struct, kw_only=True):
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


def write_json(result: Result, *, notes: bool, lines: bool) -> str:
    """Write a result with all its parts: as a line, or as an item of a list with the comma before it."""
    from partnerassess.explain import explain
    from partnerassess.render.data import render_json, render_json_line

    # Who leads is told of the whole.
    explanation = explain(result.whole)
    if result.selected is not None:
        looked_at = {each.arrangement.id for each in result.selected.arrangements}
        explanation = leave_only(explanation, looked_at)
    if lines:
        return render_json_line(explanation, notes=notes)
    return "," + render_json([explanation], notes=notes).removeprefix("[").removesuffix("\n]\n")


def leave_only(explanation: "Explanation", names: Collection[str]) -> "Explanation":
    """Leave of an explanation what is about some arrangements, as `--arrangement` and `--only` do."""
    return replace(
        explanation,
        arrangements=tuple(each for each in explanation.arrangements if each.result.arrangement.id in names),
        advice=tuple(
            replace(each, arrangements=about)
            for each in explanation.advice
            if (about := tuple(result for result in each.arrangements if result.arrangement.id in names))
        ),
    )


class Assembly:
    """Puts texts together to one: what stands before the first of them, between them, and at the end."""

    def __init__(self, wanted: Form, dimensions: tuple[str, ...]) -> None:
        self._is_list = wanted is Form.JSON
        self._is_open = False
        self._opening = "[" if self._is_list else ""
        if wanted is Form.CSV:
            from partnerassess.render.rows import render_csv_header

            self._opening = render_csv_header(dimensions)

    @property
    def is_open_list(self) -> bool:
        """Tell whether a list has begun that only `end` closes."""
        return self._is_open and self._is_list

    def add(self, text: str) -> str:
        """Give what to write for the next assessments."""
        if not text or self._is_open:
            return text
        self._is_open = True
        return self._opening + (text.removeprefix(",") if self._is_list else text)

    def end(self) -> str:
        """Give what to write at the end."""
        if self._is_open:
            self._is_open = False
            return "\n]\n" if self._is_list else ""
        return f"{self._opening}]\n" if self._is_list else self._opening
