"""What `score --set QUESTION=ANSWER` shows: changed answers beside the real ones.

This module knows which forms a trial comes in. It does not know what the changes do.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from partnerassess.cli.output import deliver
from partnerassess.cli.pages import deliver_report
from partnerassess.cli.results import Format, Wanted
from partnerassess.cli.score import check, status_of
from partnerassess.cli.single import score_single
from partnerassess.cli.status import ExitStatus
from partnerassess.problems import ProblemsFound

if TYPE_CHECKING:
    from partnerassess.requirement import Requirement
    from partnerassess.trial import Trial


def show_trial(
    paths: Sequence[str],
    questionnaire: str | None,
    changes: Sequence[str],
    wanted: Wanted,
    requirement: "Requirement | None" = None,
    *,
    ignore_unrecognised: bool = False,
) -> ExitStatus:
    """Score one answer file with and without some changes, and show both; the file is not touched.

    The requirement is on what the changes give.
    """
    from partnerassess.trial import read_changes, try_out

    if len(paths) != 1:
        raise typer.BadParameter("tries out one answer file at a time", param_hint="--set")
    assessment = score_single(paths[0], questionnaire, ignore_unrecognised=ignore_unrecognised)
    check(requirement, assessment)
    try:
        given = read_changes(assessment.questionnaire, changes)
    except ProblemsFound as found:
        raise typer.BadParameter("; ".join(map(str, found.problems)), param_hint="--set") from None
    trial = try_out(assessment, given)
    _show(trial, wanted)
    return status_of(0, requirement, [trial.after])


def _show(trial: "Trial", wanted: Wanted) -> None:
    match wanted.format:
        case Format.JSON:
            from partnerassess.explain import explain
            from partnerassess.render.data import render_json

            pair = [explain(trial.before), explain(trial.after)]
            deliver(render_json(pair, notes=wanted.notes), wanted.output)
        case Format.JSONL | Format.CSV | Format.XLSX:
            fault = "shows before and after to read, or as json (a list of the two)"
            raise typer.BadParameter(fault, param_hint="--set")
        case _:
            from partnerassess.report.what_if import report_what_if

            deliver_report(lambda _: report_what_if(trial), wanted.format, wanted.output)
