"""What may stand in a questionnaire, and what is said about what may not."""

import hashlib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerassess.conditions import (
    All,
    AnswerAtLeast,
    AnswerBelow,
    Answered,
    AnyOf,
    BandIs,
    Chose,
    FactorAtLeast,
    FactorBelow,
    Not,
    VerdictIs,
    facts,
)
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import (
    Aggregation,
    Audience,
    ChoiceQuestion,
    Extent,
    Nature,
    Questionnaire,
    ScoredQuestion,
    Unanswered,
)
from partnerassess.parsing.nodes import Document, Mapping, Node, Sequence
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import ProblemsFound

EXAMPLES = Path(__file__).parent / "examples"
GOOD = sorted((EXAMPLES / "questionnaires").glob("*.yaml"))
BAD = sorted((EXAMPLES / "bad-questionnaires").glob("*.yaml"))


def example(name: str) -> Questionnaire:
    return load_questionnaire(EXAMPLES / "questionnaires" / f"{name}.yaml")


def scored(questionnaire: Questionnaire, name: str) -> ScoredQuestion:
    question = questionnaire.questions[name]
    assert isinstance(question, ScoredQuestion)
    return question


def problems_of(path: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as raised:
        load_questionnaire(path)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_questionnaire_loads(path: Path) -> None:
    assert load_questionnaire(path).questions


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_questionnaire_gives_exactly_these_problems(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    assert problems_of(Path(path.name)) == path.with_suffix(".txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_problem_has_its_own_place_or_message(path: Path) -> None:
    problems = problems_of(path)
    assert len(set(problems)) == len(problems)


def test_every_text_of_a_questionnaire_arrives() -> None:
    questionnaire = example("every-condition")
    assert (questionnaire.id, questionnaire.version, questionnaire.language) == (
        "every-condition",
        "0.9",
        "en-GB",
    )
    assert questionnaire.title == "Two allotments, one shed"
    assert questionnaire.description == "Should two allotment societies share a tool shed?"
    assert [source.url for source in questionnaire.sources] == ["https://example.org/sheds", None]
    assert [section.description for section in questionnaire.sections] == ["Where you are now.", None]
    assert [dimension.description for dimension in questionnaire.dimensions] == [
        "What is there to build on",
        None,
    ]
    assert [band.meaning for band in questionnaire.scoring.bands] == ["Not yet.", None, "Go ahead."]


def test_the_digest_is_that_of_the_bytes() -> None:
    path = GOOD[0]
    assert load_questionnaire(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_questions_keep_their_order_and_parts() -> None:
    questionnaire = example("every-condition")
    asked_by = questionnaire.questions["asked-by"]
    assert list(questionnaire.questions) == [
        "asked-by", "council-reason", "shed-exists", "neighbours", "keys", "roof", "rota", "permission",
    ]  # fmt: skip
    assert isinstance(asked_by, ChoiceQuestion)
    assert [choice.id for choice in asked_by.choices] == ["societies", "council", "3"]
    assert asked_by.help == "Only to show what matters for you."
    neighbours = scored(questionnaire, "neighbours")
    assert neighbours.source is not None
    assert (neighbours.source.ref, neighbours.source.where) == ("handbook", "chapter 2")
    assert (neighbours.not_applicable, scored(questionnaire, "keys").not_applicable) == (False, True)


def test_a_question_describes_levels_before_its_scale_does() -> None:
    questionnaire = example("every-condition")
    assert [level.description for level in scored(questionnaire, "neighbours").levels] == [
        "They do not speak.",
        "A start has been made.",
        "They hold their summer fair together.",
    ]
    assert [level.description for level in scored(questionnaire, "keys").levels] == [
        None,
        "A start has been made.",
        None,
    ]


def test_levels_keep_their_exact_values_and_positions() -> None:
    plan = scored(example("zero-to-three"), "plan")
    assert [level.value for level in plan.levels] == [0, Fraction(1, 4), Fraction(1, 2), 1]
    trust = scored(example("weakest-link"), "trust")
    assert [(level.value, level.position) for level in trust.levels] == [
        (Fraction(-1), Fraction(0)),
        (Fraction(0), Fraction(1, 2)),
        (Fraction(1), Fraction(1)),
    ]


def test_descriptions_find_their_level_by_its_number() -> None:
    people = scored(example("zero-to-three"), "people")
    assert [level.description for level in people.levels] == [
        "Nobody does.",
        None,
        "Most people would say it is usual.",
        "Everybody does.",
    ]


def test_effort_is_one_cost_per_step() -> None:
    questionnaire = example("zero-to-three")
    assert scored(questionnaire, "plan").effort is None
    assert scored(questionnaire, "budget").effort == (Fraction(1), Fraction(5, 2), Fraction(1, 2))
    assert scored(questionnaire, "people").effort == (Fraction(1),) * 3
    assert scored(questionnaire, "review").effort == (Fraction(3),) * 3


def test_only_if_reads_every_form_it_allows() -> None:
    questionnaire = example("every-condition")
    assert questionnaire.questions["asked-by"].only_if is None
    assert questionnaire.questions["council-reason"].only_if == Chose(
        question="asked-by", choices=("council", "3")
    )
    assert questionnaire.questions["shed-exists"].only_if == AnyOf(
        conditions=(
            Chose(question="asked-by", choices=("societies",)),
            All(
                conditions=(
                    Chose(question="council-reason", choices=("money",)),
                    Not(condition=Chose(question="asked-by", choices=("3",))),
                )
            ),
        )
    )


def test_applies_if_reads_conditions_on_questions() -> None:
    handshake, agreement = example("every-condition").arrangements
    assert handshake.applies_if is not None
    assert agreement.applies_if is not None
    assert list(facts(handshake.applies_if)) == [
        Chose(question="asked-by", choices=("societies", "3")),
        AnswerAtLeast(question="neighbours", value=Fraction(1)),
        AnswerBelow(question="permission", value=Fraction(1)),
    ]
    assert Answered(question="asked-by", answered=False) in facts(agreement.applies_if)


def test_when_reads_conditions_on_results_too() -> None:
    fair, simple, council = example("every-condition").advice
    assert fair.when == FactorBelow(factor="H-1", position=Fraction(1, 2))
    assert list(facts(simple.when)) == [
        FactorAtLeast(factor="H-1", position=Fraction(1, 2)),
        Answered(question="permission", answered=True),
    ]
    assert list(facts(council.when))[:4] == [
        VerdictIs(arrangement="agreement", verdicts=("not_ready", "undetermined", "not_assessable")),
        VerdictIs(arrangement="handshake", verdicts=("ready",)),
        BandIs(arrangement="agreement", bands=("low", "middle")),
        BandIs(arrangement="agreement", bands=("high",)),
    ]


def test_advice_speaks_to_partners_about_every_arrangement_unless_it_says_otherwise() -> None:
    fair, simple, council = example("every-condition").advice
    assert [advice.audience for advice in (fair, simple, council)] == [
        Audience.PARTNERS, Audience.PARTNERS, Audience.REGULATORS,
    ]  # fmt: skip
    assert fair.arrangements == ("handshake",)
    assert simple.arrangements == ("handshake", "agreement")
    assert council.arrangements == ("agreement", "handshake")


def test_factors_stand_in_the_order_of_the_dimensions() -> None:
    handshake, agreement = example("every-condition").arrangements
    assert [factor.id for factor in handshake.factors] == ["H-1", "H-2"]
    assert [factor.id for factor in agreement.factors] == ["A-3", "A-1", "A-2"]
    assert [factor.dimension for factor in agreement.factors] == ["ground", "work", "work"]


def test_weights_and_minimums_are_exact() -> None:
    handshake, agreement = example("every-condition").arrangements
    getting_on, habits = handshake.factors
    assert (getting_on.weight, getting_on.essential) == (Fraction(2), Fraction(1, 2))
    assert getting_on.theme == "people"
    assert [weighted.weight for weighted in habits.questions] == [1, 2]
    assert [factor.weight for factor in agreement.factors] == [Fraction(3, 2), 1, 1]
    running = example("zero-to-three").arrangements[0].factors[0]
    assert [weighted.weight for weighted in running.questions] == [2, Fraction(1, 3)]


def test_the_typology_is_optional() -> None:
    handshake, agreement = example("every-condition").arrangements
    assert handshake.typology is not None
    assert agreement.typology is not None
    assert (handshake.typology.nature, handshake.typology.scale) == (Nature.VOLUNTARY, Extent.INDIVIDUAL)
    assert (handshake.typology.forms, agreement.typology.forms) == (("borrowing", "lending"), ())
    assert example("weakest-link").arrangements[0].typology is None


def test_scoring_has_defaults() -> None:
    scoring = example("eight-yes-no").scoring
    assert (scoring.questions, scoring.factors) == (Aggregation.ARITHMETIC, Aggregation.ARITHMETIC)
    assert (scoring.dimensions, scoring.unanswered) == (Aggregation.GEOMETRIC, Unanswered.OPEN)
    assert (scoring.coverage_needed, scoring.in_play_needed) == (Fraction(2, 3), Fraction(1, 2))
    assert scoring.shown_as == (Fraction(0), Fraction(8))
    assert scoring.ready is None
    assert example("weakest-link").scoring.bands == ()


def test_bands_stand_on_the_shown_scale() -> None:
    scoring = example("seven-dimensions").scoring
    assert [(band.start, band.position) for band in scoring.bands] == [
        (Fraction(35), Fraction(0)),
        (Fraction(85), Fraction(5, 14)),
        (Fraction(127), Fraction(23, 35)),
    ]
    assert scoring.ready is scoring.bands[2]


def test_a_version_that_looks_like_a_number_keeps_its_text() -> None:
    assert example("eight-yes-no").version == "1.0"


def test_null_and_blank_optional_values_count_as_not_there(tmp_path: Path) -> None:
    source = (EXAMPLES / "questionnaires" / "weakest-link.yaml").read_text("utf-8")
    path = tmp_path / "q.yaml"
    path.write_text(
        f'{source}\ndescription: ""\nlanguage: ""\nadvice: ~\nsources: {{a: {{citation: A, url: ""}}}}\n',
        "utf-8",
    )
    questionnaire = load_questionnaire(path)
    assert (questionnaire.description, questionnaire.language) == (None, None)
    assert questionnaire.advice == ()
    assert [source.url for source in questionnaire.sources] == [None]


def test_a_broken_questionnaire_reports_what_the_reader_found(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_text("format: [", "utf-8")
    assert all("q.yaml:1:" in problem or "q.yaml:2:" in problem for problem in problems_of(path))


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert len(problems_of(tmp_path / "nowhere.yaml")) == 1


def test_a_file_of_more_than_4_mib_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    assert len(problems_of(path)) == 1


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_lost_line_gives_no_flood_of_problems(path: Path, tmp_path: Path) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    copy = tmp_path / path.name
    for index in range(len(lines)):
        copy.write_text("".join(lines[:index] + lines[index + 1 :]), "utf-8")
        found = loads_or_says_why(copy)
        assert len(found) <= 8, (lines[index], found)


def loads_or_says_why(path: Path) -> list[str]:
    try:
        load_questionnaire(path)
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]
    return []


LINES = (EXAMPLES / "questionnaires" / "every-condition.yaml").read_text("utf-8").splitlines()
SCALARS = [
    "", "~", "true", "-1", "0", "1/0", "1e9", "[]", "{}", "[a]", "{a: b}", "extent", "H-1", "*extent", '"',
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "repeat", "swap", "replace", "value"])):
            case "delete" if len(lines) > 1:
                del lines[index]
            case "repeat":
                lines.insert(index, lines[index])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[index], lines[other] = lines[other], lines[index]
            case "replace":
                lines[index] = draw(st.text("ab:-{}[] #\"'\n", max_size=12))
            case _:
                key = lines[index].partition(":")[0]
                lines[index] = f"{key}: {draw(st.sampled_from(SCALARS))}"
    return "\n".join(lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=mutated())
def test_any_text_gives_a_questionnaire_or_located_problems(text: str, tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_text(text, "utf-8")
    if not loads_or_says_why(path):
        assert_nothing_was_lost(path)


def assert_nothing_was_lost(path: Path) -> None:
    """Hold a questionnaire that loaded without a problem against the file it came from."""
    questionnaire = load_questionnaire(path)
    document = parse_yaml(path.read_text("utf-8"), "q.yaml", aliases=True)[0]
    assert isinstance(document, Document)
    assert isinstance(document.root, Mapping)
    for part in ("sources", "scales", "sections", "dimensions", "arrangements", "advice"):
        written = document.root.get(part)
        assert len(getattr(questionnaire, part)) == (
            len(written) if isinstance(written, Mapping | Sequence) else 0
        )
    assert count_of("ready", document.root.get("scoring")) == (questionnaire.scoring.ready is not None)
    assert count_of("ref", document.root) == count_of_sources(questionnaire)
    assert count_of("applies_if", document.root) == sum(
        arrangement.applies_if is not None for arrangement in questionnaire.arrangements
    )
    assert count_of("only_if", document.root) == sum(
        question.only_if is not None for question in questionnaire.questions.values()
    )


def count_of(key: str, node: Node) -> int:
    match node:
        case Mapping():
            return (node.get(key) is not None) + sum(count_of(key, value) for value in node.values())
        case Sequence():
            return sum(count_of(key, item) for item in node)
        case _:
            return 0


def count_of_sources(questionnaire: Questionnaire) -> int:
    arrangements = questionnaire.arrangements
    things = [
        *questionnaire.questions.values(),
        *questionnaire.advice,
        *(factor for arrangement in arrangements for factor in arrangement.factors),
        *(advantage for arrangement in arrangements for advantage in arrangement.advantages),
    ]
    return sum(thing.source is not None for thing in things)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_an_example_is_called_after_its_id(path: Path) -> None:
    assert load_questionnaire(path).id == path.stem
