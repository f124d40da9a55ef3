"""`score`: one report, or a table and summary, for any number of answer files."""

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.endings import FORM_DEFAULT, choose_form
from partnerassess.cli.options import (
    ChosenQuestionnaire,
    Force,
    Full,
    Heatmap,
    IgnoreUnrecognised,
    Only,
    Output,
    Pager,
    Pool,
    SmallGroups,
    Sort,
)
from partnerassess.cli.output import STANDARD_OUTPUT, are_same_place, guard
from partnerassess.cli.results import PAGES, Format, Wanted, next_commands, show
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import (
    STANDARD_INPUT,
    quote,
    read_standard_input,
    report,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from partnerassess.assessment import Assessment
    from partnerassess.batch import Outcome, Scored
    from partnerassess.model import Questionnaire
    from partnerassess.problems import Problem
    from partnerassess.requirement import Requirement

_FEW = 64 * 1024

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Answer files, folders, or `-` for standard input.")
]
Form = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="The form results come in.", show_default=FORM_DEFAULT),
]
Require = Annotated[
    str | None,
    typer.Option(
        metavar="VERDICT|BAND",
        help="Exit with 4 unless the best-supported arrangement of every file is at least this ready.",
    ),
]
RequiredOf = Annotated[
    str | None,
    typer.Option(
        metavar="ID", help="Look at this arrangement instead, with --require, --sort, --only and so on."
    ),
]
Notes = Annotated[bool, typer.Option("--notes", help="Include the notes beside the answers.")]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="How many processes share the work; else one per processor."),
]
ProblemsFile = Annotated[
    str | None, typer.Option(metavar="FILE", help="Keep what could not be used in a file of JSON lines.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="QUESTION=ANSWER", help="Try out another answer; files stay as they are."),
]


def score(
    paths: Paths,
    questionnaire: ChosenQuestionnaire = None,
    format: Form = None,  # noqa: A002 the option's name
    output: Output = STANDARD_OUTPUT,
    require: Require = None,
    arrangement: RequiredOf = None,
    notes: Notes = False,
    full: Full = False,
    pager: Pager = True,
    ignore_unrecognised: IgnoreUnrecognised = False,
    jobs: Jobs = None,
    problems: ProblemsFile = None,
    changes: Changes = None,
    pool: Pool = False,
    show_small_groups: SmallGroups = False,
    heatmap: Heatmap = False,
    sort: Sort = None,
    only: Only = None,
    force: Force = False,
) -> None:
    """Score answer files: the full report for one, a table and summary for several.

    What cannot be used is named on stderr with its place and a hint; the rest is scored all the same.

    \b
    Examples:
      partnerassess score answers.yaml
      partnerassess score answers/ --format csv --output readiness.csv
      partnerassess score answers.yaml --require ready && echo go
      partnerassess score answers.yaml --set board-support=4
      partnerassess score answers/ --pool
      partnerassess template | partnerassess score -
    """
    form = choose_form(format, output, Format.TERMINAL)
    options = [*(["-q", quote(questionnaire)] if questionnaire else []), *(["--pool"] if pool else [])]
    commands = next_commands(paths, options)
    wanted = Wanted(format=form, output=output, notes=notes, full=full, pager=pager, commands=commands)
    asked = Asked(InputPaths(paths), wanted, questionnaire, ignore_unrecognised)
    looks = Looks(pool, show_small_groups, heatmap, sort, tuple(only or ()), arrangement)
    requirement = _requirement(require, arrangement, needed=not looks.are_used)
    _refuse_clashes(wanted, looks, changes, problems)
    for written in (output, problems or STANDARD_OUTPUT):
        guard(written, [*paths, questionnaire], force=force)
    is_plain = asked.given.are_few and not looks.are_used and problems is None
    if changes:
        status = _try_out(asked, changes, requirement)
    elif form in PAGES:
        status = _show_pages(asked, looks, requirement, problems)
    elif is_plain:
        status = show_outcomes(_outcomes(asked), wanted, requirement)
    else:
        status = _score_many(asked, looks, requirement, jobs, problems)
    raise typer.Exit(status)


def _refuse_clashes(wanted: Wanted, looks: "Looks", changes: list[str] | None, problems: str | None) -> None:
    """Raise BadParameter where options do not go together, rather than leave one of them aside."""
    beside = [*looks.names, *(["--problems"] if problems is not None else [])]
    if changes and beside:
        fault = f"tries out one answer file by itself: leave it out, or leave out {', '.join(beside)}"
        raise typer.BadParameter(fault, param_hint="--set")
    if looks.heatmap and wanted.format is not Format.TERMINAL:
        fault = f"is for the terminal, and this is {wanted.format}: leave it out, or use --format terminal"
        raise typer.BadParameter(fault, param_hint="--heatmap")
    if problems is not None and are_same_place(problems, wanted.output):
        fault = "this is where the results go: name another file"
        raise typer.BadParameter(fault, param_hint="--problems")


def _try_out(asked: "Asked", changes: list[str], requirement: "Requirement | None") -> ExitStatus:
    from partnerassess.cli.trial import show_trial

    return show_trial(
        asked.given.paths,
        asked.questionnaire,
        changes,
        asked.wanted,
        requirement,
        ignore_unrecognised=asked.ignore_unrecognised,
    )


def _show_pages(
    asked: "Asked", looks: "Looks", requirement: "Requirement | None", problems: str | None
) -> ExitStatus:
    if not looks.are_used and problems is None:
        return show_outcomes(_outcomes(asked), asked.wanted, requirement)
    from partnerassess.cli.together import read_together, show_pages

    return show_pages(_outcomes(asked), asked.wanted, read_together(looks), requirement, problems)


def _score_many(
    asked: "Asked",
    looks: "Looks",
    requirement: "Requirement | None",
    jobs: int | None,
    problems: str | None,
) -> ExitStatus:
    from partnerassess.cli.many import Request, score_many
    from partnerassess.cli.together import read_together

    request = Request(
        given=asked.given,
        wanted=asked.wanted,
        together=read_together(looks),
        chosen=asked.find_questionnaire(),
        requirement=requirement,
        ignore_unrecognised=asked.ignore_unrecognised,
    )
    return score_many(request, jobs=jobs, problems=problems)


def _outcomes(asked: "Asked") -> "Iterator[Outcome]":
    from partnerassess.batch import Questionnaires, score_inputs

    return score_inputs(
        asked.given.paths,
        Questionnaires(asked.find_questionnaire()),
        standard_input=asked.given.standard_input,
        ignore_unrecognised=asked.ignore_unrecognised,
    )


def _requirement(wanted: str | None, arrangement: str | None, *, needed: bool) -> "Requirement | None":
    from partnerassess.requirement import Requirement

    if arrangement and wanted is None and needed:
        fault = "needs --require, --sort, --only, --heatmap or --pool beside it"
        raise typer.BadParameter(fault, param_hint="--arrangement")
    return None if wanted is None else Requirement(wanted=wanted, arrangement=arrangement)


@dataclass(frozen=True, slots=True)
class Looks:
    """The options about looking at many answer sets together, as they were given."""

    pool: bool
    show_small_groups: bool
    heatmap: bool
    sort: str | None
    only: tuple[str, ...]
    arrangement: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of those that ask for looking at the answer sets together."""
        given = {
            "--pool": self.pool,
            "--show-small-groups": self.show_small_groups,
            "--heatmap": self.heatmap,
            "--sort": self.sort,
            "--only": self.only,
        }
        return tuple(name for name, value in given.items() if value)

    @property
    def are_used(self) -> bool:
        """Tell whether any of them asks for looking at the answer sets together."""
        return bool(self.names)


class InputPaths:
    """The paths somebody gave, with standard input, which can be read only once."""

    def __init__(self, paths: "Sequence[str]") -> None:
        self.paths = paths

    @cached_property
    def _content(self) -> bytes:
        return read_standard_input()

    def standard_input(self) -> bytes:
        """Give all of standard input, however often it is asked for."""
        return self._content

    @property
    def are_few(self) -> bool:
        """Tell whether it is one file of the size of some assessments, which needs none of the machinery."""
        if len(self.paths) > 1:
            return False
        (path,) = self.paths
        if path == STANDARD_INPUT:
            return len(self._content) <= _FEW
        return not os.path.isdir(path) and not (os.path.isfile(path) and os.path.getsize(path) > _FEW)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be scored, and the form in which it is wanted."""

    given: InputPaths
    wanted: Wanted
    questionnaire: str | None
    """The name or file of the one to use; null where the answers say which."""
    ignore_unrecognised: bool

    def find_questionnaire(self) -> "Questionnaire | None":
        """Load the questionnaire that was named; raises ProblemsFound if it cannot be used."""
        from partnerassess.batch import choose_questionnaire

        return choose_questionnaire(self.questionnaire) if self.questionnaire else None


def show_outcomes(
    outcomes: "Iterable[Outcome]", wanted: Wanted, requirement: "Requirement | None" = None
) -> ExitStatus:
    """Show what was scored, report what could not be used, and say how it went."""
    scored, unusable = sort_out(outcomes, lambda each: check(requirement, each.assessment))
    show(scored, unusable, wanted)
    return status_of(unusable, requirement, (each.assessment for each in scored))


def sort_out(
    outcomes: "Iterable[Outcome]",
    check: "Callable[[Scored], None]",
    say_problems: "Callable[[Sequence[Problem]], None]" = report,
) -> "tuple[list[Scored], int]":
    """Give what was scored, checked one by one, and how much was not usable, which is reported."""
    from partnerassess.batch import Scored

    scored: list[Scored] = []
    unusable = 0
    for outcome in outcomes:
        if isinstance(outcome, Scored):
            check(outcome)
            scored.append(outcome)
        else:
            say_problems(outcome.problems)
            unusable += 1
    return scored, unusable


def status_of(
    unusable: int, requirement: "Requirement | None", assessments: "Iterable[Assessment]"
) -> ExitStatus:
    """Say how a run went: what could not be used weighs more than a requirement that is not met."""
    if unusable:
        return ExitStatus.UNUSABLE
    if requirement and not all(requirement.is_met(each) for each in assessments):
        return ExitStatus.NOT_MET
    return ExitStatus.DONE


def check(requirement: "Requirement | None", assessment: "Assessment") -> None:
    """Raise BadParameter where the requirement makes no sense for a questionnaire."""
    fault = requirement.find_fault(assessment.questionnaire) if requirement else None
    if fault:
        raise typer.BadParameter(fault, param_hint="--require")
