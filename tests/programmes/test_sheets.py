"""Tables that staff take along as Excel: inert, for those who may see them, and noted."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from amanah.base import clock
from amanah.programmes.models import Application, Participant
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    ApplicationFactory,
    AppointmentFactory,
    InvitationFactory,
    ParticipantFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://evil.example","Hina Baig")'


def cells_of(response):
    assert response.status_code == 200
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert all(cell.data_type in {"s", "n", "inlineStr"} for row in sheet for cell in row)
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_the_people_of_a_cohort_are_taken_along_without_what_is_private(
    client, cohort, coordinator, taken
):
    header = ("Name", "E-mail", "Stage", "I want help with", "Please do not pair with")
    taken((EVIL, "h@x.org", "=1+1", "Research skills;Falconry", "secret@x.org"), header=header)
    ParticipantFactory(cohort=cohort, person=coordinator, as_mentor=True)
    client.force_login(coordinator)

    answer = client.get(reverse("programmes:people_sheet", args=[cohort.pk]))

    found = cells_of(answer)
    assert found[0][:3] == ["Name", "E-mail address", "Role"]
    assert found[1:] == [
        [EVIL, "h@x.org", "Mentee", "", "=1+1", "", "Research skills; Falconry", "", "", "",
         "Not yet joined"]
    ]  # fmt: skip
    assert "secret" not in str(found)
    entry = Entry.objects.get(event="programmes.people_taken_along")
    assert entry.by == coordinator


def test_what_somebody_took_back_is_not_taken_along(client, cohort, coordinator, taken):
    taken(("Hina Baig", "h@x.org", "Year 1"))
    client.force_login(coordinator)
    url = reverse("programmes:people_sheet", args=[cohort.pk])
    assert "Year 1" in str(cells_of(client.get(url)))

    Application.objects.update(state="draft")
    assert "Year 1" not in str(cells_of(client.get(url)))
    Participant.objects.update(left_at=Participant.objects.get().listed_at)
    assert len(cells_of(client.get(url))) == 1


def test_the_roster_is_taken_along_as_it_was_searched(client, cohort, coordinator):
    institution = cohort.programme.institution
    for name in (EVIL, "Bilal Aslam"):
        AffiliationFactory(institution=institution, person=PersonFactory(name=name))
    client.force_login(coordinator)
    url = reverse("people:roster", args=[institution.slug])

    assert [row[0] for row in cells_of(client.get(url, {"as": "xlsx"}))] == [
        "Name",
        EVIL,
        "Bilal Aslam",
    ]
    assert len(cells_of(client.get(url, {"as": "xlsx", "search": "bilal"}))) == 2
    assert Entry.objects.filter(event="people.roster_taken_along").count() == 2


def test_appointments_and_acts_are_taken_along(client, cohort):
    institution = cohort.programme.institution
    admin = AppointmentFactory(institution=institution, role="admin", person__name=EVIL).person
    client.force_login(admin)

    appointments = client.get(
        reverse("institutions:appointments", args=[institution.slug]), {"as": "xlsx"}
    )
    acts = client.get(reverse("home:acts_of_staff", args=[institution.pk]), {"as": "xlsx"})

    assert [row[0] for row in cells_of(appointments)] == ["Name", EVIL]
    assert cells_of(acts)[0] == ["What", "Who", "About", "When"]


def test_a_sheet_stands_from_right_to_left_for_who_reads_so(client, cohort, coordinator):
    coordinator.language = "ur"
    coordinator.save()
    client.force_login(coordinator)

    with translation.override("en"):
        answer = client.get(reverse("programmes:people_sheet", args=[cohort.pk]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.sheet_view.rightToLeft


def test_what_was_sent_is_taken_along_as_a_list_of_names(client, cohort, coordinator):
    person = AffiliationFactory(institution=cohort.programme.institution, person__name=EVIL).person
    part = ParticipantFactory(cohort=cohort, person=person)
    ApplicationFactory(participant=part, statement="Words of mine")
    ApplicationFactory(participant=part, role="mentor", state="draft")
    client.force_login(coordinator)

    found = cells_of(client.get(reverse("programmes:received", args=[cohort.pk]) + "?as=xlsx"))

    day = cohort.programme.institution.day_of(SPRING).isoformat()
    assert found == [["Name", "As", "State", "Sent"], [EVIL, "Mentee", "Sent", day]]


def test_the_programmes_are_taken_along_by_name(client, cohort, coordinator):
    client.force_login(coordinator)
    slug = cohort.programme.institution.slug

    found = cells_of(client.get(reverse("programmes:programmes", args=[slug]) + "?as=xlsx"))

    assert found[1:] == [["Student mentoring", "Open", "One-to-one", 1]]


def test_who_was_written_to_and_has_not_come_in_is_taken_along(client, cohort, coordinator):
    waiting = ParticipantFactory(
        cohort=cohort, letter_at=SPRING, person__joined_at=None, person__name="Hina Baig"
    )
    ParticipantFactory(cohort=cohort, person__joined_at=None)
    client.force_login(coordinator)

    found = cells_of(client.get(reverse("programmes:letters", args=[cohort.pk]) + "?as=xlsx"))

    assert [row[:2] for row in found[1:]] == [["Hina Baig", waiting.person.email]]


def test_invitations_are_taken_along_with_how_they_stand(client, institution, coordinator):
    invitation = InvitationFactory(institution=institution, name=EVIL, made_at=clock.now())
    client.force_login(coordinator)

    found = cells_of(
        client.get(reverse("people:invitations", args=[institution.slug]) + "?as=xlsx")
    )

    assert [row[:2] for row in found[1:]] == [[invitation.email, EVIL]]
    assert found[1][3].startswith("waiting until")
