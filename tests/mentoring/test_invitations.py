"""Asking one person for a mentorship that no programme knows of."""

import io
import json
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from amanah.mentoring import queries, services
from amanah.mentoring.models import Invitation, Mentorship
from amanah.notifications.models import Notice
from amanah.outbox.models import Letter
from amanah.people import services as people
from amanah.stewardship import hooks
from amanah.stewardship import queries as stewardship
from amanah.stewardship.services import erase_person
from tests.access import asking
from tests.factories import (
    SPRING,
    AffiliationFactory,
    ApplicationFactory,
    AppointmentFactory,
    CohortFactory,
    ParticipantFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LINK = re.compile(r"/mentorships/invited/([\w-]+)/")


def ask(institution, by, *, role="mentor", address="", at=SPRING):
    return services.invite(institution, role=role, address=address, by=by, at=at)


@pytest.mark.parametrize(("role", "mentor"), [("mentor", "bilal"), ("mentee", "amina")])
def test_saying_yes_begins_an_informal_mentorship(institution, amina, bilal, role, mentor):
    made = ask(institution, amina, role=role)

    mentorship = services.accept_invitation(made.secret, by=bilal, at=SPRING)

    [found] = mentorship.memberships.filter(role="mentor")
    assert found.person == {"amina": amina, "bilal": bilal}[mentor]
    assert mentorship.cohort is None
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind) == (amina, "mentoring.begun")


def test_the_letter_has_no_name_in_it_and_the_secret_is_nowhere_else(institution, amina, bilal):
    made = ask(institution, amina, address=bilal.email)

    [letter] = Letter.objects.all()
    assert letter.address == bilal.email
    assert made.secret in letter.body
    for name in ("Amina", "Siddiqui", "Bilal", amina.email):
        assert name not in letter.body + letter.subject
    assert made.secret not in str(Invitation.objects.values())


def test_nothing_tells_whether_an_address_is_anybodys(client, institution, amina, bilal):
    client.force_login(amina)
    seen = []
    for address in (bilal.email, "nobody@example.org"):
        sent = {"institution": institution.pk, "role": "mentor", "address": address}
        answer = client.post("/mentorships/invitations/new/", sent)
        seen.append((answer.status_code, answer.headers["Location"]))
        assert Letter.objects.filter(state="waiting").count() == len(seen)

    assert seen[0] == seen[1]
    page = client.get("/mentorships/").content.decode()
    ours = [line for line in page.splitlines() if "bilal@" in line or "nobody@" in line]
    assert len({line.replace("bilal@", "nobody@") for line in ours}) == 1


def _lapse(secret, bilal):
    """Nothing happens."""


def _turn_down(secret, bilal):
    services.turn_down(secret, by=bilal, at=SPRING + DAY)


@pytest.mark.parametrize("moment", [SPRING + 2 * DAY, SPRING + 14 * DAY, SPRING + 16 * DAY])
def test_saying_no_and_saying_nothing_look_the_same(institution, amina, bilal, moment):
    seen = []
    for what in (_lapse, _turn_down):
        made = ask(institution, amina)
        what(made.secret, bilal)
        waiting = [one.last_day for one in queries.open_invitations_of(amina, at=moment)]
        [*_others, row] = hooks.exports["informal-invitations"].gather(amina)
        events = [one.event for one in stewardship.entries_shown_to(amina)]
        seen.append((waiting, row, events, Notice.objects.count()))
        Invitation.objects.all().delete()

    assert seen[0][:2] == seen[1][:2]
    assert seen[0][3] == seen[1][3] == 0
    assert set(seen[0][2]) == set(seen[1][2]) == {"mentoring.invitation_made"}


def test_one_that_was_turned_down_still_counts_among_the_five(institution, amina, bilal):
    made = [ask(institution, amina) for _n in range(services.MOST_OPEN)]
    services.turn_down(made[0].secret, by=bilal, at=SPRING)

    with pytest.raises(services.CannotInvite, match="Five"):
        ask(institution, amina)

    services.withdraw_invitation(made[1].invitation, by=amina, at=SPRING)
    assert ask(institution, amina).invitation.pk


def _other_institution(institution, amina, bilal, made):
    return AffiliationFactory().person


def _nobodys(institution, amina, bilal, made):
    return PersonFactory()


def _sender(institution, amina, bilal, made):
    return amina


def _withdrawn(institution, amina, bilal, made):
    services.withdraw_invitation(made.invitation, by=amina, at=SPRING)
    return bilal


def _used(institution, amina, bilal, made):
    services.accept_invitation(made.secret, by=bilal, at=SPRING)
    return AffiliationFactory(institution=institution).person


def _turned_down(institution, amina, bilal, made):
    services.turn_down(made.secret, by=bilal, at=SPRING)
    return bilal


def _sender_left(institution, amina, bilal, made):
    people.leave(amina.affiliations.get(), by=amina, at=SPRING)
    return bilal


def _unwelcome(institution, amina, bilal, made):
    cohort = CohortFactory(programme__institution=institution)
    ApplicationFactory(
        participant=ParticipantFactory(cohort=cohort, person=bilal),
        do_not_pair=json.dumps([{"email": amina.email}]),
    )
    return bilal


NOT_OPEN = [
    _other_institution,
    _nobodys,
    _sender,
    _withdrawn,
    _used,
    _turned_down,
    _sender_left,
    _unwelcome,
]


@pytest.mark.parametrize("who", NOT_OPEN)
def test_to_whom_it_is_not_open_it_looks_like_one_that_was_made_up(
    client, institution, amina, bilal, who, now
):
    made = ask(institution, amina, at=now)
    path = f"/mentorships/invited/{made.secret}/"
    client.force_login(bilal)
    assert client.get(path).status_code == 200

    reader = who(institution, amina, bilal, made)

    client.force_login(reader)
    wrong = "/mentorships/invited/made-up/"
    expected = asking.plain(client.get(wrong), path=wrong)
    assert expected.startswith("410")
    assert asking.plain(client.get(path), path=path) == expected
    before = Mentorship.objects.count()
    assert client.post(path, {"yes": "1"}).status_code == 410
    assert Mentorship.objects.count() == before


def test_one_that_went_by_letter_is_for_that_address_alone(institution, amina, bilal, member):
    made = ask(institution, amina, address="BILAL@example.org")

    with pytest.raises(services.CannotAccept):
        services.accept_invitation(made.secret, by=member("Somebody"), at=SPRING)

    assert services.accept_invitation(made.secret, by=bilal, at=SPRING)


def test_it_opens_until_the_end_of_its_last_day(institution, amina, bilal):
    made = ask(institution, amina)
    ends = made.invitation.expires_at

    assert made.invitation.last_day == institution.day_of(SPRING + 14 * DAY)
    assert queries.invitation_opened_by(made.secret, bilal, at=ends - timedelta(seconds=1))
    assert not queries.invitation_opened_by(made.secret, bilal, at=ends)
    services.sweep_invitations(at=ends)
    assert not Invitation.objects.exists()


def test_whoever_is_not_wanted_is_not_even_written_for(institution, amina, bilal):
    cohort = CohortFactory(programme__institution=institution)
    said = ApplicationFactory(participant=ParticipantFactory(cohort=cohort, person=bilal))
    ask(institution, amina, address=bilal.email)
    assert Letter.objects.count() == 1

    said.do_not_pair = json.dumps([{"name": "Siddiqui"}])
    said.save()
    made = ask(institution, amina, address=bilal.email)

    assert Letter.objects.count() == 1
    assert made.invitation in queries.open_invitations_of(amina, at=SPRING)


def test_the_page_names_who_asks_and_the_help_contact(client, institution, amina, bilal, now):
    made = ask(institution, amina, role="mentee", at=now)
    client.force_login(bilal)

    page = client.get(f"/mentorships/invited/{made.secret}/").content.decode()

    assert "Would you be their mentee?" in page
    assert "Amina Siddiqui" in page
    assert "Margaret Joyce" in page.split("<main")[1].split("</main")[0]


def test_whoever_asks_is_not_named_as_somebody_to_talk_to_about_it(
    client, institution, amina, bilal, now
):
    institution.help_name = "Dr Amina Siddiqui"
    institution.save()
    made = ask(institution, amina, role="mentee", at=now)
    client.force_login(bilal)

    page = client.get(f"/mentorships/invited/{made.secret}/").content.decode()

    assert "Would you be their mentee?" in page
    assert "is there to talk to" not in page


def test_by_a_link_that_is_shown_once_two_taps_begin_it(client, institution, amina, bilal):
    client.force_login(amina)
    sent = {"institution": institution.pk, "role": "mentor", "address": ""}
    page = client.post("/mentorships/invitations/new/", sent).content.decode()
    [secret] = set(LINK.findall(page))
    assert secret not in client.get("/mentorships/").content.decode()

    client.force_login(bilal)
    client.get(f"/mentorships/invited/{secret}/")
    answer = client.post(f"/mentorships/invited/{secret}/", {"yes": "1"})

    assert answer.headers["Location"] == Mentorship.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"address": "not an address"}, "Enter a valid email address."),
        ({"address": "amina@example.org"}, "That is your own address."),
        ({"role": "friend"}, "friend is not one of the available choices"),
        ({"institution": "elsewhere"}, "elsewhere is not one of the available choices"),
    ],
)
def test_what_does_not_make_sense_is_said(client, institution, amina, sent, says):
    client.force_login(amina)
    right = {"institution": institution.pk, "role": "mentor", "address": ""}
    assert client.post("/mentorships/invitations/new/", right).status_code == 200

    answer = client.post("/mentorships/invitations/new/", right | sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_asking_too_often_is_refused_for_a_while(client, institution, amina):
    client.force_login(amina)
    sent = {"institution": institution.pk, "role": "mentor", "address": ""}
    statuses = []
    for _n in range(11):
        statuses.append(client.post("/mentorships/invitations/new/", sent).status_code)
        Invitation.objects.all().delete()

    assert statuses == [200] * 10 + [429]


STAFF_PAGES = (
    "/staff/hearth/",
    "/staff/hearth/people/",
    "/staff/hearth/people/?as=xlsx",
    "/staff/hearth/programmes/",
    "/staff/hearth/invitations/",
    "/staff/programmes/{programme}/",
    "/staff/programmes/cohorts/{cohort}/people/",
    "/staff/programmes/cohorts/{cohort}/people/sheet/",
    "/staff/programmes/cohorts/{cohort}/pairs/",
    "/staff/programmes/cohorts/{cohort}/applications/",
    "/staff/programmes/cohorts/{cohort}/letters/",
    "/staff/{institution}/acts/",
)


def _staff_pages():
    made_up = "00000000-0000-4000-8000-00000000beef"
    acts = reverse("home:acts_of_staff", args=[made_up]).replace(made_up, "{institution}")
    return [*STAFF_PAGES[:-1], acts]


def _cells(answer):
    """What a page or a workbook says: of a workbook its cells, since its dates differ."""
    if "spreadsheet" not in answer.headers["Content-Type"]:
        return asking.plain(answer, path=answer.request["PATH_INFO"])
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


@pytest.mark.parametrize("role", ["coordinator", "deputy", "admin"])
def test_staff_pages_are_the_same_with_and_without_one(client, institution, amina, bilal, role):
    cohort = CohortFactory(programme__institution=institution)
    for person in (amina, bilal):
        ApplicationFactory(participant=ParticipantFactory(cohort=cohort, person=person))
    staff = AppointmentFactory(institution=institution, role=role).person
    client.force_login(staff)
    about = {
        "programme": cohort.programme_id,
        "cohort": cohort.pk,
        "institution": institution.pk,
    }
    paths = [path.format(**about) for path in _staff_pages()]

    def look():
        # That a workbook was taken is itself noted, so each look leaves nothing behind.
        found = {}
        for path in paths:
            with asking.undone(client):
                found[path] = _cells(client.get(path))
        return found

    before = look()
    services.accept_invitation(ask(institution, amina).secret, by=bilal, at=SPRING)
    ask(institution, bilal, address="hina@example.org")

    assert look() == before
    assert sum(page[:3] == "200" for page in before.values()) >= 4
    assert sum(isinstance(page, list) for page in before.values()) >= 1


def test_erasing_somebody_forgets_whom_they_asked_and_who_asked_them(institution, amina, bilal):
    ask(institution, amina, address="hina@example.org")
    ask(institution, bilal, address=amina.email)
    kept = ask(institution, bilal, address="hina@example.org")

    erase_person(amina, by=None, at=SPRING)

    assert list(Invitation.objects.all()) == [kept.invitation]
