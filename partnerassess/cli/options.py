"""Arguments and options that several commands share, so that they read the same everywhere.

This module knows their names and help. It does not know what a command does with them.
"""

from typing import Annotated

import typer


def complete_questionnaires(incomplete: str) -> list[str]:
    """Give the shipped questionnaires whose names begin this way, for shell completion."""
    from partnerassess.library import shipped_questionnaires

    return [name for name in shipped_questionnaires() if name.startswith(incomplete)]


ChosenQuestionnaire = Annotated[
    str | None,
    typer.Option(
        "--questionnaire",
        "-q",
        metavar="NAME|FILE",
        help="A shipped questionnaire or a file; without it the answers say which.",
        autocompletion=complete_questionnaires,
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
IgnoreUnrecognised = Annotated[
    bool,
    typer.Option("--ignore-unrecognised", help="Leave aside answers to questions that do not exist."),
]
Pool = Annotated[
    bool, typer.Option("--pool", help="Put the answer sets of each partnership together, then score.")
]
SmallGroups = Annotated[
    bool, typer.Option("--show-small-groups", help="With --pool: show means of one or two people, too.")
]
Heatmap = Annotated[
    bool, typer.Option("--heatmap", help="In the terminal: every factor of every partnership.")
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort", metavar="KEY", help="Such as readiness, lowest first; or -readiness, highest first."
    ),
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="VERDICT|BAND", help="Show only these; may be repeated.")
]

Full = Annotated[bool, typer.Option("--full", help="Everything, not only what comes first.")]
Pager = Annotated[
    bool, typer.Option("--pager/--no-pager", help="Show a long report with $PAGER; only in a terminal.")
]
