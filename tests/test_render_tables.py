"""Tables of assessments: tidy, wide and Parquet, from whole assessments and from compiled results."""

import csv
import io

import pyarrow  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from builders import sampler, seaside
from instruments import answered, answers, questionnaires
from partnerassess.batch.brief import brief_assessment
from partnerassess.canonical import Said
from partnerassess.compiled import compile_questionnaire
from partnerassess.render.cells import dimensions_of, rows_of, tidy_columns, tidy_rows
from partnerassess.render.export_parquet import GROUP, TableWriter
from partnerassess.render.export_table import render_csv_header, render_csv_rows
from partnerassess.render.export_wide import arrangements_of, render_wide_header, render_wide_row
from partnerassess.scoring import score
from test_pooling import one_question
from test_portfolio import three


def test_a_wide_table_has_one_row_per_assessment() -> None:
    asked = sampler()
    every = [score(asked, seaside(asked=asked)), three()[0]]
    arrangements = arrangements_of(each.questionnaire for each in every)
    text = render_wide_header(arrangements) + "".join(render_wide_row(each, arrangements) for each in every)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["partnership"] for row in rows] == ["Seaside and Harbour", "Bay"]
    assert rows[0]["arrangement-1_point"] == ""
    assert rows[1]["arrangement-1_verdict"] == "ready"
    assert rows[1]["leader"] == "arrangement-1"
    tidy = {row["arrangement"]: row for row in rows_of(every[0])}
    for name, row in tidy.items():
        assert rows[0][f"{name}_point"] == ("" if row["point"] is None else repr(row["point"]))
        assert rows[0][f"{name}_essential_unmet"] == row["essential_unmet"]


def test_a_wide_table_without_room_for_an_arrangement_is_refused() -> None:
    with pytest.raises(ValueError, match="no columns for arrangement-1"):
        render_wide_row(three()[0], ())


def test_a_wide_row_without_a_leader_has_none() -> None:
    asked = one_question()
    nothing = score(asked, answers(asked, {"trust": "not_applicable"}))
    text = render_wide_header(["arrangement-1"]) + render_wide_row(nothing, ["arrangement-1"], document=2)
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["leader"], row["document"], row["arrangement-1_verdict"]) == ("", "2", "not_assessable")


@given(st.data())
def test_a_wide_row_is_the_same_from_an_assessment_without_parts(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = data.draw(answered(asked))
    whole, tables = score(asked, said), compile_questionnaire(asked)
    placed = tables.score(tables.add_up(said.answers))
    arrangements = arrangements_of([asked])
    essentials = {row.arrangement.id: (" ".join(row.unmet), " ".join(row.open)) for row, *_ in placed}
    date = str(said.date) if said.date else None
    names = Said(said.partnership, said.organisation, said.respondent, date, 0)
    brief = brief_assessment(asked, said.file or "", names, placed)
    assert render_wide_row(brief, arrangements, essentials=essentials) == render_wide_row(whole, arrangements)


@given(st.data())
def test_rows_hold_what_the_csv_form_holds(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    assessment = score(asked, data.draw(answered(asked)))
    dimensions = dimensions_of([asked])
    text = render_csv_header(dimensions) + render_csv_rows(assessment, dimensions)
    header, *lines = csv.reader(io.StringIO(text))
    assert header == list(tidy_columns(dimensions))
    assert lines == [[_as_csv(cell) for cell in row] for row in tidy_rows(assessment, dimensions)]


def _as_csv(cell: object) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_rows_without_room_for_a_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match="no columns for context"):
        list(tidy_rows(three()[0], ["enablers"]))


def test_parquet_has_the_columns_and_kinds_of_the_tidy_table() -> None:
    every = three()
    dimensions = dimensions_of([every[0].questionnaire])
    writer = TableWriter(dimensions)
    for each in every:
        writer.add(tidy_rows(each, dimensions))
    table = parquet.read_table(io.BytesIO(writer.finish()))
    assert table.column_names == list(tidy_columns(dimensions))
    assert table.schema.field("point").type == pyarrow.float64()
    assert table.schema.field("applies").type == pyarrow.bool_()
    assert table.to_pylist() == [row for each in every for row in rows_of(each)]


def test_a_parquet_table_is_written_in_groups_however_the_rows_come() -> None:
    dimensions = dimensions_of([three()[0].questionnaire])
    rows = [row for each in three() for row in tidy_rows(each, dimensions)] * 5_000
    at_once, bit_by_bit = TableWriter(dimensions), TableWriter(dimensions)
    at_once.add(rows)
    for start in range(0, len(rows), 700):
        bit_by_bit.add(rows[start : start + 700])
    content = at_once.finish()
    assert bit_by_bit.finish() == content
    file = parquet.ParquetFile(io.BytesIO(content))
    groups = [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)]
    assert groups == [GROUP, len(rows) - GROUP]
