"""Several views of one partnership, put together and then scored: docs/pooling.md states the rules."""

from partnerassess.pooling.assessment import pool
from partnerassess.pooling.groups import group_views, is_blank, partnership_warnings, split_superseded

__all__ = ["group_views", "is_blank", "partnership_warnings", "pool", "split_superseded"]
