"""The pages of proposals for those who run the programme."""

import io
import re

import openpyxl
import pytest

from amanah.base import clock
from amanah.matching import services
from amanah.matching.models import Proposal
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.factories.matching import ProposalFactory, mentee_in, mentor_in
from tests.matching.proposing import DAY, a_group, coordinator_of, main_of, several_proposed

pytestmark = pytest.mark.django_db
# Statements of the list, whatever stands on it.
STAFF = 10


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_a_cohort_costs_the_same_for_one_and_for_three(
    client, cohort, count, now, django_assert_num_queries
):
    several_proposed(cohort, count, now)
    client.force_login(coordinator_of(cohort))
    path = f"/staff/programmes/cohorts/{cohort.pk}/proposals/"
    client.get(path)

    with django_assert_num_queries(STAFF):
        page = main_of(client.get(path))

    assert page.count("Withdraw what asks") == count


def test_the_staffs_list_is_the_same_whoever_has_said_yes_or_gone(client, cohort, now):
    """While a group waits, nobody vanishes from the list of those who run it."""
    _mentor, mentees, proposal = a_group(cohort, 3, now)
    asks = coordinator_of(cohort)
    path = f"/staff/programmes/cohorts/{cohort.pk}/proposals/"

    def shown(person, path):
        client.force_login(person)
        return re.sub(r'(nonce|value)="[^"]*"', "", main_of(client.get(path)))

    before = shown(asks, path), shown(mentees[2], f"/proposals/{proposal.pk}/")
    client.force_login(mentees[0])
    client.post(f"/proposals/{proposal.pk}/decline/")
    client.force_login(mentees[1])
    client.post(f"/proposals/{proposal.pk}/accept/")

    assert (shown(asks, path), shown(mentees[2], f"/proposals/{proposal.pk}/")) == before


def _both(cohort):
    """A coordinator who is a mentor of the cohort, too."""
    both = coordinator_of(cohort)
    AffiliationFactory(institution=cohort.programme.institution, person=both)
    mentor_in(cohort, person=both, places=3)
    return both


def test_a_coordinator_never_meets_what_asks_themselves(client, cohort, proposal, mentee, now):
    """The frightened first-year: their mentor runs the programme, too."""
    both = _both(cohort)
    frightened = mentee_in(cohort).participant.person
    own = ProposalFactory(
        cohort=cohort, sent_at=now, asked=[(both, "mentor"), (frightened, "mentee")]
    )
    client.force_login(both)
    path = f"/staff/programmes/cohorts/{cohort.pk}/proposals/"

    page, book = client.get(path), client.get(f"{path}?as=xlsx")

    assert frightened.name not in main_of(page)
    assert mentee.name in main_of(page)
    assert "somebody else who runs the programme looks at them" in main_of(page)
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).active.values)
    assert len(rows) == 2
    assert not any(frightened.name in str(cell) for row in rows for cell in row)
    for method in (client.get, client.post):
        assert method(f"/staff/proposals/{own.pk}/withdraw/").status_code == 404
        assert method(f"/staff/proposals/{proposal.pk}/withdraw/").status_code in (200, 302)
    # As a member, they find it.
    assert client.get(f"/proposals/{own.pk}/").status_code == 200


def test_the_page_is_the_same_whether_or_not_something_asks_themselves(client, cohort, now):
    both = _both(cohort)
    client.force_login(both)
    path = f"/staff/programmes/cohorts/{cohort.pk}/proposals/"
    before = re.sub(r'nonce="[^"]*"', "", main_of(client.get(path)))

    ProposalFactory(
        cohort=cohort,
        sent_at=now,
        asked=[(both, "mentor"), (mentee_in(cohort).participant.person, "mentee")],
    )

    assert re.sub(r'nonce="[^"]*"', "", main_of(client.get(path))) == before


def test_the_workbook_says_what_the_page_says(client, cohort, proposal, mentor, mentee):
    client.force_login(coordinator_of(cohort))

    book = client.get(f"/staff/programmes/cohorts/{cohort.pk}/proposals/?as=xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(book.content)).active.values)
    assert rows[0] == ("Mentor", "Mentee", "Form", "State", "Asked on", "Waits until")
    [row] = rows[1:]
    assert row[:4] == (mentor.person.name, mentee.name, "Pair", "Waiting")
    assert row[5] == proposal.waits_until.isoformat()


def _send(client, cohort, **said):
    until = (clock.now() + 14 * DAY).date().isoformat()
    path = f"/staff/programmes/cohorts/{cohort.pk}/proposals/new/"
    return client.post(path, {"until": until, **said})


def test_a_pair_is_proposed_by_name_or_address(client, cohort, mentor, mentee):
    mentor.person.name = "Dr. Siobhán O'Brien"
    mentor.person.save()
    client.force_login(coordinator_of(cohort))

    answer = _send(
        client, cohort, mentor="siobhan o'brien", mentee=mentee.email.upper(), is_agreed="on"
    )

    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.form, proposal.is_agreed, proposal.run) == ("pair", True, None)
    assert {one.person: one.role for one in proposal.asked.all()} == {
        mentor.person: "mentor",
        mentee: "mentee",
    }


def test_bad_names_come_back_beside_the_field_with_all_that_was_typed(client, cohort, mentor):
    for _n in range(2):
        twin = mentee_in(cohort).participant.person
        twin.name = "Ali Khan"
        twin.save()
    client.force_login(coordinator_of(cohort))

    page = _send(client, cohort, mentor="Nobody Here", mentee="ali khan")

    assert page.status_code == 422
    text = main_of(page)
    assert "Nobody who is called “Nobody Here” takes part here now." in text
    assert "More than one person is called “ali khan”" in text
    assert 'value="Nobody Here"' in text
    assert not Proposal.objects.exists()
    assert _send(client, cohort, mentor=mentor.person.name, mentee=twin.email).status_code == 302


def test_a_refusal_of_the_service_stands_on_the_form(client, cohort, mentor, mentee):
    client.force_login(coordinator_of(cohort))
    names = {"mentor": mentor.person.email, "mentee": mentee.email}
    assert _send(client, cohort, **names).status_code == 302

    page = _send(client, cohort, **names)

    assert page.status_code == 422
    assert "These two are asked already" in main_of(page)


@pytest.mark.parametrize(("form", "named"), [("group", "mentor several"), ("circle", "several")])
def test_groups_and_circles_are_named_line_by_line(client, cohort, mentor, form, named):
    mentor.places = 5
    mentor.save()
    cohort.programme.form, cohort.programme.mentees_may_ask = form, False
    cohort.programme.save()
    people = [mentee_in(cohort).participant.person for _n in range(3)]
    said = {
        "mentor": mentor.person.email,
        "several": f"{people[0].email}\n\n{people[1].name}\r\n{people[2].email}\n",
    }
    client.force_login(coordinator_of(cohort))

    answer = _send(client, cohort, **{name: said[name] for name in named.split()})

    assert answer.status_code == 302
    asked = Proposal.objects.get().asked.all()
    assert len(asked) == (4 if form == "group" else 3)
    assert {one.role for one in asked} == ({"mentor", "mentee"} if form == "group" else {"peer"})


def test_where_there_are_several_a_role_is_named(client, cohort, mentor, mentee):
    cohort.programme.form, cohort.programme.mentor_roles = "several", ["Career", "Research"]
    cohort.programme.save()
    client.force_login(coordinator_of(cohort))
    names = {"mentor": mentor.person.email, "mentee": mentee.email}
    assert _send(client, cohort, **names, named_role="Gossip").status_code == 422

    assert _send(client, cohort, **names, named_role="Research").status_code == 302

    assert Proposal.objects.get().asked.get(role="mentor").named_role == "Research"


def test_nobody_finds_themselves_to_propose(client, cohort, mentee):
    both = _both(cohort)
    client.force_login(both)

    page = client.get(f"/staff/programmes/cohorts/{cohort.pk}/proposals/new/")
    assert both.email not in main_of(page)
    assert mentee.email in main_of(page)

    assert _send(client, cohort, mentor=both.email, mentee=mentee.email).status_code == 422


def test_withdrawing_asks_first_and_closes_then(client, cohort, proposal):
    client.force_login(coordinator_of(cohort))
    path = f"/staff/proposals/{proposal.pk}/withdraw/"
    assert "Withdraw this proposal?" in main_of(client.get(path))
    proposal.refresh_from_db()
    assert proposal.state == "waiting"

    client.post(path)

    proposal.refresh_from_db()
    assert proposal.state == "closed"


@pytest.mark.parametrize("role", ["admin", "evaluator", "safeguarding"])
def test_other_staff_find_nothing(client, cohort, proposal, role):
    institution = cohort.programme.institution
    client.force_login(AppointmentFactory(institution=institution, role=role).person)

    for path in (
        f"/staff/programmes/cohorts/{cohort.pk}/proposals/",
        f"/staff/programmes/cohorts/{cohort.pk}/proposals/new/",
        f"/staff/proposals/{proposal.pk}/withdraw/",
    ):
        assert client.get(path).status_code == 404


def _circle(cohort):
    cohort.programme.form, cohort.programme.mentees_may_ask = "circle", False
    cohort.programme.save()
    return [mentee_in(cohort).participant.person for _n in range(3)]


def test_a_circle_is_listed_and_proposed_in_words_of_its_own(client, cohort, now):
    peers = _circle(cohort)
    asked = [(one, "peer") for one in peers[:2]]
    ProposalFactory(cohort=cohort, form="circle", sent_at=now, asked=asked)
    client.force_login(coordinator_of(cohort))
    staff = f"/staff/programmes/cohorts/{cohort.pk}"

    listed = main_of(client.get(f"{staff}/proposals/"))
    assert "Peers" in listed
    assert "Mentor" not in listed
    assert "with those who have said yes, if they are enough" in listed
    form = main_of(client.get(f"{staff}/proposals/new/"))
    assert "when the last day is over, with those who have" in form
    runs = main_of(client.get(f"{staff}/runs/"))
    assert "In no circle yet: 1." in runs
    assert "Places" not in runs


def test_a_pair_is_listed_and_proposed_in_words_for_two(client, cohort, proposal):
    client.force_login(coordinator_of(cohort))
    staff = f"/staff/programmes/cohorts/{cohort.pk}"

    listed = main_of(client.get(f"{staff}/proposals/"))
    assert "Mentor" in listed
    assert "Peers" not in listed
    assert "if they are enough" not in listed
    assert "when the last day is over" not in main_of(client.get(f"{staff}/proposals/new/"))
    assert "Places: " in main_of(client.get(f"{staff}/runs/"))


def test_that_somebody_of_a_circle_said_no_can_be_told_from_nothing_that_staff_try(
    client, cohort, now
):
    peers = [*_circle(cohort), mentee_in(cohort).participant.person]
    others = [mentee_in(cohort).participant.person for _n in range(2)]
    asked = [(one, "peer") for one in peers]
    proposal = ProposalFactory(cohort=cohort, form="circle", sent_at=now, asked=asked)
    asks = coordinator_of(cohort)
    said = {"several": "\n".join(one.email for one in [peers[0], *others])}

    def tried():
        client.force_login(asks)
        runs = main_of(client.get(f"/staff/programmes/cohorts/{cohort.pk}/runs/"))
        answer = _send(client, cohort, **said)
        return re.sub(r'(nonce|value)="[^"]*"', "", runs), answer.status_code

    before = tried()
    assert before[1] == 422
    client.force_login(peers[0])
    client.post(f"/proposals/{proposal.pk}/decline/")
    assert proposal.asked.get(person=peers[0]).is_out

    assert tried() == before
    # Once it is over, whoever was in it may be asked again.
    services.withdraw_proposal(proposal, by=asks, at=now)
    assert tried()[1] == 302
