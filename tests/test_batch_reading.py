"""Views on their way to rows: packed, grouped, scored a chunk at a time, sent between processes."""

import gc
import os
import pickle
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

from instruments import answered, questionnaires
from partnerassess.assessment import Assessment
from partnerassess.batch.inputs import is_our_own, list_inputs
from partnerassess.batch.reading import (
    Groups,
    Harvester,
    Holder,
    Reader,
    Reports,
    Rows,
    name_groups,
)
from partnerassess.batch.results import Result
from partnerassess.batch.workers import run
from partnerassess.cli import app
from partnerassess.cli.rows import CsvRows, write_json
from partnerassess.codes import Codes, PackedView
from partnerassess.decide.portfolio import Selection, read_order
from partnerassess.library import case_studies
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.loading.views import View
from partnerassess.pooling import group_views, pool
from partnerassess.render.rows import render_csv_rows
from partnerassess.scoring import score

GOOD = "questionnaire: nhs-partnering\npartnership: Ours\norganisation: {}\nanswers: {{shared-vision: {}}}\n"


@given(st.data())
def test_a_view_comes_back_from_a_small_one(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = replace(data.draw(answered(asked)), partnership="Ours", version="2", unrecognised=("odd",))
    reader = Reader(asked)
    packed = reader.pack(View(Codes(asked), answers=said))
    back = reader.unpack(pickle.loads(pickle.dumps(packed)))  # noqa: S301 our own
    order = [name for name in asked.questions if name in said.answers]
    kept = {name: said.answers[name] for name in order if said.answers[name].given or said.answers[name].note}
    assert dict(back.answers) == kept
    assert list(back.answers) == list(kept)
    assert replace(back, answers=said.answers) == said


@given(st.data())
def test_rows_of_many_are_those_of_each_alone(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    views = [replace(data.draw(answered(asked)), partnership=f"P{number}") for number in range(3)]
    dimensions = tuple(dimension.id for dimension in asked.dimensions)
    rows, form = Rows(reader=Reader(asked)), CsvRows(dimensions=dimensions)
    chunk = rows._score(asked.id, [View(Codes(asked), answers=each) for each in views])
    for number, each in enumerate(views):
        result = Result("", None, each, chunk=chunk, row=number)
        assert form.write(result) == render_csv_rows(score(asked, each), dimensions)


def write_files(folder: Path, count: int) -> list[str]:
    for number in range(count):
        text = GOOD.format(("A", "B")[number % 2], number % 5).replace("Ours", f"Ours {number // 2}")
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    return sorted(str(path) for path in folder.iterdir())


def test_every_document_of_an_input_becomes_a_view_or_a_problem(tmp_path: Path) -> None:
    several = tmp_path / "a.yaml"
    several.write_text("---\n".join([GOOD.format("A", 1), GOOD.format("B", 9), GOOD.format("C", 3)]), "utf-8")
    lines = tmp_path / "b.jsonl"
    line = '{"questionnaire": "nhs-partnering", "answers": {"shared-vision": 1}}\n'
    lines.write_text(line * 6_000 + line.replace("1}", "7}"), encoding="utf-8")
    reader = Reader()
    inputs = list(list_inputs([str(tmp_path), str(tmp_path / "gone.yaml")], bytes, 1_000))
    found = [each for item in inputs for each in reader.views(item)]
    views = [each for each in found if isinstance(each, View)]
    assert [each.answers.organisation for each in views[:2]] == ["A", "C"]
    assert len(views) == 6_002
    problems = [str(each[0]) for each in found if isinstance(each, tuple)]
    assert [problem.split(": ")[0] for problem in problems] == [
        f"{several}:9:26",
        f"{lines}:6001:66",
        str(tmp_path / "gone.yaml"),
    ]


def groups_of(paths: list[str]) -> Groups:
    views: list[PackedView] = []
    for harvest in run(paths, Holder(reader=Reader()), jobs=2, chunk=3, tell=lambda _: None):
        assert not harvest.made
        views += harvest.views
    return Groups(reader=Reader(), groups=name_groups(group_views(views)), show_small_groups=False)


def test_groups_are_pooled_as_whole_answers_are(tmp_path: Path) -> None:
    asked = choose_questionnaire("nhs-partnering")
    groups = groups_of(write_files(tmp_path, 12))
    assert list(groups.groups)[:2] == ["Ours 0 (group 1)", "Ours 1 (group 2)"]
    copy = pickle.loads(pickle.dumps(groups))  # noqa: S301 our own
    for name, group in groups.groups.items():
        expected = pool(asked, [groups.reader.unpack(each) for each in group])
        assert copy.score(name).assessment == expected


class Counting:
    """Writes the name of a partnership, and counts how many assessments are there at that moment."""

    def __init__(self) -> None:
        self.most = 0

    def write(self, result: Result) -> str:
        there = sum(isinstance(each, Assessment) for each in gc.get_objects())
        self.most = max(self.most, there)
        return f"{result.assessment.answers.partnership}\n"


def test_assessments_are_let_go_once_their_rows_are_made(tmp_path: Path) -> None:
    paths = write_files(tmp_path, 12)
    before = sum(isinstance(each, Assessment) for each in gc.get_objects())
    form = Counting()
    harvest = Harvester(
        source=Reports(reader=Reader()),
        make=form.write,
        selection=Selection(only=("undetermined",)),
        order=read_order("-partnership"),
    ).gather(paths)
    assert (len(harvest.identities), len(harvest.made), len(harvest.keys)) == (12, 12, 12)
    assert form.most - before <= 3
    assert harvest.made[:3] == ["Ours 0\n", "Ours 0\n", "Ours 1\n"]


def test_all_that_a_run_needs_can_be_sent_to_another_process(tmp_path: Path) -> None:
    chosen = choose_questionnaire("nhs-partnering")
    assert chosen.questions
    groups = groups_of(write_files(tmp_path, 4))
    harvester = Harvester(
        source=groups,
        make=partial(write_json, notes=False, lines=True),
        selection=Selection(arrangement="voluntary-structural"),
        order=read_order("date"),
    )
    before = harvester.gather(list(groups.groups))
    copy = pickle.loads(pickle.dumps(harvester))  # noqa: S301 our own
    after = pickle.loads(pickle.dumps(copy.gather(list(groups.groups))))  # noqa: S301 our own
    assert after == before


def test_the_case_studies_are_scored_together_as_each_alone() -> None:
    rows, reports = Rows(reader=Reader()), Reports(reader=Reader())
    paths = [str(path) for path in case_studies()]
    for (one,), (other,) in zip(rows.results(paths), reports.results(paths), strict=True):
        assert isinstance(one, Result)
        assert isinstance(other, Result)
        bare = (
            replace(each, reasons=(), dimensions=(), counted=each.tally())
            for each in other.assessment.arrangements
        )
        assert one.assessment.arrangements == tuple(bare)


@pytest.mark.parametrize("command", ["score", "plan", "robustness", "compare"])
def test_tables_of_results_are_known_as_our_own(tmp_path: Path, command: str) -> None:
    case, table = str(case_studies()[0]), tmp_path / "table.csv"
    both = [case, case] if command == "compare" else [case]
    assert CliRunner().invoke(app, [command, *both, "-o", str(table)]).exit_code == 0
    assert is_our_own(str(table))


def test_a_pipe_in_a_folder_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert not is_our_own(str(tmp_path / "pipe.json"))
