"""The shipped questionnaire: what it asks, what it weighs, and what it calls ready."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile
from pathlib import Path

import pytest

from partnerassess.assessment import Verdict
from partnerassess.explain import explain
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import (
    Arrangement,
    Audience,
    ChoiceQuestion,
    Factor,
    Questionnaire,
    ScoredQuestion,
    Source,
)
from partnerassess.report.assessment import report_assessment
from partnerassess.report.shapes import Prose, Records, Role
from partnerassess.scoring import score
from shipped import (
    ADVICE_SETTINGS,
    LINES,
    PREFIXES,
    QUESTIONNAIRE,
    SCORED,
    TABLE_2,
    TEXT,
    advice_for,
    answers_to,
    assess,
    everything_at,
    result_of,
)

CHOICES = [question for question in QUESTIONNAIRE.questions.values() if isinstance(question, ChoiceQuestion)]
FACTORS = {factor.id: factor for arrangement in QUESTIONNAIRE.arrangements for factor in arrangement.factors}
ROWS = [row for rows in TABLE_2.values() for row in rows]
QUICK = load_questionnaire(shipped_questionnaires()["nhs-partnering-quick"])

OBLIGED = {
    "VI-X1": ["clear-rationale"],
    "MI-X1": ["clear-rationale"],
    "MS-X1": ["clear-rationale"],
    "VS-X1": ["clear-rationale"],
    "MI-X6": ["causes-assessed"],
    "MS-X6": ["causes-assessed"],
    "MI-X7": ["lead-capacity", "lead-motivation"],
    "MS-X7": ["lead-capacity", "lead-motivation"],
    "MS-X8": ["formal-infrastructure", "shared-project-management"],
    "VS-X7": ["formal-infrastructure", "shared-project-management"],
    "MS-X9": ["joint-performance-board"],
    "VS-X8": ["joint-performance-board"],
    "MS-X10": ["regulator-openness"],
    "MS-C2": ["lead-finances", "lead-board"],
}
"""What the briefing calls needed, required, essential or crucial, or shows a whole case to rest on."""

SPLIT = {
    "VI-C2": 2, "VI-E1": 2, "MS-C2": 2, "MS-C3": 2, "MS-E1": 2, "MS-E2": 3, "MS-E3": 2, "MS-E5": 2,
    "VS-C1": 4, "VS-E4": 2,
}  # fmt: skip
"""The rows of Table 2 that take more than one question, and how many."""

NOT_IN_THEIR_HANDS = {
    "lead-looking", "time-allowed", "external-expectations", "outside-demands", "regulator-openness",
    "wider-system",
}  # fmt: skip

ONLY_LATER = {
    "reflection-time", "normal-processes", "impact-review", "measures-agreed", "joint-performance-board",
    "agreements-honoured", "shared-governance", "shared-management",
}  # fmt: skip
"""What can only run once the work has begun: dates and names are the middle of its scale."""

QUICK_QUESTIONS = {
    "need-identified", "clear-rationale", "board-support", "recognises-need", "worked-before", "mutual-trust",
    "values-aligned", "lead-board", "lead-capacity", "time-and-resources", "time-allowed", "outside-demands",
    "counterparts-in-touch", "formal-infrastructure", "measures-agreed",
}  # fmt: skip

SPEAKS_OF_US = re.compile(r"\b(we|us|our|ours|you|your|yours|i|my)\b", re.IGNORECASE)

HEADINGS = {
    "Many different types of partnership can be applied",
    "Leading and managing partnering is different",
    "Individual trust will always be key",
    "Meaningful data are vital",
    "The environment can make or break partnering",
    "Conclusion",
    *(f"Table 1, {row}" for row in ("nature", "scale", "form")),
    *(f"Case study {letter}" for letter in "ABCDE"),
    *(
        f"Ingredients for a successful partnership, {kind} partnering"
        for kind in ("individual", "structural", "mandated", "voluntary")
    ),
    *(
        f"Table 2, {arrangement.title.lower()}, {column}"
        for arrangement in QUESTIONNAIRE.arrangements
        for column in ("main advantages", "helpful context", "key enablers")
    ),
}
"""The places of the briefing that a source may name."""

CONTRADICTED = [
    ("test-with-smaller-projects", {"worked-before": 4, "stage": "considering"}),
    ("test-with-smaller-projects", {"worked-before": 1, "stage": "complete"}),
    ("begin-with-shared-patients", {"worked-before": 0}),
    ("clear-the-air", {"worked-before": 1}),
    ("sit-on-the-joint-board", {"joint-performance-board": 0}),
    ("give-the-joint-board-power", {"joint-performance-board": 0}),
    ("set-up-a-joint-board", {"joint-performance-board": 2}),
    ("formalise-before-growing", {"coordination": 0, "counterparts-in-touch": 0, "normal-processes": 0}),
    ("offer-it", {"initiated-by": "voluntary", "recognises-need": 0}),
    ("weigh-the-cost-first", {"initiated-by": "mandated", "stage": "complete", "lead-capacity": 0}),
    ("consider-another-form", {"initiated-by": "voluntary", "clear-rationale": 0}),
    ("wait-for-the-need", {"recognises-need": 2}),
    ("ask-what-help-is-wanted", {"recognises-need": 0}),
    ("invest-in-people-early", {"takeover-feeling": 0, "culture-plan": 0}),
    ("write-data-into-the-contract", {"form-envisaged": "merger", "measures-agreed": 0}),
    ("let-the-services-lead", {"form-envisaged": "contract", "shared-governance": 0}),
    ("plan-what-comes-later", {"stage": "under-way", "impact-review": 0}),
    ("one-partner-at-a-time", {"partners-at-once": "one", "partnering-focus": 0}),
    ("do-not-rush", {"stage": "complete", "time-allowed": 0}),
    ("find-own-reasons", {"stage": "complete", "lead-looking": 0}),
    ("look-at-the-figures-first", {"stage": "complete", "starting-figures": 0}),
    ("look-at-the-figures-first", {"staff-perspectives": 0}),
    ("ask-staff-first", {"stage": "complete", "staff-perspectives": 0}),
    ("ask-staff-first", {"starting-figures": 0}),
    ("find-a-sponsor", {"board-support": 4, "comfort-with-partnering": 0}),
    ("wait-for-the-need", {"stage": "under-way", "recognises-need": 0}),
    ("go-through-the-facts", {"stage": "considering", "recognises-need": 0}),
    ("plan-what-comes-later", {"stage": "considering", "joint-performance-board": 0}),
    ("agree-on-joint-bodies-now", {"stage": "under-way", "joint-performance-board": 0}),
    ("agree-on-joint-bodies-now", {"stage": "considering", "impact-review": 0}),
    ("let-leaders-be-seen", {"trusted-leaders": 2, "staff-told": 4}),
    ("ask-how-joining-feels", {"takeover-feeling": 0, "form-envisaged": "merger", "stage": "complete"}),
    (
        "ask-how-joining-feels",
        {"takeover-feeling": "unknown", "form-envisaged": "contract", "stage": "complete"},
    ),
    ("act-on-how-joining-feels", {"takeover-feeling": "unknown"}),
    ("set-up-the-frame", {"formal-infrastructure": 2}),
    ("sign-the-frame", {"formal-infrastructure": 1}),
    ("share-governance-early", {"shared-management": 0}),
    ("share-posts-early", {"shared-governance": 0}),
    ("ask-for-the-reasons", {"regulator-openness": 2}),
    ("be-open", {"regulator-openness": 2}),
    ("take-questions", {"regulator-openness": 0}),
    ("ask-patients", {"patient-perspectives": 2}),
    ("use-what-patients-say", {"patient-perspectives": 1}),
    ("give-the-money", {"transition-funding": 4, "time-allowed": 0}),
    ("give-the-time", {"transition-funding": 0, "time-allowed": 4}),
    ("use-what-is-measured-anyway", {"measures-agreed": 0, "form-envisaged": "contract"}),
    (
        "consider-another-form",
        {"initiated-by": "mandated", "recognises-need": 0, "scale-envisaged": "undecided"},
    ),
    ("settle-transition-money-early", {"stage": "complete", "transition-funding": 0}),
    ("causes-before-form", {"stage": "under-way", "causes-assessed": 0}),
]
"""Advice, and answers beside which it would make no sense."""


def comment_above(place: int) -> str:
    above = (line.strip() for line in reversed(LINES[:place]))
    comment = list(takewhile(lambda line: line.startswith("#"), above))
    return " ".join(reversed(comment))


def questions_of(factor: Factor) -> list[str]:
    return [weighted.question.id for weighted in factor.questions]


def arrangement_of(factor: str) -> str:
    (found,) = (one for one, prefix in PREFIXES.items() if factor.startswith(prefix))
    return found


def sources(questionnaire: Questionnaire) -> Iterator[tuple[str, Source | None]]:
    yield from ((question.id, question.source) for question in questionnaire.questions.values())
    for arrangement in questionnaire.arrangements:
        yield from ((factor.id, factor.source) for factor in arrangement.factors)
        yield from ((advantage.id, advantage.source) for advantage in arrangement.advantages)
    yield from ((advice.id, advice.source) for advice in questionnaire.advice)


def test_editors_are_told_which_schema_it_follows() -> None:
    for path in shipped_questionnaires().values():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first == "# yaml-language-server: $schema=../partnerassess/schemas/questionnaire.schema.json"


def test_it_is_version_2_of_nhs_partnering() -> None:
    assert (QUESTIONNAIRE.id, QUESTIONNAIRE.version) == ("nhs-partnering", "2.0")


# What is asked


def test_it_asks_50_to_58_scored_questions() -> None:
    assert 50 <= len(SCORED) <= 58


def test_the_starting_point_comes_first_and_holds_the_only_choices() -> None:
    first = QUESTIONNAIRE.sections[0]
    assert [question.id for question in first.questions] == [
        "initiated-by", "scale-envisaged", "form-envisaged", "stage", "partners-at-once",
    ]  # fmt: skip
    assert list(first.questions) == CHOICES


def test_the_stage_runs_from_an_idea_to_the_formal_end() -> None:
    (stage,) = (question for question in CHOICES if question.id == "stage")
    assert [choice.id for choice in stage.choices] == ["considering", "agreed", "under-way", "complete"]


@pytest.mark.parametrize("question", SCORED, ids=lambda question: question.id)
def test_every_scored_question_says_why_it_matters_and_what_each_level_looks_like(
    question: ScoredQuestion,
) -> None:
    assert question.help
    descriptions = [level.description for level in question.levels]
    assert len(set(descriptions)) == 5
    assert all(text and text.endswith(".") for text in descriptions)
    assert question.text.endswith("?")


def test_every_scored_question_has_a_short_name_of_its_own() -> None:
    names = [question.short for question in SCORED]
    assert all(name and len(name) <= 60 and not name.endswith((".", "?")) for name in names)
    assert len(set(names)) == len(SCORED)


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


@pytest.mark.parametrize("role", ["lead organisation", "supported organisation"])
def test_roles_are_explained_where_they_are_asked_about(role: str) -> None:
    assert QUESTIONNAIRE.description
    assert role in QUESTIONNAIRE.description
    for section in QUESTIONNAIRE.sections:
        if any(role in question.text for question in section.questions):
            assert role in (section.description or "")


def test_no_question_is_hidden_by_another() -> None:
    assert not [question.id for question in QUESTIONNAIRE.questions.values() if question.only_if]


def test_questions_that_replace_others_name_them() -> None:
    renamed = {question.id: list(question.formerly) for question in SCORED if question.formerly}
    assert renamed == {
        "counterparts-in-touch": ["leads-communicate"],
        "time-and-resources": ["dedicated-resources"],
    }
    assert not [old for olds in renamed.values() for old in olds if old in QUESTIONNAIRE.questions]


# Where it comes from


def test_everything_names_a_place_that_the_briefing_has() -> None:
    for questionnaire in (QUESTIONNAIRE, QUICK):
        for name, source in sources(questionnaire):
            assert source, name
            assert source.ref == "hsmc-2017", name
            assert source.where, name
            assert not set(source.where.split("; ")) - HEADINGS, name


def test_the_evidence_is_cited_with_its_size() -> None:
    for questionnaire in (QUESTIONNAIRE, QUICK):
        (briefing,) = questionnaire.sources
        assert "Five case studies, 10–12 interviews each" in briefing.citation
        assert "10–12 interviews each" in (questionnaire.description or "")


def test_every_arrangement_has_a_plain_name_a_place_on_the_map_and_advantages() -> None:
    names = [one.in_words for one in QUESTIONNAIRE.arrangements]
    assert all(name and len(name) <= 50 for name in names)
    assert len(set(names)) == 4
    places = [one.typology for one in QUESTIONNAIRE.arrangements]
    assert all(place and place.forms for place in places)
    assert len({(place.nature, place.scale) for place in places if place}) == 4
    assert all(len(one.advantages) >= 3 for one in QUESTIONNAIRE.arrangements)


# What is weighed


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


def test_what_the_briefing_obliges_has_to_be_half_there() -> None:
    found = {
        factor.id: questions_of(factor) for factor in FACTORS.values() if factor.essential == Fraction(1, 2)
    }
    assert found == OBLIGED


def test_nothing_else_of_table_2_may_be_at_the_bottom() -> None:
    found = {factor.id for factor in FACTORS.values() if factor.essential == Fraction(1, 4)}
    assert found == set(ROWS) - set(OBLIGED)
    assert {factor.essential for factor in FACTORS.values()} == {None, Fraction(1, 4), Fraction(1, 2)}


def test_every_minimum_of_a_half_says_why_in_a_comment() -> None:
    places = [number for number, line in enumerate(LINES) if line.strip() == "essential: 0.5"]
    assert len(places) == len(OBLIGED)
    for place in places:
        assert comment_above(place).startswith("# Essential: ")


def test_rows_that_ask_more_than_one_thing_take_more_than_one_question() -> None:
    assert {row: len(FACTORS[row].questions) for row in ROWS if len(FACTORS[row].questions) > 1} == SPLIT


def test_weights_minimums_and_cut_offs_are_called_conventions_beside_them() -> None:
    before_arrangements = TEXT.partition("\narrangements:\n")[0][-1600:]
    assert "These weights are a convention" in before_arrangements
    assert "have a minimum, which is a convention too" in before_arrangements
    assert "convention, not a finding" in TEXT.partition("\nscoring:\n")[0][-800:]


def test_the_bands_are_early_part_way_nearly_and_ready() -> None:
    bands = {band.id: int(band.start) for band in QUESTIONNAIRE.scoring.bands}
    assert bands == {"early": 0, "part-way": 35, "nearly": 65, "ready": 75}


# What is called ready


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
    for questionnaire in (QUESTIONNAIRE, QUICK):
        given = answers_to({"initiated-by": initiated_by, "scale-envisaged": scale}, questionnaire)
        assessment = score(questionnaire, given)
        assert {result.arrangement.id for result in assessment.arrangements if result.applies} == expected


@pytest.mark.parametrize("level", range(5))
def test_the_same_level_everywhere_gives_a_quarter_per_level(level: int) -> None:
    for result in assess(everything_at(level)).arrangements:
        assert result.readiness
        assert result.readiness.point is not None
        assert result.readiness.point.digits() == Fraction(level, 4)
        assert result.verdict is (Verdict.READY if level >= 3 else Verdict.NOT_READY)


@pytest.mark.parametrize("row", ROWS)
def test_a_partnership_with_one_row_of_table_2_at_the_bottom_is_not_ready(row: str) -> None:
    given = everything_at(4) | dict.fromkeys(questions_of(FACTORS[row]), 0)
    result = result_of(assess(given), arrangement_of(row))
    assert result.verdict is Verdict.NOT_READY
    assert FACTORS[row].title in result.reasons[0].text


@pytest.mark.parametrize("row", ROWS)
def test_the_report_names_the_row_that_is_missing_before_anything_else_that_is_weak(row: str) -> None:
    initiated_by, scale = arrangement_of(row).split("-")
    start: dict[str, object] = {"initiated-by": initiated_by, "scale-envisaged": scale, "trusted-leaders": 0}
    missing = dict.fromkeys(questions_of(FACTORS[row]), 0)
    report = report_assessment(assess(everything_at(4) | start | missing))
    said = {part.role: part.blocks[0] for part in report.parts}
    essential, weak = said[Role.MISSING], said[Role.WEAK]
    assert isinstance(essential, Prose)
    assert isinstance(weak, Records)
    assert essential.words == f"Missing: {FACTORS[row].title}."
    shorts = {question.short for question in SCORED if question.id in missing}
    assert {str(line[0]).removesuffix(" (essential)") for line in weak.rows[: len(missing)]} <= shorts


@pytest.mark.parametrize("factor", [*ROWS, *OBLIGED])
def test_one_question_of_an_essential_factor_at_the_bottom_is_enough(factor: str) -> None:
    for question in questions_of(FACTORS[factor]):
        result = result_of(assess(everything_at(4) | {question: 0}), arrangement_of(factor))
        assert result.verdict is Verdict.NOT_READY, question


@pytest.mark.parametrize("factor", OBLIGED)
def test_what_is_obliged_may_not_be_below_the_middle_either(factor: str) -> None:
    for question in questions_of(FACTORS[factor]):
        result = result_of(assess(everything_at(4) | {question: 1}), arrangement_of(factor))
        assert result.verdict is Verdict.NOT_READY, question


@pytest.mark.parametrize("arrangement", list(PREFIXES))
def test_it_can_be_ready_before_the_work_has_begun(arrangement: str) -> None:
    given = everything_at(4) | dict.fromkeys(ONLY_LATER, 2)
    assert result_of(assess(given), arrangement).verdict is Verdict.READY


@pytest.mark.parametrize("arrangement", list(PREFIXES))
def test_an_arrangement_can_be_assessed_when_all_that_may_be_is_not_applicable(arrangement: str) -> None:
    given = everything_at(3) | {
        question.id: "{answer: not_applicable, note: Not here}"
        for question in SCORED
        if question.not_applicable
    }
    assert result_of(assess(given), arrangement).verdict is Verdict.READY


# What is advised


def test_advice_says_what_to_do_in_at_most_12_words_and_how() -> None:
    assert {advice.audience for advice in QUESTIONNAIRE.advice} == set(Audience)
    for advice in QUESTIONNAIRE.advice:
        assert advice.do, advice.id
        assert not advice.do.endswith("."), advice.id
        assert len(advice.say.split()) >= 8, advice.id


def test_every_piece_of_advice_is_given_to_somebody() -> None:
    given = {name for setting in ADVICE_SETTINGS for name in advice_for(setting)}
    assert {advice.id for advice in QUESTIONNAIRE.advice} == given


@pytest.mark.parametrize("initiated_by", ["voluntary", "mandated", "undecided"])
@pytest.mark.parametrize("form", ["contract", "merger", "joint-venture"])
@pytest.mark.parametrize("stage", ["considering", "agreed", "under-way", "complete"])
def test_nothing_is_advised_at_the_top_of_everything(initiated_by: str, form: str, stage: str) -> None:
    top = {
        "initiated-by": initiated_by,
        "form-envisaged": form,
        "stage": stage,
        "partners-at-once": "several",
    }
    assert not advice_for(everything_at(4) | top)


def test_nothing_is_advised_where_nothing_was_answered() -> None:
    assert not advice_for({})


@pytest.mark.parametrize("factor", sorted({*ROWS, *OBLIGED}))
def test_partners_are_advised_on_every_essential_factor_at_its_lower_levels(factor: str) -> None:
    initiated_by, scale = arrangement_of(factor).split("-")
    start = {"initiated-by": initiated_by, "scale-envisaged": scale, "stage": "considering"}
    before = advice_for(everything_at(3) | start, Audience.PARTNERS)
    for question in questions_of(FACTORS[factor]):
        for level in (0, 1):
            after = advice_for(everything_at(3) | start | {question: level}, Audience.PARTNERS)
            assert after - before, (question, level)


@pytest.mark.parametrize(
    ("advice", "answers"), CONTRADICTED, ids=lambda one: one if isinstance(one, str) else ""
)
def test_no_advice_contradicts_what_the_same_answers_say(advice: str, answers: dict[str, object]) -> None:
    assert advice in {one.id for one in QUESTIONNAIRE.advice}
    assert advice not in advice_for(everything_at(3) | answers)


def test_the_stepping_stone_is_for_organisations_that_choose_each_other() -> None:
    (stone,) = (one for one in QUESTIONNAIRE.advice if one.id == "test-with-smaller-projects")
    assert stone.arrangements == ("voluntary-structural",)
    start: dict[str, object] = {"initiated-by": "voluntary", "scale-envisaged": "structural"}
    for weak in (1, 2, "unknown"):
        assert stone.id in advice_for(everything_at(4) | start | {"worked-before": weak})
    mandated = start | {"initiated-by": "mandated"}
    assert stone.id not in advice_for(everything_at(4) | mandated | {"worked-before": 1})


@pytest.mark.parametrize("scale", ["individual", "structural", "undecided"])
def test_regulators_are_told_to_consider_another_form_where_no_mandated_one_is_ready(scale: str) -> None:
    start: dict[str, object] = {"initiated-by": "mandated", "scale-envisaged": scale, "stage": "agreed"}
    assert "consider-another-form" in advice_for(everything_at(1) | start, Audience.REGULATORS)
    assert "consider-another-form" not in advice_for(everything_at(3) | start, Audience.REGULATORS)


def test_regulators_are_told_to_give_money_and_time_and_not_to_ask_for_several_partners() -> None:
    start: dict[str, object] = {"initiated-by": "mandated", "scale-envisaged": "structural"}
    poor = everything_at(3) | start
    poor |= {"transition-funding": 1, "time-allowed": 1, "partners-at-once": "several"}
    assert {"give-the-money", "give-the-time", "require-one-partner-only"} <= advice_for(
        poor, Audience.REGULATORS
    )


# The quick one


def test_the_quick_one_asks_15_questions_of_the_full_one_word_for_word() -> None:
    quick = [one for one in QUICK.questions.values() if isinstance(one, ScoredQuestion)]
    assert {question.id for question in quick} == QUICK_QUESTIONS
    assert [question.id for question in QUICK.questions.values() if isinstance(question, ChoiceQuestion)] == [
        "initiated-by", "scale-envisaged",
    ]  # fmt: skip
    full = QUESTIONNAIRE.questions
    for question in QUICK.questions.values():
        other = full[question.id]
        assert (question.text, question.help, question.source) == (other.text, other.help, other.source)
        if isinstance(question, ScoredQuestion) and isinstance(other, ScoredQuestion):
            assert question.levels == other.levels
            assert (question.short, question.effort) == (other.short, other.effort)
            assert question.not_applicable == other.not_applicable
        elif isinstance(question, ChoiceQuestion) and isinstance(other, ChoiceQuestion):
            assert question.choices == other.choices


def test_the_quick_one_has_one_question_a_factor_and_no_verdict() -> None:
    for arrangement in QUICK.arrangements:
        assert {len(factor.questions) for factor in arrangement.factors} == {1}
    assert [one.id for one in QUICK.arrangements] == [one.id for one in QUESTIONNAIRE.arrangements]
    assert [one.in_words for one in QUICK.arrangements] == [
        one.in_words for one in QUESTIONNAIRE.arrangements
    ]
    assert QUICK.scoring.ready is None
    result = result_of(
        score(QUICK, answers_to(dict.fromkeys(QUICK_QUESTIONS, 3), QUICK)), "voluntary-structural"
    )
    assert result.verdict is None
    assert result.readiness


# What is written about it


def weight_rows() -> Iterator[str]:
    for arrangement in QUESTIONNAIRE.arrangements:
        for dimension in QUESTIONNAIRE.dimensions:
            factors = arrangement.factors_in(dimension)
            total = sum(factor.weight for factor in factors)
            for factor in factors:
                share = float(100 * factor.weight / total)
                least = f"{float(factor.essential):g}" if factor.essential else ""
                asked = ", ".join(f"`{name}`" for name in questions_of(factor))
                yield f"| {factor.id} {factor.title} | {share:.1f} % | {least} | {asked} |"


def test_the_docs_print_what_every_factor_counts_for() -> None:
    lines = (Path(__file__).parent.parent / "docs" / "questionnaires.md").read_text("utf-8").splitlines()
    printed = [line for line in lines if re.match(r"\| (VI|MI|MS|VS)-[CEX]", line)]
    assert printed == list(weight_rows())


def test_nothing_that_it_says_is_in_code() -> None:
    ids = {arrangement.id for arrangement in QUESTIONNAIRE.arrangements}
    ids |= {*FACTORS, *(advice.id for advice in QUESTIONNAIRE.advice)}
    ids |= {source.id for source in QUESTIONNAIRE.sources}
    ids = {name.casefold() for name in ids} | {"briefing"}
    package = Path(__file__).parent.parent / "partnerassess"
    for path in package.rglob("*.py"):
        # The examples in the help of commands are about the shipped questionnaire.
        if path.parent.name != "cli":
            words = set(re.findall(r"[\w-]+", path.read_text(encoding="utf-8").casefold()))
            assert not words & ids, path


def test_the_quick_one_says_to_answer_the_full_one() -> None:
    for level in (2, 3, 4):
        given = explain(score(QUICK, answers_to(dict.fromkeys(QUICK_QUESTIONS, level), QUICK))).advice
        assert [one.advice.id for one in given] == ["answer-in-full"]
