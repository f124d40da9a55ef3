"""Scoring: answers become readiness per arrangement, exactly.

Read `rules`, which says what docs/scoring.md states; then `columns`, `score` and `reasons`, which make one
assessment of it; `variations` scores answers that differ, and `many` thousands of answer sets.
"""

from partnerassess.scoring.score import score, score_readiness, score_standings
from partnerassess.scoring.variations import Gain, Swing, leader_is_certain, score_gains, score_swings

__all__ = [
    "Gain",
    "Swing",
    "leader_is_certain",
    "score",
    "score_gains",
    "score_readiness",
    "score_standings",
    "score_swings",
]
