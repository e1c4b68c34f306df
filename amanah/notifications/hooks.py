"""What apps above know of when somebody is away. See docs/reference/hooks.md."""

from collections.abc import Callable
from datetime import date

from amanah.notifications.models import Notice

# Until when the reader of a notice is away from what it tells of; None: they are not, or it is
# not that app's to say. It is mailed on the day after, with what else is due.
away_until: list[Callable[[Notice], date | None]] = []
