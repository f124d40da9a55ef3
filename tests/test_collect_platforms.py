"""Every shape in which survey platforms export gives the answers that people gave."""

import codecs
import datetime
import html
from collections.abc import Callable, Sequence
from typing import Any

import pytest

import surveys
from partnerassess.collect.cells import Numbers, Order
from partnerassess.collect.columns import Use
from partnerassess.collect.export import Import, Options, read_export
from partnerassess.collect.platforms import Platform
from partnerassess.loading.wording import format_answer
from partnerassess.model import ChoiceQuestion, Question
from partnerassess.problems import ProblemsFound
from surveys import PARTNERSHIP, PEOPLE, QUESTIONNAIRE, QUESTIONS, as_csv, as_workbook, cells, texts
from test_collect_exports import check_the_sums

DETAILS = ["Which partnership is this about?", "Which organisation do you work for?", "What is your role?"]
CHOICES = {each.id for each in QUESTIONS if isinstance(each, ChoiceQuestion)}
DAY = datetime.datetime(2026, 11, 9, 9, 12, 5)


def read(content: str | bytes, options: Options | None = None) -> Import:
    data = content.encode() if isinstance(content, str) else content
    return read_export("export", QUESTIONNAIRE, options, content=data)


def refuse(content: str | bytes, options: Options | None = None) -> str:
    with pytest.raises(ProblemsFound) as refused:
        read(content, options)
    return str(refused.value)


def check(found: Import, people: Sequence[surveys.Person] = PEOPLE, roles: bool = True) -> None:
    """Assert that these people's answers, and nobody else's, came out, and that all is accounted for."""
    assert len(found.views) == len(people)
    for answers, person in zip(found.answers, people, strict=True):
        given = {name: answer.given for name, answer in answers.answers.items()}
        assert {name: format_answer(each) for name, each in given.items() if each} == surveys.expected(person)
        if roles:
            assert (answers.organisation, answers.respondent) == person[:2]
            assert answers.partnership == PARTNERSHIP
    check_the_sums(found)


def details(person: surveys.Person) -> list[str]:
    return [PARTNERSHIP, person[0], person[1]]


FORMS = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]


def forms_rows(header: Sequence[str] = FORMS) -> list[list[Any]]:
    rows: list[list[Any]] = [[*header, *DETAILS, *texts()]]
    for number, person in enumerate(PEOPLE, start=1):
        fixed = [number, DAY, DAY + datetime.timedelta(hours=1), "anonymous", "", ""]
        fixed += [""] * (len(header) - 6)
        rows.append([*fixed[: len(header)], *details(person), *cells(person)])
    return rows


def test_microsoft_forms_in_a_workbook_that_is_kept_in_step() -> None:
    header = ["Id", "Start time", "Completion time", "Email", "Name", "Language"]
    rows = forms_rows(header)
    found = read(as_workbook({"Sheet1": rows, "_56F9DC97": [["form"]]}, hidden=["_56F9DC97"]))
    check(found)
    assert (found.platform, found.sheet, found.remarks) == (Platform.FORMS, "Sheet1", ())
    assert found.date == DAY.date()


@pytest.mark.parametrize(
    "header",
    [
        ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre",
         "Hora de última modificación"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Uhrzeit der letzten Änderung"],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom",
         "Heure de la dernière modification"],
    ],
)  # fmt: skip
def test_microsoft_forms_in_other_languages(header: list[str]) -> None:
    found = read(as_workbook({"Sheet1": forms_rows(header)}))
    check(found)
    assert found.unmatched == ()
    assert found.date == DAY.date()


def test_a_quiz_of_microsoft_forms() -> None:
    rows = forms_rows([*FORMS, "Total points", "Quiz feedback", "Grade posted time"])
    wide = []
    for row in rows:
        fixed, answers = row[:12], row[12:]
        for question, cell in zip(QUESTIONS, answers, strict=True):
            is_heading = row is rows[0]
            fixed += [cell, f"Points - {question.text}" if is_heading else 0]
            fixed += [f"Feedback - {question.text}" if is_heading else "Well done"]
        wide.append(fixed)
    found = read(as_workbook({"Sheet1": wide}))
    check(found)
    assert found.unmatched == ()


def test_microsoft_forms_saved_as_a_text_on_windows() -> None:
    rows = [[*row[:1], "2/29/24 18:20:42", "3/1/24 9:20:42", *row[3:]] for row in forms_rows()]
    rows[0] = forms_rows()[0]
    text = as_csv(rows).replace("Don't know", "Don’t know")
    found = read(text.encode("cp1252"))
    check(found)
    assert found.date == datetime.date(2024, 3, 1)


def test_columns_in_another_order_with_line_ends_and_spaces_that_do_not_break() -> None:
    rows = forms_rows()
    order = [*reversed(range(6, len(rows[0]))), *range(6)]
    rows = [[row[place] for place in order] for row in rows]
    rows[0] = [f"{heading.replace(' ', chr(160))}\n" for heading in rows[0]]
    check(read(as_workbook({"Sheet1": rows})))


def test_google_forms_from_sheets() -> None:
    rows: list[list[Any]] = [["Timestamp", "Email Address", "Score", *DETAILS, *texts()]]
    rows += [["8/4/2025 23:25:41", "a@b.example", "4 / 5", *details(each), *cells(each)] for each in PEOPLE]
    found = read(as_workbook({"Form Responses 1": rows}))
    check(found)
    assert found.date is None
    assert "08/04/2025 can be two days" in found.asks[0]
    assert not found.is_whole
    dated = read(as_workbook({"Form Responses 1": rows}), Options(order=Order.DAY_FIRST))
    assert dated.date == datetime.date(2025, 4, 8)
    assert read(as_csv(rows), Options(order=Order.MONTH_FIRST)).date == datetime.date(2025, 8, 4)


def test_a_grid_of_google_forms() -> None:
    rows = [["Timestamp", *DETAILS, *(f"How far is this so? [{text}]" for text in texts())]]
    rows += [["2026/10/04 10:15:00 AM GMT+5:30", *details(each), *cells(each)] for each in PEOPLE]
    found = read(as_csv(rows, quoted=True))
    check(found)
    assert found.date == datetime.date(2026, 10, 4)


def test_a_quiz_of_google_forms() -> None:
    rows = [["Timestamp", "Total score", *DETAILS]]
    rows[0] += [each for text in texts() for each in (text, f"{text} [Score]", f"{text} [Feedback]")]
    for person in PEOPLE:
        row = ["2026/10/04 10:15:00 AM GMT", "3.00 / 64", *details(person)]
        rows.append(row + [each for cell in cells(person) for each in (cell, "-- / 0", "")])
    check(read(as_csv(rows, quoted=True)))


QUALTRICS = [
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
    "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
    "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage",
]  # fmt: skip


def qualtrics_rows(word: surveys.Word = surveys.say) -> list[list[str]]:
    names = [f"Q{number}" for number in range(1, len(QUESTIONS) + 4)]
    codes = [f'{{"ImportId":"QID{number}"}}' for number in range(len(QUALTRICS) + len(names))]
    rows = [[*QUALTRICS, *names], [*QUALTRICS, *DETAILS, *texts()], codes]
    fixed = ["2026-11-09 09:12:05"] * 2
    for person in PEOPLE:
        begin = [*fixed, "IP Address", "203.0.113.7", "100", "60", "True", "2026-11-09 10:00:00", "R_1"]
        rows.append([*begin, *[""] * 8, *details(person), *cells(person, word)])
    return rows


def test_qualtrics_as_wide_text_with_tabs() -> None:
    text = as_csv(qualtrics_rows(), "\t")
    found = read(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    check(found)
    assert found.kind == "text with tabs, UTF-16"
    check(read(text.encode("utf-16-le")))


def test_qualtrics_leaves_out_previews_and_spam() -> None:
    rows = qualtrics_rows()
    for status in ("Survey Preview", "Spam"):
        rows.append([*rows[3][:2], status, *rows[3][3:]])
    found = read(as_csv(rows))
    check(found)
    assert [row.left_out for row in found.left_out] == ["a preview", "marked as spam"]


def test_qualtrics_with_markup_in_its_texts() -> None:
    rows = qualtrics_rows()
    texts_row = [f"<div><b>{html.escape(text)}</b>&nbsp;<br></div>" for text in rows[1][len(QUALTRICS) :]]
    rows[1] = [*QUALTRICS, *texts_row]
    check(read(as_csv(rows)))


def test_a_matrix_of_qualtrics() -> None:
    rows = qualtrics_rows()
    rows[1] = [*QUALTRICS, *DETAILS, *(f"How far is this so? - {text}" for text in texts())]
    check(read(as_csv(rows)))


def test_legacy_qualtrics_with_two_rows_of_headings_and_a_comma_too_many() -> None:
    first = ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10"]
    second = [
        "ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status",
        "StartDate", "EndDate", "Finished",
    ]  # fmt: skip
    names = [f"Q{number}" for number in range(1, len(QUESTIONS) + 4)]
    rows = [[*first, *names, ""], [*second, *DETAILS, *texts(), ""]]
    for person in PEOPLE:
        fixed = ["R_1", "Default", "Anonymous", "", "", "203.0.113.7", "0", "2026-11-09 09:12:05"]
        rows.append([*fixed, "2026-11-09 10:12:05", "1", *details(person), *cells(person), ""])
    check(read("\ufeff" + as_csv(rows)))


def test_what_qualtrics_says_was_seen_and_not_answered_is_not_answered() -> None:
    unseen = QUESTIONS[9].id
    rows = qualtrics_rows(
        lambda question, answer: "-99" if question.id == unseen else surveys.say(question, answer)
    )
    found = read(as_csv(rows))
    assert found.is_whole
    assert not [each for each in found.answers if unseen in each.answers]
    check_the_sums(found)


def test_recoded_numbers_are_refused() -> None:
    def recode(question: Question, answer: str) -> str:
        return {"?": "6", "n/a": "7"}.get(answer) or str(int(answer) + 1)

    said = refuse(as_csv(qualtrics_rows(recode)))
    assert "its numbers go up to 7" in said
    assert "export the answers as text" in said


LIMESURVEY = [
    ("id", "Response ID"), ("submitdate", "Date submitted"), ("lastpage", "Last page"),
    ("startlanguage", "Start language"), ("seed", "Seed"), ("ipaddr", "IP address"),
]  # fmt: skip


def limesurvey(heading: str, separator: str = ",", word: surveys.Word = surveys.say) -> str:
    codes = ["partnership", "organisation", "role", *(each.id.replace("-", "") for each in QUESTIONS)]
    pairs = [*LIMESURVEY, *zip(codes, [*DETAILS, *texts()], strict=True)]
    rows = [[heading.format(code=code, text=text) for code, text in pairs]]
    for person in PEOPLE:
        fixed = ["1", "2026-11-09 09:35:46", "9", "en", "144", "203.0.113.9"]
        rows.append([*fixed, *details(person), *cells(person, word)])
    return "\ufeff" + as_csv(rows, separator, quoted=True) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("heading", ["{code}", "{code}. {text}", "{text}", "{code}. {text:.15}.. "])
def test_limesurvey_with_every_kind_of_heading(heading: str, separator: str) -> None:
    found = read(limesurvey(heading, separator))
    check(found)
    assert found.platform is Platform.LIMESURVEY
    assert found.unmatched == ()


def test_limesurvey_with_arrays() -> None:
    check(
        read(
            limesurvey("G1[{code}]. How far is this so? [{text}]").replace("G1[id]. How far is this so?", "")
        )
    )


def test_answer_codes_of_limesurvey_are_refused() -> None:
    said = refuse(limesurvey("{code}", word=lambda question, answer: f"A{len(answer) + 1}"))
    assert "codes such as 'A" in said
    assert "as text" in said


def test_limesurvey_that_was_never_handed_in_is_kept_and_said() -> None:
    text = limesurvey("{code}").replace("2026-11-09 09:35:46", "", 1)
    found = read(text)
    check(found)
    assert "not handed in, but kept: row 2" in found.remarks


def redcap(labels: bool) -> str:
    codes = ["partnership", "organisation", "role", *(each.id.replace("-", "_") for each in QUESTIONS)]
    raw = ["record_id", "redcap_event_name", "redcap_survey_identifier", "partnering_timestamp"]
    named = ["Record ID", "Event Name", "Survey Identifier", "Survey Timestamp"]
    heading = [*named, *DETAILS, *texts(), "Complete?"] if labels else [*raw, *codes, "partnering_complete"]
    rows = [[each.replace('"', "'").replace("'", "&#039;") if labels else each for each in heading]]

    def number(question: Question, answer: str) -> str:
        return {"?": "98", "n/a": "97"}.get(answer) or surveys.code(question, answer)

    for person in PEOPLE:
        said = [each.replace("'", "&#039;") for each in cells(person)] if labels else cells(person, number)
        ending = "Complete" if labels else "2"
        rows.append(["1", "arm_1", "", "2026-11-09 09:35:46", *details(person), *said, ending])
    return as_csv(rows)


@pytest.mark.parametrize("labels", [True, False])
def test_redcap_raw_and_with_labels(labels: bool) -> None:
    found = read(redcap(labels))
    check(found)
    assert found.platform is Platform.REDCAP
    assert found.unmatched == ()


KOBO = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
        "__version__", "_tags", "_index"]  # fmt: skip


def test_kobo_with_names_and_groups() -> None:
    codes = [f"part/{each.id.replace('-', '_')}" for each in QUESTIONS]
    about = ["about/partnership", "about/organisation", "about/role"]
    rows = [["start", "end", *about, *codes, *KOBO]]
    for person in PEOPLE:
        ending = ["1", "u", "2026-11-09T09:35:46", "", "", "submitted_via_web", "", "v1", "", "1"]
        said = cells(person, surveys.code)
        rows.append(["2026-11-09T09:00:00", "2026-11-09T09:35:46", *details(person), *said, *ending])
    found = read(as_csv(rows, ";", quoted=True))
    check(found)
    assert found.unmatched == ()


def test_kobo_with_tags_below_the_headings() -> None:
    rows = [[*DETAILS, *texts(), *KOBO], ["#partnership", *[""] * (2 + len(QUESTIONS) + len(KOBO))]]
    for person in PEOPLE:
        ending = ["1", "u", "2026-11-09T09:35:46", "Approved", "", "submitted_via_web", "", "v1", "", "1"]
        rows.append([*details(person), *cells(person, surveys.say_all), *ending])
    check(read(as_csv(rows, ";", quoted=True)))


def test_odk_central_without_groups() -> None:
    ending = ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
              "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]  # fmt: skip
    codes = [each.id.replace("-", "_") for each in QUESTIONS]
    rows = [["SubmissionDate", "partnership", "organisation", "respondent", *codes, *ending]]
    for person in PEOPLE:
        said = cells(person, surveys.code)
        last = ["uuid:1", "uuid:1", "22", "Abena Osei", "0", "0", "", "approved", "collect:x", "0", "1.0"]
        rows.append(["2026-11-09T09:35:46.525Z", *details(person), *said, *last])
    found = read(as_csv(rows))
    check(found)
    assert found.unmatched == ()


SURVEYMONKEY = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
                "First Name", "Last Name", "Custom Data 1"]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_matrix_of_surveymonkey(kind: str) -> None:
    choices = [each for each in QUESTIONS if isinstance(each, ChoiceQuestion)]
    scored = [each for each in QUESTIONS if each not in choices]
    above = [*SURVEYMONKEY, *DETAILS, *(each.text for each in choices), "How far is this so?"]
    above += [""] * (len(scored) - 1)
    below = [*[""] * 9, *["Open-Ended Response"] * 3, *["Response"] * len(choices)]
    rows = [above, [*below, *(each.text for each in scored)]]
    for person in PEOPLE:
        fixed = ["11400000000", "42000001", "11/09/2026 09:12:05 AM", "11/09/2026 09:35:46 AM"]
        said = [surveys.say(each, person[2][each.id]) for each in (*choices, *scored)]
        rows.append([*fixed, "203.0.113.5", "", "", "", "", *details(person), *said])
    found = read(as_csv(rows) if kind == "csv" else as_workbook({"Sheet": rows}))
    check(found)
    assert found.unmatched == ()
    assert found.date == datetime.date(2026, 11, 9)


def test_a_sheet_made_by_hand_with_titles_above_and_averages_below() -> None:
    rows: list[list[Any]] = [["Partnership readiness"], ["Prepared in November"], []]
    rows.append(["Partnership", "Organisation", "Role", *(each.id for each in QUESTIONS)])
    for person in PEOPLE:
        said = [int(cell) if cell.isdigit() else cell for cell in cells(person, surveys.code)]
        rows.append([*details(person), *said])
    rows.append(["", "", "Average", *["=AVERAGE(D5:D7)"] * len(QUESTIONS)])
    rows.append(["", "", "", *[""] * 4, *[2.25, 1.5, 3.0] * 20])
    width = max(map(len, rows))
    found = read(as_workbook({"Notes": [["Nothing here"]], "Responses": rows}))
    check(found)
    assert [row.left_out for row in found.left_out] == ["a line of averages or totals"] * 2
    assert found.remarks == ("sheet 'Notes' was not read: it has none of the questions",)
    even = [[*row, *[""] * (width - len(row))] for row in rows[:-2]]
    check(read(as_csv(even)))


def test_numbers_without_a_single_lowest_are_asked_about() -> None:
    def place(question: Question, answer: str) -> str:
        if isinstance(question, ChoiceQuestion) or answer in ("?", "n/a"):
            return surveys.say(question, answer)
        return str(min(int(answer), 3) + 1)

    def lower(name: str, answer: str) -> str:
        return answer if answer in ("?", "n/a") or name in CHOICES else str(min(int(answer), 3))

    people = [
        (organisation, role, {name: lower(name, answer) for name, answer in answers.items()})
        for organisation, role, answers in PEOPLE
    ]
    rows = [[*DETAILS, *texts()], *([*details(each), *cells(each, place)] for each in PEOPLE)]
    said = refuse(as_csv(rows))
    assert "does 1 mean the first option" in said
    assert "--answers positions or --answers values" in said
    check(read(as_csv(rows), Options(numbers=Numbers.POSITIONS)), people)
    found = read(as_csv(rows), Options(numbers=Numbers.VALUES))
    assert len(found.views) == 3


# What people and platforms do to headings and options


def plain(headings: Sequence[str], word: surveys.Word = surveys.say) -> Import:
    """Read a table of these people's answers under these headings."""
    rows = [["Partnership", "Organisation", "Role", *headings]]
    rows += [[*details(each), *cells(each, word)] for each in PEOPLE]
    return read(as_csv(rows))


SECTION_OF = {question.id: section for section in QUESTIONNAIRE.sections for question in section.questions}
HEADINGS: dict[str, Callable[[int, Question], str]] = {
    "a number and a dash": lambda number, each: f"{number} - {each.text}",
    "a number in brackets": lambda number, each: f"({number}) {each.text}",
    "the help in brackets below": lambda number, each: f"{each.text}\n({each.help or 'Choose one'})",
    "the help behind": lambda number, each: f"{each.text} {each.help or ''}",
    "a word about how to answer": lambda number, each: f"{each.text} (required)",
    "what a form reads aloud": lambda number, each: f"{each.text} Required to answer. Single choice.",
    "the section before a colon": lambda number, each: f"{SECTION_OF[each.id].title}: {each.text}",
    "the section before a dash": lambda number, each: f"{SECTION_OF[each.id].title} - {each.text}",
    "a number with a point": lambda number, each: f"{number // 8}.{number % 8} {each.text}",
    "a letter": lambda number, each: f"{'abcdefgh'[number % 8]}) {each.text}",
    "quotation marks": lambda number, each: f'"{each.text}"',
    "its id before it": lambda number, each: f"[{each.id}] {each.text}",
    "its id behind it": lambda number, each: f"{each.text} ({each.id})",
    "cut off with a mark": lambda number, each: each.text if len(each.text) < 91 else f"{each.text[:90]}…",
    "cut off at one length": lambda number, each: each.text[:95],
}


@pytest.mark.parametrize("heading", HEADINGS.values(), ids=HEADINGS)
def test_a_heading_that_holds_the_whole_text_is_found(heading: Callable[[int, Question], str]) -> None:
    found = plain([heading(number, each) for number, each in enumerate(QUESTIONS, start=1)])
    check(found)
    assert found.unmatched == ()


@pytest.mark.parametrize(
    "behind",
    [" Please explain your answer.", " - comments", " (please give reasons)", "\nAny other comments?"],
)
def test_a_heading_that_asks_for_reasons_is_about_notes(behind: str) -> None:
    rows = [["Partnership", "Organisation", "Role", *texts(), f"{QUESTIONS[9].text}{behind}"]]
    rows += [[*details(each), *cells(each), "Minuted in May"] for each in PEOPLE]
    found = read(as_csv(rows))
    check(found)
    assert {each.answers[QUESTIONS[9].id].note for each in found.answers} == {"Minuted in May"}


def test_what_is_left_of_a_heading_must_be_the_beginning_of_one_text_only() -> None:
    found = plain([each.text[:41] for each in QUESTIONS])
    given = [set(each.answers) for each in found.answers]
    cut = {each.id for each in QUESTIONS if sum(o.text[:41] == each.text[:41] for o in QUESTIONS) == 1}
    assert all(answered == cut for answered in given)
    assert {column.use for column in found.unmatched} == {Use.UNMATCHED}
    check_the_sums(found)


@pytest.mark.parametrize("form", ['"{}"', '["{}"]', "☑ {}", "{},", "* {}"])
def test_signs_around_an_answer_say_nothing(form: str) -> None:
    check(plain(texts(), lambda question, answer: form.format(surveys.say(question, answer))))


def test_texts_that_went_through_the_wrong_characters_are_known() -> None:
    def mangled(text: str) -> str:
        return text.replace("'", "\u2019").encode().decode("cp1252")

    found = plain(
        [mangled(text) for text in texts()],
        lambda question, answer: mangled(surveys.say_all(question, answer)),
    )
    check(found)
    assert found.is_whole


def test_options_may_have_their_letters() -> None:
    def lettered(question: Question, answer: str) -> str:
        letter = "ABCDEFGHIJK"[int(answer)] if answer.isdigit() else "F"
        return f"{letter}. {surveys.say_all(question, answer)}"

    check(plain(texts(), lettered))


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (["ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Tid för senaste ändring"], "E-post"),
        (["Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi", "Viimeisin"], "Sähköposti"),
        (["ID", "Amser dechrau", "Amser cwblhau", "E-bost", "Enw", "Amser addasu"], "E-bost"),
    ],
)
def test_microsoft_forms_in_a_language_that_nobody_foresaw(header: list[str], address: str) -> None:
    rows = forms_rows(header)
    for row in rows[1:]:
        row[3], row[4] = "jane@trust.example", "Jane Doe"
    found = read(as_workbook({"Sheet1": rows}))
    check(found)
    assert found.unmatched == ()
    assert (found.platform, found.date) == (Platform.FORMS, DAY.date())
    without_role = [[*row[:8], *row[9:]] for row in rows]
    found = read(as_workbook({"Sheet1": without_role}))
    assert {each.respondent for each in found.answers} == {"Row 2", "Row 3", "Row 4"}
    assert next(each for each in found.columns if each.heading == address).use is not Use.DETAIL


@pytest.mark.parametrize("header", ["Zeitstempel", "Tijdstempel", "Informazioni cronologiche"])
def test_google_forms_in_other_languages(header: str) -> None:
    rows = [[header, *DETAILS, *texts()]]
    rows += [["2026/11/09 9:12:05 AM GMT", *details(each), *cells(each)] for each in PEOPLE]
    found = read(as_csv(rows, quoted=True))
    check(found)
    assert (found.date, found.unmatched) == (DAY.date(), ())


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (["UserID", "UserNo", "Name", "Email", "IP Address", "Unique ID", "Started", "Ended"], []),
        (["#"], ["Start Date (UTC)", "Submit Date (UTC)", "Network ID"]),
        (["Submission ID", "Submitted at", "City", "Country", "Browser", "Device"], []),
    ],
)
def test_what_platforms_nobody_named_write_beside_the_answers_stays_there(
    before: list[str], behind: list[str]
) -> None:
    rows = [[*before, *DETAILS, *texts(), *behind]]
    rows += [
        [*["2026-11-09 09:12:05"] * len(before), *details(each), *cells(each), *["2026-11-09"] * len(behind)]
        for each in PEOPLE
    ]
    found = read(as_csv(rows))
    check(found)
    assert (found.unmatched, found.date) == ((), DAY.date())


def test_qualtrics_with_ids_of_questions_above_their_texts() -> None:
    rows = qualtrics_rows()
    ids = ["partnership", "organisation", "role", *(each.id.replace("-", "_") for each in QUESTIONS)]
    rows[0] = [*QUALTRICS, *ids]
    found = read(as_csv(rows))
    check(found)
    assert found.is_whole


def test_codes_of_questions_may_stand_below_their_texts() -> None:
    rows = [["Partnership", "Organisation", "Role", *texts()]]
    rows += [["", "", "", *(f"Q{number}" for number in range(len(QUESTIONS)))]]
    rows += [[*details(each), *cells(each)] for each in PEOPLE]
    found = read(as_csv(rows))
    check(found)
    assert found.is_whole


def test_a_line_of_formulas_without_a_name_is_a_line_of_totals() -> None:
    rows: list[list[Any]] = [["Partnership", "Organisation", "Role", *texts()]]
    rows += [[*details(each), *cells(each)] for each in PEOPLE]
    rows.append(["", "", "", *["=AVERAGE(D2:D4)"] * len(QUESTIONS)])
    found = read(as_workbook({"Responses": rows}))
    check(found)
    assert [row.left_out for row in found.left_out] == ["a line of averages or totals"]


def test_a_day_may_be_a_number_as_excel_counts() -> None:
    rows: list[list[Any]] = [["Date", *DETAILS, *texts()]]
    rows += [[46335.39 + number, *details(each), *cells(each)] for number, each in enumerate(PEOPLE)]
    found = read(as_workbook({"Responses": rows}))
    check(found)
    assert found.date == datetime.date(2026, 11, 11)


@pytest.mark.parametrize(
    ("organisation", "role"),
    [
        ("I work for", "My role is"),
        ("Please select your organisation", "Please state your role"),
        ("Which of these organisations do you work for?", "Which of these best describes your role?"),
        ("Your employer", "Your role (e.g. consultant, manager)"),
    ],
)
def test_organisations_and_roles_are_known_however_forms_ask_for_them(organisation: str, role: str) -> None:
    rows = [["Partnership", organisation, role, "Department", *texts()]]
    rows += [[*details(each), "Ward 7", *cells(each)] for each in PEOPLE]
    found = read(as_csv(rows))
    check(found)
    assert [column.heading for column in found.unmatched] == ["Department"]


def test_it_is_said_where_names_of_people_may_stand() -> None:
    rows = [["Partnership", "Organisation", "Who answered", *texts()]]
    rows += [[*details(each), *cells(each)] for each in PEOPLE]
    (remark,) = read(as_csv(rows)).remarks
    assert "if people's names stand there" in remark
    rows[0][2] = "Role"
    assert read(as_csv(rows)).remarks == ()


def test_it_is_said_when_nothing_says_the_organisation() -> None:
    rows = [["Partnership", *texts()], *([PARTNERSHIP, *cells(each)] for each in PEOPLE)]
    found = read(as_csv(rows))
    check(found, roles=False)
    (remark,) = found.remarks
    assert "which organisation people belong to" in remark
    assert read(as_csv(rows), Options(organisation="Northbank")).remarks == ()
