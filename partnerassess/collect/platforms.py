"""What survey platforms write around the answers: which columns say what, and which platform it was."""

import re
from collections.abc import Collection
from enum import Enum

from partnerassess.collect.spelling import fold, fold_question, squash


class Platform(Enum):
    """Where an export comes from, as far as its columns tell."""

    FORMS = "Microsoft Forms"
    GOOGLE = "Google Forms"
    QUALTRICS = "Qualtrics"
    LIMESURVEY = "LimeSurvey"
    REDCAP = "REDCap"
    KOBO = "KoboToolbox"
    ODK = "ODK Central"
    SURVEYMONKEY = "SurveyMonkey"


class Duty(Enum):
    """What a column of a platform's own is for, as far as we use it."""

    NOTHING = "nothing"
    SUBMITTED = "submitted"
    """When the answers were handed in."""
    FINISHED = "finished"
    """Whether they were handed in at all."""
    STATUS = "status"
    """Whether they are real ones."""
    REVIEW = "review"
    """What somebody decided about them."""


_TOLD_BY: dict[Platform, tuple[frozenset[str], ...]] = {
    Platform.QUALTRICS: (
        frozenset(("startdate", "recordeddate", "responseid")),
        frozenset(("start date", "recorded date", "response id")),
        frozenset(("responseid", "responseset")),
    ),
    Platform.SURVEYMONKEY: (frozenset(("respondent id", "collector id")),),
    Platform.LIMESURVEY: (
        frozenset(("submitdate", "startlanguage")),
        frozenset(("date submitted", "start language")),
        frozenset(("lastpage", "startlanguage")),
        frozenset(("last page", "start language")),
    ),
    Platform.KOBO: (frozenset(("_uuid", "_submission_time")), frozenset(("_id", "_uuid"))),
    Platform.ODK: (frozenset(("submissiondate", "key")), frozenset(("key", "submitterid"))),
    Platform.FORMS: (
        frozenset(("id", "start time", "completion time")),
        frozenset(("id", "hora de inicio", "hora de finalización")),
        frozenset(("id", "heure de début", "heure de fin")),
        frozenset(("id", "startzeit", "fertigstellungszeit")),
        frozenset(("id", "startzeit", "abschlusszeit")),
        frozenset(("id", "amser dechrau", "amser cwblhau")),
        frozenset(("id", "amser cychwyn", "amser cwblhau")),
        frozenset(("id", "ora di inizio", "ora di completamento")),
        frozenset(("id", "begintijd", "tijd van voltooien")),
        frozenset(("id", "hora de início", "hora de conclusão")),
    ),
    Platform.GOOGLE: (frozenset(("timestamp",)), frozenset(("zeitstempel",)), frozenset(("horodateur",))),
}
_REDCAP = re.compile(r"redcap_\w+|record_id|\w+_complete|record id|complete\?")

_SUBMITTED = (
    # The first that is there counts.
    "completion time", "hora de finalización", "heure de fin", "fertigstellungszeit", "ora di completamento",
    "tijd van voltooien", "hora de conclusão", "abschlusszeit", "amser cwblhau",
    "recordeddate", "recorded date", "enddate", "end date",
    "submitdate", "date submitted", "datestamp", "date last action",
    "_submission_time", "submission time", "submissiondate",
    "timestamp", "zeitstempel", "horodateur", "marca temporal", "survey timestamp",
    # Other platforms
    "ended", "submit date", "submit date (utc)", "submission date", "submitted at", "submitted",
    "completion date", "completed at", "finished at", "end time", "response date",
    "date", "date completed", "date of answer", "date answered", "date submitted by",
)  # fmt: skip
_SUBMITTED_FORM = re.compile(r"(?!start)\w+_timestamp")

_OTHERS = frozenset((
    # Microsoft Forms, also in other languages
    "id", "start time", "email", "name", "last modified time", "language", "total points", "quiz feedback",
    "grade posted time", "hora de inicio", "correo electrónico", "nombre",
    "hora de última modificación", "hora de la última modificación", "idioma",
    "amser dechrau", "amser cychwyn", "e-bost", "enw", "iaith", "amser addasu diwethaf",
    "amser addaswyd ddiwethaf",
    "heure de début", "adresse de messagerie", "nom", "heure de la dernière modification", "langue",
    "startzeit", "e-mail", "uhrzeit der letzten änderung", "zeitpunkt der letzten änderung", "sprache",
    "ora di inizio", "posta elettronica", "nome", "ora ultima modifica", "ora dell'ultima modifica", "lingua",
    "begintijd", "naam", "tijd van laatste wijziging", "taal", "hora de início", "hora da última modificação",
    # Google Forms
    "email address", "e-mail address", "username", "score", "e-mail-adresse", "adresse e-mail",
    # Qualtrics
    "startdate", "start date", "ipaddress", "ip address", "progress", "duration (in seconds)", "responseid",
    "response id", "recipientlastname", "recipient last name", "recipientfirstname", "recipient first name",
    "recipientemail", "recipient email", "externalreference", "external data reference",
    "externaldatareference", "locationlatitude", "location latitude", "locationlongitude",
    "location longitude", "locationaccuracy", "distributionchannel", "distribution channel", "userlanguage",
    "user language", "responseset", "q_recaptchascore", "q_relevantidduplicate", "q_relevantidfraudscore",
    "q_ballotboxstuffing", "q_duplicaterespondent", "q_totalduration", "q_url", "source",
    # LimeSurvey
    "lastpage", "last page", "startlanguage", "start language", "seed", "startdate", "date started", "ipaddr",
    "refurl", "referrer url", "token", "access code", "participant id",
    "firstname", "lastname", "interviewtime", "total time",
    # REDCap
    "record_id", "record id", "redcap_survey_identifier", "survey identifier", "redcap_event_name",
    "event name",
    "redcap_repeat_instrument", "repeat instrument", "redcap_repeat_instance", "repeat instance",
    "redcap_data_access_group", "data access group",
    # KoboToolbox
    "_id", "_uuid", "_notes", "_status", "_submitted_by", "__version__", "_tags", "_index", "_parent_index",
    "_parent_table_name", "_attachments", "_geolocation", "formhub/uuid", "meta/instanceid", "start", "end",
    "today", "deviceid", "phonenumber", "simserial", "subscriberid", "imei", "meta/rootuuid",
    "_xform_id_string",
    # ODK Central
    "meta-instanceid", "meta-instancename", "instanceid", "instancename", "key", "submitterid",
    "submittername",
    "attachmentspresent", "attachmentsexpected", "edits", "formversion", "parent_key", "meta-audit",
    "meta-entity",
    # SurveyMonkey
    "respondent id", "respondent_id", "collector id", "collector_id", "first name", "last name",
    "custom data 1",
    "custom data", "date_created", "date created", "date_modified", "date modified", "ip_address",
    "email_address",
    "first_name", "last_name", "custom_1", "survey id", "collection mode",
    # Other platforms
    "started", "started at", "start date (utc)", "userid", "user id", "userno", "user no", "unique id",
    "tracking link", "device data", "network id", "submission id", "last page seen", "collector", "city",
    "region", "country", "user agent", "browser", "operating system", "device", "referrer", "latitude",
    "longitude", "location", "session id", "time taken", "duration", "completion status",
    # people's own
    "full name", "your name", "your email", "your email address", "your e-mail address", "telephone", "phone",
    "phone number", "no", "no.", "number", "row", "#", "row number",
))  # fmt: skip
_OTHERS_SQUASHED = frozenset(map(squash, _OTHERS))
_SUBMITTED_SQUASHED = {squash(name): rank for rank, name in reversed(list(enumerate(_SUBMITTED)))}
_HEADS = ("response", "open-ended response", "responses", "selected choice")
_CODES = re.compile(r"\{'importid'|#[a-z]\w+")
_PREVIEWS = {
    "survey preview": "a preview", "survey test": "a test of the survey", "spam": "marked as spam",
    "1": "a preview", "2": "a test of the survey", "8": "marked as spam", "9": "a preview marked as spam",
    "12": "marked as spam", "17": "a preview", "40": "marked as spam", "48": "marked as spam",
}  # fmt: skip


def is_subheading(text: str) -> bool:
    """Tell whether a text is what platforms write below a question in a second heading row."""
    folded = fold(text)
    return folded in _HEADS or folded.startswith("other (please specify)") or bool(_CODES.match(folded))


def is_code(text: str) -> bool:
    """Tell whether a heading is meant for programs, such as Qualtrics' import ids and Kobo's tags."""
    return bool(_CODES.match(fold(text)))


def find_platform(headings: Collection[str]) -> Platform | None:
    """Tell which platform an export with these headings comes from; null if none is sure."""
    folded = {_plain(heading) for heading in headings} | {_code(heading) for heading in headings}
    squashed = set(map(squash, folded))
    for platform, signs in _TOLD_BY.items():
        if any(set(map(squash, sign)) <= squashed for sign in signs):
            return platform
    return Platform.REDCAP if any(_REDCAP.fullmatch(each) for each in folded) else None


def find_duty(heading: str, platform: Platform | None) -> Duty | None:
    """Tell what a platform's own column is for; null if it is none of theirs."""
    folded, code = _plain(heading), _code(heading)
    if {folded, code} & {"_validation_status", "reviewstate", "review state"}:
        return Duty.REVIEW
    if {folded, code} & {"status", "response type"} and platform in (Platform.QUALTRICS, Platform.ODK):
        return Duty.STATUS if platform is Platform.QUALTRICS else Duty.NOTHING
    if code == "finished" and platform is Platform.QUALTRICS:
        return Duty.FINISHED
    if submission_rank(heading) is not None:
        return Duty.SUBMITTED
    if squash(folded) in _OTHERS_SQUASHED or code in _OTHERS or is_surround(heading):
        return Duty.NOTHING
    if platform is Platform.REDCAP and re.fullmatch(r"\w+_complete|complete\?", folded):
        return Duty.FINISHED
    return None


def is_surround(heading: str) -> bool:
    """Tell whether a heading repeats a question's text for something that is no answer, as in quizzes."""
    folded = _plain(heading)
    return bool(
        re.match(r"(?:points|feedback|punkte|puntos|punti|punten|comentarios) - ", folded)
        or re.search(r" \[(?:score|feedback)\]$", folded)
        or re.fullmatch(r"(?:group|question)time ?[:\d].*|interviewtime.*|custom data \d+|custom_\d+", folded)
        or re.fullmatch(r"q_\w+|attribute[_ ]\d+.*|_.*_(?:latitude|longitude|altitude|precision)", folded)
    )


def submission_rank(heading: str) -> int | None:
    """Say how good a column is for the day of the answers, 0 the best; null if it has no such day."""
    folded, code = _plain(heading), _code(heading)
    ranks = [_SUBMITTED_SQUASHED.get(squash(name)) for name in (folded, code)]
    known = [rank for rank in ranks if rank is not None]
    if known:
        return min(known)
    return len(_SUBMITTED) if _SUBMITTED_FORM.fullmatch(folded) else None


def find_status(duty: Duty, said: str) -> str | None:
    """Say why a row is left out, judging by what a column of the platform's says; null if it is kept."""
    folded = fold(said)
    if duty is Duty.REVIEW:
        if folded in ("rejected", "reviewstate_rejected"):
            return "rejected in review"
        if folded in ("not approved", "validation_status_not_approved"):
            return "not approved in review"
    if duty is Duty.STATUS:
        return _PREVIEWS.get(folded)
    return None


def is_unfinished(platform: Platform | None, heading: str, said: str) -> bool:
    """Tell whether a platform says that answers were never handed in."""
    folded = fold(said)
    code = _code(heading)
    if platform is Platform.QUALTRICS and code == "finished":
        return folded in ("false", "0")
    if platform is Platform.LIMESURVEY and (code == "submitdate" or _plain(heading) == "date submitted"):
        return not folded
    return folded == "[not completed]"


def _plain(heading: str) -> str:
    return fold(heading).strip(" ;:")


def _code(heading: str) -> str:
    """Give a code that stands before a heading's text, as in `submitdate. Date submitted`; else the text."""
    folded = fold_question(heading) if " " in heading else _plain(heading)
    head, dot, _ = _plain(heading).partition(". ")
    if dot and " " not in head:
        return head
    return folded
