"""Dumbbells: each organisation stands where its mean is, by a letter of its own."""

from markup import Element
from pages import SCALE, drawn
from partnerassess.render.page.dumbbell import Compared, format_letter, render_dumbbells

BOTH = ("Riverside", "Valley")


def marks(picture: Element) -> list[tuple[str, str, str]]:
    """Give where each mark stands, across and down, and the letters on it."""
    places = [each for each in picture.within("svg") if each.classes() == {"over"}]
    letters = [
        each.text() for each in picture.within("text") if not each.classes() & {"slim", "wide", "quiet"}
    ]
    return [
        (each.attributes["x"], each.attributes["y"], letter)
        for each, letter in zip(places, letters, strict=True)
    ]


def test_each_organisation_stands_by_its_letter_and_a_bar_is_the_distance_between_them() -> None:
    rows = [
        Compared(label="How far?", means=(0.25, 0.75), words=("1", "3")),
        Compared(label="How well?", means=(0.5, 0.5), words=("2", "2")),
        Compared(label="How much?", means=(None, 1.0), words=("", "4")),
        Compared(label="How long?", means=(None, None), words=("", "")),
    ]
    picture = drawn(render_dumbbells("d", "Title", BOTH, rows, SCALE))
    assert marks(picture) == [
        ("25%", "38", "A"),
        ("75%", "38", "B"),
        ("50%", "94", "AB"),
        ("100%", "150", "B"),
    ]
    labels = [each.text() for each in picture.within("text") if "wide" in each.classes()]
    assert labels == ["How far?", "How well?", "How much?", "How long?"]
    reach = [each for each in picture.within("line") if each.classes() == {"reach"}]
    assert [(each.attributes["x1"], each.attributes["x2"]) for each in reach] == [("25%", "75%")]
    assert picture.within("desc")[0].text() == (
        "A is Riverside, B is Valley. "
        "How far? A 1, B 3; How well? A 2, B 2; How much? B 4; How long? no view."
    )


def test_marks_that_would_touch_stand_above_each_other() -> None:
    names = ("P", "Q", "R", "S")
    row = Compared(label="How far?", means=(0.5, 0.52, 0.54, 0.9), words=("2", "2.08", "2.16", "3.6"))
    below = Compared(label="How well?", means=(0.0, 0.3, 0.6, 1.0), words=("0", "1", "2", "4"))
    picture = drawn(render_dumbbells("d", "Title", names, [row, below], SCALE))
    assert marks(picture) == [
        ("50%", "84", "A"),
        ("52%", "61", "B"),
        ("54%", "38", "C"),
        ("90%", "84", "D"),
        ("0%", "140", "A"),
        ("30%", "140", "B"),
        ("60%", "140", "C"),
        ("100%", "140", "D"),
    ]


def test_every_level_of_the_scale_has_its_tick() -> None:
    row = Compared(label="How far?", means=(0.5, 1.0), words=("2", "4"), levels=(0.0, 0.5, 1.0))
    picture = drawn(render_dumbbells("d", "Title", BOTH, [row], SCALE))
    assert [each.attributes["x1"] for each in picture.within("line") if each.classes() == {"tick"}] == [
        "0%",
        "50%",
        "100%",
    ]


def test_more_organisations_than_letters_get_numbers() -> None:
    assert [format_letter(place) for place in (0, 1, 25, 26)] == ["A", "B", "Z", "27"]
