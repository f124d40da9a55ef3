"""Long reports on a real terminal go through the user's pager, as git's do: only if they do not fit."""

import os
import shlex
import shutil
import subprocess
import sys

_QUIET = {"LESS": "FRX", "LV": "-c"}
"""How pagers behave unless the user says otherwise: colours as they are, and gone where everything fits."""


def find_pager() -> list[str]:
    """Give the command of the user's pager; empty where there is none, or standard output is no terminal."""
    if not (sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()):
        return []
    if os.environ.get("TERM") == "dumb":
        return []
    wanted = os.environ.get("PAGER")
    if wanted is None:
        wanted = next((name for name in ("less", "more") if shutil.which(name)), "")
    try:
        command = shlex.split(wanted, posix=os.name != "nt")
    except ValueError:
        return []
    return command if command and command[0] != "cat" and shutil.which(command[0]) else []


def show_paged(text: str, pager: list[str]) -> bool:
    """Show a text in a pager; tells whether that worked."""
    environment = {**_QUIET, **os.environ}
    try:
        with subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment) as process:  # noqa: S603 the user's own
            try:
                process.communicate(text.encode(errors="replace"))
            except KeyboardInterrupt:
                # Ctrl-C belongs to the pager, which goes on.
                process.wait()
            except OSError:
                # Somebody left the pager before everything was written.
                pass
    except OSError:
        return False
    return True
