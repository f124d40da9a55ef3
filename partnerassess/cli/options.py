"""Arguments and options that several commands share, so that they read and mean the same everywhere."""

import re
from typing import Annotated, Any

import typer

from partnerassess.library import DEFAULT, shipped_questionnaires

ADVANCED = "Advanced"
"""Where the help lists what only analysts need: last."""


def complete_questionnaires(incomplete: str) -> list[str]:
    """Give the shipped questionnaires whose names begin this way, for shell completion."""
    return [name for name in shipped_questionnaires() if name.startswith(incomplete)]


def complete_arrangements(incomplete: str) -> list[str]:
    """Give the arrangements of the shipped questionnaires whose ids begin this way."""
    from partnerassess.loading.shelf import choose_questionnaire

    ids = (each.id for each in choose_questionnaire(DEFAULT).arrangements)
    return [each for each in ids if each.startswith(incomplete)]


def complete_bands(incomplete: str) -> list[str]:
    """Give the verdicts, and the bands of the shipped questionnaire, that begin this way."""
    from partnerassess.assessment import Verdict
    from partnerassess.loading.shelf import choose_questionnaire

    bands = (band.id for band in choose_questionnaire(DEFAULT).scoring.bands)
    words = dict.fromkeys([*(each.value for each in Verdict), *bands])
    return [each for each in words if each.startswith(incomplete)]


def read_name(said: str | None, option: str) -> str | None:
    """Give a name on one line; null for none. Raises BadParameter for one that answer files cannot hold."""
    from partnerassess.files.reading import UNSAFE_CHARACTER, tidy
    from partnerassess.loading.answers import MAX_NAME

    name = " ".join(tidy(said or "").split())
    if len(name) > MAX_NAME:
        raise typer.BadParameter(f"has more than {MAX_NAME} characters", param_hint=option)
    if re.search(UNSAFE_CHARACTER, name):
        raise typer.BadParameter("holds characters that cannot be seen or kept", param_hint=option)
    return name or None


def quick_or(questionnaire: str | None, *, quick: bool) -> str | None:
    """Give the questionnaire that is wanted: the first look, else the one that is named; null for neither."""
    if quick and questionnaire is not None:
        raise typer.BadParameter("is a questionnaire already", param_hint="--quick")
    return f"{DEFAULT}-quick" if quick else questionnaire


def name_questionnaire(meaning: str) -> Any:
    """Make the option that names a questionnaire, with what it means to a command."""
    return typer.Option(
        "--questionnaire", "-q", metavar="NAME|FILE", help=meaning, autocompletion=complete_questionnaires
    )


def advanced(*names: str, **more: Any) -> Any:
    """Make an option that the help lists last."""
    return typer.Option(*names, rich_help_panel=ADVANCED, **more)


Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Answer files, folders, or `-` for standard input.")
]
Questionnaire = Annotated[
    str | None, name_questionnaire("A shipped questionnaire or a file; without it the answers say which.")
]
NewQuestionnaire = Annotated[
    str | None, name_questionnaire(f"A shipped questionnaire or a file.  [default: {DEFAULT}]")
]
"""The same where no answers are there yet to say which."""
Arrangement = Annotated[
    str | None,
    typer.Option(
        "--arrangement",
        "-a",
        metavar="ID",
        help="Look at this arrangement instead of the leading one.",
        autocompletion=complete_arrangements,
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to a file instead of the terminal.", show_default=False
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace the output if it is there already; never an input.")
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORM",
        help="The form it comes in.",
        show_default="by the ending of --output, else terminal",
    ),
]
Quick = Annotated[
    bool, typer.Option("--quick", help="A first look: 15 questions in ten minutes, and no verdict.")
]
Each = Annotated[bool, typer.Option("--each", help="Take every view by itself; put none together.")]
Notes = Annotated[bool, typer.Option("--notes", help="Include the notes beside the answers.")]
Full = Annotated[bool, typer.Option("--full", help="Everything there is to say.")]
Plain = Annotated[bool, typer.Option("--plain", help="Words only, one fact a line: no drawings.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never show a long report page by page.")]
SmallGroups = Annotated[
    bool, typer.Option("--show-small-groups", help="Show means of one or two people, too; ask them first.")
]
IgnoreUnrecognised = Annotated[
    bool, advanced("--ignore-unrecognised", help="Leave aside answers to questions that do not exist.")
]
