"""Files on disk: reading them without harm, saving them without loss, showing their names safely."""

from partnerassess.files.characters import (
    ODD_SPACE,
    UNSAFE_CHARACTER,
    clean,
    find_strays,
    quote,
    quote_path,
    tidy,
)
from partnerassess.files.reading import (
    ANSWER_WORKBOOK,
    ENDINGS,
    RESULT_WORKBOOK,
    decode,
    find_digest,
    find_files,
    holds_our_results,
    identify,
    may_hold_answers,
    other_encoding,
    read_bytes,
    read_head,
)
from partnerassess.files.saving import Saved, SavedFile, check_writable, write_bytes, write_text

__all__ = [
    "ANSWER_WORKBOOK",
    "ENDINGS",
    "ODD_SPACE",
    "RESULT_WORKBOOK",
    "UNSAFE_CHARACTER",
    "Saved",
    "SavedFile",
    "check_writable",
    "clean",
    "decode",
    "find_digest",
    "find_files",
    "find_strays",
    "holds_our_results",
    "identify",
    "may_hold_answers",
    "other_encoding",
    "quote",
    "quote_path",
    "read_bytes",
    "read_head",
    "tidy",
    "write_bytes",
    "write_text",
]
