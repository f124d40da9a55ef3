"""What may stand in a file of answers, and what is said about what may not."""

import datetime
import json
import os
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.files.reading import UNSAFE_CHARACTER
from partnerassess.loading.answers import (
    explain_broken,
    find_questionnaire_name,
    load_answers,
    read_answer_documents,
)
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.loading.views import Problems, View, ViewReader
from partnerassess.model import Answer, Answers, Choice, Level, Questionnaire, Silence
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.problems import MOST_ALIKE, Problem, ProblemsFound

EXAMPLES = Path(__file__).parent / "examples"
BAD = sorted(path for path in (EXAMPLES / "bad-answers").iterdir() if path.suffix != ".txt")
ODD = sorted(path for path in (EXAMPLES / "odd-answers").iterdir() if path.suffix != ".txt")
SHED = load_questionnaire(EXAMPLES / "questionnaires" / "every-condition.yaml")
DECIMALS = load_questionnaire(EXAMPLES / "questionnaires" / "zero-to-three.yaml")


def document_of(text: str, path: str = "-") -> Document:
    (document,) = read_answer_documents(path, content=text.encode())
    assert isinstance(document, Document)
    return document


def load(text: str, questionnaire: Questionnaire = SHED, **options: bool) -> Answers:
    return load_answers(document_of(text), questionnaire, **options)


def problems_of(path: Path, questionnaire: Questionnaire) -> list[str]:
    problems: list[Problem] = []
    try:
        documents = read_answer_documents(path)
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]
    for document in documents:
        if isinstance(document, BrokenDocument):
            problems += explain_broken(document, lambda _: questionnaire)
            continue
        try:
            load_answers(document, questionnaire)
        except ProblemsFound as found:
            problems += found.problems
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_bad_answers_give_exactly_these_problems(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    expected = path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert expected
    assert problems_of(Path(path.name), SHED) == expected


def lines_of(found: View | Problems) -> Iterator[str]:
    """What becomes of one document: what is wrong with it, or what it says and what to know about that."""
    if not isinstance(found, View):
        yield from map(str, found)
        return
    answers = found.answers
    for name in ("version", "partnership", "organisation", "respondent", "date", "round", "programme"):
        if getattr(answers, name) is not None:
            yield f"{name}: {str(getattr(answers, name))!a}"
    for name, answer in answers.answers.items():
        match answer.given:
            case Level(value=value):
                word = str(value)
            case None:
                word = "nothing"
            case given:
                word = str(getattr(given, "id", None) or getattr(given, "value", None))
        yield f"{name} = {word}" + (f" ({answer.note})" if answer.note else "")
    yield from (f"warning: {warning}" for warning in answers.warnings)


@pytest.mark.parametrize("path", ODD, ids=lambda path: path.name)
def test_odd_files_are_read_as_people_mean_them_or_refused_with_a_hint(
    path: Path, golden: Callable[[str, str], None]
) -> None:
    found = list(ViewReader(SHED).read(path.name, path.read_bytes()))
    text = "".join(f"{line}\n" for each in found for line in ("--", *lines_of(each)))
    golden(f"../examples/odd-answers/{path.name}.txt", text)


def test_everything_about_the_view_is_read() -> None:
    answers = load("""
format: partnerassess-answers/1
questionnaire: every-condition
version: 0.9
partnership: Upper and Lower Field
organisation: Upper Field
respondent: Treasurer
date: 2017-05-12
answers: {}
""")
    assert (answers.questionnaire, answers.version) == ("every-condition", "0.9")
    assert (answers.partnership, answers.organisation) == ("Upper and Lower Field", "Upper Field")
    assert (answers.respondent, answers.date) == ("Treasurer", datetime.date(2017, 5, 12))
    assert (answers.file, answers.unrecognised, dict(answers.answers)) == ("-", (), {})


def test_everything_about_the_view_is_optional() -> None:
    answers = load("answers: {neighbours: 1}")
    assert answers.questionnaire == "every-condition"
    assert (answers.version, answers.partnership, answers.organisation) == (None, None, None)
    assert (answers.respondent, answers.date) == (None, None)


def test_null_and_blank_count_as_not_there() -> None:
    answers = load(
        '{"questionnaire": null, "version": null, "partnership": " ", "date": null, "answers": null}'
    )
    assert (answers.questionnaire, answers.version, answers.partnership) == ("every-condition", None, None)
    assert dict(answers.answers) == {}


@pytest.mark.parametrize("written", ["2", '"2"', "2.0", "+2", "02", "2e0", '" 2 "'])
def test_a_level_is_known_by_its_number(written: str) -> None:
    level = load(f"answers: {{neighbours: {written}}}").answers["neighbours"].given
    assert isinstance(level, Level)
    assert level.value == 2


@pytest.mark.parametrize("written", ["0.25", ".25", '"0.250"', "25e-2"])
def test_a_decimal_level_is_exact(written: str) -> None:
    level = load(f"answers: {{plan: {written}}}", DECIMALS).answers["plan"].given
    assert isinstance(level, Level)
    assert level.value == Fraction(1, 4)


def test_a_choice_is_known_by_its_name() -> None:
    answers = load("answers: {asked-by: 3, shed-exists: yes}").answers
    assert [answer.given for answer in answers.values()] == [
        Choice(id="3", text="A third party"),
        Choice(id="yes", text="There is"),
    ]


def test_silence_has_three_names() -> None:
    answers = load("answers: {neighbours: unknown, keys: not_applicable, roof: declined}").answers
    assert [answer.given for answer in answers.values()] == [
        Silence.UNKNOWN, Silence.NOT_APPLICABLE, Silence.DECLINED,
    ]  # fmt: skip


def test_an_answer_may_carry_a_note() -> None:
    answers = load(
        "answers: {neighbours: {answer: 1, note: Since May}, keys: {note: Ask the warden}}"
    ).answers
    assert isinstance(answers["neighbours"].given, Level)
    assert answers["neighbours"].note == "Since May"
    assert (answers["keys"].given, answers["keys"].note) == (None, "Ask the warden")


def test_what_says_nothing_is_left_out() -> None:
    text = "answers:\n  neighbours:\n  keys: {}\n  roof: {answer: , note: }\n  rota: {note: ' '}\n"
    assert dict(load(text).answers) == {}


def test_answers_stand_in_the_order_of_the_questionnaire() -> None:
    answers = load("answers: {permission: 1, asked-by: council, neighbours: 0}").answers
    assert list(answers) == ["asked-by", "neighbours", "permission"]


def test_answers_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load("answers: {}").answers["neighbours"] = None  # type: ignore[index]


def test_another_version_is_no_problem() -> None:
    assert load('version: "99"').version == "99"


def test_unrecognised_questions_can_be_left_aside() -> None:
    answers = load("answers: {weather: 3, neighbours: 1, mood: [1]}", ignore_unrecognised=True)
    assert answers.unrecognised == ("weather", "mood")
    assert list(answers.answers) == ["neighbours"]


def test_leaving_aside_hides_no_other_problem() -> None:
    with pytest.raises(ProblemsFound) as raised:
        load("answers: {weather: 3, neighbours: 7}", ignore_unrecognised=True)
    assert [problem.path for problem in raised.value.problems] == ["answers.neighbours"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("questionnaire: every-condition", "every-condition"),
        ("questionnaire: ' every-condition '", "every-condition"),
        ("questionnaire: ''", None),
        ("questionnaire: true", None),
        ("answers: {}", None),
    ],
)
def test_a_file_may_say_which_questionnaire_it_answers(text: str, name: str | None) -> None:
    (document,) = read_answer_documents("a.yaml", content=text.encode())
    assert isinstance(document, Document)
    assert find_questionnaire_name(document) == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "1:1: this is a list, not a file of answers"),
        ("- neighbours: 1", "1:1: this is a list, not a file of answers"),
        ("neighbours", "1:1: this is `neighbours`, not a file of answers"),
        ("neighbours:1", "1:1: a space is missing after `neighbours:`"),
        ("format: partnerassess-result/1", "1:9: format: this is a result, not a file of answers"),
        ("questionnaire: “x”", "1:16: questionnaire: there is no questionnaire `“x”` (curly quotes"),
    ],
)
def test_what_is_no_file_of_answers_names_no_questionnaire_and_says_why(text: str, said: str) -> None:
    (document,) = parse_yaml(text, "a.yaml", aliases=False)
    assert isinstance(document, Document)
    with pytest.raises(ProblemsFound) as raised:
        find_questionnaire_name(document)
    assert str(raised.value).startswith(f"a.yaml:{said}")


def broken_document(text: str) -> BrokenDocument:
    (document,) = parse_yaml(text, "a.yaml", aliases=False)
    assert isinstance(document, BrokenDocument)
    return document


def test_a_broken_document_is_explained_by_the_questionnaire_that_is_found_for_what_was_read() -> None:
    asked: list[Document] = []

    def find(document: Document) -> Questionnaire:
        asked.append(document)
        return SHED

    document = broken_document("answers: {neighbours: 9, mood: 1}\nb: 'x")
    said = [(problem.line, problem.path) for problem in explain_broken(document, find)]
    assert said == [(1, "answers.neighbours"), (1, "answers.mood"), (2, "")]
    assert asked == [document.read]
    assert len(explain_broken(document, find, ignore_unrecognised=True)) == len(said) - 1


def test_without_a_questionnaire_only_what_broke_a_document_is_said() -> None:
    def find(document: Document) -> Questionnaire:
        raise ProblemsFound([Problem(file=document.file, message="names no questionnaire")])

    for text in ("answers: {mood: 1}\nb: 'x", "'x", "answers: {neighbours: 1}\nb: 'x"):
        document = broken_document(text)
        assert explain_broken(document, find) == document.problems


def test_a_broken_document_with_good_answers_has_no_more_problems() -> None:
    document = broken_document("answers: {neighbours: 1}\nb: 'x")
    assert explain_broken(document, lambda _: SHED) == document.problems


def test_a_broken_result_is_a_result_and_nothing_else() -> None:
    digits = ", ".join(["0.12345678901234567"] * 200)
    for text in (
        f"{{format: partnerassess-result/1, a: [{digits}]}}",
        f"[{{format: partnerassess-result/1, a: [{digits}]}}]",
    ):
        (problem,) = explain_broken(broken_document(text), lambda _: SHED)
        assert problem.message == "this is a result, not a file of answers"


def test_a_file_of_results_costs_one_line(tmp_path: Path) -> None:
    line = '{"format": "partnerassess-result/1", "a": [0.12345678901234567]}'
    for name, text in [
        ("a.json", f"[{line}, {line}]"),
        ("b.jsonl", f"{line}\n{line}\n"),
        ("c.yaml", f"[{line}]"),
    ]:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        with pytest.raises(ProblemsFound) as raised:
            read_answer_documents(path)
        (problem,) = raised.value.problems
        assert problem.message == "this is a result, not a file of answers"


def test_five_thousand_unknown_questions_are_said_in_a_screenful() -> None:
    with pytest.raises(ProblemsFound) as raised:
        load("answers:\n" + "".join(f"  weather-{number}: 1\n" for number in range(5_000)))
    assert len(raised.value.problems) == MOST_ALIKE + 1
    assert raised.value.problems[-1].message == "and 4,980 more like this"


def test_a_long_value_is_cut_between_joined_pictures_without_leaving_a_joiner() -> None:
    with pytest.raises(ProblemsFound) as raised:
        load("answers: {neighbours: '" + "x" * 58 + "👩\u200d⚕ and so on'}")
    assert not re.search(UNSAFE_CHARACTER, str(raised.value))


@pytest.mark.parametrize("version", ["»", "‘97", "5’", "“”"])
def test_a_version_may_hold_curly_quotes_as_long_as_they_do_not_stand_around_it(version: str) -> None:
    assert load(f"version: {version}").version == version


def test_curly_quotes_are_fine_in_texts() -> None:
    answers = load("partnership: “Us”\nanswers: {neighbours: {answer: 1, note: “Yes”}}")
    assert (answers.partnership, answers.answers["neighbours"].note) == ("“Us”", "“Yes”")


def test_the_ending_of_the_name_decides_the_format(tmp_path: Path) -> None:
    line = json.dumps({"answers": {"neighbours": 1}})
    for name, text, count in [
        ("a.yaml", "answers: {neighbours: 1}\n---\nanswers: {}\n", 2),
        ("a.yml", line, 1),
        ("a.JSON", line, 1),
        ("a.jsonl", f"{line}\n\n{line}\n{line}\n", 3),
        ("a.txt", "answers:\n", 1),
    ]:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        documents = read_answer_documents(path)
        assert [type(document) for document in documents] == [Document] * count, name
        assert {document.file for document in documents} == {os.fspath(path)}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("answers: {}\n", 1),
        ("answers: {}\n---\nanswers: {}\n", 2),
        ('{"answers": {}}', 1),
        ('\ufeff\n {\n  "answers": {}\n}\n', 1),
        ('{"answers": {}}\n{"answers": {}}\n', 2),
        ('{"answers": {}}\n\n  {"answers": {}}', 2),
    ],
)
def test_without_a_name_the_first_character_decides_the_format(text: str, count: int) -> None:
    documents = read_answer_documents("-", content=text.encode())
    assert [type(document) for document in documents] == [Document] * count


def test_content_given_is_not_read_again(tmp_path: Path) -> None:
    (document,) = read_answer_documents(tmp_path / "gone.json", content=b'{"questionnaire": "x"}')
    assert isinstance(document, Document)
    assert find_questionnaire_name(document) == "x"


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_answer_documents(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl"])
def test_a_document_of_more_than_1_mib_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"{" + b" " * 1024 * 1024 + b"}")
    with pytest.raises(ProblemsFound):
        read_answer_documents(path)


def test_standard_input_keeps_to_the_limits_too() -> None:
    with pytest.raises(ProblemsFound):
        read_answer_documents("-", content=b"{" + b" " * 1024 * 1024 + b"}")


@pytest.mark.parametrize(("name", "between"), [("a.yaml", b"\n---\n"), ("a.jsonl", b"\n")])
def test_many_documents_may_take_more_than_1_mib(name: str, between: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(between.join([b'{"answers": {}' + b" " * 600_000 + b"}"] * 2))
    assert len(read_answer_documents(path)) == 2


def test_aliases_are_refused_in_answers() -> None:
    (document,) = read_answer_documents("a.yaml", content=b"answers: {neighbours: &a 1, keys: *a}")
    assert isinstance(document, BrokenDocument)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.floats(-2, 2)
    | st.sampled_from(
        ["", "2", "unknown", "declined", "not_applicable", "council", "yes", "A little", "1e400"]
    )
    | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["answer", "note", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = ["format", "questionnaire", "version", "partnership", "organisation", "respondent", "date", "answer"]


@given(
    answers=st.dictionaries(st.sampled_from([*SHED.questions, "weather"]), JSON_VALUES, max_size=6)
    | JSON_VALUES,
    others=st.dictionaries(st.sampled_from(KEYS), JSON_VALUES, max_size=2),
    ignore=st.booleans(),
)
def test_any_values_give_answers_or_located_problems(
    answers: object, others: dict[str, object], ignore: bool
) -> None:
    content = json.dumps({**others, "answers": answers}).encode()
    for document in read_answer_documents("a.json", content=content):
        loaded = loads_or_says_why(document, ignore)
        assert all(answer.given or answer.note for answer in loaded)


def loads_or_says_why(document: Document | BrokenDocument, ignore: bool) -> list[Answer]:
    if isinstance(document, BrokenDocument):
        return []
    try:
        return list(load_answers(document, SHED, ignore_unrecognised=ignore).answers.values())
    except ProblemsFound:
        return []
