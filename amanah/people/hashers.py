"""How passwords are kept."""

import threading
import unicodedata

from django.contrib.auth.hashers import Argon2PasswordHasher

# Each hash takes 19 MiB and a core: more of them at once would only make every one slower,
# and a crowd of wrong passwords would take the memory from everybody else.
AT_ONCE = 2
_room = threading.BoundedSemaphore(AT_ONCE)


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's first choice).

    Django's default takes 100 MiB and lets a small machine sign in fewer than two people a second.
    A password is the same however the keyboard composed its characters.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _room:
            return super().encode(_composed(password), salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _room:
            return super().verify(_composed(password), encoded)


def _composed(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
