"""Results of single views, and what a run gathers from them, small enough to pass between processes."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec import Struct, field

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.codes import PackedView
from partnerassess.files.reading import find_digest
from partnerassess.model import Answers, Questionnaire
from partnerassess.names import folded
from partnerassess.problems import Problem

if TYPE_CHECKING:
    from partnerassess.scoring.many import Scores


class Chunk(Struct, frozen=True):
    """Views of one questionnaire that were scored together."""

    questionnaire: Questionnaire
    scores: "Scores"
    order: Sequence[Sequence[int]]
    """For each view the places of the arrangements in the questionnaire, in order of rank."""
    ranks: Sequence[Sequence[int]]
    """For each view the ranks, in the questionnaire's order; 0 for none."""

    def results(self, row: int, most: int | None = None) -> tuple[ArrangementResult, ...]:
        """Give one view's arrangements in order, all or so many of them, without their parts."""
        return self.scores.results(row, self.order[row][:most], self.ranks[row])


class Result(Struct, frozen=True):
    """One view, or several put together, scored."""

    file: str
    document: int | None
    """Its place in a file that holds several, from 1."""
    signed: Answers | PackedView
    """Who answered about what and when; what they answered is not looked at."""
    parts: Assessment | None = None
    """The assessment with all its parts, where they are needed; else it is a row of many."""
    chunk: Chunk | None = None
    row: int = 0
    selected: Assessment | None = None
    """What there is to look at, where that is not all."""
    is_group: bool = False
    """Whether it is of views that were put together, whose name then stands for a file's."""
    views: Sequence[PackedView] = ()
    """The views that were put together in a row of many: all that count."""

    @property
    def assessment(self) -> Assessment:
        """Give the assessment, with what is looked at; of a row of many without parts."""
        return self.whole if self.selected is None else self.selected

    @property
    def whole(self) -> Assessment:
        """Give the assessment with all its arrangements."""
        return self._assess(None)

    @property
    def leading(self) -> Assessment:
        """Give the assessment; of a row of many, which is quicker, only the arrangement that comes first."""
        return self._assess(1) if self.selected is None else self.selected

    def _assess(self, most: int | None) -> Assessment:
        if self.parts is not None:
            return self.parts
        if self.chunk is None:
            raise TypeError("a result of nothing")
        signed = self.signed
        return Assessment(
            questionnaire=self.chunk.questionnaire,
            answers=signed.sign() if isinstance(signed, PackedView) else signed,
            arrangements=self.chunk.results(self.row, most),
        )

    @property
    def questionnaire(self) -> Questionnaire:
        """Give the questionnaire that was answered."""
        return self.chunk.questionnaire if self.chunk else self.whole.questionnaire

    @property
    def points(self) -> Mapping[str, Fraction] | None:
        """Give where the questions of a row of many stand that count; null where its parts say so."""
        if self.chunk is None:
            return None
        points = self.chunk.scores.points(self.row)
        if self.selected is None:
            return points
        applying = (each.arrangement for each in self.selected.arrangements if each.applies)
        asked = {question.id for arrangement in applying for question in arrangement.questions()}
        return {name: point for name, point in points.items() if name in asked}


class Fault(NamedTuple):
    """Why a requirement, or a selection, makes no sense for a questionnaire."""

    about: str
    """Which one it is, `require` or `only`; `arrangement` where there is no such arrangement."""
    text: str


class Identity(NamedTuple):
    """Who answered about what and when, as a number, to notice the same again."""

    digest: int
    input: int
    """The place of the input in its chunk, from 0."""
    document: int
    """The place of the document in its input, from 1, or 0 where it is the only one."""


class Harvest(Struct, kw_only=True):
    """What was gathered from some inputs."""

    inputs: int = 0
    missed: int = 0
    """How many assessments do not meet the requirement."""
    fault: Fault | None = None
    made: list[Any] = field(default_factory=list)
    """What was made of each result that is looked at."""
    keys: list[Any] = field(default_factory=list)
    """What to put these in order by, null where there is nothing; empty where they keep their order."""
    problems: list[tuple[Problem, ...]] = field(default_factory=list)
    """For each document, or input that cannot be read at all, that is of no use what is wrong with it."""
    questionnaires: list[str] = field(default_factory=list)
    """The ids of the questionnaires that were answered, in the order in which they first came up."""
    views: list[Any] = field(default_factory=list)
    """What is to be scored together with others."""
    identities: list[Identity] = field(default_factory=list)

    def note(self, questionnaire: str, answers: Answers | PackedView, document: int | None) -> None:
        """Note that a view was scored, and whose it is; it is in the input that comes next."""
        if questionnaire not in self.questionnaires:
            self.questionnaires.append(questionnaire)
        if answers.partnership:
            date = str(answers.date or "")
            digest = _digest(
                questionnaire,
                answers.partnership,
                answers.organisation,
                answers.respondent,
                date,
                answers.round,
            )
            self.identities.append(Identity(digest, self.inputs, document or 0))


class Gatherer(Protocol):
    """Makes a harvest of inputs; can be sent to other processes."""

    @property
    def chunk(self) -> int:
        """How many inputs a process takes at a time."""

    def prepare(self) -> None:
        """Make what nearly every input takes, so that processes started from now on share it."""

    def gather(self, inputs: Sequence[Any]) -> Harvest:
        """Gather from inputs."""


def _digest(*names: str | None) -> int:
    """Give the same number for the same names, however they are spelled."""
    same = "\0".join(map(folded, names))
    return int(find_digest(same.encode())[:16], 16)
