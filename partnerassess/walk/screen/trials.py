"""A trial drawn: the answers that can be tried, and what they would do, before and after.

This module knows layout. It does not know keys, nor how anything is scored. Nothing is said by colour alone.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from partnerassess.model import Level, Silence
from partnerassess.render.sheet import bullets, make_sheet
from partnerassess.report.numbers import format_scale
from partnerassess.report.what_if import COLUMNS, change_sentences
from partnerassess.report.words import format_count
from partnerassess.trial import Change, Given, Trial
from partnerassess.walk.screen.drawing import plain
from partnerassess.walk.screen.keys import AnswerKey, answer_keys
from partnerassess.walk.whatif import WhatIf
from partnerassess.walk.words import answer_words, rows_in_play

_MARK = "▶"
_GAP = 2
_UNKNOWN = "Don't know"


def banner(what_if: WhatIf, width: int) -> Text:
    """Draw the line that nobody can miss: this is a trial."""
    number = len(what_if.changes)
    words = "TRIAL, NOT SAVED" + (f" · {format_count(number, 'other answer')}" if number else "")
    text = Text(words, style="bold reverse", no_wrap=True, overflow="ellipsis")
    text.pad_right(max(width - text.cell_len, 0))
    return text


def so_far(what_if: WhatIf) -> Text:
    """Draw the real answer, and the one that is tried where it is another."""
    real, tried = what_if.as_answered, what_if.tried
    text = Text.assemble("As answered: ", (plain(answer_words(real)), "bold"))
    if (real.given if real else None) != (tried.given if tried else None):
        text.append_text(Text.assemble("   In the trial: ", (plain(answer_words(tried)), "bold")))
    return text


def answers(what_if: WhatIf, width: int, *, listed: bool) -> RenderableType:
    """Draw the answers that can be tried, each with its key: in a list, or else one behind the other."""
    given = what_if.tried.given if what_if.tried else None
    rows = [*_rows(what_if, given), ("d", _UNKNOWN, "", given is Silence.UNKNOWN)]
    if not listed:
        return _packed(
            (_key(key, chosen=chosen).append(f" {label}") for key, label, _, chosen in rows), width
        )
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=1)
    grid.add_column(no_wrap=True)
    grid.add_column(max_width=max(width // 3, 1))
    grid.add_column(ratio=1)
    for key, label, description, chosen in rows:
        mark = Text(_MARK if chosen else "", style="bold")
        grid.add_row(mark, _key(key, chosen=chosen), Text(label, style="bold"), Text(description))
    return grid


def _packed(parts: Iterable[Text], width: int) -> Text:
    """Put parts one behind the other, on as few lines as they need; none of them is broken without need."""
    lines = [Text()]
    for part in parts:
        if lines[-1] and lines[-1].cell_len + _GAP + part.cell_len > width:
            lines.append(Text())
        lines[-1].append(" " * _GAP if lines[-1] else "").append_text(part)
    return Text("\n").join(lines)


def _rows(what_if: WhatIf, given: Given) -> Iterator[tuple[str, str, str, bool]]:
    for each in answer_keys(what_if.current):
        label, description = _words(each)
        yield each.key or each.typed, label, description, each.answer == given


def _words(each: AnswerKey) -> tuple[str, str]:
    if isinstance(each.answer, Level):
        return plain(each.answer.label), plain(each.answer.description or "")
    return plain(each.answer.text), ""


def _key(key: str, *, chosen: bool) -> Text:
    return Text.assemble((f" {key} ", "bold reverse" if chosen else "bold"))


def effects(trial: Trial, *, beside: bool, spaced: bool = False) -> RenderableType:
    """Draw readiness as answered and with the changes, for every arrangement in play.

    What stands `beside` the question is narrow and high, and what stands below it wide and low.
    """
    scale = format_scale(trial.before.questionnaire.scoring)
    parts = [Text(f"Readiness from {scale}: {COLUMNS[1].lower()} → {COLUMNS[2].lower()}", style="bold")]
    for title, before, after, change, verdict, place in rows_in_play(trial):
        standing = ", ".join(words for words in (verdict, place) if words != "–")
        name = Text(plain(title), style="bold")
        figures = list(_figures(before, after, change))
        if beside:
            parts += [*([Text()] if spaced else []), name, *map(Text, figures), Text(standing)]
        else:
            parts += [Text.assemble(name, "  ", standing), Text(f"  {' '.join(figures)}")]
    return Group(*parts)


def _figures(before: str, after: str, change: str) -> Iterator[str]:
    if before == after:
        yield f"{after}, no change"
        return
    yield before
    yield f"→ {after}" + (f", {change}" if change != "–" else "")


def tried_lines(trial: Trial, width: int) -> RenderableType:
    """Draw what is different from what was answered."""
    sentences = tuple(change_sentences(trial))
    return Group(*([Text("Tried", style="bold"), *_bullets(sentences, width)] if sentences else []))


def kept_lines(changes: Sequence[tuple[str, Change]], width: int) -> RenderableType:
    """Draw what keeping a trial would save, each with what it would take the place of."""
    sentences = (
        f"{f'{whose}: ' if whose else ''}{change.question.text}"
        f" {answer_words(change.before)} → {answer_words(change.after)}"
        for whose, change in changes
    )
    return Group(*_bullets(sentences, width))


def _bullets(sentences: Iterable[str], width: int) -> Iterator[RenderableType]:
    sheet = make_sheet(width, ascii_only=False)
    return bullets(sheet, (Text(plain(sentence)) for sentence in sentences), indent=0)
