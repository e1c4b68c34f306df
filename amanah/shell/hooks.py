"""What apps above want to hear of from the frame. See docs/reference/hooks.md."""

from collections.abc import Callable
from typing import Any

# Called with the person who is signed in, and what they chose: `language=` or `theme=`.
chosen: list[Callable[..., Any]] = []
