import uuid
from datetime import timedelta

import factory
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from amanah.base import clock
from amanah.people.letter_secrets import hash_of
from amanah.people.models import (
    Affiliation,
    Death,
    Invitation,
    Joining,
    JoinLink,
    Person,
    Session,
    Stop,
)
from tests.factories.institutions import AppointmentFactory, InstitutionFactory
from tests.factories.moments import SPRING
from tests.people.authenticator import Device

PHRASE = "otter-lantern-quiet-harbour"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    joined_at = SPRING
    password = factory.django.Password(PHRASE)


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    since = SPRING.date()


class PasskeyFactory(factory.django.DjangoModelFactory):
    """A passkey of a device that is lost: it is known, and nothing can sign in with it."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(PersonFactory)
    type = Authenticator.Type.WEBAUTHN
    data = factory.LazyFunction(
        lambda: {"name": "my phone", "credential": Device.lost(), "prf": True}
    )


class SignOnFactory(factory.django.DjangoModelFactory):
    """A person whom an institution's own sign-in knows."""

    class Meta:
        model = SocialAccount

    user = factory.SubFactory(PersonFactory)
    provider = "hospital"
    uid = factory.Sequence(lambda n: f"subject-{n}")


class SessionFactory(factory.django.DjangoModelFactory):
    """A signed-in browser somewhere else."""

    class Meta:
        model = Session

    person = factory.SubFactory(PersonFactory)
    session_key = factory.LazyFunction(lambda: uuid.uuid4().hex)
    handle = factory.LazyFunction(uuid.uuid4)
    began_at = SPRING
    browser = "Firefox on Android"
    expire_date = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


class InvitationFactory(factory.django.DjangoModelFactory):
    """Open for a fortnight from when it was made; `secret` is what its link would carry."""

    class Meta:
        model = Invitation

    class Params:
        secret = factory.Sequence(lambda n: f"secret-{n}")

    institution = factory.SubFactory(InstitutionFactory)
    email = factory.Sequence(lambda n: f"invited-{n}@example.org")
    secret_hash = factory.LazyAttribute(lambda made: hash_of(made.secret))
    made_at = SPRING
    expires_at = factory.LazyAttribute(lambda made: made.made_at + timedelta(days=14))


class JoinLinkFactory(factory.django.DjangoModelFactory):
    """Open for a fortnight from when it was made, for any address."""

    class Meta:
        model = JoinLink

    institution = factory.SubFactory(InstitutionFactory)
    secret = factory.Sequence(lambda n: f"handed-out-{n}")
    secret_hash = factory.LazyAttribute(lambda made: hash_of(made.secret))
    most = 100
    made_by = factory.LazyAttribute(
        lambda made: AppointmentFactory(institution=made.institution, role="coordinator").person
    )
    made_at = SPRING
    expires_at = factory.LazyAttribute(lambda made: made.made_at + timedelta(days=14))


class StopFactory(factory.django.DjangoModelFactory):
    """Somebody whose access to an institution was ended by the operator."""

    class Meta:
        model = Stop

    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    made_at = SPRING


class DeathFactory(factory.django.DjangoModelFactory):
    """Somebody is said to have died; `confirmed_at` makes it hold."""

    class Meta:
        model = Death

    person = factory.SubFactory(PersonFactory)
    day = SPRING.date()
    said_at = SPRING


class JoiningFactory(factory.django.DjangoModelFactory):
    """Somebody said that they have another account; `proven_at` and `confirmed_at` go on."""

    class Meta:
        model = Joining

    kept = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    letter_hash = factory.LazyFunction(lambda: uuid.uuid4().hex)
    stop_hash = factory.LazyFunction(lambda: uuid.uuid4().hex)
    asked_at = SPRING
