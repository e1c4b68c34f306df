"""What is known of ties goes along with its owner, and goes when they go."""

import json

import pytest

from amanah.conflicts.models import OwnTies, Post, Tie, TieList
from amanah.conflicts.queries import stands_between
from amanah.stewardship import hooks, services
from tests.factories import (
    SPRING,
    AffiliationFactory,
    OwnTiesFactory,
    PersonFactory,
    PostFactory,
    TieFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def test_ties_posts_and_lists_do_not_keep_a_person_from_being_erased():
    person = PersonFactory(email="khadija@example.org")
    for part in ("one", "other"):
        TieFactory(**{part: person})
    PostFactory(person=person)
    OwnTiesFactory(person=person, lines=[{"name": "Bilal"}])
    kept = TieFactory(), PostFactory(), OwnTiesFactory(lines=[{"name": "Bilal"}])
    for by, said in ((person, "a@example.org"), (PersonFactory(), "Khadija@example.org")):
        TieList.objects.create(
            institution=kept[0].institution,
            by=by,
            kind="ties",
            rows=json.dumps([[2, [said]]]),
            read_at=SPRING,
            keep_until=SPRING,
        )

    services.erase_person(person, by=None, at=SPRING)

    assert (Tie.objects.get(), Post.objects.get(), OwnTies.objects.get()) == kept
    assert not TieList.objects.exists()


def test_an_erased_person_is_no_longer_named_by_others():
    person = PersonFactory(email="imran@example.org")
    line = {"email": "Imran@Example.org", "people": [str(person.pk)]}
    by_name = {"name": "Imran", "people": [str(person.pk)]}
    other = {"email": "bilal@example.org", "people": []}
    said = OwnTiesFactory(lines=[line, by_name, other])
    alone = OwnTiesFactory(lines=[line])

    services.erase_person(person, by=None, at=SPRING)

    said.refresh_from_db()
    alone.refresh_from_db()
    assert json.loads(said.named) == [{"name": "Imran", "people": []}, other]
    assert alone.named == ""
    assert not stands_between(
        AffiliationFactory().institution, alone.person, PersonFactory(), at=SPRING
    )


def test_somebody_takes_along_what_they_said_and_what_staff_hold_about_them():
    tie = TieFactory(one__name="Dr Imran", other__name="Hina", institution__name="Mercy")
    TieFactory()
    PostFactory(person=tie.other, institution=tie.institution)
    OwnTiesFactory(person=tie.other, lines=[{"name": "Bilal"}, {"email": "a@example.org"}])
    OwnTiesFactory(person=tie.one, lines=[{"email": tie.other.email}])

    rows = {
        kind: [tuple(row) for row in hooks.exports[kind].gather(tie.other)]
        for kind in ("own-ties", "ties", "posts")
    }

    day = SPRING.date()
    assert rows == {
        "own-ties": [("Bilal",), ("a@example.org",)],
        "ties": [("Mercy", "assessor", "Dr Imran", "Hina", day, None, "staff")],
        "posts": [("Mercy", "head", "Medicine", day, None, "staff")],
    }
