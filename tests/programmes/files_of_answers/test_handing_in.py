"""A question that is answered by a file: handed in, replaced, taken away, read, gone in time."""

import pytest
from django.db import connection
from django.urls import reverse

from amanah.base import attachments, clock
from amanah.programmes import services
from amanah.programmes.handed_in import HandedIn
from amanah.programmes.models import Answer, Application, Question
from tests.programmes import files
from tests.programmes.applying import said
from tests.programmes.files_of_answers.store import HTMX, shown, stored

pytestmark = pytest.mark.django_db


def test_a_file_is_handed_in_shown_to_its_author_and_fetched(client, page, name, home):
    sent = client.post(page, {name: files.file("خدیجہ مختار.pdf"), "specialty": "Eyes"})

    assert sent.status_code == 302
    text = client.get(page).text
    assert "خدیجہ مختار.pdf" in text
    answer = Answer.objects.get()
    fetched = client.get(reverse("applications:file", args=[answer.pk]))
    assert fetched.content == files.PDF
    assert fetched.headers["Content-Type"] == "application/octet-stream"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert fetched.headers["Content-Disposition"].startswith("attachment; filename")
    assert fetched.headers["Cache-Control"] == "no-store"
    (path,) = stored(home)
    assert (files.PDF in path.read_bytes(), "خدیجہ" in path.name) == (False, False)


def test_the_column_of_the_name_is_encrypted(client, page, name):
    client.post(page, {name: files.file("secret name.pdf")})

    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM programmes_answer")
        assert b"secret" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (lambda: files.file("cv.pdf", b""), "This file is empty"),
        (lambda: files.file("cv.pdf", files.PDF + b" " * files.LIMIT), "5 MB at most"),
        (lambda: files.file("cv.pdf", files.PNG), "is none inside"),
        (lambda: files.file("cv.exe", b"MZ"), "kind of file is not taken"),
    ],
    ids=["empty", "too large", "lying", "a program"],
)
def test_what_is_refused_is_said_beside_it_and_everything_typed_is_kept(
    client, page, name, home, sent, says
):
    refused = client.post(page, {name: sent(), "statement": "All that I typed"})

    assert refused.status_code == 422
    (error,) = refused.context["form"].errors[name]
    assert says in error
    assert 'aria-invalid="true"' in refused.text
    assert "All that I typed" in refused.text
    assert stored(home) == []
    assert not Answer.objects.exists()


def test_a_file_is_kept_although_something_beside_it_is_to_be_mended(client, page, name):
    """A browser does not give a chosen file back to the page."""
    refused = client.post(page, {name: files.file(), "away_until": "", "statement": "x" * 2001})

    assert refused.status_code == 422
    assert "statement" in refused.context["form"].errors
    stored_now = refused.context["form"].fields[name].stored
    assert stored_now.shown_name == "cv.pdf"
    assert shown(client, page, name) == ("cv.pdf", len(files.PDF))


def test_files_that_are_too_large_together_are_passed_over_and_told(client, page, name, home):
    refused = client.post(
        page, {name: files.file("cv.pdf", b"x" * (26 << 20)), "statement": "Still here"}
    )

    assert refused.status_code == 422
    assert "larger than 25 MB" in refused.context["form"].errors[name][0]
    assert "Still here" in refused.text
    assert stored(home) == []


def test_a_hostile_name_is_harmless_on_the_page_and_in_the_download(client, page, name):
    client.post(page, {name: files.file('"><img src=x>\u202e"; filename=run.exe;.pdf')})

    text = client.get(page).text
    fetched = client.get(reverse("applications:file", args=[Answer.objects.get().pk]))

    assert "<img src=x>" not in text
    assert fetched.headers["Content-Disposition"].startswith("attachment; filename")
    assert fetched.headers["Content-Disposition"].count("filename=") <= 2
    assert "\u202e" not in text + fetched.headers["Content-Disposition"]


def test_another_file_takes_the_place_of_the_first(client, page, name, home, on_commit):
    client.post(page, {name: files.file()})
    with on_commit():
        client.post(page, {name: files.file("newer.png", files.PNG)})

    assert shown(client, page, name) == ("newer.png", len(files.PNG))
    (path,) = stored(home)
    assert path == attachments.path_of(Answer.objects.get().file)


def test_a_file_is_taken_away_by_its_author(client, page, name, home, on_commit):
    client.post(page, {name: files.file()})
    with on_commit():
        client.post(page, {f"{name}-away": "on"})

    assert shown(client, page, name) is None
    assert (stored(home), Answer.objects.count()) == ([], 0)


def test_what_is_kept_as_one_goes_neither_loses_a_file_nor_takes_one(client, page, name, home):
    client.post(page, {name: files.file()})
    before = stored(home)

    # As htmx sends a form with a file in it when told not to send the file.
    kept = client.post(
        page,
        f"{name}=%5Bobject+File%5D&{name}-away=on&specialty=Eyes",
        content_type="application/x-www-form-urlencoded",
        headers=HTMX,
    )

    assert (kept.status_code, "Kept." in kept.text) == (200, True)
    assert Application.objects.get().specialty == "Eyes"
    assert shown(client, page, name) == ("cv.pdf", len(files.PDF))
    assert stored(home) == before


def test_saving_without_choosing_again_leaves_the_file(client, page, name, home):
    client.post(page, {name: files.file()})
    before = stored(home)

    client.post(page, {"specialty": "Ears"})

    assert stored(home) == before
    assert shown(client, page, name) == ("cv.pdf", len(files.PDF))


def test_nothing_stays_of_a_file_whose_answer_could_not_be_written(client, page, name, home):
    application = Application.objects.get()
    client.post(reverse("applications:application", args=[application.pk]), said(send="1"))
    question = Question.objects.get()

    with pytest.raises(services.NotComplete):
        services.save_application(
            application,
            {"topics": [], "files": {question.pk: HandedIn("cv.pdf", files.PDF)}},
            by=application.participant.person,
            at=clock.now(),
        )

    assert (stored(home), Answer.objects.count()) == ([], 0)


def test_a_full_disk_is_said_beside_the_file(client, page, name, home):
    (home / "attachments").write_text("a file where the folder should be")

    refused = client.post(page, {name: files.file(), "statement": "Still here"})

    assert refused.status_code == 422
    assert "could not be kept just now" in refused.context["form"].errors[name][0]
    assert "Still here" in refused.text


def test_the_limits_are_read_with_the_field_for_those_who_hear_the_page(client, page, name):
    field = client.get(page).context["form"][name]

    assert "up to 5 MB" in field.help_text
    assert f"id_{name}_helptext" in field.aria_describedby.split()
    assert f'aria-describedby="{field.aria_describedby}"' in str(field)
