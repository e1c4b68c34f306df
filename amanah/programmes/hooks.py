"""What apps above do when a programme lets go of its people. See docs/reference/hooks.md."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

# What an archive holds of some people is about to be deleted. Called within that transaction with
# the programme, the ids of their participations, and the moment.
emptying: list[Callable[[Any, list[UUID], datetime], None]] = []
