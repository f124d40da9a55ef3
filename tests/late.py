"""Libraries that few tests need, loaded where the first of them does."""

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module that is loaded when something of it is wanted."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
