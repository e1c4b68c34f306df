"""Who reads a file that was handed in, and when it goes."""

import io
import threading
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from amanah.base import attachments, clock
from amanah.programmes import queries, rules, services
from amanah.programmes.handed_in import HandedIn
from amanah.programmes.models import Answer, Application, Question
from amanah.stewardship import packing
from amanah.stewardship import services as stewardship
from amanah.stewardship.models import Entry
from tests.access import matrix
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.programmes import files
from tests.programmes.files_of_answers.store import fetch, gone, stored

pytestmark = pytest.mark.django_db


def test_whoever_coordinates_takes_it_and_its_author_is_shown_that(
    client, person, sent, coordinator
):
    client.force_login(coordinator)
    reading = client.get(reverse("programmes:reading", args=[sent.application_id]))
    assert "خدیجہ.pdf" in reading.text
    assert reverse("programmes:read_file", args=[sent.pk]) in reading.text

    fetched = fetch(client, sent)

    assert fetched.content == files.PDF
    assert fetched.headers["Content-Disposition"].startswith("attachment;")
    entry = Entry.objects.get(event="programmes.file_seen")
    assert (entry.by, entry.subject, entry.detail) == (coordinator, person, {"role": "mentee"})
    client.force_login(person)
    assert "Took a file from your application" in client.get("/privacy/").text


def test_nobody_else_does_and_a_draft_is_nobodys(client, page, name, coordinator, cohort):
    client.post(page, {name: files.file()})
    answer = Answer.objects.get()
    client.force_login(coordinator)
    assert fetch(client, answer).status_code == 404
    answer.application.state, answer.application.submitted_at = "submitted", clock.now()
    answer.application.save()
    assert fetch(client, answer).status_code == 200

    other = AffiliationFactory(institution=cohort.programme.institution).person
    evaluator = AppointmentFactory(
        institution=cohort.programme.institution, role="evaluator"
    ).person
    for who in (other, evaluator, AppointmentFactory(role="coordinator").person):
        client.force_login(who)
        assert fetch(client, answer).status_code == 404
        assert client.get(reverse("applications:file", args=[answer.pk])).status_code == 404
    assert Entry.objects.filter(event="programmes.file_seen").count() == 1


def test_who_coordinates_never_takes_their_own_as_staff(client, sent, person, cohort):
    AppointmentFactory(institution=cohort.programme.institution, role="coordinator", person=person)

    assert fetch(client, sent).status_code == 404
    assert client.get(reverse("applications:file", args=[sent.pk])).status_code == 200


def test_a_file_is_taken_only_as_long_as_it_may_be(client, person, sent, coordinator):
    client.force_login(coordinator)
    assert fetch(client, sent).status_code == 200

    services.withdraw_application(sent.application, by=person, at=clock.now())

    assert fetch(client, sent).status_code == 404
    client.force_login(person)
    assert client.get(reverse("applications:file", args=[sent.pk])).status_code == 200


def test_a_file_that_is_lost_is_said_to_be(client, sent, coordinator, page, name):
    attachments.path_of(sent.file).unlink()

    mine = client.get(reverse("applications:file", args=[sent.pk]), follow=True)
    client.force_login(coordinator)
    theirs = fetch(client, sent)

    assert "no longer there" in mine.text
    assert theirs.url == reverse("programmes:reading", args=[sent.application_id])
    assert not Entry.objects.filter(event="programmes.file_seen").exists()


def test_the_sentence_under_it_is_that_of_the_rule_and_of_the_matrix(client, page, name):
    field = client.get(page).context["form"][name]

    assert field.who == rules.can_read_file.phrase == "The programme"
    assert matrix.right("application: file", "content", "coordinator", "here") == "S"
    assert matrix.right("application: file", "content", "admin", "here") == "–"


def test_it_goes_with_the_person_and_travels_in_what_they_take_along(person, sent, home, on_commit):
    parcel = zipfile.ZipFile(io.BytesIO(packing.pack(person, at=clock.now())))
    assert parcel.read("answers/1 خدیجہ.pdf") == files.PDF

    with on_commit():
        stewardship.erase_person(person, by=person, at=clock.now())

    assert (gone(home), Answer.objects.count()) == (True, 0)


def test_what_is_taken_along_is_packed_at_once_unless_there_are_files(person, sent, cohort):
    other = AffiliationFactory(institution=cohort.programme.institution).person

    packed = [stewardship.ask_for_parcel(one, by=one, at=clock.now()) for one in (other, person)]
    for one in packed:
        one.refresh_from_db()

    assert [one.is_packed for one in packed] == [True, False]


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_a_file_in_a_draft_goes_with_its_question(client, page, name, coordinator, how, request):
    home, on_commit = (request.getfixturevalue(one) for one in ("home", "on_commit"))
    client.post(page, {name: files.file()})
    question, about = Question.objects.get(), {"by": coordinator, "at": clock.now()}

    with on_commit():
        if how == "deleted":
            services.delete_question(question, **about)
        else:
            services.change_question(question, {"kind": "text"}, seen={"kind": "file"}, **about)

    assert (gone(home), Answer.objects.count()) == (True, 0)


def test_it_goes_with_an_archive_whose_day_has_passed(sent, coordinator, cohort, home, on_commit):
    now = clock.now()
    services.archive_programme(
        cohort.programme, keep_until=(now + timedelta(days=40)).date(), by=coordinator, at=now
    )
    assert not gone(home)

    with on_commit():
        services.empty_archive(programme_id=str(cohort.programme_id), at=now + timedelta(days=42))

    assert (gone(home), Answer.objects.count()) == (True, 0)


def test_it_can_be_fetched_after_the_last_day_to_apply(client, page, name, cohort, institution):
    client.post(page, {name: files.file("mine.pdf")})
    cohort.applications_until = institution.day_of(clock.now()) - timedelta(days=1)
    cohort.save()

    closed = client.get(page)

    assert ("Applications are closed now" in closed.text, "mine.pdf" in closed.text) == (True, True)
    refused = client.post(page, {name: files.file("other.pdf")})
    assert refused.status_code == 422
    assert queries.file_name(Answer.objects.get()) == "mine.pdf"


def test_what_is_deleted_past_us_is_swept(sent, home, run_jobs):
    sent.application.delete()
    assert not gone(home)

    for path in attachments.unnamed(at=clock.now() + timedelta(hours=2)):
        path.unlink()

    assert gone(home)


def test_a_list_that_is_undone_leaves_an_application_with_a_file_alone(
    cohort, coordinator, taken, question, home, now
):
    intake = taken(("Hina Baig", "hina@example.org", "Year 1"))
    application = Application.objects.get()
    with attachments.keeping() as keep:
        services.files.answer_by_files(
            application, {question.pk: HandedIn("cv.pdf", files.PDF)}, keep=keep
        )

    undone = services.undo_intake(intake, by=coordinator, at=now)

    assert undone.counts == {"back": 0, "stay": 1}
    assert len(stored(home)) == 1


def test_a_list_cannot_answer_by_a_file_and_says_so_where_columns_are_named(
    client, uploaded, coordinator, question, cohort
):
    intake = uploaded(("Hina Baig", "hina@example.org", "Year 1"))
    client.force_login(coordinator)
    there = reverse("programmes:columns", args=[intake.pk])

    assert str(question.pk) not in queries.asked_in(cohort, role="mentee")
    assert "answered by a file" in client.get(there).text
    question.delete()
    assert "answered by a file" not in client.get(there).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="PostgreSQL only: SQLite writes one by one"
)
def test_of_two_that_come_in_at_once_one_is_kept_and_one_file_is_there(
    client, page, name, question, home
):
    application, start, wrong = Application.objects.get(), threading.Barrier(2), []

    def hand_in(called):
        start.wait()
        try:
            services.save_application(
                application,
                {"files": {question.pk: HandedIn(called, files.PDF)}},
                by=application.participant.person,
                at=clock.now(),
            )
        except Exception as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    both = [threading.Thread(target=hand_in, args=[called]) for called in ("a.pdf", "b.pdf")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert wrong == []
    answer = Answer.objects.get()
    assert queries.file_name(answer) in {"a.pdf", "b.pdf"}
    assert stored(home) == [attachments.path_of(answer.file)]
