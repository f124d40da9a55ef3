"""The command line: plain words in, an exit code out.

This package is the only place that knows the process: its arguments, streams, signals and exit code.
"""

import atexit
import errno
import gc
import os
import sys
from typing import Annotated, NoReturn

import typer

from partnerassess import __version__
from partnerassess.cli.commands import EXIT_CODES, TOOL, Commands
from partnerassess.cli.process import ExitStatus, abandon, fall_silent, prepare, say, say_problems
from partnerassess.files.stopping import Stopped, stoppable
from partnerassess.problems import Problem, ProblemsFound

_CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What the system says when standard output takes no more."""


app = typer.Typer(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=TOOL,
    epilog=EXIT_CODES,
)


@app.callback(invoke_without_command=True)
def partnerassess(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    """Show the version, or the help."""
    if version:
        typer.echo(f"partnerassess {__version__}")
        raise typer.Exit(ExitStatus.DONE)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitStatus.USAGE)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # Hardly anything here is cyclic: looking for such garbage often takes time and finds none.
    gc.set_threshold(50_000, 20, 50)
    # Nor are modules taken apart one by one at the end: that takes longer than leaving a session may.
    atexit.register(gc.freeze)
    # NumPy starts threads for products of matrices, which nothing here needs and everybody would wait for.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with stoppable():
            prepare()
            app(prog_name="partnerassess")
    except Stopped as stopped:
        say("Stopped.")
        sys.exit(stopped.status)
    except ProblemsFound as found:
        say_problems(found.problems)
        sys.exit(ExitStatus.UNUSABLE)
    except OSError as error:
        if error.errno not in _CANNOT_WRITE:
            _end_with_a_bug(error)
        abandon(sys.stdout)
        message = f"cannot be written: {error.strerror or error}"
        say_problems([Problem(file="standard output", message=message)])
        sys.exit(ExitStatus.UNUSABLE)
    except Exception as error:
        _end_with_a_bug(error)
    finally:
        fall_silent()


def _end_with_a_bug(error: Exception) -> NoReturn:
    """Say that something unexpected happened, without showing anybody's answers."""
    if os.environ.get("PARTNERASSESS_TRACEBACK"):
        raise error
    say(f"partnerassess: an unexpected error ({type(error).__name__}).")
    say("This is a fault in partnerassess, not in your files.")
    say("Nothing that was saved is lost. Set PARTNERASSESS_TRACEBACK=1 and run it again to see where.")
    sys.exit(ExitStatus.BUG)
