"""The form: every question with all that can be ticked; a page that asks nobody; answers that are read."""

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from typer.testing import CliRunner

import partnerassess.render.form
from instruments import factor, question, questionnaire
from markup import Element, read_page
from partnerassess.cli import app
from partnerassess.collect.template import leave_out, read_settled
from partnerassess.conditions import (
    All,
    AnswerAtLeast,
    AnswerBelow,
    Answered,
    AnyOf,
    Chose,
    Condition,
    FactorBelow,
    Not,
    holds,
    settle,
)
from partnerassess.files.reading import UNSAFE_CHARACTER, tidy
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Choice, ChoiceQuestion, Questionnaire, ScoredQuestion, Section
from partnerassess.parsing.nodes import Document
from partnerassess.problems import ProblemsFound
from partnerassess.render.form import render_form, render_form_document, view_parts

SCRIPT = (Path(partnerassess.render.form.__file__).parent / "templates" / "form.js").read_text(
    encoding="utf-8"
)

STARTED_BY = ChoiceQuestion(
    id="started-by",
    text="Who asks for it?",
    choices=(Choice(id="us", text="We do"), Choice(id="them", text="<b>They</b> do")),
    help="It matters.",
)


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return load_questionnaire(shipped_questionnaires()["nhs-partnering"])


@pytest.fixture(scope="module")
def shown(shipped: Questionnaire) -> str:
    return render_form(shipped)


@pytest.fixture(scope="module")
def page(shown: str) -> Element:
    return read_page(shown)


def asked(*questions: ScoredQuestion, applies_if: Condition | None = None) -> Questionnaire:
    bare = questionnaire([factor("F", "context", dict.fromkeys(questions, 1)), factor("E", "enablers")])
    return replace(
        bare,
        sections=(Section(id="start", title="Start", questions=(STARTED_BY,)), *bare.sections),
        arrangements=tuple(replace(each, applies_if=applies_if) for each in bare.arrangements),
    )


def questions_of(page: Element) -> list[Element]:
    return page.within("fieldset")


def boxes(question: Element) -> list[str]:
    (sheet,) = [each for each in question.within("div") if each.classes() == {"boxes"}]
    return [each.text() for each in sheet.within("label")]


def values(question: Element) -> list[str]:
    return [each.attributes["value"] for each in question.within("input")]


def test_the_page_asks_nobody_and_lets_only_its_own_script_and_style_through(
    shown: str, page: Element
) -> None:
    (policy,) = [
        each.attributes["content"] for each in page.within("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    hashes = {}
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", shown, re.DOTALL)
        hashes[tag] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "http:" not in shown
    assert "https:" not in shown
    assert "url(" not in shown
    for element in page.within():
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        assert "src" not in element.attributes
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "innerHTML", "eval(", "import("):
        assert word not in SCRIPT


def test_everything_on_the_page_has_a_name_of_its_own(page: Element) -> None:
    names = [each.attributes["id"] for each in page.within() if "id" in each.attributes]
    assert len(names) == len(set(names))
    for element in page.within():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            assert set(element.attributes.get(attribute, "").split()) <= set(names)
    labelled = {each.attributes.get("for") for each in page.within("label")}
    for field in page.within("input", "textarea"):
        is_inside = any(each.tag == "label" for each in field.around())
        assert is_inside or field.attributes["id"] in labelled
    (root,) = page.within("html")
    assert root.attributes["lang"] == "en-GB"
    assert len(page.within("h1")) == len(page.within("main")) == 1


@pytest.mark.parametrize(("language", "declared"), [("cy", "cy"), ('x" y', "en-GB"), (None, "en-GB")])
def test_a_language_is_declared_only_as_browsers_write_it(
    shipped: Questionnaire, language: str | None, declared: str
) -> None:
    form = read_page(render_form(replace(shipped, language=language)))
    assert form.within("html")[0].attributes["lang"] == declared


def test_without_its_script_the_page_offers_nothing_that_would_not_work(page: Element) -> None:
    for button in page.within("button"):
        around = [button, *button.around()]
        assert any("hidden" in each.attributes and "scripted" in each.classes() for each in around)
    assert page.within("noscript")


def test_every_question_stands_on_the_form_with_its_number_its_name_and_its_help(
    shipped: Questionnaire, page: Element
) -> None:
    found = questions_of(page)
    assert len(found) == len(shipped.questions)
    for number, (element, each) in enumerate(zip(found, shipped.questions.values(), strict=True), start=1):
        assert element.within("legend")[0].text() == f"{number}. {each.text}"
        assert element.attributes["data-id"] == element.within("small")[-1].text() == each.id
        assert each.help is None or " ".join(each.help.split()) in element.text()
        assert element.within("textarea")


def test_every_level_has_a_box_with_its_number_label_and_description(
    shipped: Questionnaire, page: Element
) -> None:
    for element, each in zip(questions_of(page), shipped.questions.values(), strict=True):
        if isinstance(each, ChoiceQuestion):
            expected = {choice.id: choice.text for choice in each.choices}
        else:
            expected = {
                str(level.value): f"{level.value} {level.label} {level.description or ''}".strip()
                for level in each.levels
            }
        expected |= {"unknown": "Don't know", "declined": "Prefer not to say"}
        if isinstance(each, ScoredQuestion) and each.not_applicable:
            expected["not_applicable"] = "Not applicable (say why in the note)"
        assert dict(zip(values(element), boxes(element), strict=True)) == expected


def test_a_label_that_repeats_its_value_stands_there_once() -> None:
    bare = question("far", not_applicable=False)
    plain = replace(bare, levels=tuple(replace(level, label=str(level.value)) for level in bare.levels))
    second = questions_of(read_page(render_form(asked(plain))))[1]
    assert boxes(second) == ["0", "1", "2", "3", "4", "Don't know", "Prefer not to say"]


CHOSE_US = Chose(question="started-by", choices=("us",))
CHOSE_ANY = Chose(question="started-by", choices=("us", "them"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (CHOSE_US, "Only if question 1 is “We do”."),
        (CHOSE_ANY, "Only if question 1 is “We do” or “<b>They</b> do”."),
        (Not(condition=CHOSE_US), "Only if it is not so that question 1 is “We do”."),
        (
            All(conditions=(CHOSE_US, AnyOf(conditions=(CHOSE_US, Not(condition=CHOSE_US))))),
            "Only if question 1 is “We do” "
            "and (question 1 is “We do” or it is not so that question 1 is “We do”).",
        ),
        (
            Not(condition=All(conditions=(CHOSE_US, CHOSE_US))),
            "Only if it is not so that (question 1 is “We do” and question 1 is “We do”).",
        ),
    ],
)
def test_a_question_that_not_everybody_answers_says_when(condition: Condition, words: str) -> None:
    second = questions_of(read_page(render_form(asked(replace(question("far"), only_if=condition)))))[1]
    assert second.within("b")[0].text() == words
    assert json.loads(second.attributes["data-only-if"])


def test_a_condition_that_is_not_about_a_choice_cannot_stand_on_a_form() -> None:
    condition = AnswerBelow(question="started-by", value=question("far").levels[0].value)
    with pytest.raises(TypeError, match="not about a choice"):
        render_form(asked(replace(question("far"), only_if=condition)))


def test_hostile_text_stands_on_the_form_as_text() -> None:
    hostile = "</p><script>alert(1)</script>\u202e"
    page = read_page(
        render_form(
            replace(asked(replace(question("far"), text=hostile)), title=hostile, description=hostile)
        )
    )
    assert len(page.within("script")) == 1
    assert "</p><script>alert(1)</script>\\u202e" in page.within("h1")[0].text()


def test_the_script_reads_conditions_in_the_words_of_questionnaire_files() -> None:
    half = Fraction(1, 2)
    condition = All(
        conditions=(
            AnyOf(conditions=(CHOSE_US, Not(condition=Answered(question="started-by", answered=False)))),
            AnswerAtLeast(question="far", value=half),
            AnswerBelow(question="far", value=Fraction(3)),
        )
    )
    page = read_page(render_form(asked(question("far"), question("near"), applies_if=condition)))
    about = json.loads(page.within("main")[0].attributes["data-about"])
    (applies,) = about["applies"].values()
    assert applies == {
        "all": [
            {
                "any": [
                    {"question": "started-by", "is": ["us"]},
                    {"not": {"question": "started-by", "answered": False}},
                ]
            },
            {"question": "far", "at_least": 0.5},
            {"question": "far", "below": 3.0},
        ]
    }
    # What decides whether an arrangement applies can always be taken back.
    feeds = {each.attributes["data-id"]: each.attributes.get("data-feeds") for each in questions_of(page)}
    assert feeds["far"] is None
    assert feeds["near"] in about["applies"]


def test_a_condition_about_a_result_cannot_stand_on_a_form() -> None:
    with pytest.raises(TypeError, match="not about an answer"):
        render_form(asked(question("far"), applies_if=FactorBelow(factor="F", position=Fraction(1, 2))))


# What is settled beforehand


def test_what_is_settled_stands_there_with_its_one_answer_and_what_cannot_apply_is_left_out(
    shipped: Questionnaire,
) -> None:
    settled = read_settled(shipped, ["initiated-by=voluntary", "scale-envisaged=individual"])
    narrow = leave_out(shipped, settled)
    page = read_page(render_form(narrow, settled))
    found = {each.attributes["data-id"]: each for each in questions_of(page)}
    (arrangement,) = narrow.arrangements
    assert arrangement.applies_if is None
    scored = {each.id for each in arrangement.questions()}
    assert set(found) == scored | {
        each.id for each in shipped.questions.values() if isinstance(each, ChoiceQuestion)
    }
    assert len(found) < len(shipped.questions) / 2
    (only,) = found["initiated-by"].within("input")
    assert only.attributes["value"] == "voluntary"
    assert "checked" in only.attributes
    assert [each for each in page.within("input") if "checked" in each.attributes][:2] == [
        only,
        found["scale-envisaged"].within("input")[0],
    ]
    assert len(page.within("h2")) >= len(narrow.sections)


def test_nothing_is_left_out_while_nothing_is_settled(shipped: Questionnaire) -> None:
    assert leave_out(shipped, read_settled(shipped, [])) is shipped


@pytest.mark.parametrize(
    "condition",
    [
        CHOSE_US,
        All(conditions=(CHOSE_US, Chose(question="then", choices=("us",)))),
        AnyOf(conditions=(Chose(question="started-by", choices=("them",)), CHOSE_US)),
    ],
)
def test_a_condition_that_is_met_is_not_mentioned_any_more(condition: Condition) -> None:
    then = replace(STARTED_BY, id="then")
    whole = asked(replace(question("far"), only_if=condition))
    first, *others = whole.sections
    whole = replace(whole, sections=(replace(first, questions=(STARTED_BY, then)), *others))
    settled = read_settled(whole, ["started-by=us"])
    (far,) = [
        each for _, questions in view_parts(leave_out(whole, settled), settled) for each in questions
        if each.question.id == "far"
    ]  # fmt: skip
    assert far.only_if == ("Only if question 2 is “We do”." if isinstance(condition, All) else "")


TRUTHS = {"a": True, "b": False, "c": None, "d": None}
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(Chose, question=st.sampled_from(sorted(TRUTHS)), choices=st.just(("x",))),
    lambda parts: st.one_of(
        st.builds(All, conditions=st.lists(parts, max_size=3).map(tuple)),
        st.builds(AnyOf, conditions=st.lists(parts, max_size=3).map(tuple)),
        st.builds(Not, condition=parts),
    ),
)


@given(CONDITIONS, st.booleans(), st.booleans())
def test_what_is_open_of_a_condition_says_the_same_as_the_whole(
    condition: Condition, c: bool, d: bool
) -> None:
    def known(truths: dict[str, bool | None], condition: Condition) -> bool | None:
        return holds(condition, lambda fact: truths[fact.question])  # type: ignore[union-attr]

    rest = settle(condition, lambda fact: TRUTHS[fact.question])  # type: ignore[union-attr]
    later = {**TRUTHS, "c": c, "d": d}
    assert known(later, condition) is (rest if isinstance(rest, bool) else known(later, rest))
    if known(TRUTHS, condition) is not None:
        assert rest is known(TRUTHS, condition)
    elif not isinstance(rest, bool):
        assert known({"c": c, "d": d}, rest) is not None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("initiated-by=me", "is not an answer"),
        ("need-identified=3", "only a choice can be settled"),
        ("initiated-by=unknown", "only a choice can be settled"),
        ("initiated=voluntary", "no question"),
        ("voluntary", "no change"),
    ],
)
def test_only_choices_can_be_settled(shipped: Questionnaire, said: str, words: str) -> None:
    with pytest.raises(ProblemsFound, match=words):
        read_settled(shipped, [said])


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_every_form_to_fill_in_holds_what_is_settled(
    tmp_path: Path, shipped: Questionnaire, ending: str
) -> None:
    path = tmp_path / f"answers.{ending}"
    made = CliRunner().invoke(app, ["template", "-o", str(path), "--start", "initiated-by=mandated"])
    assert made.exit_code == 0, made.output
    (document,) = read_answer_documents(path)
    assert isinstance(document, Document)
    answers = load_answers(document, shipped).answers
    assert {name: answer.given for name, answer in answers.items()} == {
        "initiated-by": next(
            choice
            for question in shipped.questions.values()
            if isinstance(question, ChoiceQuestion)
            for choice in question.choices
            if choice.id == "mandated"
        )
    }


def test_on_paper_what_is_settled_is_ticked(shipped: Questionnaire) -> None:
    settled = read_settled(shipped, ["initiated-by=mandated"])
    words = [
        paragraph.text
        for paragraph in docx.Document(
            io.BytesIO(render_form_document(leave_out(shipped, settled), settled))
        ).paragraphs
    ]
    assert [each for each in words if "☒" in each] == ["☒ An outside body, such as a regulator"]


@pytest.mark.parametrize(
    ("said", "words"),
    [(["--start", "initiated-by=me"], "--start"), (["--quick", "-q", "nhs-partnering"], "--quick")],
)
def test_the_command_refuses_what_it_cannot_do(said: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["template", *said])
    assert done.exit_code == 2
    assert words in done.output


def test_a_first_look_is_a_form_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    assert CliRunner().invoke(app, ["template", "--quick", "-o", str(path)]).exit_code == 0
    page = read_page(path.read_text(encoding="utf-8"))
    about = json.loads(page.within("main")[0].attributes["data-about"])
    assert about["questionnaire"] == "nhs-partnering-quick"
    assert len(questions_of(page)) == 15 + 2


# What the page saves. The script is tried in a browser by `.ci/browser`; here stand its rules for texts.


def script_pattern(name: str) -> re.Pattern[str]:
    (pattern,) = re.findall(rf"^const {name} = /(.*)/gu?;$", SCRIPT, re.MULTILINE)
    return re.compile(pattern)


def saved_texts(text: str) -> Iterator[str]:
    """Give a text as the form saves it in a note and in a name."""
    lines = script_pattern("UNSAFE").sub("", script_pattern("BREAK").sub("\n", text)).strip()
    yield lines
    yield " ".join(lines.split())


ODD = st.sampled_from("\u0000\u0085\u2028\u202e\u200d\ud800\ufeff\xad\r\n\t\"'\\#:{}[]&*!|>%@`<")
ANY_TEXT = st.text(st.one_of(ODD, st.characters(exclude_categories=())), max_size=40)


@given(ANY_TEXT)
def test_any_text_that_is_typed_comes_through_the_reader(text: str) -> None:
    asks = asked(question("far"))
    note, name = saved_texts(text)
    assert not re.search(UNSAFE_CHARACTER, note)
    file = {
        "format": "partnerassess-answers/1",
        "questionnaire": asks.id,
        "version": asks.version,
        **({"partnership": name} if name else {}),
        "answers": {"started-by": "us", "far": {"answer": 3, "note": note} if note else 3},
    }
    # What JSON.stringify(file, null, 2) gives.
    content = (json.dumps(file, indent=2, ensure_ascii=False) + "\n").encode()
    (document,) = read_answer_documents("answers.json", content=content)
    assert isinstance(document, Document)
    answers = load_answers(document, asks)
    assert answers.partnership == (tidy(name).strip() or None)
    assert answers.answers["far"].note == (tidy(note).strip() or None)
    assert str(answers.answers["far"].given).startswith("Level(value=Fraction(3, 1)")
