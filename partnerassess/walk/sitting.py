"""A sitting: a table of organisations together with the files their answers are kept in."""

import datetime
import os
from collections.abc import Callable
from enum import Enum
from functools import partial
from itertools import zip_longest
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Assessment, Verdict
from partnerassess.files.reading import clean
from partnerassess.interview.commands import Command, Detail, Event, Kept, NotApplicable, Note, Refused, Saved
from partnerassess.interview.responses import DETAILS_OF_ALL, respond
from partnerassess.interview.table import Seat, Table, gather
from partnerassess.interview.texts import LONGEST_NOTE
from partnerassess.library import find_questionnaire
from partnerassess.model import Answer, Answers, ChoiceQuestion, Question, Questionnaire
from partnerassess.names import is_same_name
from partnerassess.pooling import pool
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.report.words import as_sentence
from partnerassess.scoring import score
from partnerassess.walk.answerfile import (
    AnswerFile,
    answer_paths,
    check_folder,
    new_paths,
    not_saved_lines,
    numbered,
)
from partnerassess.walk.words import (
    MAY_STOP,
    answer_words,
    event_lines,
    minutes_left,
    organisation_name,
)

HIDDEN = "Readiness so far, and what the other one says, are hidden until both have answered. v shows them."
DONE = 0
_MANY = 45
"""From this many questions on somebody is told how long that takes, and what is shorter."""
_SHORTER = "A first look takes ten minutes: leave with q, and begin with partnerassess assess --quick."
NOT_SAVED = 3
"""The exit code where some answers could not be written to a file."""


Views = tuple[tuple[str, Seat], ...]
"""The seats of those who sit together, each with whose it is; without a name where one sits alone."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a command, and what is said about it."""

    event: Event
    lines: tuple[str, ...]
    """What happened, one fact each."""
    notices: tuple[str, ...] = ()
    """What is unusual about saving it, one fact each."""

    @property
    def is_refusal(self) -> bool:
        """Whether what was asked for could not be done."""
        return isinstance(self.event, Refused)


def refused(why: str) -> Outcome:
    """Say why something cannot be done."""
    return Outcome(event=Refused(why), lines=(why,))


class Hidden(Enum):
    """An answer that is there and not to be seen yet."""

    HIDDEN = "hidden"


class Sitting:
    """A conversation that is kept: what one or several organisations answer, and their files."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        files: tuple[AnswerFile, ...],
        answers: tuple[Answers, ...],
        base: Path | None = None,
        unnamed: Callable[[Answers], tuple[Path, tuple[Path, ...]]] | None = None,
        named: str | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.named = named
        """What the person called the questionnaire, if it has to be named again the next time."""
        self.files = files
        self.base = base
        """The name that those of several files are made from; null for one file, or none yet."""
        self.table: Table = gather(questionnaire, answers)
        self.drafts: dict[tuple[int, str, type[Command]], str] = {}
        """What was typed and put aside, by whose it is, the question and what for."""
        self.is_revealed = False
        """Whether the answers of others are shown before all have answered, until the next question."""
        self._could_stop = False
        self._unnamed = unnamed
        """How the files will be named, of which there are none till then; null once they are."""

    @property
    def seat(self) -> Seat:
        """The seat of the organisation whose turn it is."""
        return self.table.seat

    @property
    def is_shared(self) -> bool:
        """Whether several organisations sit at the table."""
        return len(self.table.seats) > 1

    @property
    def organisations(self) -> tuple[str, ...]:
        """The names of the organisations; one empty name where only one sits here."""
        names = (organisation_name(each, turn) for turn, each in enumerate(self.table.seats))
        return tuple(names) if self.is_shared else ("",)

    @property
    def views(self) -> Views:
        """The seats of all who sit together."""
        return tuple(zip(self.organisations, self.table.seats, strict=True))

    @property
    def details(self) -> tuple[Detail, ...]:
        """What is asked about the whole assessment."""
        return DETAILS_OF_ALL if self.is_shared else tuple(Detail)

    @property
    def is_saved(self) -> bool:
        """Whether everything that was to be saved is saved."""
        return all(file.is_saved for file in self.files)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that hold answers."""
        return tuple(path for file in self.files if (path := file.path))

    @property
    def planned_paths(self) -> tuple[Path, ...]:
        """The files that the answers are in, or will be as soon as there are any."""
        if self._unnamed is not None:
            return self._unnamed(self.seat.answers)[1]
        return tuple(file.place for file in self.files)

    @property
    def whose(self) -> str:
        """The name of the organisation whose turn it is; empty where only one sits here."""
        return self.organisations[self.table.turn]

    def do(self, command: Command) -> Outcome:
        """Carry out a command, save what has changed, and say what came of it. Never raises."""
        before = self.table.current
        could_stop = self._could_stop
        came = respond(self.table, command)
        names = self.organisations if len(came.events) == 1 else ("",) * len(self.table.seats)
        self.table = came.table
        self.is_revealed = self.is_revealed and self.table.current is before
        notices = self.save(came.changed)
        lines = [
            line
            for turn, event in came.events.items()
            for line in self._lines_of(event, names[turn], turn, before)
        ]
        if isinstance(came.event, Saved) and self.table.current is not None:
            self._could_stop = self.may_stop
            lines += [MAY_STOP] if self._could_stop and not could_stop else []
            lines += self._size_lines(before)
        return Outcome(event=came.event, lines=tuple(dict.fromkeys(lines)), notices=notices)

    def _lines_of(self, event: Event, name: str, turn: int, question: Question | None) -> tuple[str, ...]:
        is_saved = not self.files or self.files[turn].is_saved
        lines = event_lines(event, self.table.seats[turn], name, is_saved=is_saved)
        is_here = self.table.current is question
        if name and isinstance(event, Saved | Kept) and is_here and self.is_hidden:
            return (f"{lines[0].partition(':')[0]}.", *lines[1:])  # the next one is not to be led
        return lines

    def _size_lines(self, before: Question | None) -> tuple[str, ...]:
        """Say what a starting point that leaves everything open means, once it is known."""
        is_scene = isinstance(before, ChoiceQuestion) and not isinstance(self.table.current, ChoiceQuestion)
        rules_out = any(not each.applies for each in self.seat.assessment.arrangements)
        if not is_scene or len(self.table.asked) < _MANY or rules_out:
            return ()
        minutes = minutes_left(self.table)
        left = f"Nothing is ruled out by this: {len(self.table.asked)} questions, about {minutes} minutes."
        has_quick = find_questionnaire(f"{self.questionnaire.id}-quick") is not None
        return (left, _SHORTER) if has_quick else (left,)

    def answer(self, turn: int, question: Question, command: Command) -> Outcome:
        """Carry out a command at a question that is asked, for one of the organisations, wherever one is."""
        self.table = replace(self.table.at(question), turn=turn)
        return self.do(command)

    def go_back_to(self, before: Table) -> None:
        """Go to where one comes from: a question or, where it is not asked any more, the next; the review."""
        question = before.current
        if question is not None and question not in self.table.asked:
            question = self.table.at(question).next_question()
        self.table = replace(self.table.at(question, amending=before.amending), origin=before.origin)

    def save(self, turns: tuple[int, ...] | None = None) -> tuple[str, ...]:
        """Save the answers of some of the organisations, or of all that have something unsaved."""
        if turns is None:
            turns = tuple(turn for turn, file in enumerate(self.files) if not file.is_saved)
        return tuple(line for turn in turns for line in self._save(turn, self.table.seats[turn].answers))

    def save_as(self, path: Path) -> tuple[str, ...]:
        """Save everything in another file, or in one for each organisation; all of them, or none counts."""
        try:
            paths = self._paths_of(path)
        except ProblemsFound as found:
            return not_saved_lines("; ".join(map(str, found.problems)))
        files = tuple(AnswerFile(self.questionnaire, each) for each in paths)
        both = zip(files, self.table.seats, strict=True)
        notices = tuple(line for file, seat in both for line in file.save(seat.answers))
        if all(file.is_saved for file in files):
            self.files, self.base, self._unnamed = files, path if self.is_shared else None, None
        return notices

    def rescue_in(self, folder: Path) -> bool:
        """Save everything in new files in another folder, all or none, and tell whether that worked."""
        for base in numbered(folder / f"partnerassess-rescue-{datetime.date.today().isoformat()}.yaml"):
            if not any(map(os.path.lexists, self._paths_of(base))):
                self.save_as(base)
                break
        return self.is_saved

    def _paths_of(self, path: Path) -> tuple[Path, ...]:
        return answer_paths(path, self.organisations if self.is_shared else ())

    def find_refusal(self, command: Command) -> str | None:
        """Say why a command would be refused now; null where it would not be."""
        event = respond(self.table, command).event
        return event.why if isinstance(event, Refused) else None

    def put_aside(self, words: str, before: str) -> tuple[str, ...]:
        """Leave a note as it was before, but let undo bring back what can be kept of the words."""
        if isinstance(self.do(self._in_bounds(Note(words))).event, Refused):
            return self.drop_draft()
        return self.do(Note(before)).notices

    def keep_draft(self, command: Command) -> tuple[str, ...]:
        """Save what a command would change without carrying it out, and give what is unusual about that.

        So that a text half typed is safe; of one that is too long what can be kept.
        """
        turn, came = self.table.turn, respond(self.table, self._in_bounds(command))
        return self._save(turn, came.table.seats[turn].answers) if came.changed else ()

    def _in_bounds(self, command: Command) -> Command:
        """Give a command without what would be too much of its text."""
        match command if self.find_refusal(command) else None:
            case Note(text=str(text)):
                return Note(text.strip()[:LONGEST_NOTE])
            case NotApplicable(note=str(text)):
                return NotApplicable(text.strip()[:LONGEST_NOTE])
            case _:
                return command

    def drop_draft(self) -> tuple[str, ...]:
        """Save what was there before a draft, and give what is unusual about that."""
        return self._save(self.table.turn, self.seat.answers) if self.paths else ()

    def assessment(self) -> Assessment:
        """Score the answers under the names of their files: of several organisations, all together."""
        paths = [file.path for file in self.files] or [None] * len(self.table.seats)
        both = zip(paths, self.table.seats, strict=True)
        views = [replace(seat.answers, file=str(path) if path else None) for path, seat in both]
        return pool(self.questionnaire, views) if self.is_shared else score(self.questionnaire, views[0])

    @property
    def may_stop(self) -> bool:
        """Whether something is left to answer that cannot change any verdict."""
        if not any(each.unanswered for each in self.table.seats) or not self.questionnaire.scoring.ready:
            return False
        results = [each for each in self.assessment().arrangements if each.applies]
        return bool(results) and all(each.verdict is not Verdict.UNDETERMINED for each in results)

    @property
    def _asked_now(self) -> Question | None:
        """The question that everybody is asked now, or was when the review was opened; null for none."""
        question = self.table.current or self.table.origin
        return question if self.is_shared and not isinstance(question, ChoiceQuestion) else None

    @property
    def is_hidden(self) -> bool:
        """Whether others' answers to the question are kept from whoever has not answered it yet."""
        question = self._asked_now
        if question is None or self.is_revealed:
            return False
        return any(each.wants(question) and each.given_to(question) is None for each in self.table.seats)

    @property
    def hides_answer(self) -> bool:
        """Whether somebody's answer to the question is kept from another now."""
        question = self._asked_now if self.is_hidden else None
        return question is not None and any(each.answer_to(question) for each in self.table.seats)

    def reveal(self) -> tuple[str, ...]:
        """Show what others have answered to this question, or hide it again, and say so."""
        question = self._asked_now
        if question is None:
            return ("Nothing is hidden here.",)
        self.is_revealed = not self.is_revealed
        if not self.is_revealed:
            return ("Hidden until all have answered.",)
        answers = ((name, each.answer_to(question)) for name, each in self.views)
        return tuple(f"{name}: {as_sentence(answer_words(answer))}" for name, answer in answers)

    def answer_of(self, turn: int, question: Question) -> Answer | Hidden | None:
        """Give what an organisation has answered, as far as it may be seen now."""
        answer, here = self.table.seats[turn].answer_to(question), self._asked_now
        is_here = here is not None and here.id == question.id and self.is_hidden
        is_own = self.table.current is not None and turn == self.table.turn
        return Hidden.HIDDEN if answer and is_here and not is_own else answer

    def words_of(self, turn: int, question: Question) -> str:
        """Say what an organisation has answered, as far as it may be seen now."""
        answer = self.answer_of(turn, question)
        return "answered" if isinstance(answer, Hidden) else answer_words(answer)

    def _save(self, turn: int, answers: Answers) -> tuple[str, ...]:
        if self._unnamed is not None:
            base, paths = self._unnamed(answers)
            self.base = base if self.is_shared else None
            self.files = tuple(AnswerFile(self.questionnaire, path) for path in paths)
            self._unnamed = None
        return self.files[turn].save(answers)


def open_sitting(
    questionnaire: Questionnaire,
    path: Path | None,
    *,
    folder: Path,
    today: datetime.date,
    organisations: tuple[str, ...] = (),
    round_name: str | None = None,
    carried: Answers | None = None,
    named: str | None = None,
) -> Sitting:
    """Open one file, or one for each organisation that is named, to go on with or to begin.

    The files of several organisations are named for them: `joint.yaml` becomes `joint-riverside.yaml` and
    `joint-valley-high.yaml`. What is new is of `today` and of the round, and begins with the answers that are
    carried over. Raises ProblemsFound if one cannot be used or could not be saved.
    """
    paths = answer_paths(path, organisations) if path else ()
    files = tuple(AnswerFile.open(questionnaire, each) for each in paths)
    empty = Answers(questionnaire=questionnaire.id, version=questionnaire.version)
    answers = []
    for name, file in zip_longest(organisations or (None,), files):
        held = file.answers if file else empty
        if file and name and held.organisation and not is_same_name(held.organisation, name):
            message = f"the file holds the answers of {clean(held.organisation)}, not those of {clean(name)}"
            hint = "name the organisation as it is in the file, or choose another file"
            raise ProblemsFound([Problem(file=clean(str(file.place)), message=message, hint=hint)])
        whose = held.organisation or name
        if not held.answers:
            begun = carried or held
            held = replace(begun, organisation=whose or begun.organisation, date=held.date or today)
        answers.append(replace(held, organisation=whose or held.organisation, round=round_name or held.round))
    if path:
        base = path if organisations else None
        return Sitting(questionnaire, files, tuple(answers), base=base, named=named)
    check_folder(folder)
    unnamed = partial(new_paths, folder, today, organisations)
    return Sitting(questionnaire, files, tuple(answers), unnamed=unnamed, named=named)
