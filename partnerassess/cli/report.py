"""`report`: the page for people who would rather look than read."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from partnerassess.cli.endings import choose_form
from partnerassess.cli.extras import load_word
from partnerassess.cli.options import ChosenQuestionnaire, Force, IgnoreUnrecognised, Pool, SmallGroups
from partnerassess.cli.output import STANDARD_OUTPUT, guard
from partnerassess.cli.results import deliver_page
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import read_standard_input, say
from partnerassess.cli.streams import report as report_problems

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch import Outcome
    from partnerassess.cli.pooled import Pooling
    from partnerassess.render.page.subject import Subject

_HOW_TO_OPEN = "Open it in a browser; it needs no network."


class ReportFormat(StrEnum):
    """The forms a report for looking at comes in; the file's name says which."""

    HTML = "html"
    DOCX = "docx"


def report(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Answer files, folders, or `-` for standard input."),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE.html", help="The file to write; FILE.docx for Word."),
    ],
    questionnaire: ChosenQuestionnaire = None,
    notes: Annotated[bool, typer.Option("--notes", help="Include the notes beside the answers.")] = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
    pool: Pool = False,
    show_small_groups: SmallGroups = False,
    force: Force = False,
) -> None:
    """Write one page to look at, print or send: it opens in any browser and needs no network.

    One answer file gives the full report with pictures; several dates of one partnership show how it
    changed; several partnerships are set side by side. --pool puts several people's answers together and
    shows where they see it differently.

    \b
    Examples:
      partnerassess report answers.yaml --output report.html
      partnerassess report answers/ --output partnerships.html
      partnerassess report march.yaml june.yaml --output progress.html
      partnerassess report both-partners/ --pool --output together.html
      partnerassess report answers.yaml --output report.docx
    """
    from partnerassess.batch import Questionnaires, choose_questionnaire, score_inputs
    from partnerassess.files import clean

    form = choose_form(None, output, ReportFormat.HTML)
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
    is_written = _write(subjects, scored, form, output, notes=notes)
    if is_written and output != STANDARD_OUTPUT:
        say(f"Written: {clean(output)}. {_HOW_TO_OPEN if form is ReportFormat.HTML else ''}".rstrip())
    raise typer.Exit(ExitStatus.UNUSABLE if scored.unusable else ExitStatus.DONE)


def _read_pooling(*, show_small_groups: bool, pool: bool) -> "Pooling | None":
    """Make sense of the options; raises BadParameter where they make none."""
    if not (pool or show_small_groups):
        return None
    from partnerassess.cli.pooled import read_pooling

    return read_pooling(show_small_groups=show_small_groups, pool=pool)


def _write(
    subjects: "Iterable[Subject]", scored: "Usable", form: ReportFormat, output: str, *, notes: bool
) -> bool:
    """Write the page, or the Word document; false where nothing could be scored."""
    match form:
        case ReportFormat.DOCX:
            document: bytes = load_word().render_document(
                subjects, notes=notes, count_unusable=lambda: scored.unusable
            )
            return deliver_page(document, output)
        case ReportFormat.HTML:
            from partnerassess.render.page import render_page

            page = render_page(subjects, notes=notes, count_unusable=lambda: scored.unusable)
            return deliver_page(page, output)
        case _:
            assert_never(form)


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
