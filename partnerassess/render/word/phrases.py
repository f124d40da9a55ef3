"""Short phrases that several parts of a Word document put together.

This module knows how a few words become one phrase. It does not know where the phrase stands.
"""

from partnerassess.render.page.signs import Judged


def joined(*parts: str) -> str:
    """Put the parts that say something behind each other."""
    return " ".join(part for part in parts if part)


def judged(standing: Judged | None, instead: str = "") -> str:
    """Give a standing with its sign; where there is none, something else."""
    return f"{standing.sign} {standing.words}" if standing else instead
