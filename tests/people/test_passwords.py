import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from amanah.people import hashers
from amanah.people.hashers import AT_ONCE, Argon2
from amanah.people.models import Person

NOOR = Person(name="Noor Rahman-Siddiqui", called="Noor", email="noor.rahman@hospital.example")
GOOD = [
    "velvet kettle orbits slowly",
    "correct horse battery staple",
    "x9!kQ2#vLp0z",
    "گل دریا ستارہ پہاڑ",
]
BAD = {
    "short": "a little short",
    "elevenchars": "a little short",
    "password1234": "Many people use this one",
    "1234567890123": "Many people use this one",
    "abcabcabcabc": "Many people use this one",
    "aaaaaaaaaaaaaaa": "Many people use this one",
    "!!!superman!!!": "Many people use this one",
    "noorrahmansiddiqui": "close to your name",
    "Rahman-Siddiqui1": "close to your name",
    "noor.rahman@hospital.example": "close to your name",
}


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password):
    assert validate_password(password, NOOR) is None


@pytest.mark.parametrize(("password", "sentence"), BAD.items())
def test_a_bad_one_is_refused_with_what_to_do_instead(password, sentence):
    with pytest.raises(ValidationError, match=sentence):
        validate_password(password, NOOR)


def test_a_name_within_a_longer_phrase_is_fine():
    assert validate_password("noor plants seven quiet gardens", NOOR) is None


def test_passwords_are_kept_with_argon2_as_decided():
    kept = Argon2().encode("velvet kettle orbits slowly", "saltsaltsalt")

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2().verify("velvet kettle orbits slowly", kept)
    assert not Argon2().verify("velvet kettle orbits quickly", kept)


def test_a_password_is_the_same_however_the_keyboard_composed_it():
    kept = Argon2().encode("Siobhán fährt über Brücken", "saltsaltsalt")

    apart = "Siobha\N{COMBINING ACUTE ACCENT}n fa\N{COMBINING DIAERESIS}hrt über Brücken"
    assert Argon2().verify(apart, kept)


def test_only_so_many_are_hashed_at_once(monkeypatch):
    room = Watched(AT_ONCE)
    monkeypatch.setattr(hashers, "_room", room)

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(lambda n: Argon2().encode("x", f"saltsalt{n}"), range(12)))

    assert room.most == AT_ONCE


class Watched(threading.BoundedSemaphore().__class__):
    """Notes how many were let in at the same time."""

    most = inside = 0

    def __enter__(self):
        entered = super().__enter__()
        self.inside += 1
        self.most = max(self.most, self.inside)
        return entered

    def __exit__(self, *trouble):
        self.inside -= 1
        super().__exit__(*trouble)
