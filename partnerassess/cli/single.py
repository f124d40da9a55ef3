"""One partnership, for commands that look closely at it: one answer set, or several put together.

This module knows how the one assessment a command is about is found. It does not know what becomes of it.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.output import STANDARD_OUTPUT, deliver
from partnerassess.cli.pager import find_pager, show_paged
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import (
    PLAIN_WIDTH,
    asks_for_words,
    console,
    is_utf8,
    laid_out,
    read_standard_input,
    report,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from partnerassess.assessment import Assessment, Pooled
    from partnerassess.batch import Outcome
    from partnerassess.report.shapes import Report

SCREEN = 24
"""How many lines a report has at most, unless everything is asked for."""

AnswerPaths = Annotated[
    list[str],
    typer.Argument(metavar="ANSWERS...", help="An answer file, or with --pool several; `-` reads stdin."),
]
OnePool = Annotated[
    bool, typer.Option("--pool", help="Put several people's answers of one partnership together first.")
]


@dataclass(frozen=True, kw_only=True, slots=True)
class LookedAt:
    """The one partnership that a command looks at closely."""

    assessment: "Assessment"

    @property
    def pooled(self) -> "Pooled | None":
        """Give who answered and where they differ, where several views were put together."""
        return self.assessment.pooled

    @property
    def disputed(self) -> tuple[str, ...]:
        """Give the ids of the questions that pooled answers leave to be discussed first."""
        return self.pooled.disputed if self.pooled else ()


def score_single(path: str, questionnaire: str | None, *, ignore_unrecognised: bool = False) -> "Assessment":
    """Score the one answer set of a file; ends with 3 if it cannot be used, with 2 if there are several."""
    return look_at([path], questionnaire, ignore_unrecognised=ignore_unrecognised).assessment


def look_at(
    paths: Sequence[str],
    questionnaire: str | None,
    *,
    pool: bool = False,
    show_small_groups: bool = False,
    ignore_unrecognised: bool = False,
) -> LookedAt:
    """Score the one answer set there is, or with `pool` all of one partnership's together.

    Ends with 3 if some cannot be used or they are of several partnerships, with 2 if there are several and
    they are not to be pooled. `show_small_groups` is for pooled answers.
    """
    from partnerassess.batch import Questionnaires, Scored, choose_questionnaire, score_inputs

    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    outcomes: list[Outcome] = list(
        score_inputs(
            list(paths),
            Questionnaires(chosen),
            standard_input=read_standard_input,
            ignore_unrecognised=ignore_unrecognised,
        )
    )
    scored = [outcome.assessment for outcome in outcomes if isinstance(outcome, Scored)]
    unusable = [outcome for outcome in outcomes if not isinstance(outcome, Scored)]
    for outcome in unusable:
        report(outcome.problems)
    if unusable:
        raise typer.Exit(ExitStatus.UNUSABLE)
    if pool:
        from partnerassess.cli.pooled import pool_one

        return LookedAt(assessment=pool_one(scored, show_small_groups=show_small_groups))
    if len(scored) > 1:
        fault = f"this is about one answer set, and there are {len(scored)}; --pool puts them together"
        raise typer.BadParameter(fault, param_hint="ANSWERS")
    return LookedAt(assessment=scored[0])


def show_page(page: "Callable[[int, bool], RenderableType]", output: str) -> None:
    """Show a page of so many columns, in ASCII or not, in the terminal or in a file."""
    if output == STANDARD_OUTPUT:
        target = console(sys.stdout)
        target.print(page(target.width, not is_utf8(sys.stdout)))
    else:
        deliver(laid_out(lambda width: page(width, False)), output)


def show_report(
    report: "Report", output: str, *, height: int | None = SCREEN, pager: bool = True, in_words: bool = False
) -> None:
    """Show a report in the terminal, of at most so many lines where it is short, or in a file.

    With everything in it, it goes through the user's pager where it does not fit, unless `pager` is false.
    With `in_words`, and where a screen reader is said to be used, nothing is drawn.
    """
    from partnerassess.render.terminal import render_terminal

    fit = None if report.folds else height
    if output != STANDARD_OUTPUT:
        deliver(str(render_terminal(report, width=PLAIN_WIDTH, height=fit)), output)
        return
    target = console(sys.stdout)
    lines = render_terminal(
        report,
        width=target.width,
        utf8=is_utf8(sys.stdout),
        accessible=in_words or asks_for_words(),
        height=fit,
    )
    command = find_pager() if pager and report.folds and len(lines.lines) >= target.height else []
    if command:
        with target.capture() as captured:
            target.print(lines, soft_wrap=True)
        if show_paged(captured.get(), command):
            return
    target.print(lines, soft_wrap=True)
