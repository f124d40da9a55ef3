"""The commands: what their help says, and how they are called.

That is by name, by a file's name alone, or by `help`, with a suggestion for a slip. The texts stand here
because docstrings are lost under `python -OO`.
"""

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import Parameter, Signature, get_annotations
from typing import Any

import typer
from msgspec import NODEFAULT
from msgspec.structs import fields
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from partnerassess.cli.process import ExitStatus, abandon, say_problems
from partnerassess.problems import ProblemsFound

_ENDINGS = (".yaml", ".yml", ".json", ".jsonl", ".xlsx")

_FUNCTIONS = {
    "assess": ("assess", "assess"),
    "score": ("score", "score"),
    "report": ("report", "report"),
    "plan": ("decisions", "plan"),
    "compare": ("compare", "compare"),
    "what-if": ("decisions", "what_if"),
    "robustness": ("decisions", "robustness"),
    "check": ("check", "check"),
    "template": ("collection", "template"),
    "import": ("collection", "import_answers"),
    "demo": ("library", "demo"),
    "questionnaire": ("library", "questionnaires"),
}
"""The module of this package that holds a command, and its function there; in the order of the help."""

TOOL = """\
How ready are two organisations to partner, in which form, and what would help?

\b
Start here:
  partnerassess demo                    five real partnerships, scored
  partnerassess assess                  answer the questions for your own
  partnerassess score ANSWERS.yaml      where it stands, on one screen
  partnerassess report ANSWERS.yaml     the two pages for a board

Everything stays on this machine."""

EXIT_CODES = """\
Exit codes: 0 done; 1 an unexpected error; 2 wrong usage; 3 some input could not be used or a file not
written (the rest was still done); 4 --require is not met; 129, 130, 131, 143 hung up, interrupted, quit,
terminated (everything answered so far is saved)."""

COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "assess": (
        "Answer the questions in the terminal; every answer is saved at once.\n\n"
        "Stop whenever you like (`q`) and go on later with the same file. It fills the screen where the "
        "terminal can do that, and goes line by line elsewhere, with --plain, or with ACCESSIBLE=1 in the "
        "environment.",
        (
            "assess",
            "assess riverside.yaml",
            "assess --quick",
            'assess joint.yaml --organisations "Riverside,Valley High"',
        ),
    ),
    "score": (
        "Score answers: one partnership on one screen, several on a line each.\n\n"
        "Views of one partnership and round are put together first; --each takes every view by itself. What "
        "cannot be used is named on stderr with its place and a hint; the rest is scored all the same.",
        (
            "score answers.yaml",
            "score answers.yaml --full",
            "score spring/ -o readiness.xlsx",
            "score spring/ --require ready && echo go",
            "template | partnerassess score -",
        ),
    ),
    "report": (
        "Write the two pages for a board: a web page, a Word document or a PDF.\n\n"
        "Page 1 is the decision, page 2 the evidence; the rest is an appendix. Several partnerships give the "
        "programme's page, or with -o FOLDER/ a page each.",
        (
            "report answers.yaml",
            "report answers.yaml -o board.docx",
            "report spring/ -o programme.html",
            "report spring/ -o pages/",
        ),
    ),
    "plan": (
        "Plan who does what to be ready: a few actions, with owner and date.\n\n"
        "It looks for the least effort that gets there, essential factors and worst weak points first. What "
        "is not in the partners' hands is left alone; what is not known is to be found out. No answer file "
        "is changed.",
        (
            "plan answers.yaml",
            "plan answers.yaml --arrangement voluntary-structural --to nearly",
            "plan spring/ -o plans/",
        ),
    ),
    "compare": (
        "Compare rounds: what changed, partnership by partnership.\n\n"
        "Every path, a file or a folder, is one round, the earliest first. A change that is smaller than "
        "what open answers leave unknown is no clear change.",
        (
            "compare may.yaml november.yaml",
            "compare spring/ autumn/ -o changes.html",
            "compare old.yaml new.yaml -q ours-1.0.yaml -q ours-2.0.yaml",
        ),
    ),
    "what-if": (
        "Score with other answers beside the real ones; no file is changed.",
        (
            "what-if answers.yaml board-support=4",
            "what-if riverside.yaml valley-high.yaml board-support=4 data-sharing=3",
        ),
    ),
    "robustness": (
        "For analysts: how sure the order of arrangements is.\n\n"
        "Weights are conventions and some answers are open. This draws both at random, thousands of times, "
        "and says how often each arrangement comes first, and which weight would have to change how far.",
        ("robustness answers.yaml", "robustness answers.yaml -o robustness.json"),
    ),
    "check": (
        "Check answers and questionnaires: every problem with its line and a hint.\n\n"
        "Nothing is changed, unless --update carries answers over to a newer version of the questionnaire. "
        "With a result first, it says whether that still follows from the answers.",
        (
            "check answers.yaml",
            "check our-questionnaire.yaml answers/",
            "check result.json answers/",
            "check --update answers.yaml",
        ),
    ),
    "template": (
        "Make what people answer with: a file, a form, a workbook or paper.\n\n"
        "The ending of --output says which: .yaml to type into, .html a form for the browser or the printer, "
        ".xlsx a workbook, .docx paper.",
        (
            "template -o answers.yaml",
            "template -o form.html --start initiated-by=voluntary",
            'template -o answers.xlsx --organisations "Riverside,Valley High"',
            "template -o questions.docx --for msforms",
        ),
    ),
    "import": (
        "Read answers from survey exports, workbooks and forms: one answer file a row.\n\n"
        "It finds out which column answers which question, writes that down in a map.yaml that you can "
        "correct and use again, and says what it left out. Names, addresses, places, devices and times stay "
        "in the export.",
        (
            'import "Partnering survey(1-40).xlsx" --check',
            'import "Partnering survey(1-40).xlsx" --partnership "Northbank and Eastvale"',
            "import export.csv --map corrected.yaml -o answers/",
        ),
    ),
    "demo": (
        "Score the shipped examples: five case studies and an invented partnership.\n\n"
        "The five are real partnerships in the English NHS, made anonymous by the researchers who described "
        "them; each answer has a note that says which passage it was read from.",
        ("demo", "demo a"),
    ),
    "questionnaire list": ("List the questionnaires that ship with partnerassess.", ("questionnaire list",)),
    "questionnaire show": (
        "Print a questionnaire's file, to read it or to start your own from.",
        ("questionnaire show nhs-partnering | less", "questionnaire show nhs-partnering -o ours.yaml"),
    ),
    "questionnaire schema": (
        "Print the JSON Schema of a file format, so that editors check as you type.",
        ("questionnaire schema answers -o partnerassess-answers.schema.json",),
    ),
}
"""What the help says of each command, its first sentence in the list of commands, and examples."""


class Command(TyperCommand):
    """A command whose help keeps what analysts need apart from what everybody does."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, options and advanced options, each under its heading."""
        parts: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], "Advanced": []}
        for each in self.get_params(ctx):
            record = each.get_help_record(ctx)
            if record is not None:
                panel = getattr(each, "rich_help_panel", None)
                parts[panel or f"{each.param_type_name.capitalize()}s"].append(record)
        for heading, records in parts.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


def add_commands(app: typer.Typer, functions: Mapping[str, Callable[..., None]], group: str = "") -> None:
    """Add functions as commands by their names, each with its help."""
    for name, function in functions.items():
        purpose, examples = COMMANDS[f"{group} {name}".strip()]
        lines = "\n".join(f"  partnerassess {each}" for each in examples)
        short, epilog = purpose.partition("\n")[0], f"\b\nExamples:\n{lines}"
        command = app.command(name, cls=Command, help=purpose, short_help=short, epilog=epilog)
        command(_with_options(function))


def _with_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a function whose parameters are the options of a run, for one that takes the run as a whole."""
    record = get_annotations(function).get("run")
    if record is None:
        return function

    def start(**options: Any) -> None:
        function(record(**options))

    defaults = {each.name: each.default for each in fields(record)}
    start.__signature__ = Signature([  # type: ignore[attr-defined]  # what typer reads
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if defaults[name] is NODEFAULT else defaults[name],
            annotation=annotation,
        )
        for name, annotation in get_annotations(record).items()
    ])  # fmt: skip
    return start


class Commands(TyperGroup):
    """The commands, with the one place that turns our own errors into an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; problems with the input are reported, and a closed pipe ends quietly."""
        try:
            return super().invoke(ctx)
        except ProblemsFound as found:
            say_problems(found.problems)
            raise typer.Exit(ExitStatus.UNUSABLE) from None
        except BrokenPipeError:
            abandon(sys.stdout)
            raise typer.Exit(ExitStatus.DONE) from None

    def list_commands(self, ctx: Any) -> list[str]:
        """Give the names of all commands, in the order of the help."""
        return list(_FUNCTIONS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give a command, or null: its module is loaded then, and not those of the others."""
        if cmd_name in _FUNCTIONS and cmd_name not in self.commands:
            self.commands[cmd_name] = _load_command(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; `help COMMAND` is its --help, and a file by itself is scored."""
        first = args[0]
        if first == "help":
            command, context = self._find(ctx, args[1:])
            typer.echo(command.get_help(context))
            raise typer.Exit(ExitStatus.DONE)
        if first not in _FUNCTIONS:
            if first == "-" or os.path.exists(first) or first.casefold().endswith(_ENDINGS):
                args = ["score", *args]
            else:  # each of them may have been meant
                for name in _FUNCTIONS:
                    self.get_command(ctx, name)
        return super().resolve_command(ctx, args)

    def _find(self, context: Any, words: list[str]) -> tuple[Any, Any]:
        """Give the command that some words name, with its context; without words that is the whole."""
        command: Any = self
        for word in words:
            is_group = isinstance(command, TyperGroup)
            name, command, _ = command.resolve_command(context, [word]) if is_group else (None, None, [])
            if command is None:
                raise typer.BadParameter(f"there is no help on {' '.join(words)!r}")
            context = command.make_context(name, [], parent=context, resilient_parsing=True)
        return command, context


def _load_command(name: str) -> Any:
    module, function = _FUNCTIONS[name]
    found = getattr(import_module(f"partnerassess.cli.{module}"), function)
    if isinstance(found, typer.Typer):
        command: Any = get_group(found)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        add_commands(alone, {name: found})
        command = get_command(alone)
    command.name = name
    return command
