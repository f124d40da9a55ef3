"""Stepping stones, in words."""

from partnerassess.render.stones import stone_sentences
from test_stepping import stones, typed

SOURCE = (
    "Source: Leading and managing partnering is different; case study D (hsmc-2017); "
    "five case studies, 10–12 interviews each."
)


def test_a_smaller_arrangement_that_is_ready_is_the_place_to_begin() -> None:
    (stone,) = stones({"q-sc": 4, "trust": 3, "q-lc": 1, "q-le": 1})
    assert list(stone_sentences(stone)) == [
        "“Arrangement 2” is not ready, but “Arrangement 1” is: if you have not worked together yet, try the "
        "partner out on a small scale first.",
        "On the way it builds up what “Arrangement 2” needs too: “Factor le”.",
        SOURCE,
    ]


def test_one_that_takes_less_says_how_much_less() -> None:
    (stone,) = stones({"q-sc": 2, "trust": 2, "q-lc": 1, "q-le": 0}, typed())
    assert next(stone_sentences(stone)) == (
        "“Arrangement 2” is not ready, and “Arrangement 1” takes less to get ready (2 points of effort "
        "instead of 6): if you have not worked together yet, try the partner out on a small scale first."
    )
