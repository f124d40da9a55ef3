"""What a run yields, chunk by chunk, small enough to pass between processes and to add up.

This module knows what is gathered from inputs: texts, problems, counts, answers that wait for others. It does
not know how it is gathered, nor where it goes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from zlib import compress, decompress

from partnerassess.batch.inputs import Input
from partnerassess.canonical import Said
from partnerassess.names import folded
from partnerassess.problems import Problem

if TYPE_CHECKING:
    from partnerassess.batch.answersets import AnswerSet
    from partnerassess.batch.brief import PooledResults
    from partnerassess.batch.counts import Counts


class Kept(NamedTuple):
    """One set of answers, kept to show it later."""

    file: str
    document: int | None
    questionnaire: str
    said: Said
    pooled: "PooledResults | None" = None
    """The results, where they do not follow from what was said: that of several people together."""
    remark: Any = None
    """What a survey remarked on it."""


class Waiting(NamedTuple):
    """The text of one assessment, which leaves once all are there and in order."""

    key: Any
    """What to put it in order by; null where there is nothing."""
    packed: bytes

    @property
    def text(self) -> str:
        """Give the text as it was."""
        return decompress(self.packed).decode("utf-8", "surrogatepass")


def pack(key: object, text: str) -> Waiting:
    """Make a text small until its turn comes."""
    return Waiting(key, compress(text.encode("utf-8", "surrogatepass"), 1))


Identity = tuple[int, int, int]
"""Who answered about what and when, as a digest, to find the same again; the place of the input in its chunk,
from 0; and the place of the document in its input, from 1, or 0 where it is the only one."""


@dataclass(kw_only=True, slots=True)
class Harvest:
    """What was gathered from some inputs."""

    inputs: int = 0
    scored: int = 0
    recognised: int = 0
    """How many documents were in our own form, or JSON in its usual shape."""
    unusable: int = 0
    """How many documents, or inputs that could not be read at all, cannot be used."""
    missed: int = 0
    """How many assessments do not meet the requirement."""
    passed_over: int = 0
    """How many assessments were scored, but not selected."""
    fault: str | None = None
    """Why the requirement, or the selection, makes no sense for a questionnaire."""
    text: str = ""
    waiting: list[Waiting] = field(default_factory=list)
    problems: list[tuple[Problem, ...]] = field(default_factory=list)
    """For each input or document that cannot be used what is wrong with it."""
    questionnaires: list[str] = field(default_factory=list)
    """The ids of the questionnaires that were answered, in the order in which they first came up."""
    counts: "Counts" = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)
    answer_sets: "list[AnswerSet]" = field(default_factory=list)
    """What is to be scored together with others."""
    identities: list[Identity] = field(default_factory=list)

    def note(self, questionnaire: str, said: Said, document: int | None) -> None:
        """Note that a set of answers was scored, and whose it is; it is in the input that comes next."""
        self.scored += 1
        if questionnaire not in self.questionnaires:
            self.questionnaires.append(questionnaire)
        if said.partnership:
            self.identities.append((_digest(questionnaire, *said[:4]), self.inputs, document or 0))

    def hold(self, answer_set: "AnswerSet") -> None:
        """Take a set of answers that is to be scored together with others."""
        self.answer_sets.append(answer_set)
        if answer_set.questionnaire not in self.questionnaires:
            self.questionnaires.append(answer_set.questionnaire)

    @property
    def selected(self) -> int:
        """Give how many assessments were selected."""
        return self.scored - self.passed_over

    @property
    def documents(self) -> int:
        """Give how many documents, or inputs that could not be read at all, there were."""
        return self.scored + self.unusable

    def add(self, other: "Harvest") -> None:
        """Add what was gathered from the inputs that follow."""
        self.identities += [
            (digest, place + self.inputs, document) for digest, place, document in other.identities
        ]
        self.inputs += other.inputs
        self.scored += other.scored
        self.recognised += other.recognised
        self.unusable += other.unusable
        self.missed += other.missed
        self.passed_over += other.passed_over
        self.fault = self.fault or other.fault
        self.text += other.text
        self.waiting += other.waiting
        self.problems += other.problems
        self.questionnaires += [each for each in other.questionnaires if each not in self.questionnaires]
        self.counts.update(other.counts)
        self.kept += other.kept
        self.answer_sets += other.answer_sets


class Gatherer(Protocol):
    """Makes a harvest of inputs; can be sent to other processes."""

    @property
    def chunk(self) -> int:
        """How many inputs a process takes at a time."""

    def prepare(self) -> None:
        """Make what nearly every input takes, so that processes started from now on share it."""

    def gather(self, inputs: Sequence[Input]) -> Harvest:
        """Gather from inputs."""


def _digest(*names: str | None) -> int:
    """Give the same number for the same names, however they are spelled."""
    same = "\0".join(map(folded, names))
    return int.from_bytes(blake2b(same.encode(), digest_size=8).digest(), "little")
