"""What is said of one result, sentence by sentence, the same in every report."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    Number,
    QuestionResult,
    Range,
    Verdict,
)
from partnerassess.conditions import QuestionFact, grounds
from partnerassess.model import Choice, Level, Question, ScoredQuestion, Scoring
from partnerassess.report.numbers import (
    as_position,
    format_brief,
    format_figure,
    format_fully,
    format_level,
    format_mean,
    format_range,
    format_top,
)
from partnerassess.report.words import as_sentence, format_count, format_list, quoted
from partnerassess.visibility import Visibility

CONVENTIONS = "Weights and cut-offs are conventions, not findings."
"""Said once in every report."""

NAMED = 3
"""How many things a sentence names before it counts the rest."""


def name_of(question: Question) -> str:
    """Give how lists name a question, with a capital letter: in short where it says so, else its text."""
    name = (question.short if isinstance(question, ScoredQuestion) else None) or question.text
    return name[:1].upper() + name[1:]


def answered(result: ArrangementResult) -> list[QuestionResult]:
    """Give the questions of an arrangement that somebody answered with a level."""
    return [answer for answer in result.in_play() if not answer.standing.unanswered]


def missing(result: ArrangementResult) -> list[QuestionResult]:
    """Give the answers that are still missing: everybody's, or that of one organisation."""
    return [answer for answer in result.in_play() if answer.is_missing]


def standing(result: ArrangementResult) -> str:
    """Give the one thing people read of an arrangement: `Ready`, a band's title, or why there is none."""
    if result.verdict is Verdict.UNDETERMINED:
        number = result.tally().missing
        return f"Can't tell yet: {format_count(number, 'answer')} missing" if number else DISCUSS
    return brief_standing(result)


DISCUSS = "Can't tell yet: discuss first"


def brief_standing(result: ArrangementResult) -> str:
    """Give the same without the number of missing answers, for a row."""
    match result.verdict:
        case Verdict.UNDETERMINED:
            return "Can't tell yet" if result.tally().missing else DISCUSS
        case Verdict.NOT_ASSESSABLE:
            return "Cannot be assessed"
        case Verdict.NOT_READY if result.band is None:
            return "Not ready yet"
        case _:
            return result.band.title if result.band else "Can't tell yet"


def standing_sentences(result: ArrangementResult, scoring: Scoring) -> tuple[str, str]:
    """Say where an arrangement stands: in a few words, and what the number is held against."""
    known = result.readiness
    if known is None:
        return standing(result), " ".join(as_sentence(reason.text) for reason in result.reasons)
    extent, settled = format_range(known, scoring, format_brief), known.is_settled
    if known.point is None:
        between = extent if settled else f"between {extent.replace(' to ', ' and ')}"
        return standing(result), _ended(f"{between} {format_top(scoring)}{_ready_from(result, scoring)}")
    number = f"{format_brief(known.point, scoring)} {format_top(scoring)}"
    if result.verdict is Verdict.UNDETERMINED:
        can_be = "" if settled else f" ({extent})"
        return standing(result), _ended(f"{number} so far{can_be}{_ready_from(result, scoring)}")
    absent = format_count(result.tally().missing, "answer")
    rest = "" if settled else f"{extent} with {absent} still missing"
    return f"{brief_standing(result)}: {number}", _ended(_ready_from(result, scoring)[2:], rest)


def _ready_from(result: ArrangementResult, scoring: Scoring) -> str:
    ready = scoring.ready
    if ready is None:
        return ""
    words = f", {ready.title} from {format_level(ready.start)}"
    unmet = len(result.tally().unmet)
    if unmet and result.verdict is Verdict.NOT_READY:
        words += f", and {format_count(unmet, 'essential factor')} {'is' if unmet == 1 else 'are'} missing"
    return words


def _ended(*sentences: str) -> str:
    return " ".join(as_sentence(each[:1].upper() + each[1:]) for each in sentences if each)


def format_number(known: Range[Number] | None, scoring: Scoring) -> str:
    """Give a part's number for a first page: `70`, `60 to 80`, or that it is not known yet."""
    return _why_none(known) or format_figure(known, scoring)


def format_exactly(known: Range[Number] | None, scoring: Scoring) -> str:
    """Give a part's number with all its decimals: `50.0 (37.5 to 87.5)`, or that it is not known yet."""
    return format_fully(known, scoring) if known and not _why_none(known) else _why_none(known)


def _why_none(known: Range[Number] | None) -> str:
    """Say why a part has no number, nothing if it has one."""
    if known is None:
        return "does not apply"
    anywhere = as_position(known.lowest) == 0 and as_position(known.highest) == 1
    return "not known yet" if known.point is None and anywhere else ""


def essentials_sentence(result: ArrangementResult) -> tuple[str, str]:
    """Say how many essential factors are in place, and which are missing or not known yet."""
    factors = [factor for factor in result.factors() if factor.essential is not None]
    met = [factor for factor in factors if factor.essential is EssentialState.MET]
    if not factors:
        return "", ""
    if len(met) == len(factors):
        every = "The essential factor is" if len(met) == 1 else f"All {len(met)} essential factors are"
        return f"{every} in place.", ""
    count = format_count(len(factors), "essential factor")
    lead = f"{len(met) or 'None'} of {count} {'is' if len(met) == 1 else 'are'} in place."
    unmet, unknown = (
        [factor.factor.title for factor in factors if factor.essential is state]
        for state in (EssentialState.UNMET, EssentialState.OPEN)
    )
    said = [f"Missing: {'; '.join(some_of(unmet, NAMED))}."] if unmet else []
    if len(unknown) > NAMED:
        said.append(f"{len(unknown)} are not known yet.")
    elif unknown:
        said.append(f"Not known yet: {'; '.join(unknown)}.")
    return lead, " ".join(said)


def some_of(items: Sequence[str], named: int) -> list[str]:
    """Name some of several things, and count the rest."""
    rest = len(items) - named
    return [*items[:named], *([f"and {rest} more"] if rest > 0 else [])]


def exclusion_sentence(assessment: Assessment) -> str:
    """Say which arrangements do not apply, and what was chosen that rules them out; in one sentence."""
    excluded = [result.arrangement for result in assessment.arrangements if not result.applies]
    if not excluded:
        return ""
    visibility = Visibility(assessment.questionnaire, assessment.answers)
    facts = (
        fact
        for arrangement in excluded
        if arrangement.applies_if is not None
        for fact in grounds(arrangement.applies_if, visibility.is_true)
        if isinstance(fact, QuestionFact)
    )
    chosen = list(
        dict.fromkeys(
            quoted(answer.given.text if isinstance(answer.given, Choice) else answer.given.label)
            for fact in facts
            if (answer := assessment.answers.answers.get(fact.question))
            and isinstance(answer.given, Choice | Level)
        )
    )
    which = f"{format_count(len(excluded), 'other form')} {'does' if len(excluded) == 1 else 'do'} not apply"
    return f"{which}: you chose {format_list(chosen)}." if chosen else f"{which}."


def answered_phrase(results: Iterable[ArrangementResult]) -> str:
    """Say how many of the questions that bear on some arrangements are answered."""
    asked = {answer.question.id: answer.is_missing for result in results for answer in result.in_play()}
    given = list(asked.values()).count(False)
    count = format_count(len(asked), "answer")
    return f"all {count}" if given == len(asked) else f"{given} of {count}"


def level_words(question: ScoredQuestion, position: Fraction) -> str:
    """Give where a question stands (0-1) in words: a level's label, or a mean of several levels."""
    level = next((level for level in question.levels if level.position == position), None)
    if level is not None:
        return level.label
    bottom, top = question.levels[0].value, question.levels[-1].value
    mean = format_mean(bottom + position * (top - bottom))
    return f"{mean} of {format_level(top)}" if bottom == 0 else mean


def level_above(question: ScoredQuestion, position: Fraction) -> Level | None:
    """Give the next level above a place (0-1); null at the top, and where it is not in anybody's hands."""
    if question.effort is None:
        return None
    return next((level for level in question.levels if level.position > position), None)


def next_step(question: ScoredQuestion, position: Fraction) -> str:
    """Say what a question would look like one level higher."""
    level = level_above(question, position)
    if level is None:
        return "not in the partners' hands" if question.effort is None else ""
    return level.description or level.label


def factor_state(factor: FactorResult) -> str:
    """Say whether an essential factor is in place; nothing for one that is not essential."""
    match factor.essential:
        case EssentialState.MET:
            return "essential: in place"
        case EssentialState.UNMET:
            return "essential: missing"
        case EssentialState.OPEN:
            return "essential: not known yet"
        case None:
            return ""


def bands_rows(scoring: Scoring) -> Iterator[tuple[str, str, str]]:
    """Give each band with where it starts and what it means."""
    return ((band.title, format_level(band.start), band.meaning or "") for band in scoring.bands)


def file_name(file: str | None) -> str:
    """Give a file's name without its folder."""
    if not file:
        return ""
    return "standard input" if file == "-" else file.replace("\\", "/").rstrip("/").rpartition("/")[2]


def subject_of(assessment: Assessment) -> str:
    """Give whose report it is: the partnership's name, else the file's, without its folder."""
    answers = assessment.answers
    return answers.partnership or file_name(answers.file) or assessment.questionnaire.title
