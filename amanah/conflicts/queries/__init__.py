"""Questions about what stands between people; callers find them all here."""

from amanah.conflicts.queries.wall import folded_department, pairs_in_conflict, stands_between

__all__ = ["folded_department", "pairs_in_conflict", "stands_between"]
