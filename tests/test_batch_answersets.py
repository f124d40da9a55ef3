"""Small sets of answers: nothing is lost in them, and nothing is scored before its turn comes."""

import gc
import pickle
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from instruments import answered, questionnaires
from partnerassess.assessment import Assessment
from partnerassess.batch import Questionnaires, Scored, Unusable, choose_questionnaire, score_inputs
from partnerassess.batch.answersets import AnswerReader, AnswerSet, Ledger
from partnerassess.batch.gathered import Harvest, pack
from partnerassess.batch.harvest import Harvester, Holder
from partnerassess.batch.inputs import list_inputs
from partnerassess.batch.pools import Pools, name_groups
from partnerassess.batch.reading import Reader
from partnerassess.batch.results import Result, brief_of, whole_of
from partnerassess.batch.running import run
from partnerassess.batch.sources import WholeFiles
from partnerassess.cli.forms import JsonForm
from partnerassess.decide import Selection, read_order
from partnerassess.library import case_studies
from partnerassess.model import Answers
from partnerassess.pooling import PooledAssessment, group_answers, pool

GOOD = "questionnaire: nhs-partnering\npartnership: Ours\norganisation: {}\nanswers: {{shared-vision: {}}}\n"


@given(st.data())
def test_answers_come_back_from_a_small_set(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = replace(data.draw(answered(asked)), partnership="Ours", version="2", unrecognised=("odd",))
    ledger = Ledger(asked)
    back = ledger.unpack(pickle.loads(pickle.dumps(ledger.pack(said))))  # noqa: S301 our own
    order = [name for name in asked.questions if name in said.answers]
    given_ = {
        name: said.answers[name] for name in order if said.answers[name].given or said.answers[name].note
    }
    assert dict(back.answers) == given_
    assert list(back.answers) == list(given_)
    assert replace(back, answers=said.answers) == said


def test_equal_answers_are_one_object() -> None:
    ledger = Ledger(choose_questionnaire("nhs-partnering"))
    files = [str(path) for path in case_studies()]
    scored = score_inputs(files, Questionnaires(), standard_input=bytes)
    every = [each.assessment.answers for each in scored if isinstance(each, Scored)]
    packed = [ledger.pack(each) for each in every]
    assert [ledger.unpack(each) for each in packed] == every
    one, two = (ledger.unpack(packed[0]).answers for _ in range(2))
    assert all(one[name] is two[name] for name in one if one[name].note is None)


def write_files(folder: Path, count: int) -> list[str]:
    for number in range(count):
        text = GOOD.format(("A", "B")[number % 2], number % 5).replace("Ours", f"Ours {number // 2}")
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    return sorted(str(path) for path in folder.iterdir())


def test_every_document_of_an_input_becomes_a_set_or_a_problem(tmp_path: Path) -> None:
    several = tmp_path / "a.yaml"
    several.write_text("---\n".join([GOOD.format("A", 1), GOOD.format("B", 9), GOOD.format("C", 3)]), "utf-8")
    lines = tmp_path / "b.jsonl"
    line = '{"questionnaire": "nhs-partnering", "answers": {"shared-vision": 1}}\n'
    lines.write_text(line * 6_000 + line.replace("1}", "7}"), encoding="utf-8")
    reader = AnswerReader(None, ignore_unrecognised=False)
    inputs = list(list_inputs([str(tmp_path), str(tmp_path / "gone.yaml")], bytes, 1_000))
    found = [each for item in inputs for each in reader.answer_sets(item)]
    sets = [each for each in found if isinstance(each, AnswerSet)]
    assert [each.organisation for each in sets[:2]] == ["A", "C"]
    assert len(sets) == 6_002
    problems = [str(each.problems[0]) for each in found if isinstance(each, Unusable)]
    assert [problem.split(": ")[0] for problem in problems] == [
        f"{several}:9:26",
        f"{lines}:6001:66",
        str(tmp_path / "gone.yaml"),
    ]


def test_a_reader_of_answers_can_be_sent_to_another_process(tmp_path: Path) -> None:
    chosen = choose_questionnaire("nhs-partnering")
    assert chosen.questions
    (path,) = write_files(tmp_path, 1)
    copy = pickle.loads(pickle.dumps(AnswerReader(chosen, ignore_unrecognised=True)))  # noqa: S301 our own
    (found,) = copy.answer_sets(path)
    assert found.partnership == "Ours 0"


def pools_of(paths: list[str]) -> Pools:
    harvester = Holder(reader=AnswerReader(None, ignore_unrecognised=False), chunk=3)
    together = Harvest()
    for harvest in run(paths, harvester, jobs=2, tell=lambda _: None):
        together.add(harvest)
    assert together.scored == 0
    groups = name_groups(group_answers(together.answer_sets))
    return Pools(reader=Reader(), groups=groups, show_small_groups=False)


def test_groups_are_pooled_as_whole_answers_are(tmp_path: Path) -> None:
    asked = choose_questionnaire("nhs-partnering")
    pools = pools_of(write_files(tmp_path, 12))
    assert list(pools.groups)[:2] == ["Ours 0 (group 1)", "Ours 1 (group 2)"]
    copy = pickle.loads(pickle.dumps(pools))  # noqa: S301 our own
    for name, group in pools.groups.items():
        (found,) = copy.outcomes(name)
        expected = pool(asked, [Ledger(asked).unpack(each) for each in group])
        assert found.pooled == expected
        assert found.assessment == expected.assessment


class Counting:
    """Writes the name of a partnership, and counts how many results are there at that moment."""

    def __init__(self) -> None:
        self.most = 0

    def write(self, result: Result) -> str:
        everything = gc.get_objects()
        self.most = max(
            self.most, sum(isinstance(each, Assessment | PooledAssessment) for each in everything)
        )
        return f"{whole_of(result).assessment.answers.partnership}\n"


def test_assessments_are_let_go_once_their_rows_are_made(tmp_path: Path) -> None:
    paths = write_files(tmp_path, 12)
    before = sum(isinstance(each, Assessment) for each in gc.get_objects())
    form = Counting()
    harvest = Harvester(
        source=WholeFiles(reader=Reader()),
        form=form,
        selection=Selection(only=("undetermined",)),
        order=read_order("-partnership"),
        keep=100,
        count=True,
    ).gather(paths)
    assert (harvest.scored, harvest.passed_over, harvest.text) == (12, 0, "")
    assert form.most - before <= 3
    assert [each.text for each in harvest.waiting[:3]] == ["Ours 0\n", "Ours 0\n", "Ours 1\n"]


def test_pooled_assessments_are_let_go_once_their_rows_are_made(tmp_path: Path) -> None:
    pools = pools_of(write_files(tmp_path, 12))
    before = sum(isinstance(each, Assessment | PooledAssessment) for each in gc.get_objects())
    form = Counting()
    harvest = Harvester(source=WholeFiles(reader=pools.reader, pools=pools), form=form).gather(
        list(pools.groups)
    )
    assert harvest.text == "".join(f"Ours {number}\n" for number in range(6))
    # One that is let go, one that is being made, each pooled and not.
    assert form.most - before <= 4


def test_what_is_kept_of_whole_assessments_gives_their_results() -> None:
    paths = [str(path) for path in case_studies()]
    harvester = Harvester(source=WholeFiles(reader=Reader()), keep=9)
    for kept, path in zip(harvester.gather(paths).kept, paths, strict=True):
        (whole,) = score_inputs([path], Questionnaires(), standard_input=bytes)
        assert isinstance(whole, Scored)
        assert bare(brief_of(kept, harvester.source.reader)) == bare(whole.assessment)


def test_what_is_kept_of_pooled_answers_gives_their_results(tmp_path: Path) -> None:
    pools = pools_of(write_files(tmp_path, 6))
    harvester = Harvester(source=WholeFiles(reader=Reader(), pools=pools), keep=9)
    for kept in harvester.gather(list(pools.groups)).kept:
        (whole,) = pools.outcomes(kept.file)
        assert isinstance(whole, Scored)
        assert bare(brief_of(kept, pools.reader)) == bare(whole.assessment)


def bare(assessment: Assessment) -> Assessment:
    """Leave out what tables do not show."""
    said = assessment.answers
    names = Answers(
        questionnaire=said.questionnaire,
        partnership=said.partnership,
        organisation=said.organisation,
        respondent=said.respondent,
        date=said.date,
        file=said.file,
    )
    results = tuple(replace(each, reasons=(), dimensions=()) for each in assessment.arrangements)
    return replace(assessment, answers=names, arrangements=results, warnings=())


def test_a_text_that_waits_is_small_and_comes_back_whole() -> None:
    text = "Partnership, Río\udcff\n" * 500
    waiting = pack(3, text)
    assert waiting.text == text
    assert len(waiting.packed) < 200


def test_all_that_a_run_needs_can_be_sent_to_another_process(tmp_path: Path) -> None:
    chosen = choose_questionnaire("nhs-partnering")
    assert chosen.questions
    pools = pools_of(write_files(tmp_path, 4))
    harvester = Harvester(
        source=WholeFiles(reader=Reader(chosen=chosen), pools=pools),
        form=JsonForm(notes=False, lines=True),
        selection=Selection(arrangement="voluntary-structural"),
        order=read_order("date"),
        keep=9,
    )
    before = harvester.gather(list(pools.groups))
    copy = pickle.loads(pickle.dumps(harvester))  # noqa: S301 our own
    after = pickle.loads(pickle.dumps(copy.gather(list(pools.groups))))  # noqa: S301 our own
    assert after == before
