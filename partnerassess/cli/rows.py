"""A run that writes rows, from its paths to the exit code, however many inputs there are.

The way of a file to a row: `run` gives it in a chunk to a process; there a `Reader` reads it, the rules score
it together with the others, `CsvRows` or `JsonRows` write its rows, and a `Harvester` gathers them; here they
leave in order.
"""

from collections.abc import Collection, Iterable
from contextlib import closing
from functools import cache, partial
from typing import TYPE_CHECKING

import typer
from msgspec import Struct, field
from msgspec.structs import replace

from partnerassess.batch.duplicates import Duplicates, Named, name_places
from partnerassess.batch.inputs import Input, Tell, list_inputs, name_of
from partnerassess.batch.reading import (
    GroupRows,
    Groups,
    Harvester,
    Holder,
    Reader,
    Reports,
    Rows,
    Source,
    name_groups,
)
from partnerassess.batch.results import Gatherer, Harvest, Result, Waiting
from partnerassess.batch.workers import default_jobs, run
from partnerassess.cli.complaints import Complaints, Progress
from partnerassess.cli.form import Form
from partnerassess.cli.output import STANDARD_OUTPUT, open_rows
from partnerassess.cli.output import Rows as OpenRows
from partnerassess.cli.process import ExitStatus, read_standard_input, say
from partnerassess.cli.run import Look, Run, group, say_unused
from partnerassess.codes import PackedView
from partnerassess.files.stopping import Stopped, stoppable, undisturbed
from partnerassess.library import shipped_questionnaires
from partnerassess.loading import choose_questionnaire

if TYPE_CHECKING:
    from partnerassess.explain import Explanation
    from partnerassess.render.export_rows import RowWriter

_NOTHING_WRITTEN = "Nothing was written."
_FEW = 20
"""Up to so many partnerships are scored one by one, which takes less time than to load what scores many."""


def score_rows(
    inputs: Run, form: Form, look: Look, *, notes: bool = False, jobs: int | None = None
) -> ExitStatus:
    """Score inputs, chunk by chunk, write them row by row, and say how it went.

    `jobs` is the number of processes, one for each processor if it is null. What could not be used is also
    written to the file for problems. Raises ProblemsFound if a file cannot be written.
    """
    started = _RowRun(inputs, form, look, notes=notes, jobs=jobs or default_jobs())
    try:
        with stoppable():
            return started.go()
    except Stopped as stopped:
        say(f"Stopped. {started.cut_short()}")
        return ExitStatus(stopped.status)
    except BaseException:
        started.discard()
        raise


class _RowRun:
    """One run, and what it has come to so far."""

    def __init__(self, inputs: Run, form: Form, look: Look, *, notes: bool, jobs: int) -> None:
        self._inputs, self._form, self._look, self._notes, self._jobs = inputs, form, look, notes, jobs
        self._standard_input = cache(read_standard_input)  # it can be read only once
        self._chosen = choose_questionnaire(inputs.questionnaire) if inputs.questionnaire else None
        self._reader = Reader(self._chosen, ignore_unrecognised=inputs.ignore_unrecognised)
        self._rows: OpenRows | None = None
        self._assembly: Assembly | None = None
        self._groups: Groups | None = None
        self._all = Harvest()
        self._views: list[PackedView] = []
        self._waiting: list[Waiting] = []
        self._duplicates = Duplicates()
        self._progress = Progress()
        self._complaints = Complaints(self._progress)

    def go(self) -> ExitStatus:
        """Score everything; raises ProblemsFound if a file cannot be written."""
        rows = self._rows = open_rows(self._inputs.output or STANDARD_OUTPUT)
        if self._inputs.problems is not None:
            self._complaints.keep_in(self._inputs.problems)
        if not self._inputs.each:
            self._gather_files(Holder(reader=self._reader))
            together = name_groups(group(self._views, self._inputs.paths))
            self._views.clear()
            small = self._inputs.show_small_groups
            self._groups = Groups(reader=self._reader, groups=together, show_small_groups=small)
        dimensions = self._dimensions() if self._form is Form.CSV else ()
        assembly = self._assembly = Assembly(self._form, dimensions)
        harvester = self._harvester(dimensions)
        if self._groups is None:
            self._gather_files(harvester)
        else:
            self._gather(self._groups.groups, harvester, len(self._groups.groups))
        # The output may stand among the inputs once it is there.
        count, duplicates = self._name_duplicates(harvester)
        if self._look.order is not None:
            for each in self._look.order.sort(self._waiting, lambda waiting: waiting.key):
                rows.write(assembly.add(each.text))
        with undisturbed():
            rows.write(assembly.end())
            rows.finish()
        self._complaints.say_duplicates(count, duplicates)
        self._complaints.finish()
        if self._all.unusable:
            return ExitStatus.UNUSABLE
        return ExitStatus.NOT_MET if self._all.missed else ExitStatus.DONE

    def cut_short(self) -> str:
        """Leave everything as it should be left when a run is stopped, and say what there is of it."""
        self._complaints.cut_short()
        if self._rows is None or self._assembly is None or self._look.order is not None:
            self.discard()
            return _NOTHING_WRITTEN
        open_list = " The list they stand in is not closed." if self._assembly.is_open_list else ""
        return f"{self._rows.cut_short()}{open_list}"

    def discard(self) -> None:
        """Throw away what was written."""
        if self._rows:
            self._rows.discard()
        self._complaints.discard()

    def _listed(self, documents: int, tell: Tell | None = None) -> Iterable[Input]:
        """Give the inputs in order, large files of JSON Lines in parts of so many documents."""
        named = self._inputs.questionnaire
        return list_inputs(
            self._inputs.paths, self._standard_input, documents, [named] if named else [], tell
        )

    def _gather_files(self, gatherer: Gatherer) -> None:
        tell = partial(say_unused, outputs=self._inputs.outputs, say=self._complaints.tell)
        total = sum(1 for _ in self._listed(gatherer.chunk)) if self._progress.is_shown else 0
        self._gather(self._listed(gatherer.chunk, tell), gatherer, total)
        self._complaints.say_rest()

    def _gather(self, inputs: Iterable[Input], gatherer: Gatherer, total: int) -> None:
        self._progress.begin(total)
        with closing(run(inputs, gatherer, jobs=self._jobs, tell=self._complaints.tell)) as harvests:
            for harvest in harvests:
                self._take(harvest)
                self._progress.add(harvest.inputs)
        self._progress.clear()

    def _take(self, harvest: Harvest) -> None:
        """Take what a chunk yields: its problems and rows leave at once, only counts stay."""
        if harvest.fault:
            raise typer.BadParameter(harvest.fault, param_hint=None if self._look.selection else "--require")
        if self._groups is None:
            self._duplicates.add(harvest.identities, self._all.inputs)
        for problems in harvest.problems:
            self._complaints.say_problems(problems)
        self._views += harvest.views
        self._waiting += harvest.waiting
        if self._rows and self._assembly and self._look.order is None:
            self._rows.write(self._assembly.add(harvest.text))
        self._all.add(harvest)

    def _dimensions(self) -> tuple[str, ...]:
        """Give the dimensions of all questionnaires that are answered, as they come up."""
        from partnerassess.render.rows import dimensions_of

        answered = self._all.questionnaires
        names = [self._chosen.id] if self._chosen else answered or list(shipped_questionnaires())
        known = list(map(self._reader.questionnaire, names))
        if not answered and len({dimensions_of([each]) for each in known}) > 1:
            # Only then it matters which are answered: the header comes first, but must have room for all.
            holder, looked_at = Holder(reader=self._reader), Harvest()
            inputs = self._listed(holder.chunk)
            with closing(run(inputs, holder, jobs=self._jobs, tell=lambda _: None)) as harvests:
                for harvest in harvests:
                    looked_at.add(harvest)
            known = list(map(self._reader.questionnaire, looked_at.questionnaires))
        return dimensions_of(known)

    def _harvester(self, dimensions: tuple[str, ...]) -> Harvester:
        """Say what has to be gathered for the form that is wanted."""
        source: Source = Rows(reader=self._reader)
        if self._groups is not None:
            are_many = self._form is Form.CSV and len(self._groups.groups) > _FEW
            source = GroupRows(groups=self._groups) if are_many else self._groups
        elif self._form is not Form.CSV:
            source = Reports(reader=self._reader)
        if self._form is Form.CSV:
            write = CsvRows(dimensions=dimensions).write
        else:
            write = JsonRows(notes=self._notes, lines=self._form is Form.JSONL).write
        return Harvester(
            source=source,
            write=write,
            requirement=self._look.requirement,
            selection=self._look.selection,
            order=self._look.order,
        )

    def _name_duplicates(self, harvester: Harvester) -> Named:
        """Give how many views are there twice, and the first of them by name, each with the first alike."""
        count, pairs = self._duplicates.find()
        inputs = self._listed(harvester.chunk) if pairs else ()
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


class JsonRows(Struct, frozen=True, kw_only=True):
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
            looked_at = {each.arrangement.id for each in result.selected.arrangements}
            explanation = _only(explanation, looked_at)
        if self.lines:
            return render_json_line(explanation, notes=self.notes)
        return "," + render_json([explanation], notes=self.notes).removeprefix("[").removesuffix("\n]\n")


def _only(explanation: "Explanation", names: Collection[str]) -> "Explanation":
    """Leave of an explanation what is about some arrangements."""
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
