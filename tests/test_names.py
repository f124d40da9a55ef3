"""Names: which spellings are of one name, and which names may have been meant to be one."""

import time
import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.names import folded, is_same_name, near_misses, usual_spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Riverside and Valley", "Riverside  and Valley"),
        ("Riverside", " riverside\t"),
        ("Tŷ Gwyn", unicodedata.normalize("NFD", "Tŷ Gwyn")),
        ("St Mary's", "St Mary’s"),
        ("St Mary's", "St Mary`s"),
        ("St Mary's", "St Maryʼs"),
        ('The "North" Trust', "The “North” Trust"),
        ("Ashford-Kent", "Ashford–Kent"),
        ("Ashford-Kent", "Ashford—Kent"),
        ("Ashford-Kent", "Ashford‑Kent"),
        ("Ashford-Kent", "Ashford−Kent"),
        ("Riverside", "River\N{SOFT HYPHEN}side"),
        ("North Bay", "North\N{NO-BREAK SPACE}Bay"),
        ("North Bay", "North\N{IDEOGRAPHIC SPACE}Bay"),
        ("NHS Trust", "ＮＨＳ Trust"),
        ("izmir", "İzmir"),
        ("The ❤ team", "The ❤\N{VARIATION SELECTOR-16} team"),
        ("STRASSE", "Straße"),
        ("בית חולים (A)", "בית חולים (A)\N{RIGHT-TO-LEFT MARK}"),
        ("می\N{ZERO WIDTH NON-JOINER}خواهم", "میخواهم"),
        (None, " "),
    ],
)
def test_spellings_of_one_name_are_the_same(one: str | None, other: str | None) -> None:
    assert is_same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Riverside", "Riversde"), ("Ward 1", "Ward 2"), ("AB", "A B"), ("A-B", "AB"), ("é", "e")],
)
def test_other_letters_signs_and_words_make_another_name(one: str, other: str) -> None:
    assert not is_same_name(one, other)


@given(st.text())
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text())
def test_a_name_is_the_same_however_it_is_composed_and_spaced(name: str) -> None:
    for form in ("NFC", "NFD"):
        assert is_same_name(unicodedata.normalize(form, name), f"  {name} ")


def test_the_usual_spelling_is_the_one_used_most_often() -> None:
    assert usual_spelling(["north bay", "North Bay", "North  Bay"]) == "North Bay"
    assert usual_spelling(["B", "A"]) == "A"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Riverside", "Riversde", True),
        ("Riverside", "Rivreside", True),
        ("Riverside", "Riverzide", True),
        ("Riverside", "Xriverside", True),
        ("Riverside", "Riversides", True),
        ("Riverside", "iverside", True),
        ("Riverside", "Riverside NHS Trust", True),
        ("Riverside & Valley", "Riverside and Valley", True),
        ("Sea side", "Seaside", True),
        ("Hopital Noel", "Hôpital Noël", True),
        ("Ward 1", "Ward 2", False),
        ("Practice A", "Practice B", False),
        ("North", "South", False),
        ("East", "West", False),
        ("Bath", "Bats", False),
        ("Riverside", "Riversidesx", False),
        ("Riverside", "Valley High", False),
        ("!", "?", False),
    ],
)
def test_names_that_differ_by_a_letter_a_sign_or_a_common_word_are_near(
    one: str, other: str, near: bool
) -> None:
    assert bool(near_misses([one, other])) is near


@given(st.text("abcdefgh", min_size=6, max_size=12), st.data())
def test_one_letter_more_less_other_or_swapped_is_near(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 2))
    changed = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + "z" + name[place:],
                name[:place] + "z" + name[place + 1 :],
                name[:place] + name[place + 1] + name[place] + name[place + 2 :],
            ]
        )
    )
    assert near_misses([name, changed]) or changed == name


def test_spellings_of_one_name_are_no_near_misses() -> None:
    assert near_misses(["St Mary's", "St Mary’s", "st  mary's"]) == ()


def test_near_misses_are_looked_for_among_up_to_20000_names() -> None:
    assert near_misses(str(number) + "name" for number in range(20_001)) == ()


@pytest.mark.parametrize("names", [["x" * 20_000 + str(number) for number in range(40)], ["ab" * 5_000] * 9])
def test_very_long_names_take_little_memory(names: list[str]) -> None:
    tracemalloc.start()
    near_misses(names)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_thousands_of_names_that_begin_alike_take_no_time() -> None:
    words = ["".join(letter) for letter in zip("abcdefghij" * 400, "klmnopqrst" * 400, strict=True)]
    names = [f"Northern partnership of {word} {number:x}" for number, word in enumerate(words)]
    started = time.perf_counter()
    near_misses(names)
    assert time.perf_counter() - started < 3
