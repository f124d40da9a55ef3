"""What pages are drawn with: lines across, where one is, what was saved last, and keys with what they do.

Nothing is said by colour alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from partnerassess.files.reading import clean
from partnerassess.model import Question
from partnerassess.report.words import as_sentence
from partnerassess.walk.sitting import Sitting
from partnerassess.walk.words import minutes_left

_GAP = 2
_DONE, _TO_DO = "━", "─"
CHOSEN, _ENTER = "▶", "›"
_SIDE_BY_SIDE = 64
"""From this many columns on a level's description stands beside its label instead of behind it."""


def plain(words: str) -> str:
    """Give a text on one line, with nothing in it that could hide or move the cursor."""
    return clean(" ".join(words.split()))


def head(left: str, right: str, width: int) -> Text:
    """Draw a line with one text at each end, or the left one alone where there is no room for both."""
    first, last = Text(plain(left), style="bold"), Text(plain(right))
    room = width - last.cell_len - 2
    if room < min(first.cell_len, 16):
        first.truncate(width, overflow="ellipsis")
        return first
    first.truncate(room, overflow="ellipsis")
    return Text.assemble(first, " " * (width - first.cell_len - last.cell_len), last)


def where(sitting: Sitting, *, roomy: bool) -> tuple[str, str]:
    """Say in which section and at which question one is, how much is done, and that it is saved."""
    saved = "saved" if sitting.is_saved else "NOT SAVED"
    done = format_done(sitting)
    left = f"about {minutes_left(sitting.table)} min left"
    position = sitting.table.position
    if position is None:
        return "Review of your answers", f"{done} · {saved}"
    number = f"Question {position.number} of {position.questions}"
    if not roomy:
        return position.section.title, f"{position.number}/{position.questions} · {left[6:-5]} · {saved}"
    section = f"{position.section_number}. {position.section.title}"
    return section, f"{number} · {done} · {left} · {saved}"


def format_done(sitting: Sitting) -> str:
    """Say how many questions are done, if only as not known; of several organisations each."""
    return f"{' + '.join(str(each.answered) for each in sitting.table.seats)} done"


def progress(sitting: Sitting, width: int) -> Text:
    """Draw how much is done as a line."""
    asked = max(len(sitting.table.asked) * len(sitting.table.seats), 1)
    answered = sum(each.answered for each in sitting.table.seats)
    done = answered * width // asked
    return Text.assemble((_DONE * done, "bold"), (_TO_DO * (width - done), "dim"))


def rule(width: int) -> Text:
    """Draw a line across the page."""
    return Text(_TO_DO * width, style="dim")


def question_text(question: Question) -> Text:
    """Draw the question itself."""
    return Text(plain(question.text), style="bold")


class AnswerRow(NamedTuple):
    """An answer that can be given, as lists show it."""

    key: str
    label: str
    description: str
    given_by: list[str] | None
    """Who gave it, none by name where one sits alone; null where nobody did."""
    is_next: bool = False
    """Whether Enter would give it."""


def answer_list(rows: Sequence[AnswerRow], width: int, *, spaced: bool) -> RenderableType:
    """Draw the answers below each other, each with its key; those that were given are marked in words."""
    beside = width >= _SIDE_BY_SIDE and any(row.description for row in rows)
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(no_wrap=True)
    if beside:
        grid.add_column(no_wrap=True, max_width=width // 3)
    grid.add_column(ratio=1)
    for number, row in enumerate(rows):
        if spaced and number:
            grid.add_row()
        is_given = row.given_by is not None
        mark = Text(CHOSEN if is_given else _ENTER if row.is_next else "", style="bold")
        key = Text(f" {row.key} ", style="bold reverse" if is_given or row.is_next else "bold")
        whose = (f"◀ {', '.join(row.given_by)}  " if row.given_by else "", "bold")
        label, text = plain(row.label), (plain(row.description), "bold" if is_given else "")
        if beside:
            grid.add_row(mark, key, Text(label, style="bold"), Text.assemble(whose, text))
        else:
            first = (f"{as_sentence(label)} ", "bold") if row.description else (f"{label}  ", text[1])
            grid.add_row(mark, key, Text.assemble(first, whose, text))
    return grid


def said(lines: Sequence[str], mark: str, notices: Sequence[str] = ()) -> Text:
    """Draw what happened last, and above all what went wrong with saving it."""
    text = Text("\n").join(Text(plain(line)) for line in lines)
    first = [Text.assemble((f"{mark} ", "bold"), text)] if lines else []
    return Text("\n").join([*first, *(Text(plain(line), style="bold reverse") for line in notices)])


def fitting(pairs: Sequence[tuple[str, str]], width: int, lines: int = 1) -> Text:
    """Draw as many keys with what they do as there is room for on so many lines; the last two always.

    Where the first would not stand beside them, the last alone.
    """
    texts = [_hint(*pair) for pair in pairs]
    kept = 2 if _length([*texts[:1], *texts[-2:]]) <= width or lines > 1 else 1
    texts, ends = texts[:-kept], texts[-kept:]
    reserved = sum(text.cell_len + _GAP for text in ends)
    drawn: list[list[Text]] = [[]]
    for text in texts:
        while len(drawn) < lines and _length([*drawn[-1], text]) > width:
            drawn.append([])
        if _length([*drawn[-1], text]) + (reserved if len(drawn) == lines else 0) > width:
            break
        drawn[-1].append(text)
    if _length([*drawn[-1], *ends]) > width and len(drawn) < lines:
        drawn.append([])
    drawn[-1] += ends
    return Text("\n").join(Text(" " * _GAP).join(line) for line in drawn)


def _length(texts: Sequence[Text]) -> int:
    return sum(text.cell_len for text in texts) + _GAP * max(len(texts) - 1, 0)


def _hint(key: str, does: str) -> Text:
    return Text.assemble((key, "bold"), f" {does}")
