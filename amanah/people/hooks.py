"""What apps above do when a person's standing changes here. See docs/reference/hooks.md."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

# Somebody who was only on a list turns out to have an account already. Called with the listed
# person, the person who took their place, and the moment.
taken_over: list[Callable[[Any, Any, datetime], None]] = []
# Somebody left an institution. Called with the person, the institution, and the moment.
left: list[Callable[[Any, Any, datetime], None]] = []
# What somebody may want to know before they leave an institution or step down there: a sentence,
# or None. Nobody is kept. Called with the person, the institution (None: wherever they are staff),
# and the moment.
before_leaving: list[Callable[[Any, Any, datetime], str | None]] = []
# Somebody changed the department that they say is theirs. Called with the belonging and the moment.
department_changed: list[Callable[[Any, datetime], None]] = []
