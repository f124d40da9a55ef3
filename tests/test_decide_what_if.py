"""What if: changes are read like answer files, and scored by the one scorer without touching anything."""

import pytest
from msgspec.structs import replace

from instruments import Given, answers, factor, questionnaire
from partnerassess.decide.what_if import HOW_TO_WRITE_A_CHANGE, change_answers, read_changes, try_out
from partnerassess.model import Level, Silence
from partnerassess.pooling import pool
from partnerassess.problems import ProblemsFound
from partnerassess.scoring import score

ASKED = questionnaire([factor("c", "context"), factor("e", "enablers")])
GIVEN: dict[str, Given] = {"q-c": 3, "q-e": 2}


def problems(*texts: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_changes(ASKED, texts)
    return [str(problem) for problem in found.value.problems]


def test_a_change_is_a_level_a_silence_or_nothing() -> None:
    changes = read_changes(ASKED, ["q-c=4", " q-e = unknown "])
    assert isinstance(changes["q-c"], Level)
    assert changes["q-c"].value == 4
    assert changes["q-e"] is Silence.UNKNOWN
    assert read_changes(ASKED, ["q-c="]) == {"q-c": None}


def test_errors_are_those_of_an_answer_file_and_all_of_them_are_told() -> None:
    assert problems("q-c=9", "q-x=1", "q-e", "=3") == [
        "q-c=9: 9 is not on the scale of this question "
        "(answer 0, 1, 2, 3 or 4, or unknown, declined or not_applicable)",
        "q-x=1: there is no question `q-x` (did you mean `q-e`?)",
        f"q-e: this is no change ({HOW_TO_WRITE_A_CHANGE})",
        f"=3: this is no change ({HOW_TO_WRITE_A_CHANGE})",
    ]
    assert problems("q-c=1", "q-c=2") == ["q-c=2: `q-c` is changed twice (keep one of them)"]


def test_a_trial_shows_before_and_after_and_leaves_the_answers_alone() -> None:
    before = score(ASKED, answers(ASKED, GIVEN))
    trial = try_out(before, read_changes(ASKED, ["q-e=3"]))
    assert trial.before is before
    assert trial.after == score(ASKED, answers(ASKED, {**GIVEN, "q-e": 3}))
    assert before.answers == answers(ASKED, GIVEN)
    (change,) = trial.changes
    assert (change.question.id, change.before) == ("q-e", before.answers.answers["q-e"])
    assert change.after == trial.after.answers.answers["q-e"]


def test_a_change_keeps_the_note_beside_the_answer() -> None:
    noted = answers(ASKED, GIVEN, {"q-c": "Minuted in May"})
    assert change_answers(ASKED, noted, {"q-c": None}).answers["q-c"].note == "Minuted in May"
    assert list(change_answers(ASKED, answers(ASKED, {"q-e": 1}), {"q-c": None}).answers) == ["q-c", "q-e"]


def test_of_several_views_everybody_s_answer_is_changed_and_they_are_put_together_again() -> None:
    views = [
        replace(answers(ASKED, given), partnership="Both", organisation=name)
        for name, given in (("A", {"q-c": 4, "q-e": 2}), ("B", {"q-c": 1}))
    ]
    before = pool(ASKED, views)
    # Nothing changes where nobody says anything else: what B left open still widens the range.
    assert try_out(before, {}, views).after == before
    trial = try_out(before, read_changes(ASKED, ["q-c=3"]), views)
    everybody = [change_answers(ASKED, each, read_changes(ASKED, ["q-c=3"])) for each in views]
    assert trial.after == pool(ASKED, everybody)
    (result,) = trial.after.arrangements
    assert result.readiness is not None
    assert result.readiness.lowest < result.readiness.highest
    (silenced,) = try_out(before, {"q-c": Silence.UNKNOWN}, views).changes
    assert silenced.after is not None
    assert silenced.after.given is Silence.UNKNOWN
