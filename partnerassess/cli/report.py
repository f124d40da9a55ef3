"""`report`: the page for people who would rather look than read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.endings import choose_form
from partnerassess.cli.options import ChosenQuestionnaire, Force, IgnoreUnrecognised, Pool, SmallGroups
from partnerassess.cli.output import STANDARD_OUTPUT, guard
from partnerassess.cli.pages import PageFormat, render_page
from partnerassess.cli.results import deliver_page, report_page, unusable_remark
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import read_standard_input, say
from partnerassess.cli.streams import report as report_problems

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch import Outcome
    from partnerassess.cli.pooled import Pooling

_HOW_TO_OPEN = "Open it in a browser; it needs no network."


def report(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Answer files, folders, or `-` for standard input."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.html",
            help="The file to write; FILE.docx for Word, FILE.pdf for PDF.",
        ),
    ],
    questionnaire: ChosenQuestionnaire = None,
    full: Annotated[
        bool,
        typer.Option("--full", help="Print the appendix, too: every question, and how it was worked out."),
    ] = False,
    notes: Annotated[bool, typer.Option("--notes", help="Include the notes beside the answers.")] = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
    pool: Pool = False,
    show_small_groups: SmallGroups = False,
    force: Force = False,
) -> None:
    """Write the page for the board: two sides of A4 with pictures, as HTML, PDF or Word.

    The first side is for deciding, the second shows what that rests on; everything else is an appendix.
    Several partnerships are set side by side. --pool puts several people's answers together and shows where
    they see it differently.

    \b
    Examples:
      partnerassess report answers.yaml --output report.html
      partnerassess report answers/ --output partnerships.html
      partnerassess report both-partners/ --pool --output together.html
      partnerassess report answers.yaml --output report.pdf
    """
    from partnerassess.batch import Questionnaires, Scored, choose_questionnaire, score_inputs
    from partnerassess.files import clean

    form = choose_form(None, output, PageFormat.HTML)
    guard(output, [*paths, questionnaire], force=force)
    pooling = _read_pooling(show_small_groups=show_small_groups, pool=pool)
    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    scored = Usable(
        score_inputs(
            paths,
            Questionnaires(chosen),
            standard_input=read_standard_input,
            ignore_unrecognised=ignore_unrecognised,
        )
    )
    subjects = pooling.pool(scored) if pooling else scored
    shown = [Scored(assessment=each, document=None) for each in subjects]
    remarks = [unusable_remark(scored.unusable)] if scored.unusable else []
    page = render_page(report_page(shown, remarks, notes=notes), form, full=full) if shown else ""
    is_written = deliver_page(page, output)
    if is_written and output != STANDARD_OUTPUT:
        say(f"Written: {clean(output)}. {_HOW_TO_OPEN if form is PageFormat.HTML else ''}".rstrip())
    raise typer.Exit(ExitStatus.UNUSABLE if scored.unusable else ExitStatus.DONE)


def _read_pooling(*, show_small_groups: bool, pool: bool) -> "Pooling | None":
    """Make sense of the options; raises BadParameter where they make none."""
    if not (pool or show_small_groups):
        return None
    from partnerassess.cli.pooled import read_pooling

    return read_pooling(show_small_groups=show_small_groups, pool=pool)


class Usable:
    """What was scored, one after the other; what could not be used is reported and counted on the way."""

    def __init__(self, outcomes: "Iterable[Outcome]") -> None:
        self._outcomes = outcomes
        self.unusable = 0
        """How many inputs could not be used so far."""

    def __iter__(self) -> "Iterator[Assessment]":
        from partnerassess.batch import Scored

        for outcome in self._outcomes:
            if isinstance(outcome, Scored):
                yield outcome.assessment
            else:
                report_problems(outcome.problems)
                self.unusable += 1
