"""`score`: one report, or a table and summary, for any number of answer files."""

import os
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.options import ChosenQuestionnaire, IgnoreUnrecognised, Output
from partnerassess.cli.results import SHORT_FORMS, Format, Wanted, show
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import STANDARD_OUTPUT, read_standard_input, refuse_overwriting, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from partnerassess.batch import Outcome, Scored
    from partnerassess.requirement import Requirement

STANDARD_INPUT = "-"
_FEW = 64 * 1024

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Answer files, folders, or `-` for standard input.")
]
Form = Annotated[Format, typer.Option("--format", "-f", help="The form results come in.")]
Require = Annotated[
    str | None,
    typer.Option(metavar="VERDICT|BAND", help="Exit with 4 unless every leader is there, or higher."),
]
RequiredOf = Annotated[
    str | None, typer.Option(metavar="ID", help="Let --require look at this arrangement instead.")
]
Notes = Annotated[bool, typer.Option("--notes", help="Include the notes beside the answers.")]
Full = Annotated[bool, typer.Option("--full", help="Every arrangement with all its factors.")]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="How many processes share the work; else one per processor."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Read every file with the strict reader; slower, same result.")
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
    format: Form = Format.TERMINAL,  # noqa: A002 the option's name
    output: Output = STANDARD_OUTPUT,
    require: Require = None,
    arrangement: RequiredOf = None,
    notes: Notes = False,
    full: Full = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
    jobs: Jobs = None,
    strict: Strict = False,
    problems: ProblemsFile = None,
    changes: Changes = None,
) -> None:
    """Score answer files: the full report for one, a table and summary for several.

    What cannot be used is named on stderr with its place and a hint; the rest is scored all the same.

    \b
    Examples:
      partnerassess score answers.yaml
      partnerassess score answers/ --format csv --output readiness.csv
      partnerassess score answers.yaml --require ready && echo go
      partnerassess score answers.yaml --set board-support=4
      partnerassess template | partnerassess score -
    """
    from partnerassess.batch import Questionnaires, choose_questionnaire, score_inputs

    requirement = _requirement(require, arrangement)
    wanted = Wanted(format=format, output=output, notes=notes, full=full)
    refuse_overwriting(paths, output)
    if changes:
        from partnerassess.cli.trial import show_trial

        raise typer.Exit(
            show_trial(paths, questionnaire, changes, wanted, ignore_unrecognised=ignore_unrecognised)
        )
    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    given = InputPaths(paths)
    if (given.are_few and problems is None) or format not in SHORT_FORMS:
        outcomes = score_inputs(
            paths,
            Questionnaires(chosen),
            standard_input=given.standard_input,
            ignore_unrecognised=ignore_unrecognised,
        )
        raise typer.Exit(show_outcomes(outcomes, wanted, requirement))
    from partnerassess.cli.many import Request, score_many

    reading = {"strict": strict, "ignore_unrecognised": ignore_unrecognised}
    many = Request(given=given, wanted=wanted, chosen=chosen, requirement=requirement, **reading)
    raise typer.Exit(score_many(many, jobs=jobs, problems=problems))


def _requirement(wanted: str | None, arrangement: str | None) -> "Requirement | None":
    from partnerassess.requirement import Requirement

    if arrangement and wanted is None:
        raise typer.BadParameter("needs --require beside it", param_hint="--arrangement")
    return None if wanted is None else Requirement(wanted=wanted, arrangement=arrangement)


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


def show_outcomes(
    outcomes: "Iterable[Outcome]", wanted: Wanted, requirement: "Requirement | None" = None
) -> ExitStatus:
    """Show what was scored, report what could not be used, and say how it went."""
    from partnerassess.batch import Scored

    scored: list[Scored] = []
    unusable = 0
    for outcome in outcomes:
        if isinstance(outcome, Scored):
            _check(requirement, outcome)
            scored.append(outcome)
        else:
            report(outcome.problems)
            unusable += 1
    show(scored, unusable, wanted)
    if unusable:
        return ExitStatus.UNUSABLE
    if requirement and not all(requirement.is_met(each.assessment) for each in scored):
        return ExitStatus.NOT_MET
    return ExitStatus.DONE


def _check(requirement: "Requirement | None", scored: "Scored") -> None:
    fault = requirement.find_fault(scored.assessment.questionnaire) if requirement else None
    if fault:
        raise typer.BadParameter(fault, param_hint="--require")
