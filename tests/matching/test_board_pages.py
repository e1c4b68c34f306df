"""The pages on which staff match people: what they say, keep to themselves, and cost."""

import io

import openpyxl
import pytest

from amanah.base import clock
from amanah.matching import services
from amanah.matching.models import Proposal, Run
from amanah.programmes import services as programmes
from amanah.programmes.models import Programme
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.factories.matching import ProposalFactory, RunPairFactory, a_board, mentee_in, mentor_in
from tests.matching.proposing import coordinator_of
from tests.matching.running import crowd, on_board, pair_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cohort):
    return AppointmentFactory(
        institution=cohort.programme.institution, begins_at=clock.now()
    ).person


@pytest.fixture
def board(cohort, client, by):
    """Two mentors with a place, three mentees; whoever coordinates looks at it."""
    crowd(cohort)
    client.force_login(by)
    return a_board(cohort, at=clock.now())


def main_of(page):
    return page.content.decode().split("<main")[1].split("</main")[0]


def test_from_the_programme_to_a_board_in_two_steps(client, cohort, by, run_jobs):
    crowd(cohort)
    client.force_login(by)
    programme = main_of(client.get(cohort.programme.get_absolute_url()))
    assert f"/staff/programmes/cohorts/{cohort.pk}/runs/" in programme

    page = main_of(client.get(f"/staff/programmes/cohorts/{cohort.pk}/runs/"))
    assert "Looking for somebody: 3. Places: 2." in page
    assert "At least 1 will wait." in page
    answer = client.post(
        f"/staff/programmes/cohorts/{cohort.pk}/runs/",
        {
            "preset": "fair",
            "closeness": 0,
            "bands": "500, 600",
            "unranked": "append",
            "propose": "mentee",
            "needs_a_language": "on",
        },
    )

    run = Run.objects.get()
    assert answer.url == f"/staff/runs/{run.pk}/"
    assert "It waits its turn." in main_of(client.get(answer.url))
    run_jobs()
    page = main_of(client.get(answer.url))
    assert "2 of 3 mentees have a mentor." in page
    assert "Pairs: 2" in page
    assert "Waiting: 1" in page


def test_whoever_waits_on_the_page_is_led_to_the_whole_result(client, board):
    path = f"/staff/runs/{board.pk}/"

    part = client.get(path, headers={"HX-Request": "true"}).content.decode()

    assert "Look at the result" in part
    assert "<table" not in part
    assert "<table" in client.get(path).content.decode()


def test_a_wrong_number_is_said_beside_it_and_nothing_is_lost(client, cohort, by):
    client.force_login(by)

    answer = client.post(
        f"/staff/programmes/cohorts/{cohort.pk}/runs/",
        {
            "preset": "total",
            "bands": "600, 500",
            "floor": "120",
            "unranked": "append",
            "propose": "mentor",
            "closeness": 0,
        },
    )

    page = main_of(answer)
    assert answer.status_code == 422
    assert "Write numbers from 1 to 1000 that rise" in page
    for kept in ('value="600, 500"', 'value="120"', '<details class="more" open'):
        assert kept in page
    assert not Run.objects.exists()


def test_a_board_says_why_and_nothing_private(client, board, cohort):
    pair = board.pairs.first()
    said = pair.mentee.applications.get()
    said.wishes = f'[{{"email": "{pair.mentor.person.email}"}}]'
    said.statement = "Only for the coordinator to read"
    said.save()

    page = main_of(client.get(f"/staff/runs/{board.pk}/"))

    for words in (pair.mentee.person.name, pair.mentor.person.name, "Help with: Leadership"):
        assert words in page
    for words in (pair.mentor.person.email, "Only for the coordinator", "wish"):
        assert words not in page


def test_keep_draws_its_row_alone_or_the_page_without_a_script(client, board):
    pair = board.pairs.first()
    path = f"/staff/runs/pairs/{pair.pk}/keep/"

    row = client.post(path, headers={"HX-Request": "true"}).content.decode()
    assert row.strip().startswith(f'<tr id="pair-{pair.pk}">')
    assert 'aria-pressed="true"' in row
    answer = client.post(path, {"no": "1"})

    assert (answer.status_code, answer.url) == (302, f"/staff/runs/{board.pk}/")
    pair.refresh_from_db()
    assert not pair.is_kept


def test_another_mentor_by_the_page_and_back_again(client, board, cohort, by):
    [pair, other] = board.pairs.order_by("pk")

    page = main_of(client.get(f"/staff/runs/pairs/{pair.pk}/"))
    assert other.mentor.person.name in page
    assert "Perhaps it costs nobody anything." in page
    before = on_board(board)
    answer = client.post(f"/staff/runs/pairs/{pair.pk}/", {"swap": other.pk})
    assert answer.status_code == 302
    assert on_board(board) != before
    client.post(f"/staff/runs/{board.pk}/undo/")

    assert on_board(board) == before


def test_a_mentor_who_is_full_is_refused_with_a_sentence(client, board):
    [pair, other] = board.pairs.order_by("pk")

    answer = client.post(f"/staff/runs/pairs/{pair.pk}/", {"mentor": other.mentor_id})

    assert answer.status_code == 422
    assert "Say instead of whom." in main_of(answer)


def test_who_waits_gets_a_mentor_by_hand(client, board, cohort):
    waiting = (
        cohort.participants.filter(as_mentee=True)
        .exclude(pk__in=board.pairs.values("mentee"))
        .get()
    )
    page = main_of(client.get(f"/staff/runs/{board.pk}/?show=waiting"))
    assert waiting.person.name in page
    assert "All places are taken." in page
    taken = board.pairs.first()

    answer = client.post(
        f"/staff/runs/{board.pk}/choose/?mentee={waiting.pk}",
        {"mentor": taken.mentor_id, "instead_of": taken.pk},
    )

    assert answer.status_code == 302
    assert pair_of(board, waiting).mentor == taken.mentor


def test_ruled_out_and_allowed_again_by_the_page(client, board):
    pair = board.pairs.first()
    client.post(f"/staff/runs/pairs/{pair.pk}/rule-out/")
    page = main_of(client.get(f"/staff/runs/{board.pk}/?show=decided"))
    assert "Ruled a pair out" in page
    assert "Ruled out in this cohort" in page

    client.post(
        f"/staff/runs/{board.pk}/allow/", {"mentee": pair.mentee_id, "mentor": pair.mentor_id}
    )

    page = main_of(client.get(f"/staff/runs/{board.pk}/?show=decided"))
    assert "Ruled out in this cohort" not in page


def test_people_are_asked_when_somebody_says_so_and_named_a_day(client, board, cohort, now):
    page = main_of(client.get(f"/staff/runs/{board.pk}/send/"))
    assert "2 pairs" in page
    until = services.default_until(cohort, at=now)
    wrong = client.post(f"/staff/runs/{board.pk}/send/", {"until": "2001-01-01"})
    assert wrong.status_code == 422
    assert not Proposal.objects.exists()

    answer = client.post(f"/staff/runs/{board.pk}/send/", {"until": until.isoformat()})

    assert answer.url == f"/staff/programmes/cohorts/{cohort.pk}/proposals/"
    assert Proposal.objects.filter(run=board, waits_until=until).count() == 2
    assert not board.pairs.filter(is_sent=False).exists()
    page = main_of(client.get(f"/staff/runs/{board.pk}/"))
    assert "Ask these people" not in page
    kept = client.post(f"/staff/runs/pairs/{board.pairs.first().pk}/keep/")
    assert kept.status_code == 422
    assert "asked already" in main_of(kept)


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_who_could_not_be_asked_is_counted_and_never_named(client, board, cohort, by, now, gone):
    for pair in board.pairs.all()[:gone]:
        programmes.remove_from_cohort(pair.mentor, by=by, at=now)
    until = services.default_until(cohort, at=now).isoformat()

    said = client.post(f"/staff/runs/{board.pk}/send/", {"until": until}, follow=True)

    counted = {
        0: "",
        1: "1 pair was not available any more: it was taken off the board, and not asked.",
        2: "2 pairs were not available any more: they were taken off the board, and not asked.",
    }[gone]
    board_now = main_of(client.get(f"/staff/runs/{board.pk}/"))
    for page in (said.content.decode(), board_now):
        assert ("not available any more" in page) is bool(gone)
        assert counted in page
    assert ("They are asked." in said.content.decode()) is (gone < 2)
    assert Proposal.objects.count() == 2 - gone


def test_a_pair_of_ones_own_is_neither_shown_nor_counted_nor_sent(client, cohort, now):
    home = cohort.programme.institution
    by = AppointmentFactory(institution=home, begins_at=now).person
    AffiliationFactory(institution=home, person=by)
    own = mentor_in(cohort, person=by).participant
    mentee = mentee_in(cohort).participant
    board = a_board(cohort, at=now)
    [mine] = board.pairs.all()
    client.force_login(by)

    page = main_of(client.get(f"/staff/runs/{board.pk}/"))
    assert mentee.person.name not in page
    assert "Pairs: 0" in page
    assert "A pair of your own is not shown here." in page
    assert client.get(f"/staff/runs/pairs/{mine.pk}/").status_code == 404
    sheet = client.get(f"/staff/runs/{board.pk}/?as=xlsx").content
    assert openpyxl.load_workbook(io.BytesIO(sheet)).active.max_row == 1
    until = services.default_until(cohort, at=now).isoformat()
    assert client.post(f"/staff/runs/{board.pk}/send/", {"until": until}).status_code == 422

    client.force_login(coordinator_of(cohort))
    page = main_of(client.get(f"/staff/runs/{board.pk}/"))
    assert mentee.person.name in page
    assert own.person.name in page
    assert client.post(f"/staff/runs/{board.pk}/send/", {"until": until}).status_code == 302


def test_the_sheet_says_what_the_board_says(client, board):
    sheet = client.get(f"/staff/runs/{board.pk}/?as=xlsx").content

    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)
    assert rows[0][:4] == ("Mentee", "Mentor", "Role", "Why")
    pairs = {(one.mentee.person.name, one.mentor.person.name) for one in board.pairs.all()}
    assert {row[:2] for row in rows[1:]} == pairs


def test_a_longer_board_costs_no_more_questions(client, cohort, by, django_assert_num_queries):
    client.force_login(by)
    board = RunPairFactory(run__cohort=cohort).run
    path = f"/staff/runs/{board.pk}/"
    client.get(path)
    with django_assert_num_queries(QUERIES):
        client.get(path)
    for _more in range(3):
        RunPairFactory(run=board)
    with django_assert_num_queries(QUERIES):
        client.get(path)


QUERIES = 21


@pytest.mark.parametrize("show", ["pairs", "waiting", "mentors", "decided"])
def test_every_part_of_a_board_stands_without_its_copy(client, board, show):
    board.saved_copy.delete()

    page = client.get(f"/staff/runs/{board.pk}/?show={show}")

    assert page.status_code == 200
    assert ("has been erased since" in main_of(page)) == (show in ("waiting", "mentors"))


def test_two_runs_side_by_side(client, board, cohort):
    other = a_board(cohort, at=clock.now(), preset="total")

    page = main_of(client.get(f"/staff/runs/{board.pk}/compare/?other={other.pk}"))

    assert "The same pairs in both" in page
    assert "Best overall fit" in page


@pytest.mark.parametrize(("show", "rows"), [("waiting", 1), ("mentors", 2)])
def test_who_waits_and_how_mentors_are_taken_up_can_be_taken_along(client, board, show, rows):
    sheet = client.get(f"/staff/runs/{board.pk}/?show={show}&as=xlsx").content

    assert openpyxl.load_workbook(io.BytesIO(sheet)).active.max_row == 1 + rows


def test_what_differs_between_two_runs_can_be_taken_along(client, board, cohort):
    other = a_board(cohort, at=clock.now())
    other.pairs.all().delete()

    sheet = client.get(f"/staff/runs/{board.pk}/compare/?other={other.pk}&as=xlsx").content

    assert openpyxl.load_workbook(io.BytesIO(sheet)).active.max_row == 3


def test_in_an_archived_programme_no_choice_is_offered(client, board, cohort):
    page = f"/staff/runs/pairs/{board.pairs.first().pk}/"
    assert "Rule this pair out" in main_of(client.get(page))

    Programme.objects.update(
        state="archived", archived_at=clock.now(), keep_until=clock.now().date()
    )

    assert "<button" not in main_of(client.get(page))


@pytest.mark.parametrize("search", ["%00", "a%00b", "x" * 5000, "a+" * 3000, "%F0%9F%8C%B1"])
def test_whatever_is_looked_for_is_answered(client, board, search):
    pair = board.pairs.order_by("pk").first()
    for path in (f"/staff/runs/{board.pk}/", f"/staff/runs/pairs/{pair.pk}/"):
        assert client.get(f"{path}?search={search}").status_code == 200


def test_a_pair_whose_mentee_is_asked_elsewhere_says_so(client, board, cohort):
    pair = board.pairs.order_by("pk").first()
    path, said = f"/staff/runs/{board.pk}/", "asked elsewhere, or has somebody"
    assert said not in main_of(client.get(path))

    ProposalFactory(
        cohort=cohort,
        sent_at=clock.now(),
        asked=[
            (mentor_in(cohort).participant.person, "mentor"),
            (pair.mentee.person, "mentee"),
        ],
    )

    assert main_of(client.get(path)).count(said) == 1
    row = client.post(f"/staff/runs/pairs/{pair.pk}/keep/", headers={"HX-Request": "true"})
    assert said in row.content.decode()
