"""`robustness` at the command line: every form it comes in, and that nothing else loads NumPy."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from invocations import CASES, nothing_to_assess, run, two_views
from partnerassess.cli.process import ExitStatus


def test_it_says_who_comes_first_how_often_and_prints_draws_and_seed() -> None:
    ran = run("robustness", CASES["a"])
    assert ran.status == 0
    out = " ".join(ran.out.split())
    assert "“A few people work together, by choice” comes first in 69% of 9,604 draws" in out
    assert "9,604 draws, seed 1; the same seed gives the same numbers." in out
    assert "A share is within 1 in a hundred of what endless drawing would give" in out
    assert "; then “A few people work together, asked from outside” comes first." in out
    assert "stays “Nearly there” under 31% of weightings" in out


def test_shares_of_every_place_add_up() -> None:
    data = json.loads(run("robustness", CASES["c"], "--format", "json").out)
    ranks = [each["ranks"] for each in data["arrangements"]]
    assert [sum(row) for row in ranks] == pytest.approx([1] * 4)
    assert [sum(column) for column in zip(*ranks, strict=True)] == pytest.approx([1] * 4)
    assert (data["format"], data["draws"], data["seed"]) == ("partnerassess-robustness/1", 9604, 1)
    assert data["flip"]["to_exactly"] == "190939/4602"
    assert set(data["rules"]) == {"arithmetic", "geometric", "minimum"}


def test_csv_has_a_row_per_arrangement_and_place() -> None:
    rows = list(csv.DictReader(io.StringIO(run("robustness", CASES["c"], "-f", "csv", "--draws", "200").out)))
    assert len(rows) == 16
    assert sum(float(row["share"]) for row in rows if row["place"] == "1") == pytest.approx(1)


def test_markdown_says_the_same_as_the_terminal() -> None:
    words = run("robustness", CASES["a"], "-f", "markdown").out
    assert "| A few people work together, by choice | 69% | 19% | 9% | 4% |" in words
    assert "## How this was found" in words


def test_with_no_order_there_is_nothing_to_be_sure_of(tmp_path: Path) -> None:
    asked, said = nothing_to_assess(tmp_path)
    ran = run("robustness", said, "-q", asked)
    assert ran.status == 3
    assert "there is no order to be sure of" in ran.err


def test_pooled_answers_are_drawn_as_one(tmp_path: Path) -> None:
    ran = run("robustness", *two_views(tmp_path), "--draws", "2401")
    assert ran.status == 0
    words = " ".join(ran.out.split())
    assert "2 people from 2 organisations" in words
    assert "2,401 draws of weights and open answers" in words


def test_nothing_is_drawn_from_what_is_kept_back_of_a_small_group(tmp_path: Path) -> None:
    asked = ("clear-rationale", "mutual-trust", "openness", "board-support")
    for side, people in (("A", 3), ("B", 3)):
        for number in range(people):
            said = {"initiated-by": "voluntary", "scale-envisaged": "individual", **dict.fromkeys(asked, 3)}
            said["board-support"] = "unknown" if side == "A" and number else 4
            view = {
                "partnership": "P",
                "organisation": side,
                "respondent": f"{side}{number}",
                "answers": said,
            }
            text = json.dumps({"questionnaire": "nhs-partnering", **view})
            (tmp_path / f"{side}{number}.json").write_text(text, encoding="utf-8")
    ran = run("robustness", tmp_path, "--draws", "100")
    assert ran.status == 3
    assert "would tell what one or two people of an organisation said" in ran.err
    assert run("robustness", tmp_path, "--draws", "100", "--show-small-groups").status == 0


def test_no_report_loads_numpy() -> None:
    code = (
        "import sys; sys.argv = ['partnerassess', 'score', sys.argv[1], '--full']\n"
        "from partnerassess.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, CASES["a"]], capture_output=True, text=True, check=True)
    assert "draws" not in ran.stdout
    assert ran.stdout.endswith("False\n")


def test_only_draws_load_numpy() -> None:
    code = (
        "import sys; import partnerassess.cli, partnerassess.decide.robustness, "
        "partnerassess.report.robustness, partnerassess.decide.next_questions, partnerassess.decide.plan; "
        "print('numpy' in sys.modules, 'docx' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False False\n"


@pytest.mark.parametrize("columns", [40, 72, 160])
def test_nothing_is_wider_than_the_terminal(columns: int) -> None:
    out = run("robustness", CASES["b"], "--draws", "100", columns=columns).out
    assert max(map(len, out.splitlines())) <= columns


def test_more_draws_than_there_is_room_for_are_refused_with_their_number(tmp_path: Path) -> None:
    names = [f"q{number}" for number in range(160)]
    halves = {"context": names[:80], "enablers": names[80:]}
    asked = {
        "format": "partnerassess-questionnaire/1",
        "id": "wide",
        "version": "1",
        "title": "Wide",
        "scales": {"s": {"levels": [{"value": value, "label": str(value)} for value in range(2)]}},
        "sections": [
            {
                "id": "a",
                "title": "A",
                "questions": [{"id": name, "text": name, "scale": "s"} for name in names],
            }
        ],
        "dimensions": [{"id": part, "title": part} for part in halves],
        "arrangements": [
            {
                "id": "all",
                "title": "All",
                "factors": {
                    part: [{"id": f"F-{name}", "title": name, "questions": [name]} for name in half]
                    for part, half in halves.items()
                },
            }
        ],
    }
    (tmp_path / "wide.json").write_text(json.dumps(asked), encoding="utf-8")
    given = {"questionnaire": "wide", "answers": dict.fromkeys(names, 1)}
    (tmp_path / "answers.json").write_text(json.dumps(given), encoding="utf-8")
    words = ("robustness", str(tmp_path / "answers.json"), "-q", str(tmp_path / "wide.json"), "--draws")
    refused = run(*words, "200000")
    assert refused.status == ExitStatus.USAGE
    assert "at most 187,500 for so many factors and open answers" in " ".join(refused.err.split())
    assert run(*words, "100").status == ExitStatus.DONE
