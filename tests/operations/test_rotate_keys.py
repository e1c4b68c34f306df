"""Changing the field keys loses nothing and leaves nothing behind."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from amanah.base.fields import name_of
from amanah.operations import installation, rotation
from amanah.operations.stop import Stop
from amanah.outbox.models import Letter
from amanah.people.mfa import Factors
from amanah.people.models import Profile, WorkingCard
from amanah.stewardship.models import Parcel
from tests.factories import SPRING, PersonFactory

pytestmark = pytest.mark.django_db
WORDS = "0300 1234567"


@pytest.fixture
def home(settings, tmp_path):
    """Something in every kind of place that is encrypted."""
    person = PersonFactory()
    Profile.objects.create(person=person, contact=WORDS)
    WorkingCard.objects.create(person=person, best_times=WORDS)
    Authenticator.objects.create(
        user=person, type="totp", data={"secret": Factors().encrypt(WORDS)}
    )
    Authenticator.objects.create(
        user=person, type="recovery_codes",
        data={"migrated_codes": [Factors().encrypt(WORDS), "not sealed"], "used_mask": 0},
    )  # fmt: skip
    Letter.objects.create(
        template="t", event="e", message_id="m", written_at=SPRING, body=WORDS, address="a@b.org"
    )
    installation.begin(at=SPRING)
    settings.FIELD_KEYS = list(settings.FIELD_KEYS)
    rotation.use(settings.FIELD_KEYS, tmp_path)
    return tmp_path


def read():
    totp, codes = Authenticator.objects.order_by("-type")
    return [
        Profile.objects.get().contact,
        WorkingCard.objects.get().best_times,
        Letter.objects.get().body,
        Factors().decrypt(totp.data["secret"]),
        Factors().decrypt(codes.data["migrated_codes"][0]),
    ]


def test_everything_is_readable_with_the_new_key_alone(settings, home):
    old = settings.FIELD_KEYS[0]

    rotation.add_key(home)
    rotation.encrypt_anew()
    dropped = rotation.drop_old_keys(home)

    assert dropped == 1
    assert old not in settings.FIELD_KEYS
    assert (home / "field.keys").read_text().split() == [settings.FIELD_KEYS[0].hex()]
    assert read() == [WORDS] * 5
    assert installation.keys_fit()


def test_an_older_key_stays_while_anything_needs_it(settings, home):
    rotation.add_key(home)

    with pytest.raises(Stop, match=r"people_profile\.contact.*mfa_authenticator"):
        rotation.drop_old_keys(home)

    assert read() == [WORDS] * 5
    assert len(settings.FIELD_KEYS) == 2


def test_a_parcel_that_waits_keeps_the_older_key(settings, home):
    Parcel.objects.create(
        person=PersonFactory(), asked_at=SPRING, expires_at=SPRING, is_packed=True
    )
    rotation.add_key(home)
    rotation.encrypt_anew()

    with pytest.raises(Stop, match="two days"):
        rotation.drop_old_keys(home)
    Parcel.objects.update(is_packed=False)

    assert rotation.drop_old_keys(home) == 1


def test_no_byte_of_the_database_is_sealed_with_the_older_key(settings, home):
    old = name_of(settings.FIELD_KEYS[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM people_profile")
        before = bytes(cursor.fetchone()[0])
        rotation.add_key(home)
        rotation.encrypt_anew()
        cursor.execute("SELECT contact FROM people_profile")
        after = bytes(cursor.fetchone()[0])

    assert (before[:4] == old, after[:4] == old) == (True, False)
