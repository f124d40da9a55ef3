"""The question page drawn: where one is, the question with its answers, and what was saved last.

This module knows layout. It does not know keys, nor what any of it leads to. Nothing is said by colour alone.
"""

from collections.abc import Sequence
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from partnerassess.files import clean
from partnerassess.interview.commands import Forward
from partnerassess.interview.table import Table
from partnerassess.model import Answer, Question, ScoredQuestion
from partnerassess.report.words import as_sentence
from partnerassess.walk.keys import BY_LABEL, AnswerKey, Key, answer_keys
from partnerassess.walk.sitting import Hidden, Sitting
from partnerassess.walk.words import answer_words, difference_lines, minutes_left

SIDE_BY_SIDE = 64
"""From this many columns on a level's description stands beside its label instead of behind it."""

_CHOSEN, _ENTER = "▶", "›"
_GAP = 2
_DONE, _TO_DO = "━", "─"
_MOVE = Key(shown="← →", names=(), asks=Forward(), label="move", meaning="")
_BY_LABEL = {**BY_LABEL, _MOVE.label: _MOVE}
_TOGETHER = ("show", "the other")
_ORDER = (
    *_TOGETHER,
    *("don't know", "does not apply", "note", "undo", "what if", "why", "readiness", "move", "skip", "go to"),
    *("all answers", "rather not say", "about", "keys", "leave"),
)
_AT_THE_SIDE = ("why", "readiness")


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
    session = sitting.session
    saved = "saved" if sitting.is_saved else "NOT SAVED"
    done = format_done(sitting)
    left = f"about {minutes_left(sitting.table)} min left"
    position = session.position
    if position is None:
        return "Review of your answers", f"{done} · {saved}"
    number = f"Question {position.number} of {position.questions}"
    if not roomy:
        return position.section.title, f"{position.number}/{position.questions} · {left[6:-5]} · {saved}"
    section = f"{position.section_number}. {position.section.title}"
    return section, f"{number} · {done} · {left} · {saved}"


def format_done(sitting: Sitting) -> str:
    """Say how many questions are done, if only as not known; of several organisations each."""
    return f"{' + '.join(str(each.answered) for each in sitting.table.sessions)} done"


def progress(sitting: Sitting, width: int) -> Text:
    """Draw how much is done as a line."""
    asked = max(len(sitting.session.entries) * len(sitting.table.sessions), 1)
    answered = sum(each.answered for each in sitting.table.sessions)
    done = answered * width // asked
    return Text.assemble((_DONE * done, "bold"), (_TO_DO * (width - done), "dim"))


def rule(width: int) -> Text:
    """Draw a line across the page."""
    return Text(_TO_DO * width, style="dim")


def question_text(question: Question) -> Text:
    """Draw the question itself."""
    return Text(plain(question.text), style="bold")


def answers(
    sitting: Sitting, question: Question, width: int, *, spaced: bool, chosen: int | None = None
) -> RenderableType:
    """Draw the answers that can be given, each with its key; those that were given are marked in words.

    `chosen` is the place of the one that Enter would give.
    """
    beside = width >= SIDE_BY_SIDE and _has_descriptions(question)
    grid = Grid.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=1)
    grid.add_column(no_wrap=True)
    if beside:
        grid.add_column(no_wrap=True, max_width=width // 3)
    grid.add_column(ratio=1)
    for number, each in enumerate(answer_keys(question)):
        if spaced and number:
            grid.add_row()
        given_by = _given_by(sitting, question, each)
        _add_row(grid, each, given_by, beside=beside, is_chosen=number == chosen)
    return grid


def _add_row(
    grid: Grid, each: AnswerKey, given_by: Sequence[str] | None, *, beside: bool, is_chosen: bool
) -> None:
    style = "" if given_by is None else "bold"
    mark = Text(_CHOSEN if given_by is not None else _ENTER if is_chosen else "", style="bold")
    is_marked = is_chosen or given_by is not None
    key = Text(f" {each.key or each.typed} ", style="bold reverse" if is_marked else "bold")
    whose = (f"◀ {', '.join(given_by)}  " if given_by else "", "bold")
    label, description = map(plain, each.words)
    if beside:
        grid.add_row(mark, key, Text(label, style="bold"), Text.assemble(whose, (description, style)))
        return
    first = (f"{as_sentence(label)} ", "bold") if description else (f"{label}  ", style)
    grid.add_row(mark, key, Text.assemble(first, whose, (description, style)))


def _has_descriptions(question: Question) -> bool:
    return isinstance(question, ScoredQuestion) and any(level.description for level in question.levels)


def _given_by(sitting: Sitting, question: Question, each: AnswerKey) -> list[str] | None:
    """Give the names of those who gave an answer (none where one sits alone); null if nobody did."""
    seen = ((name, sitting.answer_of(turn, question)) for turn, name in enumerate(sitting.organisations))
    names = [
        plain(name) for name, answer in seen if isinstance(answer, Answer) and answer.given == each.answer
    ]
    if sitting.table.asks_once and len(names) == len(sitting.organisations):
        return []
    if not names:
        return None
    return names if sitting.is_shared else []


def so_far(sitting: Sitting, question: Question, *, spaced: bool = True) -> RenderableType | None:
    """Draw the answer there is now and the note on it; null for none.

    Of several organisations side by side, with whose turn it is, or how far apart they are.
    """
    if not sitting.is_shared:
        answer = sitting.session.answer_to(question)
        return _answer_lines("Your answer: ", answer) if answer else None
    grid = Grid.grid(padding=(0, 3, 0, 0), expand=True)
    for _ in sitting.organisations:
        grid.add_column(ratio=1)
    turns = range(len(sitting.organisations))
    if sitting.table.asks_once and not difference_lines(sitting.table):
        return Text("Asked once, for all of you.", style="bold")
    grid.add_row(*(_name(sitting, turn, spaced=spaced) for turn in turns))
    grid.add_row(*(_answer_lines("", sitting.answer_of(turn, question)) for turn in turns))
    if not sitting.table.held:
        return grid
    change = f"Enter goes on. Keys change the answer of {sitting.whose}; Tab: of the other."
    remark = " ".join((*difference_lines(sitting.table), change))
    return Group(grid, Text(("\n" if spaced else "") + plain(remark), style="bold"))


def _name(sitting: Sitting, turn: int, *, spaced: bool) -> Text:
    name = plain(sitting.organisations[turn])
    if turn != sitting.table.turn:
        return Text(name, style="bold")
    please = " please answer" if spaced and not sitting.table.held else ""
    return Text.assemble((f" {_CHOSEN} {name} ", "bold reverse"), please)


def _answer_lines(name: str, answer: Answer | Hidden | None) -> RenderableType:
    if isinstance(answer, Hidden):
        return Text("answered; v shows it", style="dim")
    lines = [Text.assemble(name, (plain(answer_words(answer)), "bold"))]
    if answer and answer.note:
        lines.append(Text.assemble("Note: ", (plain(answer.note), "italic")))
    return Group(*lines)


def said(lines: Sequence[str], mark: str, notices: Sequence[str] = ()) -> Text:
    """Draw what happened last, and above all what went wrong with saving it."""
    text = Text("\n").join(Text(plain(line)) for line in lines)
    first = [Text.assemble((f"{mark} ", "bold"), text)] if lines else []
    return Text("\n").join([*first, *(Text(plain(line), style="bold reverse") for line in notices)])


def fitting(pairs: Sequence[tuple[str, str]], width: int, lines: int = 1) -> Text:
    """Draw as many keys with what they do as there is room for on so many lines; the last two always."""
    ends = [_hint(*pair) for pair in pairs[-2:]]
    reserved = sum(text.cell_len + _GAP for text in ends)
    drawn: list[list[Text]] = [[]]
    for text in (_hint(*pair) for pair in pairs[:-2]):
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


def hints(*pairs: tuple[str, str]) -> Text:
    """Draw keys with what they do, where they are few."""
    return Text(" " * _GAP).join(_hint(*pair) for pair in pairs)


def _hint(key: str, does: str) -> Text:
    return Text.assemble((key, "bold"), f" {does}")


def presses_at(table: Table, *, wide: bool) -> list[Key]:
    """Give the keys that mean something now, what is needed most first and the way out last."""
    question = table.current
    labels = list(_ORDER)
    if not isinstance(question, ScoredQuestion) or not question.not_applicable:
        labels.remove("does not apply")
    if len(table.sessions) == 1 or table.asks_once:
        labels = [label for label in labels if label not in _TOGETHER]
    elif table.held:
        labels.remove("show")
    if wide:
        labels = [label for label in labels if label not in _AT_THE_SIDE]
    presses = [_BY_LABEL[label] for label in labels]
    return [*([replace(_BY_LABEL["keep"], label="go on")] if table.held else []), *presses]
