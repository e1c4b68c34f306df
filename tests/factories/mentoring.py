import json
from datetime import timedelta

import factory

from amanah.mentoring.agreement import clauses
from amanah.mentoring.models import Agreement, Invitation, Membership, Mentorship
from amanah.people.letter_secrets import hash_of
from amanah.sealing import services
from tests.factories.institutions import InstitutionFactory
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory


class MentorshipFactory(factory.django.DjangoModelFactory):
    """A pair, informal unless a cohort is given: `mentor` and `mentee` are its members.

    With `has_room`, there is a room for their words.
    """

    class Meta:
        model = Mentorship
        skip_postgeneration_save = True

    institution = factory.LazyAttribute(
        lambda made: made.cohort.programme.institution if made.cohort else InstitutionFactory()
    )
    cohort = None
    began_at = SPRING
    phase_since = factory.LazyAttribute(lambda made: made.institution.day_of(made.began_at))

    @factory.post_generation
    def mentor(made, create, person, **kwargs):
        _join(made, person or PersonFactory(), "mentor")

    @factory.post_generation
    def mentee(made, create, person, **kwargs):
        _join(made, person or PersonFactory(), "mentee")

    @factory.post_generation
    def has_room(made, create, wanted, **kwargs):
        if wanted:
            people = [one.person for one in made.memberships.order_by("role")]
            made.room = services.open_room(people, by=None, at=made.began_at)
            made.save(update_fields=["room"])


def _join(mentorship, person, role):
    Membership.objects.create(
        mentorship=mentorship, person=person, role=role, joined_at=mentorship.began_at
    )


class AgreementFactory(factory.django.DjangoModelFactory):
    """The first version of a mentorship, with what it begins with, unless `choices` are given."""

    class Meta:
        model = Agreement

    class Params:
        choices = None

    mentorship = factory.SubFactory(MentorshipFactory)
    version = 1
    said = factory.LazyAttribute(
        lambda made: json.dumps(made.choices or clauses.defaults(made.mentorship))
    )
    opened_at = factory.LazyAttribute(lambda made: made.mentorship.began_at)


class PairInvitationFactory(factory.django.DjangoModelFactory):
    """To become the mentor of whoever asks; `secret` is what its link would carry."""

    class Meta:
        model = Invitation

    class Params:
        secret = factory.Sequence(lambda n: f"pair-{n}")

    institution = factory.SubFactory(InstitutionFactory)
    by = factory.SubFactory(PersonFactory)
    role = "mentor"
    secret_hash = factory.LazyAttribute(lambda made: hash_of(made.secret))
    made_at = SPRING
    expires_at = factory.LazyAttribute(lambda made: made.made_at + timedelta(days=14))
