"""Asking a mentor, answering, and everything that closes a request."""

from datetime import timedelta

import pytest

from amanah.matching import queries, services
from amanah.matching.models import Request
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Mentorship
from amanah.notifications.models import Notice
from amanah.notifications.services import mail_those_due
from amanah.people import services as people
from amanah.programmes import services as programmes
from amanah.stewardship import hooks
from amanah.stewardship import queries as stewardship
from amanah.stewardship.services import erase_person
from tests.access import asking
from tests.factories import SPRING
from tests.factories.matching import RequestFactory, mentee_in, mentor_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ask(mentor, by, *, at=SPRING, shows=False):
    return services.ask_mentor(mentor, shows_application=shows, by=by, at=at)


def told(person):
    return [notice.kind for notice in Notice.objects.filter(person=person).order_by("made_at")]


def stands(request, *, at=SPRING):
    return queries.standing(at=at).filter(pk=request.pk).exists()


def test_a_request_waits_two_weeks_and_both_know_until_when(mentee, mentor):
    request = ask(mentor, mentee)

    assert request.waits_until == (SPRING + 14 * DAY).date()
    assert stands(request, at=request.expires_at - timedelta(seconds=1))
    assert not stands(request, at=request.expires_at)
    [notice] = Notice.objects.filter(person=mentor.person)
    assert (notice.kind, notice.day) == ("matching.asked", request.waits_until)
    assert (notice.over_at, notice.remind_at) == (
        request.expires_at,
        request.expires_at - services.REMIND_BEFORE,
    )


def test_it_never_waits_beyond_the_cohorts_end(cohort, mentee, mentor):
    cohort.ends_on = (SPRING + 2 * DAY).date()
    cohort.save()

    request = ask(type(mentor).objects.get(pk=mentor.pk), mentee)

    assert request.waits_until == cohort.ends_on
    # The reminder would come before it was asked.
    assert Notice.objects.get(person=mentor.person).remind_at is None


def test_three_may_wait_at_once_and_no_more(cohort, mentee):
    mentors = [mentor_in(cohort).participant for _n in range(5)]
    first, *_others = [ask(one, mentee) for one in mentors[:3]]

    with pytest.raises(services.CannotAsk, match="up to three"):
        ask(mentors[3], mentee)

    services.withdraw_request(first, by=mentee, at=SPRING)
    assert ask(mentors[3], mentee).state == "waiting"
    with pytest.raises(services.CannotAsk, match="up to three"):
        ask(mentors[4], mentee)


def test_one_whose_day_has_passed_no_longer_counts(cohort, mentee):
    mentors = [mentor_in(cohort).participant for _n in range(4)]
    for one in mentors[:3]:
        ask(one, mentee)

    assert ask(mentors[3], mentee, at=SPRING + 16 * DAY).state == "waiting"


def test_a_mentor_is_asked_once_in_a_cohort(mentee, mentor):
    request = ask(mentor, mentee)
    with pytest.raises(services.CannotAsk, match="already"):
        ask(mentor, mentee)

    services.withdraw_request(request, by=mentee, at=SPRING)
    with pytest.raises(services.CannotAsk, match="cannot be asked"):
        ask(mentor, mentee)

    assert Request.objects.count() == 1


def test_saying_yes_begins_a_mentorship_and_closes_the_others(cohort, mentee, mentor):
    other = mentor_in(cohort).participant
    accepted, left_over = ask(mentor, mentee), ask(other, mentee)

    mentorship = services.accept_request(accepted, by=mentor.person, at=SPRING)

    members = {one.role: one.person for one in mentorship.memberships.all()}
    assert (mentorship.cohort, members) == (cohort, {"mentor": mentor.person, "mentee": mentee})
    states = dict(Request.objects.values_list("mentor", "state"))
    assert states == {mentor.person.pk: "accepted", other.person.pk: "closed"}
    assert told(mentee) == ["matching.accepted"]
    # What waited for the other mentor is over: nothing is left that a mail could carry.
    assert told(other.person) == told(mentor.person) == []
    assert not stands(left_over)


def test_the_last_place_closes_what_waits_with_a_kind_word(cohort, mentor):
    first, second = (mentee_in(cohort).participant.person for _n in range(2))
    wanted, waits = ask(mentor, first), ask(mentor, second)

    services.accept_request(wanted, by=mentor.person, at=SPRING)

    waits.refresh_from_db()
    assert waits.state == "closed"
    assert told(second) == ["matching.closed"]


def test_while_places_are_left_others_go_on_waiting(cohort):
    mentor = mentor_in(cohort, places=2).participant
    first, second = (mentee_in(cohort).participant.person for _n in range(2))
    wanted, waits = ask(mentor, first), ask(mentor, second)

    services.accept_request(wanted, by=mentor.person, at=SPRING)

    assert stands(waits)
    assert told(second) == []


def test_a_mentor_without_a_place_cannot_say_yes(cohort, mentee, mentor):
    request = ask(mentor, mentee)
    rival = mentee_in(cohort).participant.person
    mentoring.begin_mentorship(
        cohort.programme.institution,
        mentor=mentor.person,
        mentee=rival,
        cohort=cohort,
        by=mentor.person,
        at=SPRING,
    )

    with pytest.raises(mentoring.NoPlace, match="no place left"):
        services.accept_request(request, by=mentor.person, at=SPRING)

    request.refresh_from_db()
    assert request.state == "waiting"
    assert Mentorship.objects.count() == 1


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


def test_an_application_that_was_sent_again_does_not_bring_a_request_back(mentee, mentor):
    request = ask(mentor, mentee)
    said = mentee.participations.get().applications.get()
    programmes.withdraw_application(said, by=mentee, at=SPRING)
    assert not stands(request)

    again = programmes.begin_application(
        said.participant.cohort, role="mentee", by=mentee, at=SPRING
    )
    programmes.send_application(again, by=mentee, at=SPRING + timedelta(minutes=1))

    assert not stands(request, at=SPRING + timedelta(minutes=2))


def test_being_away_closes_what_would_run_out_before_and_nothing_else(cohort, mentor):
    waits = [ask(mentor, mentee_in(cohort).participant.person) for _n in range(2)]
    late = ask(mentor, mentee_in(cohort).participant.person, at=SPRING + 13 * DAY)

    back = (SPRING + 20 * DAY).date()
    services.decline_request(waits[0], by=mentor.person, at=SPRING + 13 * DAY, away_until=back)

    mentor.refresh_from_db()
    assert mentor.away_until == back
    assert [Request.objects.get(pk=one.pk).state for one in (*waits, late)] == [
        "closed",
        "closed",
        "waiting",
    ]
    assert told(waits[1].mentee) == ["matching.closed"]


def test_several_mentors_where_the_programme_gives_several(cohort, mentee):
    cohort.programme.form = "several"
    cohort.programme.save()
    for _n in range(2):
        mentor = mentor_in(cohort).participant
        services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)

    assert Mentorship.objects.count() == 2


def test_one_mentor_where_the_programme_gives_one(cohort, mentee, mentor):
    services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)

    with pytest.raises(services.CannotAsk):
        ask(mentor_in(cohort).participant, mentee)


def test_after_it_is_closed_a_mentee_may_ask_somebody_else(cohort, mentee, mentor):
    mentorship = services.accept_request(ask(mentor, mentee), by=mentor.person, at=SPRING)
    mentoring.close_mentorship(mentorship, by=mentee, at=SPRING)

    assert ask(mentor_in(cohort).participant, mentee).state == "waiting"


def test_the_reminder_of_a_request_that_is_over_is_never_sent(mentee, mentor, run_jobs, mailoutbox):
    request = ask(mentor, mentee)
    mail_those_due(at=SPRING + 3 * DAY)
    run_jobs(at=SPRING + 3 * DAY)
    assert [mail.to for mail in mailoutbox] == [[mentor.person.email]]
    services.withdraw_request(request, by=mentee, at=SPRING + 4 * DAY)

    mail_those_due(at=SPRING + 13 * DAY)
    run_jobs(at=SPRING + 13 * DAY)

    assert len(mailoutbox) == 1


def test_one_reminder_goes_and_no_second(mentee, mentor, run_jobs, mailoutbox):
    mentee.name = "Unmistakable Zeb"
    mentee.save()
    ask(mentor, mentee)
    for day in range(1, 16):
        mail_those_due(at=SPRING + day * DAY)
        run_jobs(at=SPRING + day * DAY)

    assert [mail.to for mail in mailoutbox] == [[mentor.person.email]] * 2
    assert not [mail for mail in mailoutbox if "Zeb" in mail.body + mail.subject]


def test_old_requests_are_forgotten_whatever_became_of_them(mentee, mentor):
    request = ask(mentor, mentee)
    services.close_those_over(at=request.expires_at)

    services.forget_old_requests(at=request.expires_at + 89 * DAY)
    assert Request.objects.exists()
    services.forget_old_requests(at=request.expires_at + 90 * DAY)
    assert not Request.objects.exists()


def test_each_is_shown_only_their_own_act(mentee, mentor):
    request = ask(mentor, mentee)
    services.decline_request(request, by=mentor.person, at=SPRING)

    assert [one.event for one in stewardship.entries_shown_to(mentee)] == ["matching.request_made"]
    assert [one.event for one in stewardship.entries_shown_to(mentor.person)] == [
        "matching.request_declined"
    ]
    institution = mentor.cohort.programme.institution
    assert not stewardship.acts_of_staff(institution.pk).exists()
