from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps

from amanah.base.later import background, later
from amanah.base.models import Job
from amanah.outbox.models import Letter
from amanah.people.models import Affiliation, Invitation, Person, Profile, Session, WorkingCard
from amanah.stewardship import erasure_log, hooks, ledger, services
from amanah.stewardship.models import Chain, Entry, Leaving, Parcel
from amanah.stewardship.services.erasure import COOLING_OFF
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@background
def greet(*, person_id):
    """A job that names somebody."""


def known_person():
    """Somebody of whom every app holds something."""
    person = PersonFactory(name="Khadija", called="Khadi", email="khadija@example.org")
    affiliation = AffiliationFactory(person=person)
    Profile.objects.create(person=person, about="paediatrics", contact="0300 1234567")
    WorkingCard.objects.create(person=person, please_know="fasting")
    Session.objects.create(session_key="k" * 32, expire_date=SPRING, person=person)
    EmailAddress.objects.create(user=person, email="khadija@old.example.org")
    Authenticator.objects.create(user=person, type="totp", data={})
    Invitation.objects.create(
        institution=affiliation.institution,
        email="KHADIJA@old.example.org",
        secret_hash="h",
        made_at=SPRING,
        expires_at=SPRING,
    )
    for number, to in enumerate([{"reader": person.pk}, {"address": "Khadija@example.org"}]):
        Letter.objects.create(
            event=f"e{number}", message_id=f"m{number}", template="t", written_at=SPRING, **to
        )
    later(greet, person_id=str(person.pk))
    return person


def test_an_erased_person_is_a_nameless_stub():
    person = known_person()

    services.erase_person(person, by=None, at=SPRING)

    stub = Person.objects.get(pk=person.pk)
    assert (stub.name, stub.called, stub.email) == ("", "", f"{person.pk}@erased.invalid")
    assert (stub.is_active, stub.has_usable_password(), stub.erased_at) == (False, False, SPRING)


def test_nothing_else_of_an_erased_person_stays():
    person = known_person()

    services.erase_person(person, by=None, at=SPRING)

    left = [Affiliation, Profile, WorkingCard, Session, EmailAddress, Authenticator]
    assert {model: model.objects.count() for model in [*left, Invitation, Letter]} == dict.fromkeys(
        [*left, Invitation, Letter], 0
    )
    assert not Job.objects.filter(values__icontains=str(person.pk)).exists()


def test_another_person_keeps_everything():
    other = known_person()

    services.erase_person(PersonFactory(), by=None, at=SPRING)

    other.refresh_from_db()
    assert (other.name, other.profile.about, Letter.objects.count()) == (
        "Khadija",
        "paediatrics",
        2,
    )
    assert Job.objects.filter(values__icontains=str(other.pk)).exists()


def test_the_ledger_lives_with_an_erasure():
    person = known_person()
    ledger.record("people.test_changed", about=person, subject=person, by=person, at=SPRING)

    services.erase_person(person, by=None, at=SPRING)

    assert [e.event for e in Entry.objects.filter(subject=person).order_by("number")] == [
        "people.test_changed",
        "stewardship.person_erased",
    ]
    assert [ledger.first_break(chain) for chain in Chain.objects.all()] == [None]


def test_erasing_twice_leaves_one_trace(home):
    person = known_person()

    services.erase_person(person, by=None, at=SPRING)
    services.erase_person(person, by=None, at=SPRING)

    assert Entry.objects.count() == 1
    assert len((home / erasure_log.NAME).read_text().splitlines()) == 1


def test_the_only_admin_of_an_institution_hands_over_first():
    only = AppointmentFactory(role="admin", institution__name="Mercy")

    with pytest.raises(services.CannotErase, match="only admin of Mercy"):
        services.erase_person(only.person, by=None, at=SPRING)
    only.person.refresh_from_db()
    assert only.person.erased_at is None

    AppointmentFactory(role="admin", institution=only.institution)
    services.erase_person(only.person, by=None, at=SPRING)
    only.person.refresh_from_db()
    assert only.person.erased_at == SPRING


def test_a_wish_to_be_erased_names_its_day_and_can_be_taken_back():
    person = known_person()

    leaving = services.ask_for_erasure(person, by=person, at=SPRING)
    again = services.ask_for_erasure(person, by=person, at=SPRING + timedelta(days=3))
    assert (leaving.due_at, again.pk) == (SPRING + COOLING_OFF, leaving.pk)

    services.take_back_erasure(person, by=person, at=SPRING)
    services.erase_those_due(at=SPRING + COOLING_OFF)
    person.refresh_from_db()
    assert (person.erased_at, Leaving.objects.exists()) == (None, False)


@pytest.mark.parametrize(
    ("wait", "erased"), [(COOLING_OFF - timedelta(seconds=1), False), (COOLING_OFF, True)]
)
def test_a_wish_comes_true_on_its_day_and_not_before(wait, erased):
    person = known_person()
    services.ask_for_erasure(person, by=person, at=SPRING)

    services.erase_those_due(at=SPRING + wait)

    person.refresh_from_db()
    assert (person.erased_at is not None) == erased


def test_somebody_who_must_hand_over_does_not_hold_up_the_others():
    only = AppointmentFactory(role="admin")
    other = PersonFactory()
    for person in (only.person, other):
        Leaving.objects.create(person=person, asked_at=SPRING, due_at=SPRING)

    services.erase_those_due(at=SPRING)

    other.refresh_from_db()
    only.person.refresh_from_db()
    assert (only.person.erased_at, other.erased_at) == (None, SPRING)


def test_what_was_packed_for_them_is_thrown_away(home):
    person = known_person()
    services.ask_for_parcel(person, by=person, at=SPRING)
    assert len(list((home / "parcels").iterdir())) == 1

    services.erase_person(person, by=None, at=SPRING)

    assert (list((home / "parcels").iterdir()), Parcel.objects.count()) == ([], 0)


# The log, and what an older backup brings back.


def erased_before_a_restore(home):
    """The log of two erasures, and the database as it was before them."""
    people = [PersonFactory(name="Khadija"), PersonFactory(name="Bilal")]
    for person in people:
        erasure_log.append(home, person.pk, at=SPRING)
    return people, (home / erasure_log.NAME).read_text().splitlines()


def test_a_restored_backup_brings_nobody_back(home):
    people, lines = erased_before_a_restore(home)

    assert services.reapply_erasures(lines, at=SPRING + timedelta(days=9)) == 2
    assert services.reapply_erasures(lines, at=SPRING + timedelta(days=9)) == 0

    assert [Person.objects.get(pk=p.pk).name for p in people] == ["", ""]
    assert Entry.objects.filter(event="stewardship.erasure_reapplied").count() == 2


@pytest.mark.parametrize("line", [1, 2])
def test_an_altered_log_is_refused_before_anybody_is_touched(home, line):
    people, lines = erased_before_a_restore(home)
    lines[line - 1] = lines[line - 1].replace("2026-03-20", "2026-03-21")

    with pytest.raises(erasure_log.BrokenLog, match=f"line {line} "):
        services.reapply_erasures(lines, at=SPRING)

    assert [Person.objects.get(pk=p.pk).name for p in people] == ["Khadija", "Bilal"]


def test_a_log_without_its_first_line_is_refused(home):
    _people, lines = erased_before_a_restore(home)

    with pytest.raises(erasure_log.BrokenLog, match="line 1 "):
        services.reapply_erasures(lines[1:], at=SPRING)


def test_a_line_that_broke_off_is_left_out_and_written_over(home):
    people, lines = erased_before_a_restore(home)
    path = home / erasure_log.NAME
    path.write_text("\n".join([lines[0], lines[1][:40]]))

    assert len(erasure_log.read(path.read_text().splitlines())) == 1
    erasure_log.append(home, people[1].pk, at=SPRING)
    assert path.read_text().splitlines() == lines


def test_the_log_names_nobody_and_is_its_owners_alone(home):
    services.erase_person(known_person(), by=None, at=SPRING)

    path = home / erasure_log.NAME
    assert "Khadija" not in path.read_text()
    assert "khadija@" not in path.read_text().lower()
    assert path.stat().st_mode & 0o777 == 0o600


# Every model that leads to a person is answered for.


def leads_to_a_person(model, seen=()):
    if model is Person:
        return True
    return any(
        field.is_relation
        and (field.many_to_one or field.one_to_one)
        and not field.auto_created
        and field.related_model not in (model, *seen)
        and leads_to_a_person(field.related_model, (model, *seen))
        for field in model._meta.get_fields()
    )


def holds_an_address(model):
    named = {field.name for field in model._meta.get_fields()}
    return bool({"email", "reader", "address"} & named)


def personal_models():
    return {m._meta.label for m in apps.get_models() if leads_to_a_person(m) or holds_an_address(m)}


def test_everything_personal_can_be_taken_along_or_says_why_not():
    exported = {label for part in hooks.exports.values() for label in part.models}

    assert personal_models() - exported - set(hooks.not_exported) == set()
    assert exported & set(hooks.not_exported) == set()


def test_everything_personal_is_erased_or_says_why_not():
    erased = {label for part in hooks.erasures.values() for label in part.models}

    assert personal_models() - erased - set(hooks.not_erased) == set()
    assert erased & set(hooks.not_erased) == set()


def test_the_search_for_personal_models_sees_them():
    assert {"people.Person", "people.Session", "outbox.Letter", "stewardship.Entry"} <= (
        personal_models()
    )
    assert "institutions.Institution" not in personal_models()
