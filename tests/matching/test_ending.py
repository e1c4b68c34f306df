"""Whatever ends a request, both read the same."""

from datetime import timedelta

import pytest

from amanah.matching import services
from amanah.matching.models import Request
from amanah.mentoring.models import Mentorship
from amanah.people import services as people
from amanah.programmes import services as programmes
from amanah.stewardship import hooks
from amanah.stewardship import queries as stewardship
from amanah.stewardship.services import erase_person
from tests.access import asking
from tests.factories import SPRING
from tests.factories.matching import RequestFactory, mentee_in, mentor_in
from tests.matching.asking import DAY, ask, told

pytestmark = pytest.mark.django_db


def _soon(request):
    return request.asked_at + timedelta(minutes=1)


def _decline(request):
    services.decline_request(request, by=request.mentor, at=_soon(request))


def _go_away(request):
    services.decline_request(
        request,
        by=request.mentor,
        at=_soon(request),
        away_until=(request.asked_at + 30 * DAY).date(),
    )


def _expire(request):
    services.close_those_over(at=request.expires_at)


def _fill(request):
    rival = RequestFactory(cohort=request.cohort, mentor=request.mentor, asked_at=request.asked_at)
    services.accept_request(rival, by=request.mentor, at=_soon(request))


def _leave(request):
    people.leave(request.mentor.affiliations.get(), by=request.mentor, at=_soon(request))


def _erase(request):
    erase_person(request.mentor, by=None, at=_soon(request))


def _take_out(request):
    part = request.mentor.participations.get()
    programmes.remove_from_cohort(part, by=request.mentee, at=_soon(request))
    services.close_those_over(at=_soon(request))


def _withdraw_application(request):
    said = request.mentor.participations.get().applications.get()
    programmes.withdraw_application(said, by=request.mentor, at=_soon(request))
    services.close_those_over(at=_soon(request))


def _archive(request):
    programme = request.cohort.programme
    programme.state, programme.archived_at = "archived", _soon(request)
    programme.keep_until = (request.asked_at + 90 * DAY).date()
    programme.save()
    services.close_those_over(at=_soon(request))


def _keep_apart(request):
    said = request.mentor.participations.get().applications.get()
    said.do_not_pair = f'[{{"email": "{request.mentee.email}"}}]'
    said.save()
    services.close_those_over(at=_soon(request))


ENDS = [
    _decline,
    _go_away,
    _expire,
    _fill,
    _leave,
    _erase,
    _take_out,
    _withdraw_application,
    _archive,
    _keep_apart,
]


def _seen(client, mentee, request):
    """Everything that a mentee can learn of it: pages, notice, parcel, ledger, as one text."""
    client.force_login(mentee)
    moment = request.expires_at + DAY
    pages = [client.get(path) for path in (f"/requests/{request.pk}/", "/requests/", "/today/")]
    shown = [page.content.decode() for page in pages]
    taken = [tuple(map(str, row)) for row in hooks.exports["requests"].gather(mentee)]
    ledger = [entry.event for entry in stewardship.entries_shown_to(mentee)]
    return shown, taken, ledger, told(mentee), moment


@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_it_the_mentee_reads_the_same(client, cohort, mentee, mentor, end):
    request = ask(mentor, mentee)

    end(Request.objects.get(pk=request.pk))

    request.refresh_from_db()
    assert request.state == "closed"
    [page, _list, _today], [row], ledger, notices, _moment = _seen(client, mentee, request)
    assert "There is no place any more. It says nothing about you" in page
    assert notices == ["matching.closed"]
    assert ledger == ["matching.request_made"]
    # Nothing in the row says why, nor when.
    said = (cohort.programme.name, cohort.name, "mentee", "closed", str(SPRING))
    assert row == (*said, str(request.waits_until), "False")
    for word in ("declin", "expire", "away", "left", "erase", "no longer takes"):
        assert word not in page.lower().split("<main")[1].split("</main")[0]


def test_the_page_of_a_closed_request_is_the_same_for_every_cause(client, cohort):
    """The same bytes, but for who was asked and what differs from one showing to the next."""
    seen = set()
    for end in [one for one in ENDS if one is not _erase]:
        mentee = mentee_in(cohort, person=None).participant.person
        request = ask(mentor_in(cohort).participant, mentee)
        name, mentee.name, mentee.called = request.mentor.name, "Mentee", ""
        mentee.save()
        end(Request.objects.get(pk=request.pk))
        client.force_login(mentee)
        path = f"/requests/{request.pk}/"
        cohort.programme.refresh_from_db()
        cohort.programme.state, cohort.programme.archived_at = "open", None
        cohort.programme.keep_until = None
        cohort.programme.save()
        seen.add(asking.plain(client.get(path), path=path).replace(name, "name"))

    assert len(seen) == 1


def _mentee_withdraws(request):
    services.withdraw_request(request, by=request.mentee, at=_soon(request))


def _mentee_leaves(request):
    people.leave(request.mentee.affiliations.get(), by=request.mentee, at=_soon(request))


def _mentee_is_erased(request):
    erase_person(request.mentee, by=None, at=_soon(request))


def _another_says_yes(request):
    other = RequestFactory(cohort=request.cohort, mentee=request.mentee, asked_at=request.asked_at)
    services.accept_request(other, by=other.mentor, at=_soon(request))


@pytest.mark.parametrize(
    "end",
    [_decline, _expire, _mentee_withdraws, _mentee_leaves, _mentee_is_erased, _another_says_yes],
)
def test_whatever_ends_it_the_mentor_reads_the_same(client, mentee, mentor, end, now):
    mentee.name = "Unmistakable Zeb"
    mentee.save()
    request = ask(mentor, mentee, at=now)
    client.force_login(mentor.person)
    before = client.get(f"/requests/{request.pk}/").content.decode()
    assert "Unmistakable Zeb" in before

    end(Request.objects.get(pk=request.pk))

    response = client.get(f"/requests/{request.pk}/")
    main = response.content.decode().split("<main")[1].split("</main")[0]
    assert response.status_code == 200
    assert "This request is closed." in main
    assert "Unmistakable Zeb" not in main
    assert told(mentor.person) == []
    assert "Unmistakable Zeb" not in client.get("/requests/").content.decode()


@pytest.mark.parametrize("answer", [services.accept_request, services.decline_request])
@pytest.mark.parametrize("end", [None, _expire, _mentee_withdraws, _mentee_leaves, _keep_apart])
def test_what_is_over_cannot_be_answered(mentee, mentor, answer, end):
    request = ask(mentor, mentee)
    at = SPRING + 2 * DAY
    if end is None:
        answer(request, by=mentor.person, at=at)
        return
    end(Request.objects.get(pk=request.pk))

    with pytest.raises(services.CannotAnswer, match="This request is closed"):
        answer(request, by=mentor.person, at=at)

    assert not Mentorship.objects.exists()
