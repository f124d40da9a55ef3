import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import takewhile
from pathlib import Path

import pytest

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, Verdict
from partnerassess.explain import Explanation, explain
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading import load_answers, load_questionnaire, read_answer_documents
from partnerassess.model import (
    Answer,
    Answers,
    Arrangement,
    Audience,
    Choice,
    ChoiceQuestion,
    Factor,
    Level,
    Questionnaire,
    ScoredQuestion,
    Silence,
    Source,
)
from partnerassess.parsing.nodes import Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.scoring import score

PATH = shipped_questionnaires()["nhs-partnering"]
TEXT = PATH.read_text(encoding="utf-8")
LINES = TEXT.splitlines()
QUESTIONNAIRE = load_questionnaire(PATH)
SCORED = [question for question in QUESTIONNAIRE.questions.values() if isinstance(question, ScoredQuestion)]
CHOICES = [question for question in QUESTIONNAIRE.questions.values() if isinstance(question, ChoiceQuestion)]
FACTORS = {factor.id: factor for arrangement in QUESTIONNAIRE.arrangements for factor in arrangement.factors}

PREFIXES = {
    "voluntary-individual": "VI",
    "mandated-individual": "MI",
    "mandated-structural": "MS",
    "voluntary-structural": "VS",
}
TABLE_2 = {
    ("voluntary-individual", "context"): ["VI-C1", "VI-C2", "VI-C3"],
    ("voluntary-individual", "enablers"): ["VI-E1", "VI-E2", "VI-E3", "VI-E4"],
    ("mandated-individual", "context"): ["MI-C1", "MI-C2", "MI-C3"],
    ("mandated-individual", "enablers"): ["MI-E1", "MI-E2", "MI-E3"],
    ("mandated-structural", "context"): ["MS-C1", "MS-C2", "MS-C3"],
    ("mandated-structural", "enablers"): ["MS-E1", "MS-E2", "MS-E3", "MS-E4", "MS-E5"],
    ("voluntary-structural", "context"): ["VS-C1", "VS-C2", "VS-C3", "VS-C4"],
    ("voluntary-structural", "enablers"): ["VS-E1", "VS-E2", "VS-E3", "VS-E4"],
}
"""The rows of the briefing's Table 2, in its order."""

ESSENTIAL = {
    "VI-X1": ["clear-rationale"],
    "MI-X1": ["clear-rationale"],
    "MS-X1": ["clear-rationale"],
    "VS-X1": ["clear-rationale"],
    "MI-X7": ["lead-capacity", "lead-motivation"],
    "MS-X7": ["lead-capacity", "lead-motivation"],
    "MS-X8": ["formal-infrastructure", "shared-project-management"],
    "VS-X7": ["formal-infrastructure", "shared-project-management"],
    "MS-X9": ["joint-performance-board"],
    "VS-X8": ["joint-performance-board"],
    "MS-X10": ["regulator-openness"],
    "MS-C2": ["lead-finances", "lead-board"],
}
"""What the briefing calls needed, required or crucial, or shows everything else to rest on."""

SPLIT = {
    "VI-C2": 2, "VI-E1": 2, "VI-E4": 2,
    "MI-C1": 2, "MI-C3": 2,
    "MS-C2": 2, "MS-C3": 2, "MS-E1": 2, "MS-E2": 3, "MS-E3": 2, "MS-E4": 2, "MS-E5": 2,
    "VS-C1": 4, "VS-E4": 2,
}  # fmt: skip
"""The rows of Table 2 that ask more than one thing, and how many questions they take."""

NOT_IN_THEIR_HANDS = {
    "partner-fit", "lead-looking", "time-allowed", "external-expectations", "outside-demands",
    "regulator-openness", "wider-system",
}  # fmt: skip

SPEAKS_OF_US = re.compile(r"\b(we|us|our|ours|you|your|yours|i|my)\b", re.IGNORECASE)

OWN_ARRANGEMENT = {
    "a": "voluntary-individual",
    "b": "mandated-individual",
    "c": "mandated-structural",
    "d": "voluntary-structural",
    "e": "voluntary-structural",
}
"""The arrangement that each case study is an example of."""

HELD_BACK_IN_E = {
    "takeover-feeling", "transition-funding", "outside-demands", "time-allowed", "supported-board",
    "supported-finances",
}  # fmt: skip


def comment_above(place: int) -> str:
    above = (line.strip() for line in reversed(LINES[:place]))
    comment = list(takewhile(lambda line: line.startswith("#"), above))
    return " ".join(reversed(comment))


def questions_of(factor: Factor) -> list[str]:
    return [weighted.question.id for weighted in factor.questions]


def answers_to(given: Mapping[str, object]) -> Answers:
    lines = [f"  {question}: {answer}" for question, answer in given.items()]
    text = "\n".join(["questionnaire: nhs-partnering", 'version: "1.0"', "answers:", *lines])
    (document,) = parse_yaml(text, "answers.yaml", aliases=False)
    assert isinstance(document, Document)
    return load_answers(document, QUESTIONNAIRE)


def everything_at(level: int) -> dict[str, object]:
    return {question.id: level for question in SCORED}


def case_answers(path: Path) -> Answers:
    (document,) = read_answer_documents(path)
    assert isinstance(document, Document)
    return load_answers(document, QUESTIONNAIRE)


def letter(path: Path) -> str:
    return path.stem.removeprefix("case-")


def case(name: str) -> Assessment:
    (path,) = (path for path in case_studies() if letter(path) == name)
    return score(QUESTIONNAIRE, case_answers(path))


def result_of(assessment: Assessment, arrangement: str) -> ArrangementResult:
    (found,) = (result for result in assessment.arrangements if result.arrangement.id == arrangement)
    return found


def essential_states(result: ArrangementResult) -> dict[str, EssentialState]:
    return {factor.factor.id: factor.essential for factor in result.factors() if factor.essential is not None}


def advice_in(explanation: Explanation) -> set[str]:
    return {given.advice.id for given in explanation.advice}


def sources(questionnaire: Questionnaire) -> Iterator[tuple[str, Source | None]]:
    yield from ((question.id, question.source) for question in questionnaire.questions.values())
    for arrangement in questionnaire.arrangements:
        yield from ((factor.id, factor.source) for factor in arrangement.factors)
        yield from ((advantage.id, advantage.source) for advantage in arrangement.advantages)
    yield from ((advice.id, advice.source) for advice in questionnaire.advice)


def test_editors_are_told_which_schema_the_files_follow() -> None:
    assert LINES[0] == "# yaml-language-server: $schema=../partnerassess/schemas/questionnaire.schema.json"
    for path in case_studies():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == "# yaml-language-server: $schema=../../partnerassess/schemas/answers.schema.json"


def test_it_is_version_1_of_nhs_partnering() -> None:
    assert (QUESTIONNAIRE.id, QUESTIONNAIRE.version) == ("nhs-partnering", "1.0")


@pytest.mark.parametrize(("arrangement", "dimension"), TABLE_2)
def test_every_row_of_table_2_is_a_factor_in_its_place_and_weighs_2(arrangement: str, dimension: str) -> None:
    (found,) = (one for one in QUESTIONNAIRE.arrangements if one.id == arrangement)
    listed = [factor for factor in found.factors if factor.dimension == dimension]
    rows = TABLE_2[arrangement, dimension]
    assert [factor.id for factor in listed[: len(rows)]] == rows
    assert {factor.weight for factor in listed[: len(rows)]} == {2}
    assert all("-X" in factor.id for factor in listed[len(rows) :])


def test_table_2_has_13_rows_of_context_and_16_of_enablers() -> None:
    sizes = {
        dimension: sum(len(rows) for (_, other), rows in TABLE_2.items() if other == dimension)
        for dimension in ("context", "enablers")
    }
    assert sizes == {"context": 13, "enablers": 16}


@pytest.mark.parametrize("arrangement", QUESTIONNAIRE.arrangements, ids=lambda one: one.id)
def test_further_factors_are_numbered_from_1_and_weigh_1(arrangement: Arrangement) -> None:
    start = f"{PREFIXES[arrangement.id]}-X"
    further = [factor for factor in arrangement.factors if factor.id.startswith(start)]
    numbers = sorted(int(factor.id.partition("-X")[2]) for factor in further)
    assert numbers == list(range(1, len(further) + 1))
    assert {factor.weight for factor in further} == {1}


def test_the_essential_factors_are_these_and_no_others() -> None:
    found = {factor.id: questions_of(factor) for factor in FACTORS.values() if factor.essential}
    assert found == ESSENTIAL
    assert {factor.essential for factor in FACTORS.values()} == {None, Fraction(1, 2)}


def test_every_essential_factor_says_why_in_a_comment() -> None:
    places = [number for number, line in enumerate(LINES) if line.strip().startswith("essential:")]
    assert len(places) == len(ESSENTIAL)
    for place in places:
        assert comment_above(place).startswith("# Essential: ")


def test_double_barrelled_rows_ask_one_thing_at_a_time() -> None:
    rows = [row for rows in TABLE_2.values() for row in rows]
    assert {row: len(FACTORS[row].questions) for row in rows if len(FACTORS[row].questions) > 1} == SPLIT


def test_it_asks_45_to_65_questions() -> None:
    assert 45 <= len(QUESTIONNAIRE.questions) <= 65


def test_the_starting_point_comes_first_and_holds_the_only_choices() -> None:
    first = QUESTIONNAIRE.sections[0]
    assert [question.id for question in first.questions] == [
        "initiated-by", "scale-envisaged", "form-envisaged", "partners-at-once",
    ]  # fmt: skip
    assert list(first.questions) == CHOICES
    assert all(choice.choices[-1].id == "undecided" for choice in CHOICES)


@pytest.mark.parametrize("question", SCORED, ids=lambda question: question.id)
def test_every_scored_question_says_why_it_matters_and_what_each_level_looks_like(
    question: ScoredQuestion,
) -> None:
    assert question.help
    descriptions = [level.description for level in question.levels]
    assert len(set(descriptions)) == 5
    assert all(text and text.endswith(".") for text in descriptions)
    assert question.text.endswith("?")


def test_every_scored_question_states_its_effort() -> None:
    stated = [line for line in LINES if re.fullmatch(r"        effort: .+", line)]
    assert len(stated) == len(SCORED)
    for question in SCORED:
        assert all(1 <= step <= 5 for step in question.effort or ())


def test_what_others_decide_or_is_past_is_not_in_the_partners_hands() -> None:
    assert {question.id for question in SCORED if question.effort is None} == NOT_IN_THEIR_HANDS


def test_both_partners_answer_about_the_same_thing() -> None:
    for question in QUESTIONNAIRE.questions.values():
        shown = [question.text]
        if isinstance(question, ScoredQuestion):
            shown += [level.description or "" for level in question.levels]
        else:
            shown += [choice.text for choice in question.choices]
        assert not [text for text in shown if SPEAKS_OF_US.search(text)]


def test_a_question_about_one_organisation_names_its_role() -> None:
    for question in SCORED:
        if "lead organisation" in question.text:
            assert "(the one that leads, acquires or mentors)" in question.text
        if "supported organisation" in question.text:
            assert "(the one that is helped or joins)" in question.text


def test_no_question_is_hidden_by_another() -> None:
    assert not [question.id for question in QUESTIONNAIRE.questions.values() if question.only_if]


def test_everything_names_its_place_in_the_briefing() -> None:
    for name, source in sources(QUESTIONNAIRE):
        assert source, name
        assert source.ref == "hsmc-2017", name
        assert source.where, name


def test_the_evidence_is_cited_with_its_size() -> None:
    briefing, report = QUESTIONNAIRE.sources
    assert "Five case studies, 10–12 interviews each" in briefing.citation
    assert report.url == "http://www.birmingham.ac.uk/partnering-for-improvement"


def test_every_arrangement_has_a_place_on_the_map_and_advantages() -> None:
    places = [one.typology for one in QUESTIONNAIRE.arrangements]
    assert all(place and place.forms for place in places)
    assert len({(place.nature, place.scale) for place in places if place}) == 4
    assert all(len(one.advantages) >= 2 for one in QUESTIONNAIRE.arrangements)


@pytest.mark.parametrize(
    ("initiated_by", "scale", "expected"),
    [
        ("voluntary", "individual", {"voluntary-individual"}),
        ("mandated", "individual", {"mandated-individual"}),
        ("mandated", "structural", {"mandated-structural"}),
        ("voluntary", "structural", {"voluntary-structural"}),
        ("undecided", "structural", {"mandated-structural", "voluntary-structural"}),
        ("mandated", "undecided", {"mandated-individual", "mandated-structural"}),
        ("undecided", "undecided", set(PREFIXES)),
        ("unknown", "unknown", set(PREFIXES)),
    ],
)
def test_who_asks_and_how_large_it_is_decide_which_arrangements_apply(
    initiated_by: str, scale: str, expected: set[str]
) -> None:
    assessment = score(QUESTIONNAIRE, answers_to({"initiated-by": initiated_by, "scale-envisaged": scale}))
    assert {result.arrangement.id for result in assessment.arrangements if result.applies} == expected


@pytest.mark.parametrize("level", range(5))
def test_the_same_level_everywhere_gives_a_quarter_per_level(level: int) -> None:
    for result in score(QUESTIONNAIRE, answers_to(everything_at(level))).arrangements:
        assert result.readiness
        assert result.readiness.point is not None
        assert result.readiness.point.digits() == Fraction(level, 4)
        assert result.verdict is (Verdict.READY if level >= 3 else Verdict.NOT_READY)


@pytest.mark.parametrize("arrangement", list(PREFIXES))
def test_an_arrangement_can_be_assessed_when_all_that_may_be_is_not_applicable(arrangement: str) -> None:
    given = everything_at(3) | {
        question.id: "{answer: not_applicable, note: Not here}"
        for question in SCORED
        if question.not_applicable
    }
    result = result_of(score(QUESTIONNAIRE, answers_to(given)), arrangement)
    assert result.verdict is Verdict.READY


def test_weights_and_cut_offs_are_called_conventions_beside_them() -> None:
    above = TEXT.partition("\nscoring:\n")[0][-400:]
    assert "convention, not a finding" in above


def test_there_are_at_least_25_pieces_of_advice_for_both_audiences() -> None:
    assert len(QUESTIONNAIRE.advice) >= 25
    assert {advice.audience for advice in QUESTIONNAIRE.advice} == set(Audience)


def test_every_piece_of_advice_is_given_to_somebody() -> None:
    forms = ("merger", "contract")
    settings = [
        everything_at(level)
        | {"form-envisaged": form, "partners-at-once": "several", "initiated-by": "mandated"}
        for level in (0, 1, 4)
        for form in forms
    ]
    settings += [{key: value for key, value in one.items() if key != "initiated-by"} for one in settings]
    settings.append(everything_at(4) | {"coordination": 0, "formal-infrastructure": 0})
    given = {name for one in settings for name in advice_in(explain(score(QUESTIONNAIRE, answers_to(one))))}
    assert given == {advice.id for advice in QUESTIONNAIRE.advice}


def test_the_five_case_studies_are_there() -> None:
    assert [letter(path) for path in case_studies()] == list("abcde")


@pytest.mark.parametrize("path", case_studies(), ids=letter)
def test_a_case_study_lists_every_question_in_the_order_of_the_questionnaire(path: Path) -> None:
    assert list(case_answers(path).answers) == list(QUESTIONNAIRE.questions)


@pytest.mark.parametrize("path", case_studies(), ids=letter)
def test_a_case_study_says_where_each_answer_was_read(path: Path) -> None:
    given = case_answers(path).answers
    assert all(isinstance(answer.given, Level | Choice | Silence) for answer in given.values())
    unexplained = [
        name for name, answer in given.items() if answer.given is not Silence.UNKNOWN and not answer.note
    ]
    assert not unexplained


@pytest.mark.parametrize("path", case_studies(), ids=letter)
def test_a_case_study_compares_all_four_arrangements(path: Path) -> None:
    answers = case_answers(path)
    assert answers.partnership
    assert answers.date
    left_open = [answers.answers[name] for name in ("initiated-by", "scale-envisaged")]
    assert left_open == [Answer(given=Silence.UNKNOWN)] * 2
    assessment = score(QUESTIONNAIRE, answers)
    assert not assessment.warnings
    assert all(result.applies for result in assessment.arrangements)


@pytest.mark.parametrize("name", OWN_ARRANGEMENT)
def test_a_case_study_supports_its_own_arrangement_best(name: str) -> None:
    leader = case(name).leader
    assert leader
    assert leader.arrangement.id == OWN_ARRANGEMENT[name]


@pytest.mark.parametrize("name", ["a", "c", "d"])
def test_where_the_text_says_enough_there_is_a_point(name: str) -> None:
    result = result_of(case(name), OWN_ARRANGEMENT[name])
    assert result.readiness
    assert result.readiness.point
    for dimension in result.dimensions:
        assert dimension.coverage is not None
        assert dimension.coverage >= Fraction(2, 3)


def test_case_a_is_not_ready_for_large_partnerships_for_want_of_a_formal_frame() -> None:
    for arrangement, factor in (("mandated-structural", "MS-X8"), ("voluntary-structural", "VS-X7")):
        result = result_of(case("a"), arrangement)
        assert result.verdict is Verdict.NOT_READY
        assert essential_states(result)[factor] is EssentialState.UNMET


def test_case_a_is_told_to_formalise_before_it_grows() -> None:
    assert "formalise-before-growing" in advice_in(explain(case("a")))


def test_case_b_is_told_to_look_at_the_match_and_at_the_number_of_partners() -> None:
    given = advice_in(explain(case("b")))
    assert {"check-the-match", "one-partner-at-a-time", "ask-for-less"} <= given


def test_case_c_has_a_strong_acquirer_whose_own_culture_is_at_risk() -> None:
    explanation = explain(case("c"))
    states = essential_states(result_of(explanation.assessment, "mandated-structural"))
    assert states["MS-C2"] is EssentialState.MET
    assert "protect-the-lead-organisation" in advice_in(explanation)


def test_case_d_rests_on_joint_work_and_trust() -> None:
    (own,) = (
        one for one in explain(case("d")).arrangements if one.result.arrangement.id == "voluntary-structural"
    )
    assert {"VS-C3", "VS-E3"} <= {strength.factor.factor.id for strength in own.strengths}


def test_case_e_names_what_holds_it_back() -> None:
    explanation = explain(case("e"))
    own = explanation.arrangements[0]
    assert own.result.arrangement.id == "voluntary-structural"
    gaps = {gap.answer.question.id for gap in own.every_gap}
    assert gaps >= HELD_BACK_IN_E
    assert advice_in(explanation) >= {
        "watch-the-feeling-of-takeover", "settle-transition-money-early", "do-not-rush", "ask-for-less",
    }  # fmt: skip


def test_case_e_is_less_supported_than_case_d() -> None:
    hurried = result_of(case("e"), "voluntary-structural").readiness
    grown = result_of(case("d"), "voluntary-structural").readiness
    assert hurried
    assert grown
    assert hurried.lowest < grown.lowest
    assert hurried.highest < grown.highest
