"""That the matrix sees sealed bytes: they reach those who may have them, as the search knows."""

import pytest
from django.urls import reverse

from amanah.sealing.models import Opening
from tests.access import asking, world
from tests.access.test_matrix import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return world.build()


def planted(small, resource, field, owner):
    return {
        word
        for word, (kind, name, whose, _place) in small.planted.items()
        if (kind, name, whose) == (resource, field, owner)
    }


def test_what_two_wrote_reaches_both_and_a_draft_and_a_key_their_owner_alone(small):
    [(room, _owner, _place)] = small.things["room"]
    client = enter(world.BY_NAME["mentee"], small)

    carried = asking.words_in(client.get(reverse("sealing:room", args=[room])))

    for owner in ("mentee", "mentor"):
        assert planted(small, "private words", "words", owner) <= carried
    for field in ("draft", "key"):
        assert planted(small, "private words", field, "mentee") <= carried
        assert planted(small, "private words", field, "mentor") & carried == set()
    assert planted(small, "own words", "words", "mentee") & carried == set()


def test_words_to_oneself_reach_oneself(small):
    own = small.people["mentee"].private_room
    mine, mentors = (enter(world.BY_NAME[name], small) for name in ("mentee", "mentor"))
    url = reverse("sealing:room", args=[own.pk])

    carried = asking.words_in(mine.get(url))

    assert planted(small, "own words", "words", "mentee") <= carried
    assert mentors.get(url).status_code == 404


def test_where_the_lock_is_closed_nothing_sealed_comes(small):
    [(room, _owner, _place)] = small.things["room"]
    client = enter(world.BY_NAME["mentee"], small)
    Opening.objects.all().delete()

    answer = client.get(reverse("sealing:room", args=[room]))

    assert (answer.status_code, asking.words_in(answer)) == (423, set())
