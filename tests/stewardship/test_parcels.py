import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.people.models import Profile, WorkingCard
from amanah.stewardship import hooks, services
from amanah.stewardship.models import Entry, Parcel
from amanah.stewardship.services.parcels import KEPT_FOR
from tests.factories import SPRING, AffiliationFactory, PersonFactory
from tests.proving import prove

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def person_with_everything():
    person = AffiliationFactory(
        person__name="خدیجہ مختار", institution__name="=Mercy", department="@Eyes"
    ).person
    Profile.objects.create(person=person, about="paediatrics, Lahore", contact="0300 1234567")
    WorkingCard.objects.create(person=person, please_know="fasting in Ramadan")
    return person


def fetched(person, *, at=SPRING):
    parcel = services.ask_for_parcel(person, by=person, at=at)
    return zipfile.ZipFile(io.BytesIO(services.fetch_parcel(parcel, by=person, at=at)))


def rows(parcel, kind):
    return json.loads(parcel.read(f"{kind}.json"))["rows"]


def test_a_person_takes_along_what_is_kept_about_them():
    person = person_with_everything()

    parcel = fetched(person)

    assert rows(parcel, "account")[0]["name"] == "خدیجہ مختار"
    assert rows(parcel, "profile")[0]["contact"] == "0300 1234567"
    assert rows(parcel, "how-i-like-to-work")[0]["please_know"] == "fasting in Ramadan"
    assert rows(parcel, "institutions")[0]["institution"] == "=Mercy"
    assert [row["event"] for row in rows(parcel, "ledger")] == ["stewardship.parcel_asked"]


def test_everything_is_there_as_json_and_as_csv_and_said_in_the_read_me():
    parcel = fetched(person_with_everything())

    kinds = list(hooks.exports)
    assert parcel.namelist() == [
        "READ-ME.txt",
        *(f"{kind}.{form}" for kind in kinds for form in ("json", "csv")),
    ]
    read_me = parcel.read("READ-ME.txt").decode("utf-8-sig")
    assert [kind for kind in kinds if f"- {kind}:" not in read_me] == []


def test_a_spreadsheet_never_takes_a_cell_for_a_formula():
    parcel = fetched(person_with_everything())

    sheet = list(csv.reader(io.StringIO(parcel.read("institutions.csv").decode("utf-8-sig"))))

    assert sheet[1][:2] == ["'=Mercy", "'@Eyes"]


def test_the_parcel_holds_nothing_of_anybody_else():
    person_with_everything()

    parcel = fetched(PersonFactory(name="Bilal"))

    everything = b"".join(parcel.read(name) for name in parcel.namelist()).decode("utf-8-sig")
    assert "Bilal" in everything
    assert "0300" not in everything
    assert "مختار" not in everything


def test_a_waiting_parcel_cannot_be_read_on_the_disk(home):
    person = person_with_everything()
    services.ask_for_parcel(person, by=person, at=SPRING)

    [file] = (home / "parcels").iterdir()

    assert file.stat().st_mode & 0o777 == 0o600
    assert b"profile" not in file.read_bytes()
    assert file.read_bytes()[:2] != b"PK"


def test_a_parcel_is_fetched_once(home):
    person = person_with_everything()
    parcel = services.ask_for_parcel(person, by=person, at=SPRING)

    assert services.fetch_parcel(parcel, by=person, at=SPRING)[:2] == b"PK"
    with pytest.raises(services.CannotFetch, match="has been fetched"):
        services.fetch_parcel(parcel, by=person, at=SPRING)
    assert list((home / "parcels").iterdir()) == []


@pytest.mark.parametrize(
    ("wait", "there"), [(KEPT_FOR - timedelta(seconds=1), True), (KEPT_FOR, False)]
)
def test_a_parcel_waits_until_its_day_and_no_longer(wait, there):
    person = person_with_everything()
    parcel = services.ask_for_parcel(person, by=person, at=SPRING)

    if there:
        assert services.fetch_parcel(parcel, by=person, at=SPRING + wait)
    else:
        with pytest.raises(services.CannotFetch, match="its day has passed"):
            services.fetch_parcel(parcel, by=person, at=SPRING + wait)


def test_nobody_else_fetches_a_parcel():
    person = person_with_everything()
    parcel = services.ask_for_parcel(person, by=person, at=SPRING)

    with pytest.raises(services.CannotFetch):
        services.fetch_parcel(parcel, by=PersonFactory(), at=SPRING)
    assert services.fetch_parcel(parcel, by=person, at=SPRING)


def test_a_parcel_that_nobody_fetched_is_thrown_away(home):
    person = person_with_everything()
    services.ask_for_parcel(person, by=person, at=SPRING)

    services.discard_old_parcels(at=SPRING + KEPT_FOR - timedelta(seconds=1))
    assert Parcel.objects.count() == 1

    services.discard_old_parcels(at=SPRING + KEPT_FOR)
    assert (Parcel.objects.count(), list((home / "parcels").iterdir())) == (0, [])


def test_files_are_packed_by_the_worker(monkeypatch, run_jobs):
    part = hooks.Export(
        "letters", "your letters", ("n",), lambda p: [(1,)], (), lambda p: [("a.txt", b"dear")]
    )
    monkeypatch.setitem(hooks.exports, "letters", part)
    person = PersonFactory()
    parcel = services.ask_for_parcel(person, by=person, at=clock.now())

    with pytest.raises(services.CannotFetch, match="still being put together"):
        services.fetch_parcel(parcel, by=person, at=clock.now())
    assert "amanah.stewardship.services.parcels.pack_parcel" in run_jobs()

    content = services.fetch_parcel(parcel, by=person, at=clock.now())
    assert zipfile.ZipFile(io.BytesIO(content)).read("letters/a.txt") == b"dear"


# The pages.


@pytest.fixture
def proven(client):
    """Somebody who has signed in a moment ago."""
    person = person_with_everything()
    client.force_login(person)
    prove(client, person)
    return person


def test_somebody_who_has_just_shown_who_they_are_fetches_their_data(client, proven):
    client.post(reverse("stewardship:ask_for_parcel"))
    url = reverse("stewardship:fetch_parcel", args=[Parcel.objects.get().pk])

    response = client.post(url)

    assert response.headers["Content-Disposition"] == 'attachment; filename="my-amanah-data.zip"'
    assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("name", ["ask_for_parcel", "fetch_parcel", "ask_for_erasure"])
def test_somebody_at_an_open_screen_is_asked_first(client, name):
    person = person_with_everything()
    parcel = services.ask_for_parcel(person, by=person, at=clock.now())
    client.force_login(person)
    before = Entry.objects.count()
    arguments = [parcel.pk] if name == "fetch_parcel" else []

    response = client.post(reverse(f"stewardship:{name}", args=arguments), {"word": "erase"})

    assert response.status_code == 302
    assert "next=" in response.headers["Location"]
    assert Entry.objects.count() == before


def test_looking_ahead_does_not_use_a_parcel_up(client, proven):
    client.post(reverse("stewardship:ask_for_parcel"))
    url = reverse("stewardship:fetch_parcel", args=[Parcel.objects.get().pk])

    assert [client.get(url).status_code, client.head(url).status_code] == [405, 405]
    assert client.post(url).status_code == 200


def test_erasing_asks_for_the_word(client, proven):
    url = reverse("stewardship:ask_for_erasure")

    assert client.post(url, {"word": "delete"}).status_code == 422
    assert "will be erased on" not in client.get(reverse("home:privacy")).content.decode()

    assert client.post(url, {"word": " Erase "}).status_code == 302
    assert "will be erased on" in client.get(reverse("home:privacy")).content.decode()


def test_a_wish_to_be_erased_is_taken_back_on_the_page(client, proven):
    client.post(reverse("stewardship:ask_for_erasure"), {"word": "erase"})

    client.post(reverse("stewardship:take_back_erasure"))

    assert "will be erased on" not in client.get(reverse("home:privacy")).content.decode()
