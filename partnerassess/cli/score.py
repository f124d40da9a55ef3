"""`score`: one report, or a table and summary, for any number of answer files."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.options import ChosenQuestionnaire, IgnoreUnrecognised, Output
from partnerassess.cli.results import Format, Wanted, show
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import STANDARD_OUTPUT, read_standard_input, report

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partnerassess.batch import Outcome, Scored
    from partnerassess.requirement import Requirement


def score(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Answer files, folders, or `-` for standard input."),
    ],
    questionnaire: ChosenQuestionnaire = None,
    format: Annotated[  # noqa: A002 the option's name
        Format, typer.Option("--format", "-f", help="The form results come in.")
    ] = Format.TERMINAL,
    output: Output = STANDARD_OUTPUT,
    require: Annotated[
        str | None,
        typer.Option(metavar="VERDICT|BAND", help="Exit with 4 unless every leader is there, or higher."),
    ] = None,
    arrangement: Annotated[
        str | None, typer.Option(metavar="ID", help="Let --require look at this arrangement instead.")
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="Include the notes beside the answers.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Every arrangement with all its factors.")] = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
) -> None:
    """Score answer files: the full report for one, a table and summary for several.

    What cannot be used is named on stderr with its place and a hint; the rest is scored all the same.

    \b
    Examples:
      partnerassess score answers.yaml
      partnerassess score answers/ --format csv --output readiness.csv
      partnerassess score answers.yaml --require ready && echo go
      partnerassess template | partnerassess score -
    """
    from partnerassess.batch import Questionnaires, choose_questionnaire, score_inputs
    from partnerassess.requirement import Requirement

    if arrangement and not require:
        raise typer.BadParameter("needs --require beside it", param_hint="--arrangement")
    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    outcomes = score_inputs(
        paths,
        Questionnaires(chosen),
        standard_input=read_standard_input,
        ignore_unrecognised=ignore_unrecognised,
    )
    wanted = Wanted(format=format, output=output, notes=notes, full=full)
    requirement = Requirement(wanted=require, arrangement=arrangement) if require else None
    raise typer.Exit(show_outcomes(outcomes, wanted, requirement))


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
