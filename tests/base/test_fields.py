import pytest
from django.core.exceptions import FieldError
from django.db import connection

from amanah.base.fields import CannotDecrypt, decrypt, encrypt
from amanah.people.models import Profile
from tests.factories import PersonFactory


def test_what_was_encrypted_comes_back():
    assert decrypt(encrypt("خدیجہ 0300", about="a.b.c"), about="a.b.c") == "خدیجہ 0300"


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(CannotDecrypt, match="altered or moved"):
        decrypt(encrypt("0300", about="a.b.c"), about="a.b.d")


def test_an_old_key_still_opens_and_a_new_one_seals(settings):
    old = encrypt("0300", about="a.b.c")
    settings.FIELD_KEYS = [b"n" * 32, *settings.FIELD_KEYS]

    assert decrypt(old, about="a.b.c") == "0300"
    assert encrypt("0300", about="a.b.c")[:4] != old[:4]


def test_without_its_key_a_value_stays_closed(settings):
    sealed = encrypt("0300", about="a.b.c")
    settings.FIELD_KEYS = [b"n" * 32]

    with pytest.raises(CannotDecrypt, match=r"field\.keys"):
        decrypt(sealed, about="a.b.c")


@pytest.mark.django_db
def test_the_column_holds_no_readable_text():
    profile = Profile.objects.create(person=PersonFactory(), contact="0300 1234567")

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM people_profile")
        raw = bytes(cursor.fetchone()[0])

    assert b"0300" not in raw
    assert Profile.objects.get(pk=profile.pk).contact == "0300 1234567"


@pytest.mark.django_db
def test_an_encrypted_column_cannot_be_searched():
    with pytest.raises(FieldError, match="cannot be searched"):
        Profile.objects.filter(contact="0300").exists()
