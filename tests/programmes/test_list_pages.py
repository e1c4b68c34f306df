"""A coordinator brings people in: upload, columns, mend, take over, undo, send."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amanah.base import clock
from amanah.programmes.models import Intake, Participant
from amanah.shell import uploads
from tests.factories import AppointmentFactory, IntakeFactory
from tests.programmes.lists import as_csv

pytestmark = pytest.mark.django_db
HINA = ("Hina Baig", "hina@example.org", "Year 1")
BILAL = ("Bilal Aslam", "no address", "Year 5")
COLUMNS = {"column-0": "name", "column-1": "email", "column-2": "stage"}


@pytest.fixture
def browser(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def lists(cohort):
    return reverse("programmes:lists", args=[cohort.pk])


def upload(browser, url, content, role="mentee", name="people.csv"):
    file = SimpleUploadedFile(name, content, "text/csv")
    return browser.post(url, {"role": role, "file": file})


def through(browser, url, *rows):
    """Upload a list and say its columns; the list and its page."""
    upload(browser, url, as_csv(*rows))
    intake = Intake.objects.latest("read_at")
    answer = browser.post(reverse("programmes:columns", args=[intake.pk]), COLUMNS)
    assert answer.status_code == 302
    return intake, answer.url


def text_of(response):
    return response.content.decode()


def test_columns_are_shown_with_their_first_cells_and_a_guess(browser, lists):
    answer = upload(browser, lists, as_csv(HINA))

    page = text_of(browser.get(answer.url))

    assert "Hina Baig" in page
    assert '<option value="email" selected>' in page
    assert "CSV, utf-8, comma" in page


def test_a_bad_cell_is_mended_in_its_place(browser, lists):
    intake, page = through(browser, lists, HINA, BILAL)
    shown = text_of(browser.get(page))
    assert "Line 3" in shown
    assert "This is no e-mail address. Write it as name@example.org." in shown
    assert 'value="no address"' in shown

    browser.post(
        reverse("programmes:correct_list", args=[intake.pk]),
        {"shown": "3", "cell-3-email": "bilal@example.org"},
    )
    browser.post(reverse("programmes:take_list_over", args=[intake.pk]))

    assert Participant.objects.count() == 2
    assert "Nobody has been written to" in text_of(browser.get(page))


def test_a_bad_row_stops_the_list_and_may_be_left_out(browser, lists):
    intake, _page = through(browser, lists, HINA, BILAL)
    take = reverse("programmes:take_list_over", args=[intake.pk])

    refused = browser.post(take)
    assert (refused.status_code, Participant.objects.count()) == (422, 0)
    assert "Mend them, or leave them out" in text_of(refused)

    browser.post(take, {"leave_out": "on"})
    assert Participant.objects.count() == 1


def test_whose_an_address_is_is_answered_once_for_all_its_rows(browser, lists):
    rows = (HINA, ("Bilal Aslam", "hina@example.org", "Year 2"), ("Noor", "noor@x.org", "Y"))
    intake, page = through(browser, lists, *rows)
    assert "These are different people with one address. Whose is it?" in text_of(browser.get(page))

    browser.post(
        reverse("programmes:correct_list", args=[intake.pk]),
        {"shown": ["2", "3"], "answer-2-address": "3"},
    )

    intake.refresh_from_db()
    assert intake.counts == {"out": 1, "new": 2}


def test_a_row_that_was_left_out_is_taken_in_again(browser, lists):
    intake, _page = through(browser, lists, HINA)
    correct = reverse("programmes:correct_list", args=[intake.pk])
    browser.post(correct, {"shown": "2", "out-2": "on"})
    intake.refresh_from_db()
    assert intake.counts == {"out": 1}

    browser.post(correct, {"shown": "2"})

    intake.refresh_from_db()
    assert intake.counts == {"new": 1}


def test_a_list_is_undone_and_put_away(browser, lists):
    intake, page = through(browser, lists, HINA)
    browser.post(reverse("programmes:take_list_over", args=[intake.pk]))
    browser.post(reverse("programmes:undo_list", args=[intake.pk]))
    assert not Participant.objects.exists()
    assert "The list is undone" in text_of(browser.get(page))

    other, _page = through(browser, lists, HINA)
    answer = browser.post(reverse("programmes:discard_list", args=[other.pk]))
    assert answer.url == lists
    assert not Intake.objects.filter(pk=other.pk).exists()


def test_a_list_on_its_way_is_asked_for_again(browser, lists, cohort, coordinator):
    intake = IntakeFactory(cohort=cohort, by=coordinator, state="applying")
    page = reverse("programmes:list", args=[intake.pk])
    assert 'hx-trigger="every 2s"' in text_of(browser.get(page))

    browser.post(reverse("programmes:stop_list", args=[intake.pk]))

    intake.refresh_from_db()
    assert intake.is_stopping
    assert "It will be stopped" in text_of(browser.get(page))
    part = browser.get(page, headers={"HX-Request": "true"})
    assert text_of(part).lstrip().startswith('<section id="list"')


def test_another_coordinator_does_not_see_my_list(client, browser, lists, cohort):
    _intake, page = through(browser, lists, HINA)
    other = AppointmentFactory(institution=cohort.programme.institution, role="deputy").person
    assert browser.get(page).status_code == 200

    client.force_login(other)

    assert client.get(page).status_code == 404
    assert client.get(lists).status_code == 200


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "It is empty"),
        (b"PK\x03\x04 nonsense", "damaged or no workbook"),
        (b"\x00\x01\x02\xff" * 50, "It is no table"),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_the_field(browser, lists, content, sentence):
    answer = upload(browser, lists, content)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Intake.objects.exists()
    assert upload(browser, lists, as_csv(HINA)).status_code == 302


def test_a_file_that_is_too_large_is_not_even_stored(browser, lists, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 5_000)

    answer = upload(browser, lists, as_csv(*[HINA] * 1000))

    assert answer.status_code == 422
    assert "It is too large: 20 MB are read at most." in text_of(answer)
    assert upload(browser, lists, as_csv(HINA)).status_code == 302


def test_no_file_is_told_so(browser, lists):
    answer = browser.post(lists, {"role": "mentee"})

    assert (answer.status_code, "Choose a file first" in text_of(answer)) == (422, True)


def test_letters_are_counted_shown_and_sent(browser, lists, cohort, run_jobs, mailoutbox):
    intake, _page = through(browser, lists, HINA)
    browser.post(reverse("programmes:take_list_over", args=[intake.pk]))
    url = reverse("programmes:letters", args=[cohort.pk])

    page = text_of(browser.get(url))
    assert "1 person has no account and is invited." in page
    assert "Hearth invites you" in page
    run_jobs()
    assert mailoutbox == []

    until = cohort.programme.institution.day_of(clock.now()) + timedelta(days=30)
    assert browser.post(url, {"until": until.isoformat()}).status_code == 302
    assert 'hx-trigger="every 2s"' in text_of(browser.get(url))
    run_jobs()

    assert [mail.to for mail in mailoutbox] == [["hina@example.org"]]
    page = text_of(browser.get(url))
    assert "No letter is waiting to be sent" in page
    assert "Invited, not yet joined" in page
    again = reverse("programmes:letter_again", args=[Participant.objects.get().pk])
    assert browser.post(again).status_code == 302
    assert browser.post(again).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_list_costs_the_same_for_any_number_of_rows(
    browser, lists, count, django_assert_max_num_queries
):
    rows = [(f"Person {n}", "no address", "Year 1") for n in range(count)]
    _intake, page = through(browser, lists, *rows)

    with django_assert_max_num_queries(14):
        browser.get(page)
