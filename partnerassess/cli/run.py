"""From the paths of a command to assessments, partnership by partnership, and to its exit code."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from msgspec import Struct
from msgspec.structs import replace

from partnerassess.cli.complaints import Complaints
from partnerassess.cli.output import open_rows
from partnerassess.cli.process import ExitStatus, read_standard_input, say
from partnerassess.files.reading import clean, may_hold_answers
from partnerassess.files.stopping import Stopped, stoppable
from partnerassess.names import format_some
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.inputs import Input, Tell, Unused
    from partnerassess.batch.reading import GroupRows, Groups, Harvester, Source
    from partnerassess.batch.results import Gatherer, Harvest, Result
    from partnerassess.decide.portfolio import Order, Requirement, Selection
    from partnerassess.model import Answers
    from partnerassess.pooling.groups import AnySigned
    from partnerassess.report.shapes import Report

Item = TypeVar("Item")

NOTHING_TO_SHOW = "Nothing was written: there is nothing to show."
NOTHING_WRITTEN = "Nothing was written."
"""What a run says that is stopped before anything is there."""

_SAID = 20
"""How many people with several views are named."""
_NAMED = 3


class Run(Struct, kw_only=True):
    """One run of a command: what it is told, handed on as a whole, and what became of it.

    A command that is told more, or all of it by options, has a record of its own that says so.
    """

    paths: Sequence[str]
    questionnaire: str | None = None
    """The name or file of the one to use; null where the answers say which."""
    each: bool = False
    """Whether every view is taken by itself."""
    form: str | None = None
    """What --format says."""
    output: str | None = None
    """Where it writes, if anywhere."""
    force: bool = False
    """Whether an older output may be replaced."""
    problems: str | None = None
    """A file that keeps what could not be used, as JSON lines; null for none."""
    ignore_unrecognised: bool = False
    show_small_groups: bool = False
    full: bool = False
    """Whether everything is said."""
    plain: bool = False
    """Whether it is said in words only."""
    no_pager: bool = True
    """Whether a long report is never shown page by page."""
    notes: bool = False
    jobs: int | None = None
    """How many processes share the work; null for one for each processor."""
    unusable: int = 0
    """How many inputs could not be used."""

    @property
    def reads(self) -> list[str | None]:
        """All that is read, none of which is ever replaced."""
        return [*self.paths, self.questionnaire]

    @property
    def outputs(self) -> list[str | None]:
        """What is written: older files of these names in a folder are no answers, and no surprise."""
        return [self.output, self.problems]

    @property
    def status(self) -> ExitStatus:
        """Say how it went."""
        return ExitStatus.UNUSABLE if self.unusable else ExitStatus.DONE

    def assessments(self) -> "Iterator[Assessment]":
        """Give every partnership scored, one by one as they are wanted."""
        return (assessment for assessment, _ in self.partnerships())

    def partnerships(self) -> "Iterator[tuple[Assessment, Sequence[Answers]]]":
        """Read and put together everything, and score it, one by one as they are wanted; with the views.

        What cannot be used is reported and counted before the first of them.
        """
        gathering = Gathering(self)
        with gathering.stopping():
            groups = gathering.groups()
        progress = gathering.complaints.progress
        progress.begin(len(groups.groups))
        try:
            for name in groups.groups:
                yield groups.pool(name)
                progress.add(1)
        finally:
            progress.clear()

    def one_or_more(self) -> "Iterator[tuple[Assessment, Sequence[Answers]]]":
        """Do so at once; ends with 3 where nothing is left to go on with."""
        found = self.partnerships()
        first = next(found, None)
        if first is None:
            say(NOTHING_TO_SHOW)
            raise typer.Exit(ExitStatus.UNUSABLE)
        return chain([first], found)

    def remarks(self) -> tuple[str, ...]:
        """Say how many inputs are not among what is shown."""
        if not self.unusable:
            return ()
        named = "it is named above" if self.unusable == 1 else "they are named above"
        inputs = "1 input" if self.unusable == 1 else f"{self.unusable:,} inputs"
        return (f"{inputs} could not be used; {named}.",)

    def noted(self, report: "Report") -> "Report":
        """Say in a report, too, what is not in it."""
        from partnerassess.report.shapes import Part, Points

        remarks = self.remarks()
        notes = [Part("Please note", (Points(remarks),))] if remarks else []
        return replace(report, parts=(*report.parts, *notes))


class Gathering:
    """What a run gathers from its inputs, chunk by chunk, and says of them meanwhile on stderr."""

    def __init__(self, run: Run) -> None:
        """Raises ProblemsFound if the questionnaire cannot be used."""
        from partnerassess.batch.reading import Reader
        from partnerassess.batch.workers import default_jobs
        from partnerassess.loading.shelf import choose_questionnaire

        self._run = run
        chosen = choose_questionnaire(run.questionnaire) if run.questionnaire else None
        self.reader = Reader(chosen, ignore_unrecognised=run.ignore_unrecognised)
        self.jobs = run.jobs or default_jobs()
        self.complaints = Complaints()
        self._standard_input = cache(read_standard_input)  # it can be read only once

    def groups(self) -> "Groups":
        """Read every view, and put together those of one partnership and round, unless each is by itself."""
        from partnerassess.batch.reading import Groups, Holder, name_groups

        views = [view for harvest in self.files(Holder(reader=self.reader)) for view in harvest.views]
        groups = [(each,) for each in views] if self._run.each else group(views, self._run.paths)
        small = self._run.show_small_groups
        return Groups(reader=self.reader, groups=name_groups(groups), show_small_groups=small)

    @contextmanager
    def stopping(
        self, left: Callable[[], str] = lambda: NOTHING_WRITTEN, discard: Callable[[], object] = bool
    ) -> Iterator[None]:
        """End the command where a signal asks for it, and say what `left` gives: what there is so far.

        `discard` takes back what was written if anything else ends it. Raises ProblemsFound if the file for
        what cannot be used cannot be written.
        """
        log = None
        try:
            with stoppable():
                if self._run.problems is not None:
                    log = self.complaints.log = open_rows(self._run.problems)
                yield
                if log:
                    log.finish()
        except Stopped as stopped:
            if log:
                log.cut_short()
            say(f"Stopped. {left()}")
            raise typer.Exit(stopped.status) from None
        except BaseException:
            discard()
            if log:
                log.discard()
            raise

    def files(self, gatherer: "Gatherer") -> "Iterator[Harvest]":
        """Gather from everything that is named; what cannot be used is said and counted."""
        tell = partial(say_unused, outputs=self._run.outputs, say=self.complaints.tell)
        shown = self.complaints.progress.is_shown
        total = sum(1 for _ in self.listed(gatherer.chunk)) if shown else 0
        yield from self.gathered(self.listed(gatherer.chunk, tell), gatherer, total)
        self.complaints.say_rest()

    def gathered(
        self, inputs: "Iterable[Input]", gatherer: "Gatherer", total: int, jobs: int | None = None
    ) -> "Iterator[Harvest]":
        """Gather from so many inputs, with so many processes, or as many as the run has."""
        from partnerassess.batch.workers import run

        progress = self.complaints.progress
        progress.begin(total)
        with closing(run(inputs, gatherer, jobs=jobs or self.jobs, tell=self.complaints.tell)) as harvests:
            for harvest in harvests:
                if harvest.fault:
                    raise typer.BadParameter(harvest.fault.text, param_hint=f"--{harvest.fault.about}")
                for problems in harvest.problems:
                    self.complaints.say_problems(problems)
                self._run.unusable += len(harvest.problems)
                yield harvest
                progress.add(harvest.inputs)
        progress.clear()

    def listed(self, documents: int, tell: "Tell | None" = None) -> "Iterator[Input]":
        """Give the inputs in order, large files of JSON Lines in parts of so many documents."""
        from partnerassess.batch.inputs import list_inputs

        used = [self._run.questionnaire] if self._run.questionnaire else []
        return list_inputs(self._run.paths, self._standard_input, documents, used, tell)


class Look:
    """Which partnerships are looked at, in which order, and what is required of them."""

    def __init__(
        self, arrangement: str | None, sort: str | None, only: tuple[str, ...], require: str | None
    ) -> None:
        """Raises BadParameter for an order that there is not."""
        self.selection: Selection | None = None
        self.order: Order | None = None
        self.requirement: Requirement | None = None
        self.missed = 0
        """How many did not meet what is required."""
        if not (only or arrangement or sort) and require is None:
            return
        from partnerassess.decide import portfolio

        if only or arrangement:
            self.selection = portfolio.Selection(only=only, arrangement=arrangement)
        if require is not None:
            self.requirement = portfolio.Requirement(wanted=require, arrangement=arrangement)
        try:
            self.order = portfolio.read_order(sort, arrangement) if sort else None
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--sort") from None

    def harvester(self, source: "Source", make: "Callable[[Result], Any]") -> "Harvester":
        """Give what scores inputs and makes something of those that are looked at."""
        from partnerassess.batch.reading import Harvester

        return Harvester(
            source=source, make=make, requirement=self.requirement, selection=self.selection, order=self.order
        )

    def gather(
        self,
        gathering: Gathering,
        groups: "Groups | GroupRows",
        make: "Callable[[Result], Item]",
        *,
        jobs: int | None = None,
    ) -> "list[Item]":
        """Make something of every partnership that is looked at, and give it in order.

        Raises BadParameter for what a questionnaire does not have.
        """
        made, keys = list[Item](), list[Any]()
        for harvest in gathering.gathered(
            groups.names, self.harvester(groups, make), len(groups.names), jobs
        ):
            made += harvest.made
            keys += harvest.keys
            self.missed += harvest.missed
        if self.order is None:
            return made
        return [each for _, each in self.order.sort(zip(keys, made, strict=True), lambda pair: pair[0])]

    def status(self, run: Run) -> ExitStatus:
        """Say how it went: what could not be used weighs more than a requirement that is not met."""
        if run.status is not ExitStatus.DONE:
            return run.status
        return ExitStatus.NOT_MET if self.missed else ExitStatus.DONE


def say_no_notes(why: str, instead: str) -> None:
    """Say that the notes that were asked for are not in the output, and where they are."""
    say(f"Notes are not shown {why}: {instead} has them.")


def say_unused(
    unused: "Unused", outputs: Collection[str | None] = (), say: Callable[[str], object] = say
) -> None:
    """Say in one line what a folder holds that is not read, without what the command itself writes."""
    from partnerassess.batch.inputs import is_our_own

    written = {os.path.realpath(each) for each in outputs if each}
    others = [each for each in unused.others if os.path.realpath(each) not in written]
    unread = [each for each in others if not is_our_own(each)]
    named = [each for each in unread if may_hold_answers(each)]
    own = len(others) - len(unread) + unused.own
    parts = []
    if unread:
        number = len(unread)
        parts.append(f"{number:,} {'file' if number == 1 else 'files'} with another ending, or hidden")
    if unused.questionnaires:
        number = unused.questionnaires
        parts.append(f"{number:,} {'questionnaire' if number == 1 else 'questionnaires'}")
    if own:
        parts.append(f"{own:,} made by this tool")
    some = format_some([os.path.relpath(each, unused.folder) for each in named], _NAMED)
    looks = f" ({some} may hold answers)" if named else ""
    if parts:
        *others, last = parts
        every = f"{', '.join(others)} and {last}" if others else last
        say(clean(f"{unused.folder}: not read: {every}{looks}"))


def leave_out_blank(views: "Iterable[AnySigned]", paths: Collection[str]) -> "list[AnySigned]":
    """Leave out views that say nothing yet, unless their files are named, and say so on stderr.

    Raises ProblemsFound where that leaves nothing.
    """
    from partnerassess.pooling import is_blank

    every: list[AnySigned] = []
    blank: list[str] = []
    for view in views:
        if is_blank(view) and view.file is not None and view.file not in paths:
            blank.append(view.file)
        else:
            every.append(view)
    if blank and not every:
        message = "nothing is answered yet, and there is no other"
        raise ProblemsFound([Problem(file=clean(blank[0]), message=message)])
    blank = list(dict.fromkeys(blank))
    if blank:
        say(clean(f"Left out, because nothing is answered yet: {format_some(blank, _NAMED)}"))
    return every


def group(views: "Iterable[AnySigned]", paths: Collection[str]) -> "tuple[tuple[AnySigned, ...], ...]":
    """Put together the views of one partnership and round; says on stderr what to mind about them.

    `paths` are what was named: blank files among them are not left out.
    """
    from partnerassess.pooling import group_views, partnership_warnings, split_superseded

    every = leave_out_blank(views, paths)
    groups = group_views(every)
    warnings = list(partnership_warnings(every))
    for views_of_one in groups:
        name = views_of_one[0].partnership
        warnings += (f"{name}: {warning}" for warning in split_superseded(views_of_one)[1])
    for warning in warnings[:_SAID]:
        say(clean(warning))
    if len(warnings) > _SAID:
        say(f"and {len(warnings) - _SAID:,} more remarks like these")
    return groups
