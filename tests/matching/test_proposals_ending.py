"""Whatever ends a proposal, everybody reads the same."""

from datetime import timedelta

import pytest

from amanah.conflicts import queries as conflicts
from amanah.matching import queries, services
from amanah.matching.models import Asked, Proposal
from amanah.mentoring.models import Mentorship
from amanah.people import services as people
from amanah.programmes import services as programmes
from amanah.stewardship import hooks
from amanah.stewardship import queries as stewardship
from amanah.stewardship.services import erase_person
from tests.access import asking
from tests.factories import SPRING, AffiliationFactory, OwnTiesFactory
from tests.factories.matching import ProposalFactory, mentee_in, mentor_in
from tests.factories.mentoring import MentorshipFactory
from tests.matching.asking import told
from tests.matching.proposing import (
    DAY,
    answers,
    coordinator_of,
    group,
    pair,
    propose,
    say_yes,
    state_of,
)

pytestmark = pytest.mark.django_db


def _soon(proposal):
    return proposal.sent_at + timedelta(minutes=1)


def _mentor(proposal):
    return proposal.asked.get(role="mentor").person


def _part(proposal):
    return _mentor(proposal).participations.get()


def _decline(proposal):
    services.decline_proposal(proposal, by=_mentor(proposal), at=_soon(proposal))


def _decline_after_a_yes(proposal):
    services.accept_proposal(proposal, by=_mentor(proposal), at=_soon(proposal))
    _decline(proposal)


def _go_away(proposal):
    back = (proposal.sent_at + 30 * DAY).date()
    services.decline_proposal(proposal, by=_mentor(proposal), at=_soon(proposal), away_until=back)


def _expire(proposal):
    services.settle_proposals(at=proposal.expires_at)


def _expire_after_a_yes(proposal):
    services.accept_proposal(proposal, by=_mentor(proposal), at=_soon(proposal))
    _expire(proposal)


def _fill(proposal):
    mentor, mentee = _mentor(proposal), mentee_in(proposal.cohort).participant.person
    rival = ProposalFactory(cohort=proposal.cohort, asked=[(mentor, "mentor"), (mentee, "mentee")])
    say_yes(rival, mentor, mentee, at=_soon(proposal))


def _fill_from_elsewhere(proposal):
    """A mentorship that nothing here was asked about: found as the job looks."""
    MentorshipFactory(cohort=proposal.cohort, mentor=_mentor(proposal))
    services.settle_proposals(at=_soon(proposal))


def _withdraw(proposal):
    services.withdraw_proposal(proposal, by=coordinator_of(proposal.cohort), at=_soon(proposal))


def _leave(proposal):
    mentor = _mentor(proposal)
    people.leave(mentor.affiliations.get(), by=mentor, at=_soon(proposal))


def _erase(proposal):
    erase_person(_mentor(proposal), by=None, at=_soon(proposal))


def _take_out(proposal):
    by = coordinator_of(proposal.cohort)
    programmes.remove_from_cohort(_part(proposal), by=by, at=_soon(proposal))
    services.settle_proposals(at=_soon(proposal))


def _take_back(proposal):
    said = _part(proposal).applications.get()
    programmes.withdraw_application(said, by=_mentor(proposal), at=_soon(proposal))
    services.settle_proposals(at=_soon(proposal))


def _archive(proposal):
    programme = proposal.cohort.programme
    programme.state, programme.archived_at = "archived", _soon(proposal)
    programme.keep_until = (proposal.sent_at + 90 * DAY).date()
    programme.save()
    services.settle_proposals(at=_soon(proposal))


def _keep_apart(proposal):
    said = _part(proposal).applications.get()
    mentee = proposal.asked.get(role="mentee").person
    said.do_not_pair = f'[{{"email": "{mentee.email}"}}]'
    said.save()
    services.settle_proposals(at=_soon(proposal))


def _come_between(proposal):
    mentee = proposal.asked.get(role="mentee").person
    OwnTiesFactory(person=_mentor(proposal), lines=[{"email": mentee.email}])
    assert conflicts.stands_between(
        proposal.cohort.programme.institution, _mentor(proposal), mentee, at=_soon(proposal)
    )
    services.settle_proposals(at=_soon(proposal))


ENDS = [
    _decline,
    _decline_after_a_yes,
    _go_away,
    _expire,
    _expire_after_a_yes,
    _fill,
    _fill_from_elsewhere,
    _withdraw,
    _leave,
    _erase,
    _take_out,
    _take_back,
    _archive,
    _keep_apart,
    _come_between,
]


def _seen(client, mentee, proposal):
    """Everything that a mentee can learn of it: pages, parcel, ledger, notices."""
    client.force_login(mentee)
    paths = (f"/proposals/{proposal.pk}/", "/proposals/", "/today/")
    shown = [_main_of(client.get(path)) for path in paths]
    taken = [tuple(map(str, row)) for row in hooks.exports["proposals"].gather(mentee)]
    ledger = [entry.event for entry in stewardship.entries_shown_to(mentee)]
    return shown, taken, ledger, told(mentee)


def _main_of(page):
    return page.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_it_the_other_reads_the_same(client, cohort, mentor, mentee, end):
    proposal = propose(cohort, pair(mentor.person, mentee))
    name = mentor.person.name

    end(Proposal.objects.get(pk=proposal.pk))

    assert state_of(proposal) == "closed"
    assert answers(proposal) == {(False, False)}
    [page, listed, _today], [row], ledger, notices = _seen(client, mentee, proposal)
    assert "This proposal is closed. It says nothing about you." in page
    # Also the archive is told of by a letter of its own.
    assert "matching.proposal_closed" in notices or end is _archive
    assert notices.count("matching.proposal_closed") <= 1
    assert ledger == ["matching.proposal_sent"]
    # Nothing in the row says why, nor when.
    said = (cohort.programme.name, cohort.name, "mentee", "", "closed")
    assert row == (*said, str(SPRING), str(proposal.waits_until))
    for word in ("declin", "expire", "away", "left", "erase", "withdr", "no longer", name.lower()):
        assert word not in (page + listed).lower()


def test_the_page_is_the_same_for_every_cause(client, cohort):
    """The same bytes, but for what differs from one showing to the next."""
    seen = set()
    for end in ENDS:
        proposal = ProposalFactory(cohort=cohort)
        mentee = proposal.asked.get(role="mentee").person
        mentee.name, mentee.called = "Mentee", ""
        mentee.save()
        end(Proposal.objects.get(pk=proposal.pk))
        cohort.programme.refresh_from_db()
        cohort.programme.state, cohort.programme.archived_at = "open", None
        cohort.programme.keep_until = None
        cohort.programme.save()
        client.force_login(mentee)
        path = f"/proposals/{proposal.pk}/"
        seen.add(asking.plain(client.get(path), path=path))

    assert len(seen) == 1


@pytest.mark.parametrize("end", [one for one in ENDS if one is not _archive])
def test_staff_read_the_same_of_every_cause(client, cohort, mentor, mentee, end):
    proposal = propose(cohort, pair(mentor.person, mentee))
    asks = coordinator_of(cohort)
    end(Proposal.objects.get(pk=proposal.pk))
    client.force_login(asks)

    page = _main_of(client.get(f"/staff/programmes/cohorts/{cohort.pk}/proposals/"))

    row = page.split(mentee.name)[1].split("</tr>")[0]
    assert "Closed" in row
    for word in ("declin", "expire", "away", "left", "said", "withdr", "yes"):
        assert word not in row.lower()


def test_what_stands_is_left_alone(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))

    services.settle_proposals(at=proposal.expires_at - timedelta(seconds=1))

    assert state_of(proposal) == "waiting"


def test_the_job_costs_the_same_for_one_and_for_three(cohort, django_assert_num_queries):
    def cost():
        with django_assert_num_queries(10):
            services.settle_proposals(at=SPRING)

    ProposalFactory(cohort=cohort)
    cost()
    [ProposalFactory(cohort=cohort) for _n in range(2)]
    cost()


def test_who_leaves_a_group_is_out_of_it_and_the_rest_begins(cohort):
    cohort.programme.form, cohort.programme.mentees_may_ask = "group", False
    cohort.programme.save()
    mentor = mentor_in(cohort, places=3).participant.person
    mentees = [mentee_in(cohort).participant.person for _n in range(3)]
    proposal = propose(cohort, group(mentor, *mentees))
    say_yes(proposal, mentor, *mentees[:2])

    people.leave(mentees[2].affiliations.get(), by=mentees[2], at=SPRING)

    begun = Mentorship.objects.get()
    assert {one.person for one in begun.memberships.all()} == {mentor, *mentees[:2]}


def test_leaving_one_institution_leaves_what_is_asked_in_another(cohort, mentor, mentee):
    here = propose(cohort, pair(mentor.person, mentee))
    elsewhere = ProposalFactory()
    other = elsewhere.asked.get(role="mentee")
    other.person = mentee
    other.save()

    people.leave(mentee.affiliations.get(), by=mentee, at=SPRING)

    assert (state_of(here), state_of(elsewhere)) == ("closed", "waiting")


def test_somebody_erased_leaves_the_row_to_the_other_and_takes_their_own(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    erase_person(mentor.person, by=None, at=SPRING)
    assert {one.person for one in Asked.objects.all()} == {None, mentee}
    assert list(queries.proposals_for(mentee, at=SPRING)) == [proposal]

    erase_person(mentee, by=None, at=SPRING)

    assert not Proposal.objects.exists()


def test_an_emptied_archive_lets_go_of_what_asked_its_people(cohort, mentor, mentee):
    propose(cohort, pair(mentor.person, mentee))
    stays = ProposalFactory()

    services.let_go_of_proposals(cohort.programme, [mentor.pk], SPRING)

    assert list(Proposal.objects.all()) == [stays]


def test_of_two_accounts_made_one_the_other_is_asked(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee))
    kept = AffiliationFactory(institution=cohort.programme.institution).person
    [joiner] = [one for name, one in hooks.joiners.items() if name == "matching"]

    joiner.join(mentee, kept, at=SPRING, chosen={})

    assert list(queries.proposals_for(kept, at=SPRING)) == [proposal]
    assert not queries.proposals_for(mentee, at=SPRING).exists()


def test_each_takes_along_what_they_were_asked_and_nothing_of_the_other(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.person, mentee, role=""))
    say_yes(proposal, mentor.person)

    def taken(person):
        return [tuple(map(str, row)) for row in hooks.exports["proposals"].gather(person)]

    place = (cohort.programme.name, cohort.name)
    days = (str(SPRING), str(proposal.waits_until))
    assert taken(mentor.person) == [(*place, "mentor", "", "waiting", *days)]
    assert taken(mentee) == [(*place, "mentee", "", "waiting", *days)]
    say_yes(proposal, mentee)
    assert taken(mentee) == [(*place, "mentee", "", "accepted", *days)]
