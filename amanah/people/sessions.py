"""Sessions that know whose they are, so that a person can see and end them.

They last a fixed time from signing in and are not prolonged by use.
"""

import uuid
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

BROWSER = "_browser"
BEGAN = "_began"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from amanah.people.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.person_id = data.get(SESSION_KEY)
        session.browser = data.get(BROWSER, "")
        session.began_at = data.get(BEGAN)
        session.handle = uuid.uuid5(uuid.NAMESPACE_OID, str(session.session_key))
        return session
