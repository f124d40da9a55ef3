"""The command line: plain words in, an exit code out.

This package is the only place that knows the process: its arguments, streams, signals and exit code. It
does not know how anything is read, scored or rendered; each command calls those in turn.
"""

import errno
import gc
import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from partnerassess import __version__
from partnerassess.cli import (
    assess,
    check,
    compare,
    demo,
    imports,
    plan,
    questionnaire,
    report,
    robustness,
    score,
    template,
)
from partnerassess.cli.commands import add_command
from partnerassess.cli.status import EXPLAINED, ExitStatus
from partnerassess.cli.streams import abandon, prepare, say
from partnerassess.cli.streams import report as report_problems
from partnerassess.problems import Problem, ProblemsFound

_CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What the system says when standard output takes no more."""


class Commands(TyperGroup):
    """The commands, with the one place that turns our own errors into an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; problems with the input are reported, and a closed pipe ends quietly."""
        try:
            return super().invoke(ctx)
        except ProblemsFound as found:
            report_problems(found.problems)
            raise typer.Exit(ExitStatus.UNUSABLE) from None
        except BrokenPipeError:
            abandon(sys.stdout)
            raise typer.Exit(ExitStatus.DONE) from None


app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=EXPLAINED,
)


@app.callback(invoke_without_command=True)
def partnerassess(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    """How ready are two organisations to partner, in which form, and what would help?

    \b
    Start here:
      partnerassess demo                    five real partnerships, scored
      partnerassess assess                  answer the questions for your own
      partnerassess score ANSWERS.yaml      the report for an answer file

    Everything stays on this machine.
    """
    if version:
        typer.echo(f"partnerassess {__version__}")
        raise typer.Exit(ExitStatus.DONE)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitStatus.USAGE)


for command in (
    assess.assess,
    score.score,
    report.report,
    plan.plan,
    robustness.robustness,
    compare.compare,
    check.check,
    template.template,
    demo.demo,
):
    add_command(app, command)
add_command(app, imports.import_answers, "import")
app.add_typer(questionnaire.app, name="questionnaire")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Hardly anything here is cyclic: looking for such garbage often takes time and finds none.
    gc.set_threshold(50_000, 20, 50)
    try:
        prepare()
        app(prog_name="partnerassess")
    except ProblemsFound as found:
        report_problems(found.problems)
        sys.exit(ExitStatus.UNUSABLE)
    except OSError as error:
        if error.errno not in _CANNOT_WRITE:
            _end_with_a_bug(error)
        abandon(sys.stdout)
        message = f"cannot be written: {error.strerror or error}"
        report_problems([Problem(file="standard output", message=message)])
        sys.exit(ExitStatus.UNUSABLE)
    except Exception as error:
        _end_with_a_bug(error)


def _end_with_a_bug(error: Exception) -> NoReturn:
    """Say that something unexpected happened, without showing anybody's answers."""
    if os.environ.get("PARTNERASSESS_TRACEBACK"):
        raise error
    say(f"partnerassess: an unexpected error ({type(error).__name__}).")
    say("This is a fault in partnerassess, not in your files.")
    say("Nothing that was saved is lost. Set PARTNERASSESS_TRACEBACK=1 and run it again to see where.")
    sys.exit(ExitStatus.BUG)
