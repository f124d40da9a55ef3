"""Word documents on the command line: they need an extra, which not everybody has installed.

This module knows how to ask for the extra. It does not know what the documents hold.
"""

from types import ModuleType

import typer


def load_word() -> ModuleType:
    """Give the package that writes Word documents; raises BadParameter with what to install if it cannot."""
    try:
        from partnerassess.render import word
    except ModuleNotFoundError as error:
        if error.name != "docx":
            raise
        needed = "Word documents need an extra: pip install 'partnerassess[docx]'"
        raise typer.BadParameter(needed) from None
    return word
