"""A run over many inputs, from their paths to the exit code.

The way of a file to a row: `run` gives it in a chunk to a process; there a `Reader` reads it, the rules
score it together with the others, a form writes its rows, and a `Harvester` gathers them; here one of
`Shown` writes them, in order.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import typer

from partnerassess.batch import Scored
from partnerassess.batch.duplicates import Duplicates, Named, name_places
from partnerassess.batch.inputs import Input, list_inputs, name_of
from partnerassess.batch.reading import (
    Groups,
    Harvester,
    Holder,
    PackedView,
    Reader,
    Reports,
    Rows,
    Source,
    name_groups,
)
from partnerassess.batch.results import Gatherer, Harvest, Kept
from partnerassess.batch.workers import default_jobs, run
from partnerassess.cli.complaints import Complaints
from partnerassess.cli.forms import ROW_BY_ROW, Assembly, JsonForm, make_form
from partnerassess.cli.output import Rows as OpenRows
from partnerassess.cli.output import open_rows
from partnerassess.cli.progress import Progress
from partnerassess.cli.results import Format, Wanted
from partnerassess.cli.shown import NOTHING_WRITTEN, PagesShown, RowsShown, Shown
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.stopping import Stopped, stoppable
from partnerassess.cli.streams import say
from partnerassess.cli.together import Together
from partnerassess.library import shipped_questionnaires

if TYPE_CHECKING:
    from partnerassess.cli.pooled import Pooling
    from partnerassess.cli.score import InputPaths
    from partnerassess.model import Questionnaire
    from partnerassess.requirement import Requirement


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What somebody wants scored, and how."""

    given: "InputPaths"
    wanted: Wanted
    together: Together = field(default_factory=Together)
    chosen: "Questionnaire | None" = None
    requirement: "Requirement | None" = None
    ignore_unrecognised: bool = False

    def reader(self) -> Reader:
        """Make a reader for the run."""
        return Reader(self.chosen, ignore_unrecognised=self.ignore_unrecognised)

    def inputs(self, documents: int) -> Iterable[Input]:
        """Give the inputs in order, large files of JSON Lines in parts of so many documents."""
        return list_inputs(self.given.paths, self.given.standard_input, documents)


def score_many(request: Request, *, jobs: int | None = None, problems: str | None = None) -> ExitStatus:
    """Score many inputs, chunk by chunk, and say how it went.

    `jobs` is the number of processes, one for each processor if it is null. What could not be used is also
    written to the file `problems`. Raises ProblemsFound if a file cannot be written.
    """
    started = _Run(request, jobs or default_jobs())
    try:
        started.open(problems)
        with stoppable():
            return started.go()
    except Stopped as stopped:
        say(f"Stopped. {started.cut_short()}")
        return stopped.status
    except BaseException:
        started.discard()
        raise


class _Run:
    """One run, and what it has come to so far."""

    def __init__(self, request: Request, jobs: int) -> None:
        self._request = request
        self._jobs = jobs
        self._reader = request.reader()
        self._rows: OpenRows | None = None
        self._shown: Shown | None = None
        self._groups: Groups | None = None
        self._all = Harvest()
        self._views: list[PackedView] = []
        self._duplicates = Duplicates()
        self._progress = Progress()
        self._complaints = Complaints(self._progress)

    def open(self, problems: str | None) -> None:
        """Open the files that rows and problems go to; raises ProblemsFound if one cannot be written."""
        if self._request.wanted.format in ROW_BY_ROW:
            self._rows = open_rows(self._request.wanted.output)
        if problems is not None:
            self._complaints.keep_in(problems)

    def go(self) -> ExitStatus:
        """Score everything."""
        pooling = self._request.together.pooling
        if pooling is not None:
            self._groups = self._pool(pooling)
        dimensions = self._dimensions() if self._request.wanted.format is Format.CSV else ()
        self._shown = shown = self._show(dimensions)
        harvester = self._harvester(shown, dimensions)
        if self._groups is None:
            self._gather_files(harvester)
        else:
            self._gather(self._groups.groups, harvester, len(self._groups.groups))
        # The output may stand among the inputs once it is there.
        count, duplicates = self._name_duplicates(harvester)
        shown.finish(self._all)
        self._complaints.say_duplicates(count, duplicates)
        self._complaints.finish()
        if self._all.unusable:
            return ExitStatus.UNUSABLE
        return ExitStatus.NOT_MET if self._all.missed else ExitStatus.DONE

    def cut_short(self) -> str:
        """Leave everything as it should be left when a run is stopped, and say what there is of it."""
        self._complaints.cut_short()
        if self._shown is not None:
            return self._shown.cut_short()
        self._discard_rows()
        return NOTHING_WRITTEN

    def discard(self) -> None:
        """Throw away what was written."""
        self._discard_rows()
        self._complaints.discard()

    def _discard_rows(self) -> None:
        if self._rows:
            self._rows.discard()

    def _pool(self, pooling: "Pooling") -> Groups:
        """Read all views, and find out which belong together."""
        self._gather_files(Holder(reader=self._reader))
        groups = name_groups(pooling.group(self._views))
        self._views.clear()
        return Groups(reader=self._reader, groups=groups, show_small_groups=pooling.show_small_groups)

    def _gather_files(self, gatherer: Gatherer) -> None:
        inputs = partial(self._request.inputs, gatherer.chunk)
        self._gather(inputs(), gatherer, sum(1 for _ in inputs()) if self._progress.is_shown else 0)
        self._complaints.say_rest()

    def _gather(self, inputs: Iterable[Input], gatherer: Gatherer, total: int) -> None:
        self._progress.begin(total)
        tell = self._complaints.tell
        harvests = run(inputs, gatherer, jobs=self._jobs, tell=tell)
        with closing(harvests):
            for harvest in harvests:
                self._take(harvest)
                self._progress.add(harvest.inputs)
        self._progress.clear()

    def _take(self, harvest: Harvest) -> None:
        """Take what a chunk yields: its problems and rows leave at once, only counts stay."""
        if harvest.fault:
            hint = None if self._request.together.selection else "--require"
            raise typer.BadParameter(harvest.fault, param_hint=hint)
        if self._groups is None:
            self._duplicates.add(harvest.identities, self._all.inputs)
        for problems in harvest.problems:
            self._complaints.say_problems(problems)
        self._views += harvest.views
        if self._shown is not None:
            self._shown.take(harvest)
        self._all.add(harvest)

    def _dimensions(self) -> tuple[str, ...]:
        """Give the dimensions of all questionnaires that are answered, as they come up."""
        from partnerassess.render.rows import dimensions_of

        request = self._request
        names = [request.chosen.id] if request.chosen else list(shipped_questionnaires())
        if len(names) > 1:
            names = self._all.questionnaires if self._groups else self._look_ahead()
        found = map(self._reader.find_questionnaire, names)
        return dimensions_of(questionnaire for questionnaire in found if questionnaire)

    def _look_ahead(self) -> list[str]:
        """Find out which questionnaires are answered: the header comes first, but must have room for all."""
        looked_at = Harvest()
        holder = Holder(reader=self._reader)
        harvests = run(self._request.inputs(holder.chunk), holder, jobs=self._jobs, tell=lambda _: None)
        with closing(harvests):
            for harvest in harvests:
                looked_at.add(harvest)
        return looked_at.questionnaires

    def _show(self, dimensions: tuple[str, ...]) -> Shown:
        """Say where what is gathered goes."""
        wanted, together = self._request.wanted, self._request.together
        if self._rows is not None:
            return RowsShown(self._rows, Assembly(wanted.format, dimensions), together)
        return PagesShown(wanted, together, self._score_again)

    def _harvester(self, shown: Shown, dimensions: tuple[str, ...]) -> Harvester:
        """Say what has to be gathered for the form that is wanted."""
        request, together = self._request, self._request.together
        form = make_form(request.wanted, dimensions)
        source: Source = Rows(reader=self._reader)
        if self._groups is not None:
            source = self._groups
        elif isinstance(form, JsonForm):
            source = Reports(reader=self._reader)
        return Harvester(
            source=source,
            form=form,
            requirement=request.requirement,
            selection=together.selection,
            order=together.order,
            keep=shown.keep if isinstance(shown, PagesShown) else 0,
        )

    def _score_again(self, kept: Sequence[Kept]) -> Iterator[Scored]:
        """Score what was kept once more, with all its parts; what has gone meanwhile is not among it."""
        if self._groups is not None:
            for each in kept:
                yield Scored(assessment=self._groups.pool(each.file), document=None, is_group=True)
            return
        files, wanted = {each.file for each in kept}, {(each.file, each.document) for each in kept}
        for item in self._request.inputs(Reports.chunk):
            if name_of(item) in files:
                scored = (each for each in self._reader.outcomes(item) if isinstance(each, Scored))
                yield from (each for each in scored if (name_of(item), each.document) in wanted)

    def _name_duplicates(self, harvester: Harvester) -> Named:
        """Give how many views are there twice, and the first of them by name, each with the first alike."""
        count, pairs = self._duplicates.find()
        inputs = self._request.inputs(harvester.chunk) if pairs else ()
        names = name_places((place for pair in pairs for place in pair), map(name_of, inputs))
        return count, [(names[one], names[first]) for one, first in pairs]
