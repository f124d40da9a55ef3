"""`score` looking at many answer sets together: the same rows as one by one, in any form and order."""

import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from partnerassess.batch.reading import GroupRows
from partnerassess.batch.results import Result
from partnerassess.cli.form import Form
from partnerassess.cli.process import ExitStatus
from partnerassess.cli.rows import Assembly
from partnerassess.cli.run import Gathering, Look, Run
from partnerassess.cli.score import read_named_member
from partnerassess.decide.portfolio import Order, Selection, read_order
from partnerassess.explain import explain
from partnerassess.library import case_studies
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.model import Questionnaire, ScoredQuestion
from partnerassess.pooling import group_views, pool
from partnerassess.render.data import render_json, render_json_line
from partnerassess.render.rows import dimensions_of, render_csv_header, render_csv_rows
from scored import score_inputs
from test_cli_score import POOLED, POSIX_ONLY, command, run, slow, start

__all__ = ["slow"]

BAD = {
    "0100-broken.yaml": "answers: [",
    "0200-wrong.yaml": "questionnaire: nhs-partnering\nanswers: {x: 1}\n",
}


def said(asked: Questionnaire, chance: random.Random, number: int) -> str:
    """One set of answers as JSON: every partnership twice, some answers open, some with a note."""
    strength = chance.choice([0.5, 1.5, 2.5, 3.5])
    levels: dict[str, object] = {}
    for question in asked.questions.values():
        if isinstance(question, ScoredQuestion):
            level = str(min(max(round(chance.gauss(strength, 1)), 0), 4))
            levels[question.id] = chance.choice(
                [level, level, level, "unknown", {"answer": level, "note": "So"}]
            )
    if chance.random() < 0.5:
        levels["initiated-by"] = chance.choice(["voluntary", "mandated"])
    return json.dumps(
        {
            "questionnaire": asked.id,
            "partnership": f"Partnership {number // 2:03}",
            "organisation": ("Riverside", "Valley High")[number % 2],
            "respondent": f"Person {number}",
            "date": f"2024-{chance.randrange(1, 13):02}-01",
            "answers": levels,
        }
    )


def fill(folder: Path, count: int) -> Path:
    """So many good files, one with several documents, and bad ones among them."""
    asked, chance = choose_questionnaire("nhs-partnering"), random.Random(7)  # noqa: S311 made-up data
    for number in range(count):
        (folder / f"{number:04}.json").write_text(said(asked, chance, number), encoding="utf-8")
    lines = [said(asked, chance, 2 * count + number) for number in range(3)]
    lines.insert(1, '{"questionnaire": "nhs-partnering", "answers": {"shared-vision": 9}}')
    (folder / "0050-several.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name, text in BAD.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for several processes where all parts of assessments are worked out."""
    return fill(tmp_path_factory.mktemp("some"), 18)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for every standing to come up."""
    return fill(tmp_path_factory.mktemp("many"), 60)


@cache
def scored(folder: Path) -> list[Result]:
    """All of it, one by one, with all parts."""
    outcomes = score_inputs([str(folder)])
    return [each for each in outcomes if isinstance(each, Result)]


def chosen(
    every: Iterable[Result], selection: Selection | None = None, order: Order | None = None
) -> list[Result]:
    found = (
        (each, selection.find_selected(each.assessment) if selection else each.assessment) for each in every
    )
    selected = [replace(each, selected=assessment) for each, assessment in found if assessment]
    return order.sort(selected, lambda each: order.key_of(each.assessment)) if order else selected


def as_csv(every: Sequence[Result]) -> str:
    dimensions = dimensions_of([choose_questionnaire("nhs-partnering")])
    rows = (render_csv_rows(each.assessment, dimensions, document=each.document) for each in every)
    return render_csv_header(dimensions) + "".join(rows)


def as_lines(every: Sequence[Result]) -> str:
    return "".join(render_json_line(explain(each.assessment)) for each in every)


def as_json(every: Sequence[Result]) -> str:
    return render_json(explain(each.assessment) for each in every)


def check(folder: Path, options: Sequence[str], expected: str) -> None:
    """The bytes are the ones expected, and every bad input costs a line."""
    done = run(folder, *options)
    assert done.stdout == expected
    assert done.exit_code == ExitStatus.UNUSABLE
    assert len(done.stderr.splitlines()) == len(BAD) + 1


UNMET = Selection(only=("not_ready",))
ONE = Selection(only=("nearly", "ready"), arrangement="voluntary-structural")
NOBODY = Selection(only=("not_assessable",), arrangement="voluntary-structural")


@pytest.mark.parametrize(
    ("options", "selection"),
    [
        (["--only", "not_ready"], UNMET),
        (["--only", "nearly", "--only", "ready", "--arrangement", "voluntary-structural"], ONE),
        (["--only", "not_assessable", "--arrangement", "voluntary-structural"], NOBODY),
    ],
    ids=["verdict", "band", "nobody"],
)
@pytest.mark.parametrize(("form", "write"), [(["--format", "csv"], as_csv)])
def test_selected_rows_are_those_of_whole_assessments(
    many: Path,
    options: list[str],
    selection: Selection,
    form: list[str],
    write: Callable[[Sequence[Result]], str],
) -> None:
    check(many, [*options, *form], write(chosen(scored(many), selection)))


@pytest.mark.parametrize("key", ["readiness", "-highest", "partnership", "date", "-verdict"])
def test_sorted_rows_are_those_of_whole_assessments(many: Path, key: str) -> None:
    check(many, ["--sort", key, "--format", "csv"], as_csv(chosen(scored(many), None, read_order(key))))


@pytest.mark.parametrize(("form", "write"), [("json", as_json), ("jsonl", as_lines)])
def test_every_form_takes_a_selection_and_an_order(
    some: Path, form: str, write: Callable[[Sequence[Result]], str]
) -> None:
    expected = write(chosen(scored(some), UNMET, read_order("lowest")))
    options = ["--only", "not_ready", "--sort", "lowest", "--format", form]
    check(some, options, expected)


def test_several_processes_give_what_is_selected_in_the_same_order(some: Path) -> None:
    options = ["--only", "not_ready", "--sort", "lowest", "--format", "csv"]
    expected = as_csv(chosen(scored(some), UNMET, read_order("lowest")))
    assert start(some, *options, "--jobs", "2").stdout.decode() == expected


def test_json_of_one_arrangement_has_that_one_and_says_who_leads(some: Path) -> None:
    wanted = "mandated-structural"
    options = ["--arrangement", wanted, "--sort", "partnership", "--format", "jsonl"]
    lines = [json.loads(line) for line in run(some, *options).stdout.splitlines()]
    every = chosen(scored(some), None, read_order("partnership", wanted))
    assert [line["partnership"] for line in lines] == [each.assessment.answers.partnership for each in every]
    for line, each in zip(lines, every, strict=True):
        leader = each.assessment.leader
        assert [part["id"] for part in line["arrangements"]] == [wanted]
        assert (line["leader"] or {}).get("id") == (leader.arrangement.id if leader else None)
        assert all(wanted in advice["arrangements"] for advice in line["advice"])


@pytest.mark.parametrize("pool", [[], [POOLED]])
def test_every_form_of_one_arrangement_has_that_one_where_it_applies(some: Path, pool: list[str]) -> None:
    wanted = "mandated-structural"
    options = [*pool, "--arrangement", wanted, "--sort", "partnership"]
    lines = [json.loads(line) for line in run(some, *options, "--format", "jsonl").stdout.splitlines()]
    rows = [*csv.DictReader(io.StringIO(run(some, *options, "--format", "csv").stdout))]
    assert {part["id"] for line in lines for part in line["arrangements"]} == {wanted}
    assert {row["arrangement"] for row in rows} == {wanted}
    assert len(rows) == sum(part["applies"] for line in lines for part in line["arrangements"])


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_one_arrangement_of_one_partnership_can_be_reported(form: str) -> None:
    case = case_studies()[0]
    done = run(case, "--arrangement", "voluntary-individual", "--sort", "date", "--format", form)
    assert (done.exit_code, done.stderr) == (ExitStatus.DONE, "")
    assert "A few people work together, by choice" in done.stdout


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_pooled_rows_are_those_of_whole_groups(some: Path, form: str) -> None:
    questionnaire = choose_questionnaire("nhs-partnering")
    groups = group_views([each.assessment.answers for each in scored(some)])
    order = read_order("readiness")
    every = order.sort([pool(questionnaire, group) for group in groups], order.key_of)
    if form == "csv":
        expected = as_csv([Result("", None, each.answers, parts=each) for each in every])
    else:
        expected = "".join(render_json_line(explain(each)) for each in every)
    check(some, [POOLED, "--sort", "readiness", "--format", form], expected)


@pytest.mark.parametrize(
    "selection", [None, Selection(only=("undetermined",)), Selection(arrangement="mandated-structural")]
)
def test_a_summary_of_many_says_of_each_what_it_says_of_one(many: Path, selection: Selection | None) -> None:
    gathering = Gathering(Run(paths=[str(many)]))
    groups = gathering.groups()
    assert groups.are_many
    look = Look(None, None, (), None)
    look.selection = selection
    one_by_one, together = (
        look.gather(gathering, source, partial(read_named_member, full=False))
        for source in (groups, GroupRows(groups=groups, tells_questions=True))
    )
    assert len(one_by_one) > 3
    assert together == one_by_one


def test_problems_are_kept_in_a_file_when_answers_are_pooled(some: Path, tmp_path: Path) -> None:
    log = tmp_path / "problems.jsonl"
    assert run(some, POOLED, "--format", "csv", "--problems", log).exit_code == ExitStatus.UNUSABLE
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {Path(each["file"]).name for each in lines} == {*BAD, "0050-several.jsonl"}


@pytest.mark.parametrize("options", [["--only", "golden"], ["--arrangement", "takeover"]])
@pytest.mark.parametrize("pool", [[], [POOLED]])
def test_a_selection_that_makes_no_sense_is_wrong_usage(
    some: Path, options: list[str], pool: list[str]
) -> None:
    done = run(some, *options, *pool, "--format", "csv")
    assert (done.exit_code, done.stdout) == (ExitStatus.USAGE, "")
    assert "nhs-partnering has no" in done.stderr


def test_a_requirement_is_on_everything_not_on_what_is_selected(tmp_path: Path) -> None:
    for name, level in (("a", 4), ("b", 0)):
        lines = "".join(f"  {question}: {level}\n" for question in _scored_questions())
        head = f"questionnaire: nhs-partnering\npartnership: {name}\nanswers:\n  initiated-by: voluntary\n"
        (tmp_path / f"{name}.yaml").write_text(head + lines, encoding="utf-8")
    done = run(tmp_path, "--only", "ready", "--require", "ready", "--format", "csv")
    assert done.exit_code == ExitStatus.NOT_MET
    assert len(done.stdout.splitlines()) == 3


def _scored_questions() -> list[str]:
    questions = choose_questionnaire("nhs-partnering").questions.values()
    return [each.id for each in questions if isinstance(each, ScoredQuestion)]


def test_assessments_that_are_there_twice_are_said_when_they_are_selected(tmp_path: Path) -> None:
    for name in ("a", "b"):
        text = "questionnaire: nhs-partnering\npartnership: Ours\nanswers: {shared-vision: 1}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert "the same questionnaire, partnership" in run(tmp_path, "--format", "csv").stderr


@POSIX_ONLY
@pytest.mark.parametrize("options", [["--sort", "date"], pytest.param([POOLED], marks=pytest.mark.night)])
def test_a_run_that_is_stopped_before_anything_is_in_order_leaves_the_old_file(
    slow: Path, options: list[str], tmp_path: Path
) -> None:
    slow.write_text(8 * slow.read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "rows.jsonl"
    file.write_text("old", encoding="utf-8")
    process = subprocess.Popen(
        command(slow, "--format", "jsonl", "--jobs", "2", "--output", file, "--force", *options),
        stderr=subprocess.PIPE,
    )
    while not list(tmp_path.glob(".partnerassess-*")):
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said_last = process.communicate(timeout=30)
    assert process.returncode == ExitStatus.INTERRUPTED
    assert said_last.decode() == "Stopped. Nothing was written.\n"
    assert sorted(os.listdir(tmp_path)) == ["rows.jsonl", "slow.jsonl"]
    assert file.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(("form", "is_open"), [(Form.JSON, True), (Form.JSONL, False), (Form.CSV, False)])
def test_a_list_that_is_cut_short_is_known_to_be_open(form: Form, is_open: bool) -> None:
    assembly = Assembly(form, ())
    assert not assembly.is_open_list
    assembly.add(",{}")
    assert assembly.is_open_list is is_open
    assembly.end()
    assert not assembly.is_open_list


def test_a_partnership_is_named_however_short_its_name(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("questionnaire: nhs-partnering\npartnership: ship\nanswers: {initiated-by: voluntary}\n")
    done = run(file, tmp_path / "missing.yaml")
    assert done.exit_code == ExitStatus.UNUSABLE
    assert re.search(r"^ship +[├·]", done.stdout, re.MULTILINE), done.stdout
