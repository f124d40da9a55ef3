"""How a command gets its help: what it is for first, its options, then the examples.

This module knows the shape of a command's docstring. It does not know any command.
"""

from collections.abc import Callable
from inspect import cleandoc

import typer

_EXAMPLES = "\n\b\n"
"""What stands between a docstring's words and its examples; it also keeps their lines as they are."""


def add_command(app: typer.Typer, function: Callable[..., None], name: str | None = None) -> None:
    """Add a function as a command; the examples in its docstring end the help."""
    purpose, _, examples = cleandoc(function.__doc__ or "").partition(_EXAMPLES)
    app.command(name, help=purpose, epilog=f"\b\n{examples}")(function)
