"""Made-up answers, and files after a slip or two."""

import datetime
import random
from types import MappingProxyType

from partnerassess.model import Answer, Answers, ChoiceQuestion, Questionnaire, ScoredQuestion, Silence

_BITS = (
    b" ", b"  ", b"\n", b"\t", b":", b": ", b"#", b" #", b'"', b"'", b"\\", b"\\n", b"-", b"- ",
    b"---\n", b"...\n", b"{", b"}", b"[", b",", b"&a ", b"*a", b"!", b"|", b">", b"%", b"@", b"?", b"? ",
    b"0", b"00", b"1.0", b"~", b"null", b"true", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8",
    b"\xc2\xa0", b"\xff", b"\0", b"\r", b"\r\n", b"\x7f", b"answers:\n", b"note: ", b"answer: 3",
    b"unknown", b"not_applicable", b"date:", b'version: "1"\n',
)  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A file after a slip or two: of a byte, of a bit of syntax, of a line."""
    for _ in range(chance.choice((1, 1, 2))):
        content = chance.choice((_slip_of_byte, _slip_of_bit, _slip_of_line, _slip_of_value))(content, chance)
    return content


def _slip_of_byte(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    byte = bytes([chance.randrange(256)])
    return content[:place] + chance.choice((b"", byte)) + content[place + chance.choice((0, 1)) :]


def _slip_of_bit(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(_BITS) + content[place + chance.choice((0, 0, 1, 3)) :]


def _slip_of_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            lines.insert(one, chance.choice((b"", lines[two])))
        case 1:
            lines[one], lines[two] = lines[two], lines[one]
        case 2:
            del lines[one]
        case _:
            lines[one] = chance.choice((b"", b" " + lines[one], lines[one].lstrip(), lines[one] + lines[two]))
    return b"\n".join(lines)


def _slip_of_value(content: bytes, chance: random.Random) -> bytes:
    """Give one line the value of another: well formed, though not always right."""
    lines = content.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    name, _, _ = lines[one].partition(b": ")
    _, colon, value = lines[two].partition(b": ")
    lines[one] = name + colon + value
    return b"\n".join(lines)


def made_up(asked: Questionnaire, chance: random.Random) -> Answers:
    """Some answers, with notes here and there and details that may be missing."""
    given = {}
    for question in asked.questions.values():
        silences = [Silence.UNKNOWN, Silence.DECLINED]
        if isinstance(question, ScoredQuestion) and question.not_applicable:
            silences.append(Silence.NOT_APPLICABLE)
        known = question.choices if isinstance(question, ChoiceQuestion) else question.levels
        note = chance.choice(["Minuted in May", "100 % sure: yes", 'a "quoted" word', "Ünï", " "])
        if chance.random() < 0.9:
            answer = chance.choice([*known, *known, *silences])
            given[question.id] = Answer(given=answer, note=note if chance.random() < 0.02 else None)
    names = [None, "Riverside", "12", "null", "A: b", "Ysbyty Gŵyr", "# 1"]
    return Answers(
        questionnaire=asked.id,
        version=chance.choice([asked.version, "2.0"]),
        partnership=chance.choice(names),
        organisation=chance.choice(names),
        respondent=chance.choice(names),
        date=chance.choice([None, datetime.date(2017, 5, 12)]),
        answers=MappingProxyType(given),
    )
