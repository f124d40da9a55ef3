"""`questionnaire`: for people who write questionnaires."""

from enum import StrEnum
from typing import Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.commands import add_commands
from partnerassess.cli.form import Form, choose_form
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard

app = typer.Typer(
    help="List, show and describe questionnaires.",
    epilog=(
        "\b\nExamples:\n  partnerassess questionnaire list\n  partnerassess questionnaire show nhs-partnering"
    ),
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Described(StrEnum):
    """The files that have a JSON Schema."""

    QUESTIONNAIRE = "questionnaire"
    ANSWERS = "answers"
    RESULT = "result"


def list_() -> None:
    """List the questionnaires that ship with partnerassess."""
    from partnerassess.library import shipped_questionnaires
    from partnerassess.loading import load_questionnaire

    for name, path in shipped_questionnaires().items():
        loaded = load_questionnaire(path)
        typer.echo(f"{name} {loaded.version}: {loaded.title} ({len(loaded.questions)} questions)")


def show(
    questionnaire: Annotated[
        str, typer.Argument(metavar="NAME|FILE", autocompletion=options.complete_questionnaires)
    ],
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
) -> None:
    """Print a questionnaire's file, to read it or to start your own from."""
    from partnerassess.files import decode, read_bytes
    from partnerassess.loading import MAX_QUESTIONNAIRE, find_questionnaire_file

    choose_form(None, output, (Form.YAML,), Form.YAML)
    path = find_questionnaire_file(questionnaire)
    guard([output], [str(path)], force=force)
    deliver(decode(read_bytes(path, limit=MAX_QUESTIONNAIRE), str(path)), output)


def schema(
    of: Annotated[Described, typer.Argument(metavar="questionnaire|answers|result")],
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
) -> None:
    """Print the JSON Schema of a file format, which lets editors complete and check as you type."""
    from partnerassess.library import schema_text

    choose_form(None, output, (Form.JSON,), Form.JSON)
    guard([output], (), force=force)
    deliver(schema_text(of.value), output)


add_commands(app, {"list": list_, "show": show, "schema": schema}, group="questionnaire")
