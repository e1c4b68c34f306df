from datetime import timedelta

import pytest

from amanah.institutions.models import Appointment
from amanah.people import services
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation, Invitation, Person
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    InvitationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NIAMH = Invitee("niamh@example.org", "Niamh O'Brien")
NEW = {"password": "otter-lantern-quiet-harbour", "name": "Niamh O'Brien"}


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", name="Hearth", time_zone="Asia/Karachi")


@pytest.fixture
def admin(home):
    return AppointmentFactory(institution=home, role="admin").person


@pytest.fixture
def coordinator(home):
    return AppointmentFactory(institution=home, role="coordinator").person


def invited(home, by, invitee=NIAMH, at=SPRING, **how):
    return services.invite(home, [invitee], by=by, at=at, **how)


def link_in(mail):
    [line] = [line for line in mail.body.splitlines() if "/join/" in line]
    return line.strip().rpartition("/join/")[2].strip("/")


def test_an_invitation_goes_by_letter_and_its_secret_is_nowhere_else(
    home, coordinator, run_jobs, mailoutbox
):
    [invitation] = invited(home, coordinator)
    run_jobs(at=SPRING)

    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["niamh@example.org"], "Hearth invites you")
    assert "3 April 2026" in mail.body
    assert "Niamh" not in mail.body
    assert link_in(mail) not in str(Invitation.objects.values_list().get())
    assert Entry.objects.get().event == "people.invitation_made"
    assert invitation.expires_at == home.end_of(home.day_of(SPRING + 14 * DAY))


def test_the_letter_lets_somebody_new_in(home, coordinator, run_jobs, mailoutbox):
    invited(home, coordinator)
    run_jobs(at=SPRING)

    joined = services.accept_as_new(link_in(mailoutbox[0]), at=SPRING, **NEW)

    person = Person.objects.get(email="niamh@example.org")
    assert (joined.person, joined.appointment, person.name) == (person, None, "Niamh O'Brien")
    assert person.check_password(NEW["password"])
    assert Affiliation.objects.get(person=person).institution == home
    assert Invitation.objects.get().person == person


def test_one_who_has_an_account_joins_with_it(home):
    InvitationFactory(institution=home, secret="open")
    person = PersonFactory()

    services.accept_invitation("open", by=person, at=SPRING)

    assert Affiliation.objects.get(person=person).institution == home


def test_the_address_of_an_account_does_not_make_a_second_one(home):
    InvitationFactory(institution=home, secret="open", email="niamh@example.org")
    PersonFactory(email="Niamh@Example.org")

    with pytest.raises(services.HasAnAccount, match="already have an account"):
        services.accept_as_new("open", at=SPRING, **NEW)

    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "state",
    [
        {"accepted_at": SPRING},
        {"withdrawn_at": SPRING},
        {"expires_at": SPRING},
        {"secret": "another"},
    ],
    ids=["used", "withdrawn", "expired", "made-up"],
)
def test_a_link_that_no_longer_opens_is_refused_alike_whatever_became_of_it(home, state):
    InvitationFactory(institution=home, **{"secret": "open", **state})

    with pytest.raises(services.CannotAccept) as refusal:
        services.accept_as_new("open", at=SPRING, **NEW)

    assert str(refusal.value) == "This invitation can no longer be used."
    assert not Person.objects.exists()


def test_an_invitation_lets_one_person_in(home):
    InvitationFactory(institution=home, secret="open")
    services.accept_invitation("open", by=PersonFactory(), at=SPRING)

    with pytest.raises(services.CannotAccept):
        services.accept_invitation("open", by=PersonFactory(), at=SPRING)


def test_an_invitation_may_bring_a_role(home, admin):
    InvitationFactory(institution=home, invited_by=admin, role="coordinator", secret="open")

    joined = services.accept_as_new("open", at=SPRING, **NEW)

    held = Appointment.objects.in_force(SPRING).get(person=joined.person)
    assert (held.role, held.appointed_by) == ("coordinator", admin)


def test_a_role_that_needs_two_waits_also_when_it_came_by_letter(home, admin):
    InvitationFactory(institution=home, invited_by=admin, role="evaluator", secret="open")

    joined = services.accept_as_new("open", at=SPRING, **NEW)

    assert not joined.appointment.is_confirmed
    assert not Appointment.objects.in_force(SPRING).filter(person=joined.person).exists()


def test_whoever_lost_the_right_to_give_a_role_gives_it_no_longer(home, admin):
    InvitationFactory(institution=home, invited_by=admin, role="coordinator", secret="open")
    Appointment.objects.filter(person=admin).update(ends_at=SPRING)

    joined = services.accept_as_new("open", at=SPRING, **NEW)

    assert joined.appointment is None
    assert Affiliation.objects.filter(person=joined.person, institution=home).exists()


def test_nobody_gives_themselves_a_role_by_letter(home, admin):
    InvitationFactory(institution=home, invited_by=admin, role="coordinator", secret="open")

    with pytest.raises(services.Refused, match="Nobody appoints themselves"):
        services.accept_invitation("open", by=admin, at=SPRING)

    assert Invitation.objects.get().accepted_at is None


def test_nobody_invites_their_own_address_to_a_role(home, admin):
    with pytest.raises(services.CannotInvite, match="Nobody appoints themselves"):
        invited(home, admin, Invitee(admin.email.upper()), role="coordinator")


def test_the_operators_letter_brings_the_first_admin(home):
    InvitationFactory(institution=home, invited_by=None, role="admin", secret="open")

    joined = services.accept_as_new("open", at=SPRING, **NEW)

    assert Appointment.objects.in_force(SPRING).get(person=joined.person).role == "admin"


def test_a_member_may_take_a_role_by_letter_without_joining_twice(home, admin):
    member = AffiliationFactory(institution=home).person
    InvitationFactory(institution=home, invited_by=admin, role="deputy", secret="open")

    services.accept_invitation("open", by=member, at=SPRING)

    assert Affiliation.objects.filter(person=member).count() == 1
    assert Appointment.objects.in_force(SPRING).get(person=member).role == "deputy"


def test_one_line_that_stands_in_the_way_stops_them_all(home, coordinator, run_jobs, mailoutbox):
    member = AffiliationFactory(institution=home).person
    invited(home, coordinator)

    with pytest.raises(services.CannotInvite) as refusal:
        services.invite(
            home,
            [
                Invitee("new@example.org", line=1),
                Invitee(member.email.upper(), line=2),
                Invitee("NIAMH@example.org", line=4),
            ],
            by=coordinator,
            at=SPRING,
        )

    assert refusal.value.problems == [
        "Line 2: This person already belongs to the institution.",
        "Line 4: An invitation to this address is already waiting.",
    ]
    assert Invitation.objects.count() == 1


def test_the_same_address_may_be_invited_elsewhere(home, coordinator):
    invited(home, coordinator)
    away = InstitutionFactory()

    invited(away, AppointmentFactory(institution=away).person)

    assert Invitation.objects.count() == 2


def test_an_invitation_that_ran_out_makes_way_for_a_new_one(home, coordinator):
    [old] = invited(home, coordinator)

    [new] = invited(home, coordinator, at=SPRING + 30 * DAY)

    old.refresh_from_db()
    assert (old.withdrawn_at, new.withdrawn_at) == (SPRING + 30 * DAY, None)


@pytest.mark.parametrize("days", [-1, 91])
def test_an_invitation_is_open_for_some_weeks_and_no_more(home, coordinator, days):
    with pytest.raises(services.CannotInvite, match="within the next three months"):
        invited(home, coordinator, until=(SPRING + days * DAY).date())

    assert invited(home, coordinator, until=(SPRING + 90 * DAY).date())


def test_an_invitation_is_sent_again_once_and_its_first_link_dies(
    home, coordinator, run_jobs, mailoutbox
):
    [invitation] = invited(home, coordinator)
    run_jobs(at=SPRING)

    services.resend_invitation(invitation, by=coordinator, at=SPRING + 20 * DAY)
    run_jobs(at=SPRING + 20 * DAY)

    first, second = map(link_in, mailoutbox)
    with pytest.raises(services.CannotAccept):
        services.accept_as_new(first, at=SPRING + 20 * DAY, **NEW)
    with pytest.raises(services.CannotResend, match="sent again once"):
        services.resend_invitation(invitation, by=coordinator, at=SPRING + 21 * DAY)
    assert services.accept_as_new(second, at=SPRING + 34 * DAY, **NEW).institution == home


def test_what_was_withdrawn_opens_nothing_and_is_not_sent(home, coordinator, run_jobs, mailoutbox):
    [invitation] = invited(home, coordinator)

    services.withdraw_invitation(invitation, by=coordinator, at=SPRING)
    run_jobs(at=SPRING)

    assert mailoutbox == []
    with pytest.raises(services.CannotResend, match="withdrawn meanwhile"):
        services.resend_invitation(invitation, by=coordinator, at=SPRING)
    with pytest.raises(services.CannotWithdraw, match="already withdrawn"):
        services.withdraw_invitation(invitation, by=coordinator, at=SPRING)


def test_what_was_accepted_cannot_be_withdrawn(home, coordinator):
    invitation = InvitationFactory(institution=home, secret="open")
    services.accept_invitation("open", by=PersonFactory(), at=SPRING)

    with pytest.raises(services.CannotWithdraw, match="accepted meanwhile"):
        services.withdraw_invitation(invitation, by=coordinator, at=SPRING)


def test_whom_an_invitation_was_for_is_forgotten_a_month_after_it_closed(home):
    day = SPRING + 60 * DAY
    for address, state in {
        "used-long-ago": {"accepted_at": day - 31 * DAY, "expires_at": day + DAY},
        "withdrawn-long-ago": {"withdrawn_at": day - 31 * DAY, "expires_at": day + DAY},
        "ran-out-long-ago": {"expires_at": day - 31 * DAY},
        "used": {"accepted_at": day - 29 * DAY, "expires_at": day},
        "ran-out": {"expires_at": day - 29 * DAY},
        "open": {"expires_at": day + DAY},
    }.items():
        InvitationFactory(institution=home, email=f"{address}@example.org", **state)

    services.sweep_invitations(at=day)

    kept = Invitation.objects.order_by("email").values_list("email", flat=True)
    assert list(kept) == [f"{who}@example.org" for who in ("open", "ran-out", "used")]
