"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's first choice).

    Django's default takes 100 MiB and lets a small machine sign in fewer than two people a second.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
