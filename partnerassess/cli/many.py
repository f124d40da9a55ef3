"""A run over many inputs, from their paths to the exit code.

This module knows where rows, problems and the last words of a run go, and what becomes of them when it is
cut short. It does not know how anything is read, scored or written.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import typer

from partnerassess.batch import Questionnaires, Scored, score_inputs
from partnerassess.batch.duplicates import Duplicates, name_places
from partnerassess.batch.harvest import Harvest, Harvester, brief_of
from partnerassess.batch.inputs import Input, list_inputs, name_of
from partnerassess.batch.reading import Reader
from partnerassess.batch.running import CHUNK, default_jobs, run
from partnerassess.cli.forms import Assembly, CsvForm, JsonForm
from partnerassess.cli.outputs import Rows, open_rows
from partnerassess.cli.progress import Progress
from partnerassess.cli.results import Format, Wanted, label_of, show
from partnerassess.cli.single import show_page
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.stopping import Stopped, stoppable
from partnerassess.cli.streams import deliver, more_problems, refuse_overwriting, say
from partnerassess.files import clean
from partnerassess.library import shipped_questionnaires
from partnerassess.problems import AlikeLimit, Problem
from partnerassess.render.numbers import format_percent

if TYPE_CHECKING:
    from rich.console import RenderableType

    from partnerassess.assessment import Assessment
    from partnerassess.cli.score import InputPaths
    from partnerassess.model import Questionnaire
    from partnerassess.requirement import Requirement

ROW_BY_ROW = (Format.CSV, Format.JSON, Format.JSONL)
"""The forms whose rows leave as they are made."""
SHOWN = 200
"""How many assessments the table in the terminal shows unless `--full` asks for all, and how many there may
be for the terminal to say what they have in common, which takes all their parts."""

_FULL_CHUNK = 16
_DUPLICATES_SAID = 20
_SAME = "the same questionnaire, partnership, organisation, respondent and date as"


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What somebody wants scored, and how."""

    given: "InputPaths"
    wanted: Wanted
    chosen: "Questionnaire | None" = None
    requirement: "Requirement | None" = None
    ignore_unrecognised: bool = False
    strict: bool = False
    """Whether everything goes through the strict reader."""

    def reader(self) -> Reader:
        """Make a reader for the run."""
        return Reader(chosen=self.chosen, strict=self.strict, ignore_unrecognised=self.ignore_unrecognised)

    def inputs(self) -> Iterable[Input]:
        """Give the inputs in order."""
        return list_inputs(self.given.paths, self.given.standard_input, self.chunk)

    @property
    def chunk(self) -> int:
        """Give how many inputs a process takes at a time: few where each is worked out with all its parts."""
        return _FULL_CHUNK if self.wanted.format in (Format.JSON, Format.JSONL) else CHUNK


def score_many(request: Request, *, jobs: int | None = None, problems: str | None = None) -> ExitStatus:
    """Score many inputs, row by row, and say how it went.

    `jobs` is the number of processes, one for each processor if it is null. What could not be used is also
    written to the file `problems`. Raises ProblemsFound if a file cannot be written.
    """
    rows = log = None
    try:
        if request.wanted.format in ROW_BY_ROW:
            rows = open_rows(request.wanted.output)
        if problems is not None:
            refuse_overwriting(request.given.paths, problems)
            log = open_rows(problems)
        with stoppable():
            return _Run(request, rows, log, jobs or default_jobs()).go()
    except Stopped as stopped:
        if log:
            log.cut_short()
        say(f"Stopped. {rows.cut_short() if rows else 'Nothing was written.'}")
        return stopped.status
    except BaseException:
        for each in (rows, log):
            if each:
                each.discard()
        raise


class _Run:
    """One run, and what it has come to so far."""

    def __init__(self, request: Request, rows: Rows | None, log: Rows | None, jobs: int) -> None:
        self._request = request
        self._jobs = jobs
        self._rows = rows
        self._log = log
        self._reader = request.reader()
        dimensions = _dimensions(request, self._reader, jobs) if request.wanted.format is Format.CSV else ()
        self._assembly = Assembly(request.wanted.format, dimensions)
        self._harvester = _harvester(request, self._reader, dimensions)
        self._all = Harvest()
        self._duplicates = Duplicates()
        self._alike = AlikeLimit()
        self._progress = Progress()

    def go(self) -> ExitStatus:
        """Score everything."""
        request = self._request
        if self._progress.is_shown:
            self._progress.total = sum(1 for _ in request.inputs())
        harvests = run(
            request.inputs(), self._harvester, jobs=self._jobs, chunk=request.chunk, tell=self._tell
        )
        with closing(harvests):
            for harvest in harvests:
                self._take(harvest)
                self._progress.draw(self._all.inputs)
        self._progress.clear()
        for problem in self._alike.rest():
            self._tell(str(problem))
        self._finish()
        self._say_duplicates()
        if self._log:
            self._log.finish()
        if self._all.unusable:
            return ExitStatus.UNUSABLE
        return ExitStatus.NOT_MET if self._all.missed else ExitStatus.DONE

    def _take(self, harvest: Harvest) -> None:
        """Take what a chunk yields: its problems and rows leave at once, only counts stay."""
        if harvest.fault:
            raise typer.BadParameter(harvest.fault, param_hint="--require")
        self._duplicates.add(harvest.identities, self._all.inputs)
        for problems in harvest.problems:
            self._say_problems(problems)
        kept = harvest.kept[: max(self._harvester.keep - len(self._all.kept), 0)]
        self._all.add(replace(harvest, text="", identities=[], problems=[], kept=kept))
        if self._rows:
            self._rows.write(self._assembly.add(harvest.text))

    def _finish(self) -> None:
        """Write what can only be written at the end."""
        wanted, together = self._request.wanted, self._all
        is_markdown = wanted.format is Format.MARKDOWN
        if self._rows:
            self._rows.write(self._assembly.end())
            self._rows.finish()
        elif together.scored == 1 and (is_markdown or not together.unusable):
            show(self._score_again(), 0, wanted)
        elif is_markdown:
            from partnerassess.render.markdown import render_markdown_table

            deliver(render_markdown_table(self._shown(), labels=self._labels()), wanted.output)
        elif together.scored:
            whole = self._score_again() if together.scored <= SHOWN else []
            show_page(partial(self._page, [each.assessment for each in whole]), wanted.output)

    def _shown(self) -> "list[Assessment]":
        return [brief_of(kept, self._reader) for kept in self._all.kept]

    def _labels(self) -> list[str]:
        return [label_of(kept.document) for kept in self._all.kept]

    def _score_again(self) -> list[Scored]:
        """Score what was kept once more, with all its parts; what has gone meanwhile is not among it."""
        kept = {(each.file, each.document) for each in self._all.kept}
        outcomes = score_inputs(
            dict.fromkeys(each.file for each in self._all.kept),
            Questionnaires(self._request.chosen),
            standard_input=self._request.given.standard_input,
            ignore_unrecognised=self._request.ignore_unrecognised,
        )
        scored = (each for each in outcomes if isinstance(each, Scored))
        return [each for each in scored if (each.assessment.answers.file, each.document) in kept]

    def _page(self, whole: "Sequence[Assessment]", width: int, ascii_only: bool) -> "RenderableType":
        from rich.console import Group

        from partnerassess.render.terminal import render_table
        from partnerassess.render.terminal.portfolio import render_portfolio
        from partnerassess.render.terminal.summary import render_counts

        together = self._all
        found = (self._reader.find_compiled(name) for name in together.questionnaires)
        return Group(
            render_table(self._shown(), width=width, ascii_only=ascii_only, labels=self._labels()),
            render_portfolio(whole, width=width, full=self._request.wanted.full, ascii_only=ascii_only),
            render_counts(
                [compiled.tables.questionnaire for compiled in found if compiled],
                together.counts,
                scored=together.scored,
                unusable=together.unusable,
                width=width,
                remarks=_remarks(together, strict=self._request.strict),
                ascii_only=ascii_only,
            ),
        )

    def _say_problems(self, problems: Sequence[Problem]) -> None:
        """Name an input that cannot be used on one line, unless there are many alike in its file.

        All that is wrong with it is kept in any case.
        """
        for each in self._alike.take(problems[0]):
            self._tell(f"{each}{more_problems(problems) if each is problems[0] else ''}")
        for each in problems:
            self._log_line({"kind": "unusable", **asdict(each)})

    def _say_duplicates(self) -> None:
        """Name the assessments that are there twice; they are scored all the same."""
        found = self._duplicates.found
        places = [place for pair in found for place in pair]
        names = name_places(places, map(name_of, self._request.inputs())) if places else {}
        for number, (place, first) in enumerate(found):
            if number < _DUPLICATES_SAID:
                say(clean(f"{names.get(place)}: {_SAME} {names.get(first)}"))
            message = f"{_SAME} {names.get(first)}"
            self._log_line({"kind": "duplicate", "file": names.get(place), "message": message})
        left = self._duplicates.count - _DUPLICATES_SAID
        if left > 0:
            say(f"and {left:,} more that are there twice")

    def _log_line(self, line: Mapping[str, object]) -> None:
        if self._log:
            self._log.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _tell(self, words: str) -> None:
        self._progress.clear()
        say(clean(words))


def _harvester(request: Request, reader: Reader, dimensions: tuple[str, ...]) -> Harvester:
    """Say what has to be gathered for the form that is wanted."""
    wanted = request.wanted
    match wanted.format:
        case Format.CSV:
            return Harvester(
                reader=reader, requirement=request.requirement, brief=CsvForm(dimensions=dimensions)
            )
        case Format.MARKDOWN:
            return Harvester(reader=reader, requirement=request.requirement, keep=sys.maxsize)
        case Format.JSON | Format.JSONL:
            form = JsonForm(notes=wanted.notes, lines=wanted.format is Format.JSONL)
            return Harvester(reader=reader, requirement=request.requirement, full=form)
        case Format.TERMINAL:
            keep = sys.maxsize if wanted.full else SHOWN
            return Harvester(reader=reader, requirement=request.requirement, keep=keep, count=True)
        case _:
            raise ValueError(f"{wanted.format} shows every assessment with all its parts")


def _dimensions(request: Request, reader: Reader, jobs: int) -> tuple[str, ...]:
    """Give the dimensions of all questionnaires that are answered, in the order in which they come up."""
    from partnerassess.render.export_table import dimensions_of

    names = [request.chosen.id] if request.chosen else list(shipped_questionnaires())
    if len(names) > 1:
        # The header comes first, but what it must say is only known at the end.
        looked_at = Harvest()
        harvests = run(
            request.inputs(), Harvester(reader=reader), jobs=jobs, chunk=CHUNK, tell=lambda _: None
        )
        with closing(harvests):
            for harvest in harvests:
                looked_at.add(replace(harvest, problems=[], identities=[]))
        names = looked_at.questionnaires
    found = (reader.find_compiled(name) for name in names)
    return dimensions_of(compiled.tables.questionnaire for compiled in found if compiled)


def _remarks(together: Harvest, *, strict: bool) -> Iterator[str]:
    """Say what else there is to know about a run."""
    if len(together.kept) < together.scored:
        yield f"The table shows the first {len(together.kept):,}; --full shows all, as does --format csv."
    if together.scored > SHOWN:
        yield "--sort partnership also says who was counted, and what is missing most often."
    if together.documents > CHUNK and not strict:
        share = format_percent(Fraction(together.recognised, together.documents))
        yield f"{share} of them were in the form that partnerassess writes, which is read fastest."
