"""How much the tests try: `usual` for every day, `night` for the long run.

`pytest --hypothesis-profile=night` chooses the long one. By day every machine tries the same, so that a run
that was green stays so; the night draws anew each time.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import settings

_STEPS = 30

settings.register_profile(
    "usual", deadline=None, max_examples=10, stateful_step_count=_STEPS, derandomize=True
)
settings.register_profile("night", deadline=None, max_examples=400, stateful_step_count=2 * _STEPS)


def is_night() -> bool:
    """Tell whether this is the long run."""
    return settings().max_examples == settings.get_profile("night").max_examples


def many(at_night: int) -> int:
    """Give how many inputs to try where hypothesis does not count them: a tenth by day."""
    return at_night if is_night() else max(1, at_night // 10)


def by_profile(usual: Mapping[str, Any], night: Mapping[str, Any]) -> list[Any]:
    """Give parameters by name: the usual ones, or all of the night, where each takes a process of its own."""
    chosen = night if is_night() else usual
    return [
        pytest.param(*(each if isinstance(each, tuple) else (each,)), id=name)
        for name, each in chosen.items()
    ]
