"""What is remembered for minutes: how often somebody tried, which code was used up.

It lies in the database, so that every process of an installation counts alike. A key is kept
only as its HMAC, since it names an address or a network; a line whose time is over is deleted by
the next one written.
"""

import hashlib
import hmac
import json
import time
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction


class ShortMemory(BaseCache):
    """Django's cache interface over the `Remembered` table; holds what JSON can."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        line = self._lines.filter(key=_hidden(key), until__gt=time.time()).first()
        return default if line is None else line.value

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        self._forget_what_is_over()
        try:
            with transaction.atomic():
                self._lines.create(key=_hidden(key), value=value, until=self._until(timeout))
        except IntegrityError:
            return False
        return True

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._forget_what_is_over()
        json.dumps(value)
        self._lines.update_or_create(
            key=_hidden(key), defaults={"value": value, "until": self._until(timeout)}
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._lines.filter(key=_hidden(key)).delete()[0])

    def clear(self) -> None:
        self._lines.all().delete()

    @property
    def _lines(self) -> Any:
        from amanah.people.models import Remembered

        return Remembered.objects

    def _until(self, timeout: Any) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if seconds is None:
            raise ValueError("Nothing is remembered here for good.")
        return time.time() + float(seconds)

    def _forget_what_is_over(self) -> None:
        self._lines.filter(until__lte=time.time()).delete()


def _hidden(key: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), key.encode(), hashlib.sha256).hexdigest()
