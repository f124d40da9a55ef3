"""From the paths of a command to assessments, partnership by partnership, and to its exit code."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import typer
from msgspec import Struct
from msgspec.structs import replace

from partnerassess.cli.complaints import Complaints, Progress
from partnerassess.cli.process import ExitStatus, read_standard_input, say
from partnerassess.files import clean, may_hold_answers
from partnerassess.files.stopping import Stopped, stoppable
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.inputs import Unused
    from partnerassess.codes import Codes, PackedView
    from partnerassess.decide.portfolio import Order, Requirement, Selection
    from partnerassess.pooling.groups import AnySigned
    from partnerassess.report.shapes import Report

    Selected = tuple[Assessment, Assessment]
    """What is looked at of an assessment, and the whole of it."""

Item = TypeVar("Item")

_SAID = 20
"""How many people with several views are named."""
_NAMED = 3


class Run(Struct, kw_only=True):
    """One run of a command: what it reads, how the views are taken, and what became of it."""

    paths: Sequence[str]
    questionnaire: str | None = None
    """The name or file of the one to use; null where the answers say which."""
    each: bool = False
    """Whether every view is taken by itself."""
    output: str | None = None
    """Where it writes, if anywhere."""
    force: bool = False
    """Whether an older output may be replaced."""
    problems: str | None = None
    """A file that keeps what could not be used, as JSON lines; null for none."""
    ignore_unrecognised: bool = False
    show_small_groups: bool = False
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
        """Read and put together everything, and score it, one by one as they are wanted.

        What cannot be used is reported and counted before the first of them.
        """
        from partnerassess.pooling import pool

        views, codes = self._read()
        groups = [(each,) for each in views] if self.each else group(views, self.paths)
        progress = Progress()
        progress.begin(len(groups))
        try:
            for views_of_one in groups:
                known = codes[views_of_one[0].questionnaire]
                whole = list(map(known.unpack, views_of_one))
                yield pool(known.questionnaire, whole, show_small_groups=self.show_small_groups)
                progress.add(1)
        finally:
            progress.clear()

    def one_or_more(self) -> "Iterator[Assessment]":
        """Do so at once; ends with 3 where nothing is left to go on with."""
        found = self.assessments()
        first = next(found, None)
        if first is None:
            say("Nothing was written: there is nothing to show.")
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

    def _read(self) -> "tuple[list[PackedView], dict[str, Codes]]":
        """Read every view, with what unpacks it; a run that is told to stop leaves nothing half done."""
        from partnerassess.batch.inputs import read_inputs
        from partnerassess.loading import View, choose_questionnaire

        named = self.questionnaire
        complaints = Complaints(Progress())
        views: list[PackedView] = []
        codes: dict[str, Codes] = {}
        try:
            if self.problems is not None:
                complaints.keep_in(self.problems)
            with stoppable():
                for found in read_inputs(
                    self.paths,
                    choose_questionnaire(named) if named else None,
                    standard_input=read_standard_input,
                    used=[named] if named else [],
                    ignore_unrecognised=self.ignore_unrecognised,
                    tell=partial(say_unused, outputs=self.outputs, say=complaints.tell),
                ):
                    if isinstance(found, View):
                        views.append(found.packed)
                        codes.setdefault(found.questionnaire.id, found.codes)
                    else:
                        complaints.say_problems(found)
                        self.unusable += 1
            complaints.say_rest()
            complaints.finish()
        except Stopped as stopped:
            complaints.cut_short()
            say("Stopped. Nothing was written.")
            raise typer.Exit(stopped.status) from None
        except BaseException:
            complaints.discard()
            raise
        return views, codes


class Look:
    """Which partnerships are looked at, in which order, and what is required of them."""

    def __init__(
        self, arrangement: str | None, sort: str | None, only: tuple[str, ...], require: str | None
    ) -> None:
        self.selection: Selection | None = None
        self.order: Order | None = None
        self.requirement: Requirement | None = None
        self._missed = False
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

    def select(self, assessments: "Iterable[Assessment]") -> "Iterator[Selected]":
        """Give those that are looked at, as they come. Raises BadParameter for what a questionnaire lacks."""
        for each in assessments:
            for hint, asked in (("--only", self.selection), ("--require", self.requirement)):
                fault = asked.find_fault(each.questionnaire) if asked else None
                if asked and fault:
                    known = [None, *(one.arrangement.id for one in each.arrangements)]
                    named = hint if asked.arrangement in known else "--arrangement"
                    raise typer.BadParameter(fault, param_hint=named)
            if self.requirement is not None and not self.requirement.is_met(each):
                self._missed = True
            found = self.selection.find_selected(each) if self.selection else each
            if found is not None:
                yield found, each

    def read(self, selected: "Iterable[Selected]", read: "Callable[[Assessment], Item]") -> "list[Item]":
        """Give what is read off each of those that are looked at, in order: they themselves may go."""
        key_of = self.order.key_of if self.order else None
        found = [(key_of(each) if key_of else None, read(each)) for each, _ in selected]
        ordered = self.order.sort(found, lambda pair: pair[0]) if self.order else found
        return [item for _, item in ordered]

    def status(self, run: Run) -> ExitStatus:
        """Say how it went: what could not be used weighs more than a requirement that is not met."""
        if run.status is not ExitStatus.DONE:
            return run.status
        return ExitStatus.NOT_MET if self._missed else ExitStatus.DONE


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
    some = ", ".join(os.path.relpath(each, unused.folder) for each in named[:_NAMED])
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    looks = f" ({some}{more} may hold answers)" if named else ""
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
        more = f" and {len(blank) - _NAMED:,} more" if len(blank) > _NAMED else ""
        say(clean(f"Left out, because nothing is answered yet: {', '.join(blank[:_NAMED])}{more}"))
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
