import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from instruments import answered, questionnaires
from partnerassess.explain import explain
from partnerassess.library import case_studies, schema_text, shipped_questionnaires
from partnerassess.loading.answers import answers_schema, load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire, questionnaire_schema
from partnerassess.loading.values import Schema
from partnerassess.model import Questionnaire
from partnerassess.parsing.nodes import Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.render.data import render_json
from partnerassess.scoring import score
from specimens import ANSWERS, QUESTIONNAIRE, Plain, as_yaml, changed, places, plain, spoiled

VALIDATORS = {
    name: Draft202012Validator(json.loads(schema_text(name)))
    for name in ("questionnaire", "answers", "result")
}

Rule = tuple[str, str]
"""Regular expressions for the path and the message of a problem."""

LOADER_ALONE: dict[str, Rule] = {
    "a name refers to nothing": (".*", "there is no (?!level)"),
    "a name comes only later": (".*", "does not stand before this one"),
    "a name is used twice": (".*", "is there already"),
    "the question is of the other kind": (
        ".*", "is a choice and carries no score|is answered with a level|is a choice and has no levels",
    ),
    "a choice is asked for, and the question is answered with a level": (
        r".*\.only_if(\..*)?\.question", "can only ask what was chosen",
    ),
    "there is no such choice": (".*", "has no choice"),
    "there is no such level": (".*", "there is no level"),
    "a level is described twice": (".*", "is described twice"),
    "a value off the scale": (".*", "outside the levels of"),
    "as many costs as steps": ("sections.*effort", r"expected \d+ numbers?, one for each step"),
    "levels rise": ("scales.*", "levels must rise"),
    "bands rise from the bottom of the scale": ("scoring.*", "bands must rise|first band must start"),
    "a band within the scale": ("scoring.*", "outside the scale shown"),
    "the lowest band is not `ready`": ("scoring.ready", "is the lowest band"),
    "the lower end of the scale comes first": ("scoring.shown_as", "expected two numbers"),
    "the size of a fraction or of a number in quotes": (".*", "expected a (whole )?number .*found `"),
    "factors in every dimension and no other": (
        r"arrangements.*\.factors(\..*)?", "is missing|is not known",
    ),
    "every scored question is used": ("sections.*", "no factor uses"),
    "a question feeds one factor of an arrangement": ("arrangements.*", "feeds .* of this arrangement"),
    "a question of an essential factor is always asked": ("arrangements.*", "is not always asked"),
    "answers to this questionnaire": ("questionnaire", "these are answers to"),
    "an answer the question accepts": (
        "answers.*", "not on the scale|not an answer to this question|says it in words|not accepted here",
    ),
    "quotes that Word put around a version": ("version", "is in curly quotes"),
    "a day that exists": ("date", r"there is no such day as `\d{4}-\d{2}-\d{2}`|cannot be meant"),
    "a former name is said once": (".*formerly.*", "is said of two questions|a question is called now"),
    "the word of a verdict": ("scoring.bands.*", "a band cannot be called"),
    "weights that can be added up": (r"arrangements.*\.factors", "cannot be added up exactly"),
    "levels that can be added up": ("scales", "cannot be added up exactly"),
}  # fmt: skip
"""What only the loader can judge, because it takes the rest of the file, another file, or arithmetic."""


def faults(name: str, data: Plain) -> list[str]:
    return [error.message for error in VALIDATORS[name].iter_errors(data)]


def is_loader_alone(problem: Problem) -> bool:
    return any(
        re.fullmatch(path, problem.path) and re.search(message, problem.message)
        for path, message in LOADER_ALONE.values()
    )


def document_of(text: str) -> Document:
    (document,) = parse_yaml(text, "specimen.yaml", aliases=True)
    assert isinstance(document, Document)
    return document


def problems_of(load: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        load()
    except ProblemsFound as found:
        return found.problems
    return ()


def assert_they_agree(name: str, data: Plain, problems: tuple[Problem, ...]) -> None:
    structural = [problem for problem in problems if not is_loader_alone(problem)]
    if not problems:
        assert VALIDATORS[name].is_valid(data), "the schema refuses what the loader accepts"
    elif structural:
        assert not VALIDATORS[name].is_valid(data), f"the schema accepts it although: {structural[0]}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("specimens")


@pytest.fixture(scope="module")
def questionnaire(folder: Path) -> Questionnaire:
    path = folder / "questionnaire.yaml"
    path.write_text(as_yaml(QUESTIONNAIRE), encoding="utf-8")
    return load_questionnaire(path)


@pytest.mark.parametrize("make", [questionnaire_schema, answers_schema])
def test_the_schemas_that_ship_are_made_from_what_the_loader_declares(
    make: Callable[[], Schema], golden: Callable[[str, str], None]
) -> None:
    name = make.__name__.removesuffix("_schema")
    text = json.dumps(make(), indent=2, ensure_ascii=False) + "\n"
    golden(f"../../partnerassess/schemas/{name}.schema.json", text)


@pytest.mark.parametrize("name", VALIDATORS)
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", ["questionnaire", "answers"])
def test_everything_people_write_is_described(name: str) -> None:
    schema = json.loads(schema_text(name))
    for part in [schema, *schema["$defs"].values()]:
        for key, value in part.get("properties", {}).items():
            assert value.get("description"), f"{part.get('title')}: {key}"


@given(data=spoiled(QUESTIONNAIRE), written=st.sampled_from([as_yaml, json.dumps]))
def test_loader_and_schema_agree_about_questionnaires(
    folder: Path, data: Plain, written: Callable[[Plain], str]
) -> None:
    text = written(data)
    path = folder / "drawn.yaml"
    path.write_text(text, encoding="utf-8")
    judged = plain(document_of(text).root)
    assert judged == data
    assert_they_agree("questionnaire", judged, problems_of(lambda: load_questionnaire(path)))


@given(data=spoiled(ANSWERS, most=3), written=st.sampled_from([as_yaml, json.dumps]))
def test_loader_and_schema_agree_about_answers(
    questionnaire: Questionnaire, data: Plain, written: Callable[[Plain], str]
) -> None:
    document = document_of(written(data))
    judged = plain(document.root)
    assert judged == data
    assert_they_agree("answers", judged, problems_of(lambda: load_answers(document, questionnaire)))


ANSWER_PLACES = ("questionnaire", "answers.money", "date", "version")

ONE_FAULT: dict[str, tuple[tuple[str, Plain], ...]] = {
    "a name refers to nothing": (("scoring.ready", "nowhere"),),
    "a name comes only later": (
        ("sections.0.questions.0.only_if", {"question": "reason", "is": "voluntary"}),
    ),
    "a name is used twice": (("sections.1.id", "start"),),
    "the question is of the other kind": (
        ("arrangements.0.applies_if", {"question": "asked-by", "below": 1}),
    ),
    "a choice is asked for, and the question is answered with a level": (
        ("sections.1.questions.0.only_if", {"question": "reason", "is": "voluntary"}),
    ),
    "there is no such choice": (("arrangements.0.applies_if", {"question": "asked-by", "is": "nobody"}),),
    "there is no such level": (("sections.0.questions.1.descriptions", {"9": "Beyond"}),),
    "a level is described twice": (("sections.0.questions.1.descriptions", {"0": "No", "0.0": "No"}),),
    "a value off the scale": (("arrangements.0.applies_if", {"question": "reason", "below": 9}),),
    "as many costs as steps": (("sections.0.questions.1.effort", [1, 1, 1]),),
    "levels rise": (("scales.extent.levels.1.value", 4),),
    "bands rise from the bottom of the scale": (("scoring.bands.1.from", -10),),
    "a band within the scale": (("scoring.bands.1.from", 11),),
    "the lowest band is not `ready`": (("scoring.ready", "early"),),
    "the lower end of the scale comes first": (("scoring", {"shown_as": [10, -10]}), ("advice", ...)),
    "the size of a fraction or of a number in quotes": (("scoring.coverage_needed", "3/2"),),
    "factors in every dimension and no other": (("arrangements.1.factors.enablers", ...),),
    "every scored question is used": (("arrangements.0.factors.enablers.0.questions.trust", ...),),
    "a question feeds one factor of an arrangement": (
        ("arrangements.1.factors.enablers.0.questions", ["money", "reason"]),
    ),
    "a question of an essential factor is always asked": (
        ("arrangements.0.factors.enablers.0.essential", 0.5),
    ),
    "answers to this questionnaire": (("questionnaire", "another"),),
    "an answer the question accepts": (("answers.money", 9),),
    "quotes that Word put around a version": (("version", "“1.0”"),),
    "a day that exists": (("date", "2017-02-30"),),
    "a former name is said once": (("sections.1.questions.1.formerly", ["aim"]),),
    "the word of a verdict": (("scoring.bands.0.id", "undetermined"), ("advice", ...)),
    "weights that can be added up": (
        ("arrangements.1.factors.context.0.weight", "1/987654321098765"),
        ("arrangements.1.factors.enablers.0.weight", "1/987654321098767"),
        ("arrangements.1.factors.enablers.0.questions", {"reason": "1/987654321098763"}),
    ),
    "levels that can be added up": (("scales.extent.levels.1.value", "1.123456789012347e-15"),),
}
"""For each of them, what to change so that a file has this fault and no other."""


@pytest.mark.parametrize("kind", LOADER_ALONE)
def test_what_only_the_loader_can_judge_is_judged_by_it_alone(
    kind: str, folder: Path, questionnaire: Questionnaire
) -> None:
    of_answers = ONE_FAULT[kind][0][0] in ANSWER_PLACES
    data = changed(ANSWERS if of_answers else QUESTIONNAIRE, *ONE_FAULT[kind])
    path = folder / "one-fault.yaml"
    path.write_text(as_yaml(data), encoding="utf-8")
    if of_answers:
        document = document_of(as_yaml(data))
        problems = problems_of(lambda: load_answers(document, questionnaire))
    else:
        problems = problems_of(lambda: load_questionnaire(path))
    assert faults("answers" if of_answers else "questionnaire", data) == []
    expected_path, message = LOADER_ALONE[kind]
    assert problems
    assert all(re.fullmatch(expected_path, problem.path) for problem in problems)
    assert all(re.search(message, problem.message) for problem in problems)


def test_the_specimens_use_every_key_of_the_formats() -> None:
    for name, specimen in (("questionnaire", QUESTIONNAIRE), ("answers", ANSWERS)):
        schema = json.loads(schema_text(name))
        parts = [schema, *schema["$defs"].values()]
        parts += [part for whole in parts for part in (*whole.get("oneOf", ()), *whole.get("anyOf", ()))]
        known = {key for part in parts for key in part.get("properties", {})}
        used = {key for container, key in places(specimen) if isinstance(container, dict)}
        assert known <= used


def test_loader_and_schema_agree_whatever_is_left_out(folder: Path) -> None:
    path = folder / "left-out.json"
    for number in range(len(list(places(QUESTIONNAIRE)))):
        data = changed(QUESTIONNAIRE)
        container, key = list(places(data))[number]
        del container[key]
        path.write_text(json.dumps(data), encoding="utf-8")
        assert_they_agree("questionnaire", data, problems_of(lambda: load_questionnaire(path)))


def test_loader_and_schema_refuse_unknown_keys_everywhere_but_among_names(folder: Path) -> None:
    path = folder / "unknown-key.json"
    refused = set()
    for number in range(len(list(places(QUESTIONNAIRE)))):
        data = changed(QUESTIONNAIRE)
        container, key = list(places(data))[number]
        if isinstance(container[key], dict):
            container[key]["colour"] = "red"
            path.write_text(json.dumps(data), encoding="utf-8")
            problems = problems_of(lambda: load_questionnaire(path))
            assert_they_agree("questionnaire", data, problems)
            if any("`colour` is not known" in problem.message for problem in problems):
                refused.add(key)
    assert {"scoring", "typology", "when", "only_if", "applies_if", "source"} <= refused


@pytest.mark.parametrize("path", shipped_questionnaires().values(), ids=lambda path: path.stem)
def test_shipped_questionnaires_fit_their_schema(path: Path) -> None:
    assert faults("questionnaire", plain(document_of(path.read_text(encoding="utf-8")).root)) == []


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
def test_case_studies_and_their_results_fit_their_schemas(path: Path) -> None:
    (document,) = read_answer_documents(path)
    assert isinstance(document, Document)
    assert faults("answers", plain(document.root)) == []
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    explanation = explain(score(asked, load_answers(document, asked)))
    for notes in (False, True):
        result = json.loads(render_json([explanation], notes=notes))
        assert faults("result", result) == []


@given(data=st.data())
def test_every_result_fits_its_schema(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    explanation = explain(score(asked, data.draw(answered(asked))))
    notes = data.draw(st.booleans())
    assert faults("result", json.loads(render_json([explanation], notes=notes))) == []


def test_a_result_that_is_not_ours_is_refused() -> None:
    strangers: tuple[Plain, ...] = ({}, [{}], [{"format": "partnerassess-result/2"}], [None])
    for stranger in strangers:
        assert faults("result", stranger)
