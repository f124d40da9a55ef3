"""A run over many inputs, from their paths to the exit code.

The way of a file to a row: `run` gives it in a chunk to a process; there `Reader` reads it, `Tables` score
it, `RowWriter` writes its rows, and `Harvester` gathers them with all else that is needed; here one of
`Shown` writes them, in order.

This module knows in which order a run reads, pools, shows and complains, and what becomes of it when it is
cut short. It does not know how anything is read, scored or written.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import typer

from partnerassess.batch import Scored
from partnerassess.batch.duplicates import Duplicates, Place, name_places
from partnerassess.batch.gathered import Gatherer, Harvest, Kept
from partnerassess.batch.harvest import Harvester, Holder
from partnerassess.batch.inputs import Input, list_inputs, name_of
from partnerassess.batch.reading import Reader
from partnerassess.batch.running import default_jobs, run
from partnerassess.batch.sources import QuickFiles, Source, WholeFiles
from partnerassess.cli.complaints import Complaints
from partnerassess.cli.forms import ROW_BY_ROW, TABLES, Assembly, JsonForm, make_form
from partnerassess.cli.output import Rows, open_rows
from partnerassess.cli.progress import Progress
from partnerassess.cli.results import Wanted
from partnerassess.cli.shown import NOTHING_WRITTEN, PagesShown, RowsShown, Shown
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.stopping import Stopped, stoppable
from partnerassess.cli.streams import say
from partnerassess.cli.together import Together
from partnerassess.library import shipped_questionnaires

if TYPE_CHECKING:
    from partnerassess.batch.answersets import AnswerSet
    from partnerassess.batch.pools import Pools
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
    strict: bool = False
    """Whether everything goes through the strict reader."""

    def reader(self) -> Reader:
        """Make a reader for the run."""
        return Reader(chosen=self.chosen, strict=self.strict, ignore_unrecognised=self.ignore_unrecognised)

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
        self._rows: Rows | None = None
        self._shown: Shown | None = None
        self._pools: Pools | None = None
        self._all = Harvest()
        self._answer_sets: list[AnswerSet] = []
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
            self._pools = self._pool(pooling)
        columns = self._columns() if self._request.wanted.format in TABLES else ()
        self._shown = shown = self._show(columns)
        harvester = self._harvester(shown, columns)
        if self._pools is None:
            self._gather_files(harvester)
        else:
            self._gather(self._pools.groups, harvester, len(self._pools.groups))
        # The output may stand among the inputs once it is there.
        names = self._name_duplicates(harvester)
        shown.finish(self._all)
        self._complaints.say_duplicates(self._duplicates, names)
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

    def _pool(self, pooling: "Pooling") -> "Pools":
        """Read all answers, and find out which belong together."""
        from partnerassess.batch.answersets import AnswerReader
        from partnerassess.batch.pools import Pools, name_groups

        request = self._request
        answers = AnswerReader(request.chosen, ignore_unrecognised=request.ignore_unrecognised)
        self._gather_files(Holder(reader=answers, chunk=QuickFiles.chunk))
        groups = name_groups(pooling.group(self._answer_sets))
        self._answer_sets.clear()
        return Pools(reader=self._reader, groups=groups, show_small_groups=pooling.show_small_groups)

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
        if self._pools is None:
            self._duplicates.add(harvest.identities, self._all.inputs)
        for problems in harvest.problems:
            self._complaints.say_problems(problems)
        self._answer_sets += harvest.answer_sets
        if self._shown is not None:
            self._shown.take(harvest)
        said = replace(harvest, text="", waiting=[], kept=[], answer_sets=[], problems=[], identities=[])
        self._all.add(said)

    def _columns(self) -> tuple[str, ...]:
        """Give the dimensions of all questionnaires that are answered, as they come up."""
        from partnerassess.render.rows import dimensions_of

        request = self._request
        names = [request.chosen.id] if request.chosen else list(shipped_questionnaires())
        if len(names) > 1:
            names = self._all.questionnaires if self._pools else self._look_ahead()
        found = (self._reader.find_compiled(name) for name in names)
        questionnaires = (compiled.tables.questionnaire for compiled in found if compiled)
        return dimensions_of(questionnaires)

    def _look_ahead(self) -> list[str]:
        """Find out which questionnaires are answered: the header comes first, but must have room for all."""
        looked_at = Harvest()
        harvester = Harvester(source=QuickFiles(reader=self._reader))
        harvests = run(self._request.inputs(harvester.chunk), harvester, jobs=self._jobs, tell=lambda _: None)
        with closing(harvests):
            for harvest in harvests:
                looked_at.add(replace(harvest, problems=[], identities=[]))
        return looked_at.questionnaires

    def _show(self, columns: tuple[str, ...]) -> Shown:
        """Say where what is gathered goes."""
        wanted, together = self._request.wanted, self._request.together
        if self._rows is not None:
            return RowsShown(self._rows, Assembly(wanted.format, columns), together)
        return PagesShown(wanted, together, self._reader, self._score_again)

    def _harvester(self, shown: Shown, columns: tuple[str, ...]) -> Harvester:
        """Say what has to be gathered for the form that is wanted."""
        request, together = self._request, self._request.together
        form = make_form(request.wanted, columns)
        source: Source = QuickFiles(reader=self._reader)
        if self._pools is not None or isinstance(form, JsonForm):
            source = WholeFiles(reader=self._reader, pools=self._pools)
        return Harvester(
            source=source,
            form=form,
            requirement=request.requirement,
            selection=together.selection,
            order=together.order if form is not None else None,
            keep=shown.keep if isinstance(shown, PagesShown) else 0,
        )

    def _score_again(self, kept: Sequence[Kept]) -> Iterator[Scored]:
        """Score what was kept once more, with all its parts; what has gone meanwhile is not among it."""
        if self._pools is not None:
            outcomes = (outcome for each in kept for outcome in self._pools.outcomes(each.file))
            yield from (each for each in outcomes if isinstance(each, Scored))
            return
        files, wanted = {each.file for each in kept}, {(each.file, each.document) for each in kept}
        for item in self._request.inputs(WholeFiles.chunk):
            if name_of(item) in files:
                scored = (each for each in self._reader.outcomes(item) if isinstance(each, Scored))
                yield from (each for each in scored if (name_of(item), each.document) in wanted)

    def _name_duplicates(self, harvester: Harvester) -> dict[Place, str]:
        places = [place for pair in self._duplicates.found for place in pair]
        inputs = self._request.inputs(harvester.chunk) if places else ()
        return name_places(places, map(name_of, inputs))
