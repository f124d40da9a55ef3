"""The terminal under the full screen: its size, its colours, and what happens when it is gone."""

import contextlib
import os
import sys
from typing import Any

from textual.driver import Driver


class Unbreakable:
    """A stream to a terminal that may vanish: what nobody can see any more is dropped."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, if somebody is still there."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, if somebody is still there."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def find_driver() -> type[Driver] | None:
    """Give the driver for this system; null for Textual's own choice."""
    return None if sys.platform == "win32" else _posix_driver()


def _posix_driver() -> type[Driver]:
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Textual's driver, steady when the terminal goes, and right when only results are redirected."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._file: Any = Unbreakable(sys.stderr)  # not the one Textual takes, which may be closed

        def _get_terminal_size(self) -> tuple[int, int]:
            # The screen is drawn on stderr: stdout, which Textual asks, may be a file.
            try:
                columns, rows = os.get_terminal_size(self._file.fileno())
            except OSError:
                return super()._get_terminal_size()
            return columns or 80, rows or 24

    return TerminalDriver


RULES = """
Screen, ModalScreen { background: ansi_default; color: ansi_default; layout: vertical; }
Static, VerticalScroll, Horizontal, Vertical, Input, OptionList, TextArea {
    background: ansi_default; color: ansi_default;
}
VerticalScroll, OptionList, TextArea { scrollbar-size: 0 0; }
#place, #trial, #said, #legend { height: auto; padding: 0 2; }
#progress { height: 1; padding: 0 2; margin-bottom: 1; }
#trial { height: 1; margin-bottom: 1; }
#effects, #tried { max-width: 96; margin-top: 1; padding: 0; }
#middle { height: 1fr; }
#body { width: 1fr; padding: 0 2; }
#question { max-width: 96; margin-bottom: 1; }
#answers { max-width: 110; }
#so-far { max-width: 96; margin-bottom: 1; }
#side {
    width: 40; padding: 0 2 0 3; display: none;
    border-left: solid ansi_default;
}
#said { height: auto; max-height: 5; padding: 0 2; margin-top: 1; }
#keys { height: 2; padding: 0 2; margin-top: 1; }
.-wide #side { display: block; }
.-short #progress, .-short #question, .-short #so-far, .-short #said, .-short #keys { margin: 0; }
.-short #trial, .-short #effects, .-short #tried { margin: 0; }
.-short #said { max-height: 2; }
.-short #keys, .-dense #keys { height: 1; }
.-dense #question, .-dense #so-far { margin: 0; }
.-tiny #progress, .-tiny #keys, .-tiny #place, .-tiny #so-far { display: none; }

OptionList { border: none; height: 1fr; padding: 0 2; }
OptionList:focus { border: none; }
OptionList > .option-list--option { padding: 0; color: ansi_default; background: ansi_default; }
OptionList > .option-list--option-highlighted,
OptionList:focus > .option-list--option-highlighted {
    color: ansi_default; background: ansi_default; text-style: bold reverse;
}
OptionList > .option-list--option-disabled { color: ansi_default; text-style: bold; }

Input, Input:focus {
    border: none; height: 1; padding: 0; color: ansi_default; background: ansi_default;
    background-tint: transparent 0%;
}
Input > .input--cursor, Input:focus > .input--cursor {
    color: ansi_default; background: ansi_default; text-style: reverse;
}
Input > .input--placeholder { color: ansi_default; text-style: dim; }
Input > .input--selection { color: ansi_default; background: ansi_default; text-style: reverse; }

TextArea, TextArea:focus {
    border: solid ansi_default; height: 1fr; max-height: 10; padding: 0 1; background-tint: transparent 0%;
    color: ansi_default; background: ansi_default;
}
TextArea .text-area--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
TextArea .text-area--cursor-line { background: ansi_default; }
TextArea .text-area--selection { color: ansi_default; background: ansi_default; text-style: reverse; }

#filter-line, .field { height: 1; }
#filter-line { padding: 0 2; margin-bottom: 1; }
.finder { width: 6; }
.label { width: 36; height: 1; }
.-narrow .label { width: 18; }
.field Input, #filter-line Input { width: 1fr; }
#begin { width: auto; margin: 1 0; padding: 0 2; text-style: bold; }
#begin:focus { text-style: bold reverse; }
#fields { height: auto; }
#in-play, #about, #prompt { height: auto; max-width: 96; margin-top: 1; }
.-short #in-play, .-short #about, .-short #begin { margin-top: 0; }
"""
"""Textual CSS. Colours are the terminal's own two, and everything else is weight and space."""
