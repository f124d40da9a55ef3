"""Where that ends up which a run over many inputs gathers: rows, or pages at the end.

This module knows when each of them is written, and what must be held until then. It does not know how
anything is gathered, nor what becomes of problems.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from partnerassess.batch import Scored
from partnerassess.batch.results import Harvest, Kept, Waiting
from partnerassess.cli.forms import Assembly
from partnerassess.cli.output import Rows
from partnerassess.cli.results import Format, Look, Wanted, show, show_many, unusable_remark
from partnerassess.cli.together import Together, select

SHOWN = 200
"""How many assessments are shown unless `--full` asks for all."""

NOTHING_WRITTEN = "Nothing was written."
"""What is said of a run that was stopped before anything left."""

Item = TypeVar("Item")


class RowsShown:
    """Rows, which leave as they are made, or in order once all are there."""

    def __init__(self, rows: Rows, assembly: Assembly, together: Together) -> None:
        self._rows = rows
        self._assembly = assembly
        self._together = together
        self._waiting: list[Waiting] = []
        self._is_begun = together.order is None

    def take(self, harvest: Harvest) -> None:
        """Take what a chunk yields."""
        self._waiting += harvest.waiting
        if self._is_begun:
            self._rows.write(self._assembly.add(harvest.text))

    def finish(self, _: Harvest) -> None:
        """Write what can only be written at the end."""
        self._is_begun = True
        for each in _in_order(self._waiting, self._together, lambda waiting: waiting.key):
            self._rows.write(self._assembly.add(each.text))
        self._rows.write(self._assembly.end())
        self._rows.finish()

    def cut_short(self) -> str:
        """Keep the rows so far, and say where they are."""
        if self._is_begun:
            open_list = " The list they stand in is not closed." if self._assembly.is_open_list else ""
            return f"{self._rows.cut_short()}{open_list}"
        self._rows.discard()
        return NOTHING_WRITTEN


class PagesShown:
    """The table and summary of a terminal, or of Markdown; a report where there is only one assessment."""

    def __init__(
        self,
        wanted: Wanted,
        together: Together,
        score_again: "Callable[[Sequence[Kept]], Iterator[Scored]]",
    ) -> None:
        self._wanted = wanted
        self._together = together
        self._score_again = score_again
        self._kept: list[Kept] = []
        is_all_kept = wanted.full or together.is_asked or wanted.format is Format.MARKDOWN
        self.keep = sys.maxsize if is_all_kept else SHOWN
        """How many sets of answers are held until the end."""

    def take(self, harvest: Harvest) -> None:
        """Take what a chunk yields."""
        self._kept += harvest.kept[: max(self.keep - len(self._kept), 0)]

    def finish(self, all_of_it: Harvest) -> None:
        """Show everything."""
        kept = self._kept
        if self._together.order is not None:
            kept = self._together.order.sort(kept, lambda each: each.key)
        wanted, is_asked = self._wanted, self._together.is_asked
        if all_of_it.selected == 1 and self._is_report(all_of_it):
            self._show_report(kept)
        elif all_of_it.scored or is_asked:
            show_many(self._scored(kept), self._remarks(all_of_it), wanted, self._look)

    def cut_short(self) -> str:
        """Say what has become of it."""
        return NOTHING_WRITTEN

    def _is_report(self, all_of_it: Harvest) -> bool:
        """Tell whether the only one there is gets a report of its own."""
        together = self._together
        if self._wanted.format is Format.MARKDOWN:
            return True
        if together.is_asked:
            return together.pooling is not None and all_of_it.scored == 1 and not together.heatmap
        return not all_of_it.unusable

    def _show_report(self, kept: Sequence[Kept]) -> None:
        show(list(select(self._score_again(kept), self._together.selection)), 0, self._wanted)

    @property
    def _look(self) -> Look:
        return Look(is_sorted=self._together.order is not None, heatmap=self._together.heatmap)

    def _scored(self, kept: Sequence[Kept]) -> list[Scored]:
        """Score what is shown once more, with all its parts."""
        together = self._together
        shown = kept if self._wanted.full else kept[:SHOWN]
        scored = list(select(self._score_again(shown), together.selection))
        if together.order is not None:
            order = together.order
            scored = order.sort(scored, lambda each: order.key_of(each.assessment))
        return scored

    def _remarks(self, all_of_it: Harvest) -> list[str]:
        """Say what else there is to know about a run."""
        remarks = []
        if all_of_it.selected > SHOWN and not self._wanted.full:
            remarks.append(f"These are the first {SHOWN:,} of {all_of_it.selected:,}; --full shows all.")
        if all_of_it.unusable:
            remarks.append(unusable_remark(all_of_it.unusable))
        return remarks


Shown = RowsShown | PagesShown


def _in_order(items: Sequence[Item], together: Together, key_of: Callable[[Item], Any]) -> Sequence[Item]:
    return items if together.order is None else together.order.sort(items, key_of)
