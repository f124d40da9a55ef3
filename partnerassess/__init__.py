"""Partnership readiness: how ready two organisations are to partner, in which form, and what would help."""

__version__ = "0.1.0"
