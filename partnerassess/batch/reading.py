"""From inputs to what a run needs: views are read, scored a chunk at a time, and gathered from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from partnerassess.batch.inputs import Input, name_of, read_views
from partnerassess.batch.results import Chunk, Fault, Harvest, Result
from partnerassess.codes import PackedView
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.views import Problems, View, ViewReader
from partnerassess.model import Answers, Questionnaire

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.decide.portfolio import Order, Requirement, Selection
    from partnerassess.scoring.many import Scorer


Name = TypeVar("Name")

_FEW = 20
"""Up to so many partnerships are scored one by one, which takes less time than to load what scores many."""
_MOST_NAMES = 500
"""Of so many names at most it is known that they came up."""


class Reader:
    """Reads views. What it needs for a questionnaire it makes once, and anew in another process."""

    def __init__(self, chosen: Questionnaire | None = None, *, ignore_unrecognised: bool = False) -> None:
        self.chosen, self.ignore_unrecognised = chosen, ignore_unrecognised
        self._views = ViewReader(chosen, ignore_unrecognised=ignore_unrecognised)
        self._scorers: dict[str, Scorer] = {}
        self._names: dict[Any, Any] = {}

    def __reduce__(self) -> tuple[object, ...]:
        # The questionnaire's own copy of its questions cannot travel, and need not.
        chosen = None if self.chosen is None else replace(self.chosen)
        return _make_reader, (chosen, self.ignore_unrecognised)

    def prepare(self) -> None:
        """Make what nearly every view takes."""
        names = [self.chosen.id] if self.chosen else list(shipped_questionnaires())
        for name in names:
            self.scorer(name)

    def questionnaire(self, name: str) -> Questionnaire:
        """Give the questionnaire that answers to this one are scored with; LookupError if there is none."""
        found = self._views.questionnaires.named(name)
        if found is None:
            raise LookupError(name)
        return found

    def scorer(self, name: str) -> "Scorer":
        """Give what scores many answers to a questionnaire; raises LookupError if it is not known."""
        if name not in self._scorers:
            from partnerassess.scoring.many import Scorer

            self._scorers[name] = Scorer(self.questionnaire(name))
        return self._scorers[name]

    def views(self, item: Input) -> Iterator[View | Problems]:
        """Read an input: each of its documents as a view, or what is wrong with it."""
        return read_views(item, self._views)

    def pack(self, view: View) -> PackedView:
        """Make a view small; of names that come up again and again there is one."""
        packed, same = view.packed, self._same
        return packed._replace(
            version=same(packed.version),
            partnership=same(packed.partnership),
            organisation=same(packed.organisation),
            respondent=same(packed.respondent),
            date=same(packed.date),
            round=same(packed.round),
            programme=same(packed.programme),
        )

    def _same(self, name: Name) -> Name:
        """Give the one object there is for a name, or a date, that comes up again and again."""
        if len(self._names) >= _MOST_NAMES:
            self._names.clear()
        same: Name = self._names.setdefault(name, name)
        return same

    def unpack(self, packed: PackedView) -> Answers:
        """Give the answers that a small view stands for."""
        return self._views.codes(self.questionnaire(packed.questionnaire)).unpack(packed)


def _make_reader(chosen: Questionnaire | None, ignore_unrecognised: bool) -> Reader:
    return Reader(chosen, ignore_unrecognised=ignore_unrecognised)


class Rows(Struct, frozen=True, kw_only=True):
    """Files, scored a chunk at a time: for rows, which need nothing below the dimensions."""

    reader: Reader
    chunk: ClassVar[int] = 1_024

    def results(self, inputs: Sequence[Input]) -> Iterator[list[Result | Problems]]:
        """Give for each input the results of its documents."""
        read = [list(self.reader.views(item)) for item in inputs]
        together: dict[str, list[View]] = {}
        for views in read:
            for view in views:
                if isinstance(view, View):
                    together.setdefault(view.questionnaire.id, []).append(view)
        scored = {name: self._score(name, views) for name, views in together.items()}
        next_rows = dict.fromkeys(scored, 0)
        for item, views in zip(inputs, read, strict=True):
            results: list[Result | Problems] = []
            for view in views:
                if not isinstance(view, View):
                    results.append(view)
                    continue
                name = view.questionnaire.id
                result = Result(
                    name_of(item), view.document, view.packed, chunk=scored[name], row=next_rows[name]
                )
                next_rows[name] += 1
                results.append(result)
            yield results

    def _score(self, name: str, views: Sequence[View]) -> Chunk:
        scorer = self.reader.scorer(name)
        scores = scorer.score([view.packed.codes for view in views])
        order, ranks = scores.order()
        return Chunk(scorer.questionnaire, scores, order.tolist(), ranks.tolist())


class Reports(Struct, frozen=True, kw_only=True):
    """Files, each view scored with all its parts."""

    reader: Reader
    chunk: ClassVar[int] = 16

    def results(self, inputs: Sequence[Input]) -> Iterator[list[Result | Problems]]:
        """Give for each input the results of its documents."""
        for item in inputs:
            yield [
                self._score(view, name_of(item)) if isinstance(view, View) else view
                for view in self.reader.views(item)
            ]

    def _score(self, view: View, file: str) -> Result:
        from partnerassess.scoring import score

        assessment = score(view.questionnaire, view.answers)
        return Result(file, view.document, view.answers, parts=assessment)


class Groups(Struct, frozen=True, kw_only=True):
    """Views of one partnership, put together and scored: groups by their names take the place of files."""

    reader: Reader
    groups: Mapping[str, Sequence[PackedView]]
    show_small_groups: bool
    chunk: ClassVar[int] = 16

    @property
    def are_many(self) -> bool:
        """Tell whether scoring them together is quicker than one by one."""
        return len(self.groups) > _FEW

    @property
    def names(self) -> Sequence[str]:
        """Give the names of all groups, in order."""
        return list(self.groups)

    def only(self, name: str) -> "Groups":
        """Give the group of this name alone."""
        return replace(self, groups={name: self.groups[name]})

    def questionnaires(self) -> list[str]:
        """Give the ids of the questionnaires that are answered, each once."""
        return list(dict.fromkeys(views[0].questionnaire for views in self.groups.values()))

    def results(self, inputs: Sequence[Input]) -> Iterator[list[Result | Problems]]:
        """Give for each group its result."""
        for item in inputs:
            yield [self.score(name_of(item))]

    def score(self, name: str) -> Result:
        """Put the group of this name together and score what comes out."""
        pooled, _ = self.pool(name)
        return Result(name, None, pooled.answers, parts=pooled, is_group=True)

    def pool(self, name: str) -> "tuple[Assessment, list[Answers]]":
        """Put the group of this name together; give its views, too."""
        from partnerassess.pooling import pool

        views = [self.reader.unpack(each) for each in self.groups[name]]
        questionnaire = self.reader.questionnaire(views[0].questionnaire)
        return pool(questionnaire, views, show_small_groups=self.show_small_groups), views


class GroupRows(Struct, frozen=True, kw_only=True):
    """Groups, put together and scored many at a time: for rows, which need no parts."""

    groups: Groups
    tells_questions: bool = False
    """Whether it is told where single questions stand, of which small groups may keep some back."""
    chunk: ClassVar[int] = 256

    @property
    def reader(self) -> Reader:
        """Give the reader of the groups."""
        return self.groups.reader

    @property
    def names(self) -> Sequence[str]:
        """Give the names of all groups, in order."""
        return self.groups.names

    def results(self, inputs: Sequence[Input]) -> Iterator[list[Result | Problems]]:
        """Give for each group its result."""
        names = [name_of(item) for item in inputs]
        together: dict[str, list[str]] = {}
        for name in names:
            together.setdefault(self.groups.groups[name][0].questionnaire, []).append(name)
        scored = {name: result for each in together.items() for name, result in self._score(*each)}
        for name in names:
            yield [scored[name]]

    def _score(self, questionnaire: str, names: Sequence[str]) -> Iterator[tuple[str, Result]]:
        from partnerassess.pooling import split_superseded
        from partnerassess.pooling.groups import sign_together
        from partnerassess.pooling.many import can_pool, pool_many, sides_of

        scorer = self.groups.reader.scorer(questionnaire)
        counted = {name: split_superseded(self.groups.groups[name])[0] for name in names}
        sides = {name: sides_of(views) for name, views in counted.items()}
        keeps_back = self.tells_questions and not self.groups.show_small_groups
        many = [
            name
            for name in names
            if can_pool(scorer, sides[name]) and not (keeps_back and any(len(one) > 1 for one in sides[name]))
        ]
        if many:
            scores = pool_many(scorer, [sides[name] for name in many])
            order, ranks = scores.order()
            chunk = Chunk(scorer.questionnaire, scores, order.tolist(), ranks.tolist())
            for row, name in enumerate(many):
                views = counted[name]
                signed = views[0] if len(views) == 1 else sign_together(views)
                yield name, Result(name, None, signed, chunk=chunk, row=row, is_group=True, views=views)
        for name in set(names).difference(many):
            yield name, self.groups.score(name)


Source = Rows | Reports | Groups | GroupRows


def name_groups(groups: Sequence[Sequence[PackedView]]) -> dict[str, Sequence[PackedView]]:
    """Give every group a name of its own, in the order given."""
    return {
        f"{group[0].partnership or 'answers without a name'} (group {number})": group
        for number, group in enumerate(groups, start=1)
    }


class Harvester(Struct, kw_only=True):
    """Scores inputs, and gathers from the results what a run needs."""

    source: Source
    make: Callable[[Result], Any]
    """Gives what is wanted of a result, such as the text of its rows."""
    requirement: "Requirement | None" = None
    selection: "Selection | None" = None
    order: "Order | None" = None
    _faults: dict[str, Fault | None] = field(default_factory=dict)
    """Why the selection or the requirement makes no sense, by questionnaire; null where they do."""

    @property
    def chunk(self) -> int:
        """Give how many inputs a process takes at a time."""
        return self.source.chunk

    def prepare(self) -> None:
        """Make what nearly every input takes, so that processes started from now on share it."""
        self.source.reader.prepare()

    def gather(self, inputs: Sequence[Input]) -> Harvest:
        """Score inputs, and gather from the results."""
        harvest = Harvest()
        for results in self.source.results(inputs):
            for each in results:
                if isinstance(each, Result):
                    self._take(each, harvest)
                else:
                    harvest.problems.append(each)
            harvest.inputs += 1
        return harvest

    def _take(self, result: Result, harvest: Harvest) -> None:
        questionnaire = result.questionnaire
        harvest.note(questionnaire.id, result.signed, result.document)
        if questionnaire.id not in self._faults:
            self._faults[questionnaire.id] = self._find_fault(questionnaire)
        harvest.fault = harvest.fault or self._faults[questionnaire.id]
        if harvest.fault is not None:
            return
        if self.requirement is not None:
            harvest.missed += not self.requirement.is_met(result.assessment)
        if self.selection is not None:
            found = self.selection.find_selected(result.assessment)
            if found is None:
                return
            if found is not result.assessment:
                result = replace(result, selected=found)
        harvest.made.append(self.make(result))
        if self.order is not None:
            harvest.keys.append(self.order.key_of(result.assessment))

    def _find_fault(self, questionnaire: Questionnaire) -> Fault | None:
        known = {None, *(each.id for each in questionnaire.arrangements)}
        for about, asked in (("only", self.selection), ("require", self.requirement)):
            fault = asked.find_fault(questionnaire) if asked else None
            if asked and fault:
                return Fault(about if asked.arrangement in known else "arrangement", fault)
        return None


class Holder(Struct, frozen=True, kw_only=True):
    """Reads views that are only scored later, together with others."""

    reader: Reader
    chunk: ClassVar[int] = 512

    def prepare(self) -> None:
        """There is nothing to share."""

    def gather(self, inputs: Sequence[Input]) -> Harvest:
        """Read inputs."""
        harvest = Harvest()
        for item in inputs:
            for view in self.reader.views(item):
                if not isinstance(view, View):
                    harvest.problems.append(view)
                    continue
                harvest.views.append(self.reader.pack(view))
                if view.questionnaire.id not in harvest.questionnaires:
                    harvest.questionnaires.append(view.questionnaire.id)
            harvest.inputs += 1
        return harvest
