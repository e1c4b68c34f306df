"""What may be kept of an error: its kind, and where in our own code it happened.

Its message stays out: it may quote a name, an address, or what somebody wrote.
"""

import traceback
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
LONGEST = 300
FRAMES = 3


def kind_and_place(error: BaseException) -> str:
    """An error as "smtplib.SMTPDataError at outbox/post.py:31 < outbox/services.py:88"."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    places = [
        f"{Path(frame.filename).relative_to(PACKAGE)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    return f"{kind} at {' < '.join(reversed(places[-FRAMES:])) or 'code of others'}"[:LONGEST]
