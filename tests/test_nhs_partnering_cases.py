"""The five case studies and the invented partnership."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, Verdict
from partnerassess.explain import explain
from partnerassess.library import case_studies, invented_partnership
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.model import Answers, Choice, Level, Silence
from partnerassess.parsing.nodes import Document
from partnerassess.pooling import pool
from partnerassess.scoring import score
from shipped import QUESTIONNAIRE, answers_to, result_of

OWN_ARRANGEMENT = {
    "a": "voluntary-individual",
    "b": "mandated-individual",
    "c": "mandated-structural",
    "d": "voluntary-structural",
    "e": "voluntary-structural",
}
"""The arrangement that each case's heading names."""


def answers_in(path: Path) -> Answers:
    (document,) = read_answer_documents(path)
    assert isinstance(document, Document)
    return load_answers(document, QUESTIONNAIRE)


def letter(path: Path) -> str:
    return path.stem.removeprefix("case-")


def answers_of(name: str) -> Answers:
    (path,) = (path for path in case_studies() if letter(path) == name)
    return answers_in(path)


def case(name: str) -> Assessment:
    return score(QUESTIONNAIRE, answers_of(name))


def own_result(name: str) -> ArrangementResult:
    return result_of(case(name), OWN_ARRANGEMENT[name])


def essential_states(result: ArrangementResult) -> dict[str, EssentialState]:
    return {factor.factor.id: factor.essential for factor in result.factors() if factor.essential is not None}


def advice_in(assessment: Assessment) -> set[str]:
    return {given.advice.id for given in explain(assessment).advice}


def test_the_five_case_studies_are_there() -> None:
    assert [letter(path) for path in case_studies()] == list("abcde")


@pytest.mark.parametrize("path", [*case_studies(), *invented_partnership()], ids=lambda path: path.stem)
def test_an_example_answers_every_question_of_this_version_in_its_order(path: Path) -> None:
    answers = answers_in(path)
    assert answers.version == QUESTIONNAIRE.version
    assert list(answers.answers) == list(QUESTIONNAIRE.questions)
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../../partnerassess/schemas/answers.schema.json"


@pytest.mark.parametrize("path", case_studies(), ids=letter)
def test_a_case_study_says_where_each_answer_was_read(path: Path) -> None:
    given = answers_in(path).answers
    assert all(isinstance(answer.given, Level | Choice | Silence) for answer in given.values())
    unexplained = [
        name for name, answer in given.items() if answer.given is not Silence.UNKNOWN and not answer.note
    ]
    assert not unexplained
    assert not [name for name, answer in given.items() if "Introduction" in (answer.note or "")]


@pytest.mark.parametrize("path", case_studies(), ids=letter)
def test_a_case_study_names_no_day_because_the_text_names_none(path: Path) -> None:
    answers = answers_in(path)
    assert answers.partnership
    assert answers.date is None


@pytest.mark.parametrize("path", case_studies(), ids=letter)
def test_a_case_study_is_coded_as_its_heading_says(path: Path) -> None:
    assessment = score(QUESTIONNAIRE, answers_in(path))
    assert not assessment.warnings
    (applying,) = (result for result in assessment.arrangements if result.applies)
    assert applying.arrangement.id == OWN_ARRANGEMENT[letter(path)]


@pytest.mark.parametrize("name", ["a", "c", "d"])
def test_where_the_text_says_enough_there_is_a_figure(name: str) -> None:
    readiness = own_result(name).readiness
    assert readiness
    assert readiness.point


def test_no_case_study_is_called_ready_on_what_the_text_says() -> None:
    assert Verdict.READY not in {own_result(name).verdict for name in OWN_ARRANGEMENT}


def test_case_a_is_told_to_formalise_before_it_grows() -> None:
    assert "formalise-before-growing" in advice_in(case("a"))


def test_case_b_had_little_to_carry_changes_out_with_when_it_began() -> None:
    given = answers_of("b").answers["change-resources"].given
    assert isinstance(given, Level)
    assert given.value == 1
    assert "free-what-the-changes-take" in advice_in(case("b"))


def test_case_b_is_not_ready_because_little_was_there_to_carry_changes_out_with() -> None:
    assert own_result("b").verdict is Verdict.NOT_READY
    answers = answers_of("b")
    enough = next(iter(answers_to({"change-resources": 2}).answers.values()))
    with_enough = replace(answers, answers={**answers.answers, "change-resources": enough})
    result = result_of(score(QUESTIONNAIRE, with_enough), OWN_ARRANGEMENT["b"])
    assert result.verdict is Verdict.UNDETERMINED


def test_case_b_is_told_to_explain_the_match_and_to_work_with_fewer_partners() -> None:
    given = advice_in(case("b"))
    assert {"explain-the-match", "one-partner-at-a-time", "require-one-partner-only", "ask-for-less"} <= given


def test_case_c_has_a_strong_acquirer_whose_own_culture_is_at_risk() -> None:
    assert essential_states(own_result("c"))["MS-C2"] is EssentialState.MET
    given = advice_in(case("c"))
    assert {"protect-the-lead-organisation", "stop-the-labels", "be-open"} <= given
    assert "test-with-smaller-projects" not in given


def test_an_outside_committee_is_no_joint_performance_board() -> None:
    assert essential_states(own_result("c"))["MS-X9"] is EssentialState.OPEN


def test_case_d_rests_on_joint_work_and_trust() -> None:
    (own,) = (one for one in explain(case("d")).arrangements if one.result.applies)
    strengths = {strength.answer.question.id for strength in own.strengths}
    assert {"worked-before", "counterparts-in-touch"} <= strengths
    assert "test-with-smaller-projects" not in advice_in(case("d"))


def test_case_e_names_what_holds_it_back() -> None:
    given = advice_in(case("e"))
    assert {"act-on-how-joining-feels", "invest-in-people-early", "expect-years", "ask-for-less"} <= given
    assert not {"offer-it", "test-with-smaller-projects", "do-not-rush"} & given


def test_case_e_has_less_to_build_on_than_case_d() -> None:
    hurried, grown = own_result("e").readiness, own_result("d").readiness
    assert hurried
    assert grown
    assert hurried.lowest < grown.lowest
    assert hurried.highest < grown.highest


def test_a_success_at_68_is_said_to_show_that_readiness_is_not_outcome() -> None:
    (path,) = (path for path in case_studies() if letter(path) == "c")
    assert "readiness is not outcome" in path.read_text(encoding="utf-8")


# The invented partnership


def test_the_invented_partnership_is_marked_in_every_output_by_its_name() -> None:
    views = [answers_in(path) for path in invented_partnership()]
    assert {view.partnership for view in views} == {"Northbank and Hillside (invented)"}
    assert [view.organisation for view in views] == ["Hillside", "Northbank"]
    for path in invented_partnership():
        assert "# INVENTED." in path.read_text(encoding="utf-8")


def test_the_invented_partnership_leaves_nothing_open() -> None:
    for path in invented_partnership():
        given = {answer.given for answer in answers_in(path).answers.values()}
        assert not given & {None, Silence.UNKNOWN, Silence.DECLINED}


def test_the_invented_partnership_is_decided_one_way_and_the_other() -> None:
    assessment = pool(QUESTIONNAIRE, [answers_in(path) for path in invented_partnership()])
    verdicts = {result.arrangement.id: result.verdict for result in assessment.arrangements if result.applies}
    assert verdicts == {"voluntary-individual": Verdict.READY, "voluntary-structural": Verdict.NOT_READY}


def test_the_two_invented_partners_see_some_things_differently() -> None:
    one, other = (answers_in(path).answers for path in invented_partnership())
    pairs = ((one[name].given, other[name].given) for name in one)
    gaps = [abs(a.value - b.value) for a, b in pairs if isinstance(a, Level) and isinstance(b, Level)]
    assert sum(gap >= 2 for gap in gaps) >= 4
    assert max(gaps) == 2
