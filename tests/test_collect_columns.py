"""Columns are matched exactly or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.collect.columns import Use
from partnerassess.collect.export import Import, Options, read_export
from partnerassess.collect.headings import Questions
from partnerassess.problems import ProblemsFound
from surveys import PEOPLE, QUESTIONNAIRE, QUESTIONS, as_csv, cells, texts

FIND = Questions(QUESTIONNAIRE)


def read(headings: list[str], *rows: list[str], options: Options | None = None) -> Import:
    content = as_csv([headings, *rows]).encode()
    return read_export("export.csv", QUESTIONNAIRE, options, content=content)


@pytest.mark.parametrize(
    "form",
    [
        "{text}",
        "{id}",
        "{upper}",
        "{under}",
        "{squashed}",
        "12. {text}",
        "Q12) {text}",
        "{text} *",
        "{text}:",
        "{text}\n",
        "  {text} ;",
        "<p>{text}</p>",
        "{id}. {text}",
        "{squashed}. anything else",
        "Group/{text}",
        "group/sub/{under}",
        "g_one-{under}",
        "A grid [{text}]",
        "G1[{squashed}]",
        "{text}2",
        "{text} - Selected Choice",
        "{nbsp}",
        "{text_under}",
    ],
)
def test_a_question_is_known_in_every_form_that_platforms_write(form: str) -> None:
    for question in QUESTIONS:
        heading = form.format(
            text=question.text,
            id=question.id,
            upper=question.id.upper(),
            under=question.id.replace("-", "_"),
            squashed=question.id.replace("-", ""),
            nbsp=question.text.replace(" ", "\u00a0"),
            text_under=question.text.replace(" ", "_"),
        )
        assert FIND.find(heading) == question.id, heading


@st.composite
def altered(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a question's text with words left out, doubled, put elsewhere or taken from another."""
    question = draw(st.sampled_from(QUESTIONS))
    words = question.text.split()
    other = draw(st.sampled_from(QUESTIONS)).text.split()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(words) - 1))
        match draw(st.integers(0, 3)):
            case 0 if len(words) > 2:
                del words[place]
            case 1:
                words.insert(place, draw(st.sampled_from(other)))
            case 2:
                words[place] = draw(st.sampled_from(other))
            case _:
                words.append(words.pop(place))
    return question.id, " ".join(words)


@given(altered())
def test_no_altered_heading_goes_to_another_question(case: tuple[str, str]) -> None:
    name, heading = case
    assert FIND.find(heading) in (None, name, *(each.id for each in QUESTIONS if each.text == heading))


@pytest.mark.parametrize(
    "heading",
    [
        f"Points - {QUESTIONS[5].text}",
        f"Feedback - {QUESTIONS[5].id}",
        f"{QUESTIONS[5].text} [Score]",
        f"{QUESTIONS[5].id}. {QUESTIONS[6].text}",
        "Response",
        "",
        "-",
        "/",
        "[]",
        ". ",
    ],
)
def test_what_only_repeats_a_question_or_names_two_is_none(heading: str) -> None:
    assert FIND.find(heading) is None


def test_two_filled_columns_for_one_question_are_refused_and_named() -> None:
    person = cells(PEOPLE[0])
    with pytest.raises(ProblemsFound, match=r"two columns hold answers to `clear-rationale`: F .* and BM"):
        read([*texts(), "clear-rationale"], [*person, "Mostly"])
    found = read([*texts(), "clear-rationale"], [*person, ""])
    assert found.answers[0].answers["clear-rationale"].given


DETAILS = [
    ("Which partnership is this about?", "partnership"),
    ("Partnership", "partnership"),
    ("about-partnership", "partnership"),
    ("partnership. Which partnership?", "partnership"),
    ("Which organisation do you work for?", "organisation"),
    ("Organization", "organisation"),
    ("Which organisation's view is this?", "organisation"),
    ("Which trust do you work for?", "organisation"),
    ("Your organisation", "organisation"),
    ("What is the name of your organisation?", "organisation"),
    ("What is your role?", "respondent"),
    ("Your role (leave blank to answer for the organisation)", "respondent"),
    ("Job title", "respondent"),
    ("Who answered", "respondent"),
    ("about-respondent", "respondent"),
    ("What is your role in the partnership?", "respondent"),
    ("Round", "round"),
    ("Programme", "programme"),
]


@pytest.mark.parametrize(("heading", "detail"), DETAILS)
def test_columns_that_say_whose_answers_these_are(heading: str, detail: str) -> None:
    found = read([heading, *texts()], ["Northbank", *cells(PEOPLE[0])])
    assert found.columns[0].name == detail
    assert getattr(found.answers[0], detail) == "Northbank"


@pytest.mark.parametrize(
    "heading",
    [
        "How many beds does your organisation have?",
        "What do you think of the partnership?",
        "Name1",
        "How would you describe your role?",
        "What type of organisation do you work for?",
        "Roles",
    ],
)
def test_columns_that_only_mention_it_do_not(heading: str) -> None:
    found = read([heading, *texts()], ["Northbank", *cells(PEOPLE[0])])
    assert found.columns[0].use is Use.UNMATCHED
    assert "Northbank" not in str(found.answers[0])


def test_of_two_columns_that_could_say_the_organisation_neither_is_taken() -> None:
    found = read(["Organisation", "Your organisation", *texts()], ["A", "B", *cells(PEOPLE[0])])
    assert found.answers[0].organisation is None
    assert "which column says the organisation?" in found.asks[0]
    said = Options(organisation="Northbank")
    assert read(
        ["Organisation", "Your organisation", *texts()], ["A", "B", *cells(PEOPLE[0])], options=said
    ).is_whole


def test_notes_are_found_beside_their_questions() -> None:
    takes = next(each for each in QUESTIONS if getattr(each, "not_applicable", False))
    place = list(QUESTIONS).index(takes) + 1
    headings = [*texts()[:place], "Group/Why is it not applicable?", *texts()[place:]]
    headings += [
        "clear-rationale note",
        "shared_vision[comment]",
        f"Comment: {QUESTIONS[7].text}",
        "Comments",
    ]
    person = cells(PEOPLE[0])
    row = [*person[:place], "No regulator asks", *person[place:], "One", "Two", "Three", "Private words"]
    found = read(headings, row)
    notes = {name: each.note for name, each in found.answers[0].answers.items() if each.note}
    assert notes == {
        takes.id: "No regulator asks",
        "clear-rationale": "One",
        "shared-vision": "Two",
        QUESTIONS[7].id: "Three",
    }
    assert [column.heading for column in found.unmatched] == ["Comments"]


def test_a_column_without_a_match_comes_with_a_guess_that_is_not_taken() -> None:
    headings = texts()
    headings[5] = "Is the reason for partnering clear to you?"
    found = read(headings, cells(PEOPLE[0]))
    (column,) = found.unmatched
    assert column.guess == "clear-rationale"
    assert found.missing == ("clear-rationale",)
    assert "clear-rationale" not in found.answers[0].answers


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(ProblemsFound, match="none of the first 12 rows"):
        read([*texts()[:5], "Other"], ["x"] * 6)
    with pytest.raises(ProblemsFound, match="--transposed"):
        read(["", "Northbank"], *([text, "Mostly"] for text in texts()))
