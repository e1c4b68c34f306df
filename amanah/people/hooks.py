"""What apps above do when somebody who was only on a list turns out to have an account already."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

# Called with the listed person, the person who took their place, and the moment.
taken_over: list[Callable[[Any, Any, datetime], None]] = []
