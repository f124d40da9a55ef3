import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

import instruments
from partnerassess.assessment import Assessment
from partnerassess.explain import Explanation, explain
from partnerassess.files.reading import UNSAFE_CHARACTER
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answers, Dimension, Questionnaire, Scoring, Unanswered
from partnerassess.parsing.nodes import Document
from partnerassess.parsing.yaml import parse_yaml
from partnerassess.render.data import render_json, render_json_line, result_of
from partnerassess.render.rows import dimensions_of, render_csv_header, render_csv_rows
from partnerassess.render.workbook import render_workbook
from partnerassess.scoring import score
from specimens import ANSWERS, QUESTIONNAIRE, Plain, as_yaml, changed

RESULTS_PAGE = Path(__file__).parent.parent / "docs" / "results.md"
NUMBER = re.compile(r"(?<![\w.])[+-]?\d+\.\d+")
Golden = Callable[[str, str], None]
SMALL = changed(ANSWERS, ("answers.trust", "unknown"), ("answers.money", 1.5))
HOSTILE = ("=1+1", "+1", "-1", "@now", "\tx", "\rx", "=cmd|' /C calc'!A0")


def load(answers: Plain, questionnaire: Questionnaire) -> Answers:
    (document,) = parse_yaml(as_yaml(answers), "answers.yaml", aliases=False)
    assert isinstance(document, Document)
    return load_answers(document, questionnaire)


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    path = tmp_path_factory.mktemp("export") / "questionnaire.yaml"
    path.write_text(as_yaml(QUESTIONNAIRE), encoding="utf-8")
    return replace(load_questionnaire(path), sha256="0123456789abcdef" * 4)


@pytest.fixture(scope="module")
def assessment(questionnaire: Questionnaire) -> Assessment:
    return score(questionnaire, load(SMALL, questionnaire))


@pytest.fixture(scope="module")
def explanation(assessment: Assessment) -> Explanation:
    return explain(assessment)


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return load_questionnaire(shipped_questionnaires()["nhs-partnering"])


def cases(questionnaire: Questionnaire) -> list[Assessment]:
    documents = [document for path in case_studies() for document in read_answer_documents(path)]
    return [
        score(questionnaire, load_answers(document, questionnaire))
        for document in documents
        if isinstance(document, Document)
    ]


def csv_of(*assessments: Assessment) -> str:
    dimensions = dimensions_of(each.questionnaire for each in assessments)
    return render_csv_header(dimensions) + "".join(render_csv_rows(each, dimensions) for each in assessments)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def arrangement_of(assessment: Assessment, *, place: int = 0) -> Plain:
    result: Plain = result_of(explain(assessment))
    return result["arrangements"][place]


# JSON


def test_the_json_of_a_small_case_is_the_golden_file(explanation: Explanation, golden: Golden) -> None:
    golden("export/small.json", render_json([explanation]))


def test_the_json_with_notes_of_a_small_case_is_the_golden_file(
    explanation: Explanation, golden: Golden
) -> None:
    golden("export/small-notes.json", render_json([explanation], notes=True))


def test_json_is_a_list_also_for_one_and_for_none(explanation: Explanation) -> None:
    assert json.loads(render_json([])) == []
    assert json.loads(render_json([explanation])) == [result_of(explanation)]


def test_json_lines_are_one_line_each_and_hold_the_same(explanation: Explanation) -> None:
    line = render_json_line(explanation, notes=True)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert json.loads(line) == result_of(explanation, notes=True)


def test_notes_leave_only_when_asked_for(explanation: Explanation) -> None:
    assert "Minuted in May" not in render_json([explanation])
    assert "Minuted in May" in render_json([explanation], notes=True)


def test_deciding_questions_follow_the_reason(shipped: Questionnaire) -> None:
    reasons = arrangement_of(cases(shipped)[0])["reasons"]
    deciding = next(reason for reason in reasons if reason.startswith("The open answers decide"))
    text, _, questions = deciding.rpartition(": ")
    assert text == "The open answers decide whether readiness reaches where “Ready” starts"
    assert set(questions.split(", ")) <= set(shipped.questions)


def test_numbers_are_rounded_once_from_the_exact_ones() -> None:
    context = instruments.factor(
        "c", "context", {instruments.question("qc", instruments.scale((0, 11, 12))): 1}
    )
    enablers = instruments.factor(
        "e", "enablers", {instruments.question("qe", instruments.scale((0, 3, 44))): 1}
    )
    asked = instruments.questionnaire([context, enablers])
    result = arrangement_of(score(asked, instruments.answers(asked, {"qc": 11, "qe": 3})))
    assert result["readiness"] == {"point": 25.0, "lowest": 25.0, "highest": 25.0}
    assert result["dimensions"]["context"]["point"] == float(Fraction(1100, 12))
    assert result["dimensions"]["context"]["coverage"] == 1.0
    assert result["gaps"][0]["gain_to_top"] == pytest.approx(100 * (11 / 12) ** 0.5 - 25)


def test_an_open_answer_that_counts_as_the_lowest_is_still_open() -> None:
    asked = instruments.questionnaire(
        [instruments.factor("a", "only")],
        dimensions=[Dimension(id="only", title="Only")],
        scoring=Scoring(unanswered=Unanswered.LOWEST),
    )
    result = arrangement_of(score(asked, instruments.answers(asked, {"q-a": "declined"})))
    (factor,) = result["dimensions"]["only"]["factors"]
    assert factor["answers"] == [{"question": "q-a", "answer": "declined", "state": "open"}]
    assert result["open_questions"] == [{"question": "q-a", "swing": 100.0, "can_settle": False}]
    assert result["verdict"] is None


def test_what_cannot_be_assessed_has_no_numbers_and_no_rank() -> None:
    asked = instruments.questionnaire(
        [instruments.factor("c", "context"), instruments.factor("e", "enablers")]
    )
    scored = score(asked, instruments.answers(asked, {"q-c": "not_applicable"}))
    result = arrangement_of(scored)
    assert result["readiness"] == {"point": None, "lowest": None, "highest": None}
    assert (result["rank"], result["band"], result["verdict"]) == (None, None, "not_assessable")
    assert result_of(explain(scored))["leader"] is None
    assert result["dimensions"]["context"]["coverage"] is None
    (row,) = rows_of(csv_of(scored))
    assert (row["rank"], row["point"], row["lowest"], row["context_coverage"]) == ("", "", "", "")


def test_file_names_cannot_move_the_cursor(assessment: Assessment) -> None:
    named = replace(assessment, answers=replace(assessment.answers, file="a\x1b[31m\udc80\u202e.yaml"))
    for text in (
        render_json([explain(named)]),
        csv_of(named),
    ):
        text.encode("utf-8")
        assert not re.search(UNSAFE_CHARACTER, text)


# The order of things in files


@given(data=st.data())
def test_the_order_of_answers_in_a_file_changes_nothing(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    shuffled = dict(data.draw(st.permutations(list(ANSWERS.items()))))
    shuffled["answers"] = dict(data.draw(st.permutations(list(ANSWERS["answers"].items()))))
    one, other = (score(questionnaire, load(answers, questionnaire)) for answers in (ANSWERS, shuffled))
    assert render_json([explain(one)], notes=True) == render_json([explain(other)], notes=True)
    assert csv_of(one) == csv_of(other)


# CSV


def test_the_csv_of_a_small_case_is_the_golden_file(assessment: Assessment, golden: Golden) -> None:
    golden("export/small.csv", csv_of(assessment))


def test_csv_has_one_row_for_every_assessment_and_arrangement_that_applies(shipped: Questionnaire) -> None:
    scored = cases(shipped)
    rows = rows_of(csv_of(*scored))
    applying = [result for each in scored for result in each.arrangements if result.applies]
    assert [row["arrangement"] for row in rows] == [each.arrangement.id for each in applying]
    assert [row["arrangement"] for row in rows if row["leader"] == "true"] == [
        each.leader.arrangement.id for each in scored if each.leader
    ]


def test_csv_holds_the_numbers_of_the_json(shipped: Questionnaire) -> None:
    (scored, *_) = cases(shipped)
    for place, row in enumerate(rows_of(csv_of(scored))):
        result = arrangement_of(scored, place=place)
        for end in ("point", "lowest", "highest"):
            assert row[end] == ("" if result["readiness"][end] is None else repr(result["readiness"][end]))
        enablers = result["dimensions"]["enablers"]
        assert float(row["enablers_coverage"]) == enablers["coverage"]
        assert float(row["enablers_highest"]) == enablers["highest"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_a_csv_cell_is_taken_for_a_formula(assessment: Assessment, text: str) -> None:
    hostile = replace(
        assessment, answers=replace(assessment.answers, partnership=text, organisation=text, respondent=text)
    )
    for row in rows_of(csv_of(hostile)):
        assert (row["partnership"], row["organisation"], row["respondent"]) == (f"'{text}",) * 3


def test_negative_numbers_in_a_csv_stay_numbers(assessment: Assessment) -> None:
    lowest = [row["lowest"] for row in rows_of(csv_of(assessment))]
    assert min(float(number) for number in lowest) < 0


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_survives_a_csv(assessment: Assessment, text: str) -> None:
    named = replace(assessment, answers=replace(assessment.answers, partnership=text))
    for row in rows_of(csv_of(named)):
        assert row["partnership"] in (text, f"'{text}")


def test_a_csv_over_several_questionnaires_has_the_dimensions_of_all(
    assessment: Assessment, shipped: Questionnaire
) -> None:
    asked = instruments.questionnaire(
        [instruments.factor("a", "only")], dimensions=[Dimension(id="only", title="O")]
    )
    other = score(asked, instruments.answers(asked, {"q-a": 3}))
    text = csv_of(assessment, other, *cases(shipped))
    assert dimensions_of([assessment.questionnaire, asked, shipped]) == ("context", "enablers", "only")
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    rows = rows_of(text)
    assert [row["only_point"] for row in rows if row["questionnaire"] == "small"] == ["75.0"]
    assert {row["only_point"] for row in rows if row["questionnaire"] != "small"} == {""}


def test_csv_rows_need_a_header_that_has_room_for_them(assessment: Assessment) -> None:
    with pytest.raises(ValueError, match="no columns for enablers"):
        render_csv_rows(assessment, ["context"])


def test_csv_says_which_document_of_a_file_it_was(assessment: Assessment) -> None:
    dimensions = dimensions_of([assessment.questionnaire])
    text = render_csv_header(dimensions) + render_csv_rows(assessment, dimensions, document=2)
    assert {row["document"] for row in rows_of(text)} == {"2"}
    assert {row["document"] for row in rows_of(csv_of(assessment))} == {""}


def two_alike() -> Questionnaire:
    kinds = ("context", "enablers")
    return instruments.questionnaire(
        *([instruments.factor(f"{kind}{each}", kind) for kind in kinds] for each in "12")
    )


# The workbook


def test_a_workbook_has_a_row_per_partnership_and_tidy_sheets(shipped: Questionnaire) -> None:
    scored = cases(shipped)
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(scored)))
    names = ["Readiness", "Arrangements", "Factors", "Answers", "Differences", "About"]
    assert book.sheet_names == names
    head, *rows = book.get_sheet_by_name("Readiness").to_python()
    assert len(rows) == len(scored)
    assert head[:4] == ["Partnership", "Programme", "Round", "Date"]
    tidy = book.get_sheet_by_name("Arrangements").to_python()
    assert len(tidy) - 1 == len(rows_of(csv_of(*scored)))
    assert tidy[0][:5] == ["Partnership", "Form", "Standing", "File", "Document"]
    assert not [row for row in tidy[1:] if "/" in str(row[3])]
    points = [row[head.index("Readiness")] for row in rows]
    expected = [each.leader and each.leader.readiness and each.leader.readiness.point for each in scored]
    assert [bool(point) for point in points] == [point is not None for point in expected]


def test_a_workbook_keeps_its_heads_in_sight_and_draws_readiness_as_bars(shipped: Questionnaire) -> None:
    with zipfile.ZipFile(io.BytesIO(render_workbook(cases(shipped)))) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 7)]
    assert all('<pane xSplit="1" ySplit="1"' in sheet for sheet in sheets)
    assert ["<dataBar>" in sheet for sheet in sheets] == [True, True, True, False, False, False]
    assert '<cfvo type="num" val="0.0"/><cfvo type="num" val="100.0"/>' in sheets[0]
    assert not [sheet for sheet in sheets if "<f>" in sheet]


def test_no_text_in_a_workbook_is_a_formula_and_notes_are_left_out(assessment: Assessment) -> None:
    hostile = replace(assessment, answers=replace(assessment.answers, partnership="=1+1"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook([hostile])))
    assert book.get_sheet_by_name("Readiness").to_python()[1][0] == "=1+1"
    words = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    assert "Minuted in May" not in words
    with_notes = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook([hostile], notes=True)))
    assert "Minuted in May" in str(with_notes.get_sheet_by_name("Answers").to_python())


# The page that explains the exports


def test_the_docs_explain_every_key_and_every_column(explanation: Explanation) -> None:
    page = RESULTS_PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_0-9A-Z]+)`", page))
    columns = render_csv_header([]).strip().split(",")
    dimension_columns = render_csv_header(["DIMENSION"]).strip().split(",")
    assert set(columns) | set(dimension_columns) <= named
    assert set(keys_of(result_of(explanation, notes=True))) <= named


def keys_of(value: object) -> list[str]:
    match value:
        case dict():
            inside = [key for part in value.values() for key in keys_of(part)]
            return inside + [key for key in value if key not in ("context", "enablers")]
        case list():
            return [key for part in value for key in keys_of(part)]
        case _:
            return []
