"""How commands are called: by name, by a file's name alone, by `help`, and with a suggestion for a slip."""

import os
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from partnerassess.cli.help import COMMANDS
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import abandon
from partnerassess.cli.streams import report as report_problems
from partnerassess.problems import ProblemsFound

_ENDINGS = (".yaml", ".yml", ".json", ".jsonl", ".xlsx")


_ADVANCED = {"--jobs", "--problems", "--ignore-unrecognised", "--seed", "--draws"}
"""Options for analysts, which the help lists last."""


class Command(TyperCommand):
    """A command whose help keeps what analysts need apart from what everybody does."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, options and advanced options, each under its heading."""
        parts: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], "Advanced": []}
        for each in self.get_params(ctx):
            record = each.get_help_record(ctx)
            if record is not None:
                is_advanced = not _ADVANCED.isdisjoint(each.opts)
                kind = "Advanced" if is_advanced else f"{each.param_type_name.capitalize()}s"
                parts[kind].append(record)
        for heading, records in parts.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


def add_command(app: typer.Typer, name: str, function: Callable[..., Any], group: str = "") -> None:
    """Add a function as a command, with its help."""
    purpose, examples = COMMANDS[f"{group} {name}".strip()]
    lines = "\n".join(f"  partnerassess {each}" for each in examples)
    short = purpose.partition("\n")[0]
    app.command(name, cls=Command, help=purpose, short_help=short, epilog=f"\b\nExamples:\n{lines}")(function)


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

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; `help COMMAND` is its --help, and a file by itself is scored."""
        first = args[0]
        if first == "help":
            typer.echo(self._help(ctx, args[1:]))
            raise typer.Exit(ExitStatus.DONE)
        if first not in self.commands and _is_path(first):
            args = ["score", *args]
        return super().resolve_command(ctx, args)

    def _help(self, ctx: Any, words: list[str]) -> str:
        """Give the help of the whole, or of the command that the words name."""
        command: Any = self
        context = ctx
        for word in words:
            group = command
            name, command, _ = (
                group.resolve_command(context, [word]) if isinstance(group, TyperGroup) else (None, None, [])
            )
            if command is None:
                raise typer.BadParameter(f"there is no help on {' '.join(words)!r}")
            context = command.make_context(name, [], parent=context, resilient_parsing=True)
        return str(command.get_help(context))


def _is_path(word: str) -> bool:
    """Tell whether a word that is no command can only be meant as answers to score."""
    return word == "-" or os.path.exists(word) or word.casefold().endswith(_ENDINGS)
