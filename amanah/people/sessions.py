"""Sessions that know whose they are, so that a person can see and end them.

They last a fixed time from signing in and are not prolonged by use.
"""

import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from amanah.base import clock

BROWSER = "_browser"
BEGAN = "_began"
HANDLE = "_handle"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from amanah.people.models import Session

        return Session

    def begin(self, browser: str) -> None:
        """Note that somebody has just signed in here, and when this session is going to end.

        It ends by the real clock: moving the demo's clock signs nobody out.
        """
        self[HANDLE] = str(uuid.uuid4())
        self[BEGAN] = clock.now().isoformat()
        self[BROWSER] = browser
        self.set_expiry(really_now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))

    def cycle_key(self) -> None:
        """The same session under a new key, and a new handle: for a moment there are two."""
        if HANDLE in self:
            self[HANDLE] = str(uuid.uuid4())
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id = data.get(SESSION_KEY)
        if HANDLE in data:
            session.handle = uuid.UUID(data[HANDLE])
            session.began_at = datetime.fromisoformat(data[BEGAN])
            session.browser = data[BROWSER]
        return session


def really_now() -> datetime:
    """The moment by which sessions end, however the demo's clock stands."""
    return datetime.fromtimestamp(time.time(), UTC)
