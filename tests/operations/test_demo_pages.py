"""The mail and the clock of a demo."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, send_mail

from amanah.base import clock, later
from amanah.base.models import Job
from amanah.operations import demo_views
from amanah.operations.demo import cast, catcher, guide
from amanah.people.models import Person
from tests.doors.test_demo_doors import demo

__all__ = ["demo"]

pytestmark = pytest.mark.django_db


def test_mail_is_caught_and_shown_newest_first(client, demo):
    send_mail("Second", "Hello", "a@example.org", ["خدیجہ@example.org"])

    page = client.get("/demo/mail").content.decode()

    assert page.index("Second") < page.index("Welcome")
    assert "خدیجہ@example.org" in page


def test_a_letter_is_shown_with_links_to_follow_and_nothing_of_it_is_run(client, demo):
    text = "Come in:\n\nhttp://localhost:8000/invitation/x-1?a=1&b=2\n\n<script>alert(1)</script>"
    EmailMessage("Odd <b>subject</b>", text, to=["b@example.org"]).send()

    page = client.get(f"/demo/mail/{catcher.letters()[0].name}").content.decode()

    assert 'href="http://localhost:8000/invitation/x-1?a=1&amp;b=2"' in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "Odd &lt;b&gt;subject" in page


def test_only_caught_letters_can_be_read(client, demo, settings):
    (settings.HOME / "secret.eml").write_text("Subject: keys\n\nkeys")

    assert client.get("/demo/mail/secret").status_code == 404
    assert client.get(f"/demo/mail/{demo}").status_code == 200


@pytest.mark.parametrize(("by", "days"), [("day", 1), ("week", 7), ("month", 30), ("century", 0)])
def test_the_clock_goes_forward_and_comes_back(client, demo, by, days):
    before = clock.now()

    client.post("/demo/clock/move", {"by": by})
    moved = clock.now() - before
    client.post("/demo/clock/reset")

    assert abs(moved - timedelta(days=days)) < timedelta(minutes=1)
    assert abs(clock.now() - before) < timedelta(minutes=1)


def test_the_way_back_is_shown_once_the_clock_was_moved(client, demo):
    assert b"/demo/clock/reset" not in client.get("/demo/clock").content

    client.post("/demo/clock/move", {"by": "week"})

    assert b"/demo/clock/reset" in client.get("/demo/clock").content


def test_mail_caught_in_a_later_time_bears_its_date(client, demo):
    client.post("/demo/clock/move", {"by": "month"})
    send_mail("Later", "Hello", "a@example.org", ["b@example.org"])

    assert abs(clock.now() - catcher.letters()[0].at) < timedelta(minutes=1)


def test_work_asked_for_in_a_later_time_is_not_left_there(client, demo):
    client.post("/demo/clock/move", {"by": "month"})
    later.ask_periodic(at=clock.now(), asked={})
    assert Job.objects.exists()

    client.post("/demo/clock/reset")

    assert not Job.objects.filter(due_at__gt=clock.now()).exists()


def test_the_page_of_the_demo_says_whom_to_be_and_how(client, demo):
    page = client.get("/demo/").content.decode()

    assert [turn.login for turn in guide.TURNS if turn.who.email not in page] == []
    for published in (cast.PASSWORD, cast.OPENING, cast.SHEET):
        assert published in page


def test_the_door_of_a_demo_says_the_password_and_the_pages_behind_it_the_phrase(rf):
    door, behind = rf.get("/enter/"), rf.get("/today/")
    door.user, behind.user = AnonymousUser(), Person()

    assert demo_views.phrases(door) == {"demo_password": cast.PASSWORD}
    assert demo_views.phrases(behind) == {"demo_opening": cast.OPENING}


def test_every_page_of_a_demo_leads_to_them(client, demo):
    page = client.get("/demo/clock").content.decode()

    assert 'href="/demo/"' in page
    assert 'href="/demo/mail"' in page
    assert 'href="/demo/clock"' in page
