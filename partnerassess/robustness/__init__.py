"""How sure the order of arrangements is, whatever the weights and the open answers.

This package knows what other conventions would change. It does not say which conventions are right. Only
draws.py knows NumPy, and nothing here imports it: `simulate` is imported from there by whoever asks for it.
"""

from partnerassess.robustness.conventions import Steadiness, Turned, check_steadiness, score_by_rule
from partnerassess.robustness.flip import Flip, find_flip

__all__ = ["Flip", "Steadiness", "Turned", "check_steadiness", "find_flip", "score_by_rule"]
