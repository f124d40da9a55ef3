"""Whether the full screen can be opened here, and if not, why.

This module knows terminals by what the process says of them. It does not know the full screen itself.
"""

import os
from collections.abc import Mapping
from typing import TextIO

NARROWEST, LOWEST = 60, 16
"""The smallest window the full screen opens in, in columns and rows."""


def find_obstacle(environment: Mapping[str, str], source: TextIO, target: TextIO) -> str | None:
    """Say in a few words what keeps the full screen from opening; null if nothing does."""
    if not source.isatty() or not target.isatty():
        return "this is not a terminal"
    if environment.get("TERM", "" if os.name == "posix" else "windows") in ("", "dumb", "unknown"):
        return "this terminal cannot place text on the screen"
    if (target.encoding or "").lower().replace("-", "").replace("_", "") != "utf8":
        return f"this terminal is set to {target.encoding or 'no encoding'} instead of UTF-8"
    columns, rows = os.get_terminal_size(target.fileno())
    if columns < NARROWEST or rows < LOWEST:
        wanted = f"the full screen needs {NARROWEST} by {LOWEST}"
        return f"the window is {columns} by {rows} characters, and {wanted}"
    return None
