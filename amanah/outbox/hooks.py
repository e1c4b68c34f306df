"""What apps above have to say about a letter before it goes. See docs/reference/hooks.md."""

from collections.abc import Callable
from datetime import datetime

from amanah.outbox.models import Letter

# Asked at the moment of sending, not of writing. One No stops the letter for good: the person
# was erased meanwhile, or the invitation withdrawn.
may_send: list[Callable[[Letter, datetime], bool]] = []
