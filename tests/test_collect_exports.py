"""Exports of survey platforms, each with what must come out of it; dropping another pair in adds a test."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from partnerassess.collect.columns import Use
from partnerassess.collect.export import Import, Options, read_export
from partnerassess.collect.mapfile import load_map
from partnerassess.collect.outcome import count_cells, describe_import, format_own_map, plan_files
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answers, Choice, Level, Silence
from partnerassess.problems import ProblemsFound

FOLDER = Path(__file__).parent / "examples" / "exports"
EXPECTED = sorted(FOLDER.glob("*/*.expected.json"))
QUESTIONNAIRE = load_questionnaire(FOLDER / "questionnaire.yaml")
SHORT = {Silence.UNKNOWN: "?", Silence.NOT_APPLICABLE: "n/a", Silence.DECLINED: "-"}
SECRETS = (
    "Osei", "Malik", "Whitcombe", "O’Neill", "northbank.example", "eastvale.example", "203.0.113", "52.48",
    "R_2YPOQ602", "SGQxWYhxoVQmYYZn", "39f3dd36", "90dd7750", "11400000", "09:35", "17:04", "Looking forward",
    "asdf", "640",
)  # fmt: skip


def write_short(answers: Answers) -> str:
    """Write answers as the examples do: in the questionnaire's order, a point where there is none."""
    return " ".join(_shorten(answers, name) for name in QUESTIONNAIRE.questions)


def _shorten(answers: Answers, name: str) -> str:
    answer = answers.answers.get(name)
    match answer.given if answer else None:
        case Level(value=value):
            return str(value)
        case Choice(id=choice):
            return choice
        case Silence() as silence:
            return SHORT[silence]
        case _:
            return "."


def describe_rows(found: Import, wanted: list[Any]) -> list[Any]:
    """Give what came out of every row, with no more details than are wanted."""
    rows: list[Any] = []
    for row, want in zip(found.rows, wanted, strict=True):
        if row.left_out:
            rows.append(row.left_out)
            continue
        answers = found.views[row.number]
        said = {"answers": write_short(answers)}
        names = want if isinstance(want, Mapping) else ()
        rows.append({name: said.get(name) or getattr(answers, name) for name in names})
    return rows


def _open(expected: Path) -> tuple[Path, Any]:
    return expected.with_name(expected.name.removesuffix(".expected.json")), json.loads(expected.read_text())


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_everything_in_an_export_is_read_or_said_to_be_not(expected: Path) -> None:
    export, wanted = _open(expected)
    options = Options(**wanted.get("options", {}))
    if "refused" in wanted:
        with pytest.raises(ProblemsFound) as refused:
            read_export(export, QUESTIONNAIRE, options)
        (problem,) = refused.value.problems
        assert wanted["refused"] in str(problem)
        return
    found = read_export(export, QUESTIONNAIRE, options)
    assert describe_rows(found, wanted["rows"]) == wanted["rows"]
    assert [column.heading for column in found.unmatched] == wanted.get("unmatched", [])
    assert list(found.missing) == wanted.get("missing", [])
    assert [[cell.column.name, cell.text] for cell in found.unread] == wanted.get("unread", [])
    check_the_sums(found)


def check_the_sums(found: Import) -> None:
    """Assert that every row, column and cell is accounted for."""
    assert len(found.rows) == len(found.views) + len(found.left_out)
    read, unread = count_cells(found)
    assert sum(row.filled for row in found.rows) == read + unread
    assert read == sum(len(row.answers) + len(row.notes) for row in found.rows)
    counts = {use: sum(column.use is use for column in found.columns) for use in Use}
    assert found.width == sum(counts.values())
    assert len(found.unmatched) == counts[Use.UNMATCHED]
    said = "\n".join(describe_import(found))
    for row in found.left_out:
        assert f"row {row.number} left out: {row.left_out}" in said


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_map_used_again_gives_the_same(expected: Path, tmp_path: Path) -> None:
    export, wanted = _open(expected)
    if "refused" in wanted:
        return
    found = read_export(export, QUESTIONNAIRE, Options(**wanted.get("options", {})))
    written = tmp_path / "map.yaml"
    written.write_text(format_own_map(found), encoding="utf-8")
    again = read_export(export, QUESTIONNAIRE, Options(map=load_map(written, QUESTIONNAIRE)))
    assert list(plan_files([again], None).values()) == list(plan_files([found], None).values())


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_names_addresses_places_devices_and_times_stay_in_the_export(expected: Path) -> None:
    export, wanted = _open(expected)
    if "refused" in wanted:
        return
    found = read_export(export, QUESTIONNAIRE, Options(**wanted.get("options", {})))
    texts = [*plan_files([found], None).values(), *describe_import(found)]
    # A digest is no secret, and may hold any digits.
    everything = "\n".join(texts).replace(found.sha256, "")
    assert [secret for secret in SECRETS if secret in everything] == []
