"""Forms that need an extra, which not everybody has installed: Word documents.

This module knows how to ask for an extra. It does not know what the documents hold.
"""

from importlib import import_module
from types import ModuleType

import typer


def load_word_plan() -> ModuleType:
    """Give the module that writes plans for Word; raises BadParameter with what to install if it cannot."""
    return _load("partnerassess.render.plan_document", library="docx", extra="docx", what="Word documents")


def _load(module: str, *, library: str, extra: str, what: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != library:
            raise
        needed = f"{what} need an extra: pip install 'partnerassess[{extra}]'"
        raise typer.BadParameter(needed) from None
