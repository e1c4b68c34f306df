import pytest

from amanah.base import clock
from amanah.notifications import kinds, queries, services
from amanah.notifications.models import Notice
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = PersonFactory(time_zone="Asia/Karachi")
    client.force_login(person)
    return person


def test_what_i_am_told_stands_there_until_i_put_it_away(client, person, kind):
    waiting = kind(says="Something happened.")
    one, two = (services.tell(person, waiting, event=str(n), at=clock.now()) for n in range(2))

    assert client.get("/notices/").content.decode().count("Something happened.</a>") == 2
    client.post(f"/notices/{one.pk}/away/")
    assert client.get("/notices/").content.decode().count("Something happened.</a>") == 1
    client.post("/notices/away/", {"shown": [str(two.pk), "not-an-id"]})
    assert "Nothing new" in client.get("/notices/").content.decode()


def test_putting_all_away_leaves_what_came_meanwhile_and_what_is_not_mine(client, person, kind):
    waiting = kind(says="Something happened.")
    shown = services.tell(person, waiting, event="one", at=clock.now())
    stays = services.tell(person, waiting, event="two", at=clock.now())
    others = services.tell(PersonFactory(), waiting, event="three", at=clock.now())

    client.post("/notices/away/", {"shown": [str(shown.pk), str(others.pk)]})

    assert list(queries.own_notices(person)) == [stays]
    assert list(queries.own_notices(others.person)) == [others]


def test_looking_leaves_no_trace(client, person, kind):
    services.tell(person, kind(says="Something happened."), event="one", at=clock.now())
    before = list(Notice.objects.values())

    client.get("/notices/")

    assert list(Notice.objects.values()) == before


def filled(**changes):
    return {
        **{kind.name: kind.mail for kind in kinds.all_kinds()},
        "days": ["0", "2"],
        "digest_at": "09:30",
        "quiet_from": "20:00",
        "quiet_until": "08:00",
        "nights_until": "",
        "away_from": "",
        "away_until": "",
        **changes,
    }


def test_i_choose_how_and_when_i_hear_of_things(client, person, kind):
    waiting = kind()
    saved = client.post("/notices/letters/", filled(**{waiting.name: "off"}))

    assert saved.status_code == 302
    assert queries.ways_of(person)[waiting.name] == "off"
    rhythm = queries.rhythm_of(person)
    assert rhythm.days == [0, 2]
    assert str(rhythm.digest_at) == "09:30:00"
    assert 'value="09:30' in client.get("/notices/letters/").content.decode()


def test_a_letter_in_quiet_hours_is_refused_beside_the_hour_and_nothing_is_lost(client, person):
    refused = client.post("/notices/letters/", filled(digest_at="21:15"))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "This falls into your quiet hours." in page
    assert 'value="21:15' in page
    assert queries.rhythm_of(person).days != [0, 2]
    assert client.post("/notices/letters/", filled(digest_at="19:15")).status_code == 302


def test_a_kind_that_does_not_concern_me_is_not_offered_and_stays_as_it_was(client, person, kind):
    others = kind("test.others", concerns=lambda someone, at: someone != person)
    mine = kind("test.mine", concerns=lambda someone, at: someone == person)

    page = client.get("/notices/letters/").content.decode()
    saved = client.post("/notices/letters/", filled(**{mine.name: "off", others.name: "off"}))

    assert (f'name="{others.name}"' in page, f'name="{mine.name}"' in page) == (False, True)
    assert saved.status_code == 302
    ways = queries.ways_of(person)
    assert (ways[others.name], ways[mine.name]) == ("digest", "off")
