"""Ties and posts in by a list: all of it or nothing, and again whenever it has changed."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from amanah.base import clock
from amanah.conflicts import lists, queries, services
from amanah.conflicts.hooks import Running
from amanah.conflicts.models import Post, Tie, TieList
from amanah.notifications.models import Notice
from amanah.stewardship.models import Entry
from tests.factories import SPRING, AffiliationFactory, PersonFactory, ProgrammeFactory, TieFactory
from tests.factories.conflicts import TieListFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = SPRING.date()
IMRAN, HINA, ELSEWHERE = "imran@example.org", "hina@example.org", "elsewhere@example.org"
LISTS = "/staff/home/ties/lists/"
HEADER = "Address of one,Address of the other,Tie,From,Last day"
POSTS_HEADER = "Address,Post,Department,From,Last day"


@pytest.fixture
def me(client, coordinator):
    client.force_login(coordinator)
    return coordinator


@pytest.fixture(autouse=True)
def people(home):
    """Imran, Hina and Bilal belong to the institution; Elsewhere does not."""
    for name in ("imran", "hina", "bilal"):
        AffiliationFactory(institution=home, person__email=f"{name}@example.org")
    AffiliationFactory(person=PersonFactory(email=ELSEWHERE))


def upload(client, text, *, kind="ties", header=HEADER):
    content = f"{header}\n{text}" if isinstance(text, str) else text
    content = content.encode() if isinstance(content, str) else content
    return client.post(LISTS, {"kind": kind, "file": SimpleUploadedFile("list.csv", content)})


def ties():
    rows = Tie.objects.values_list("one__email", "other__email", "kind", "since", "until", "source")
    return {(one.split("@")[0], other.split("@")[0], *rest) for one, other, *rest in rows}


def take_over(client, answer):
    return client.post(f"{answer.url}take-over/")


def judged(home, coordinator, *lines, kind="ties"):
    made = TieListFactory(institution=home, by=coordinator, kind=kind, lines=lines)
    return services.look_through(made, at=SPRING)


def verdicts(*args, **named):
    return [
        (one.verdict, [(problem.column, problem.code) for problem in one.problems])
        for one in judged(*args, **named)
    ]


def test_a_list_changes_nothing_until_it_is_taken_over(client, home, me):
    answer = upload(
        client,
        "imran@example.org,HINA@example.org,Assessor,2026-01-01,2026-12-31\n"
        "imran@example.org,bilal@example.org,supervises,,\n",
    )
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "New: 2. Changes: 0. Nothing new: 0. Cannot be used: 0." in page
    assert not Tie.objects.exists()

    done = take_over(client, answer)

    today = home.day_of(clock.now())
    first, last = today.replace(2026, 1, 1), today.replace(2026, 12, 31)
    assert (done.status_code, done.url) == (302, "/staff/home/ties/")
    assert ties() == {
        ("imran", "hina", "assessor", first, last, "list"),
        ("imran", "bilal", "supervisor", today, None, "list"),
    }
    assert not TieList.objects.exists()
    entry = Entry.objects.get()
    assert (entry.event, entry.by, entry.subject, entry.detail) == (
        "conflicts.list_taken_over",
        me,
        None,
        {"new": 2, "changed": 0},
    )


def test_one_row_that_cannot_be_used_stops_the_whole_list(client, home, me):
    answer = upload(
        client,
        "imran@example.org,hina@example.org,assessor,,\nimran@example.org,nobody@x.org,assessor,,",
    )

    page = client.get(answer.url).content.decode()
    assert "Nobody who belongs to the institution has this address." in page
    assert "nobody@x.org" in page
    refused = take_over(client, answer)

    assert refused.status_code == 422
    assert "Mend the rows" in refused.content.decode()
    assert not Tie.objects.exists()
    assert TieList.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ([IMRAN, HINA, "Examiner", "", ""], None),
        ([" Imran@Example.org ", HINA, "جانچنے والا", "", ""], None),
        ([IMRAN, HINA, "co-author", "", "2027-01-31"], None),
        (["", HINA, "assessor", "", ""], ("one", "no_address")),
        (
            [IMRAN, ELSEWHERE, "family", "", ""],
            ("other", "nobody_here"),
        ),
        ([IMRAN, IMRAN, "family", "", ""], ("other", "one_person")),
        ([IMRAN, HINA, "enemy", "", ""], ("kind", "not_a_tie")),
        (
            [IMRAN, HINA, "=cmd|'/c'!A0", "", ""],
            ("kind", "not_a_tie"),
        ),
        ([IMRAN, HINA, "family", "soon", ""], ("since", "not_a_day")),
        (
            [IMRAN, HINA, "family", "", "03/04/2026"],
            ("until", "two_days"),
        ),
        (
            [IMRAN, HINA, "family", "2026-05-01", "2026-04-01"],
            ("until", "ends_first"),
        ),
        (
            [IMRAN, HINA, "family", "", "2020-01-01"],
            ("until", "ends_first"),
        ),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(home, coordinator, cells, problem):
    assert verdicts(home, coordinator, cells) == [("wrong", [problem]) if problem else ("new", [])]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ([IMRAN, "HOD", " Internal  Medicine ", "", ""], None),
        ([IMRAN, "programme director", "Medicine", "2026-01-01", ""], None),
        ([IMRAN, "queen", "Medicine", "", ""], ("kind", "not_a_post")),
        ([IMRAN, "head", "  ", "", ""], ("other", "no_department")),
        ([IMRAN, "head", "x" * 201, "", ""], ("other", "too_long")),
    ],
)
def test_what_is_wrong_with_a_post_is_said_of_its_cell(home, coordinator, cells, problem):
    assert verdicts(home, coordinator, cells, kind="posts") == [
        ("wrong", [problem]) if problem else ("new", [])
    ]


@pytest.mark.parametrize("part", [0, 1])
def test_nobody_brings_in_what_is_about_themselves(home, coordinator, part):
    cells = [IMRAN, HINA, "assessor", "", ""]
    cells[part] = coordinator.email.upper()

    assert verdicts(home, coordinator, cells) == [
        ("wrong", [(("one", "other")[part], "about_you")])
    ]


def test_rows_of_one_list_may_not_cross_and_may_be_said_twice(home, coordinator):
    pair = [IMRAN, HINA, "assessor"]
    equals = [HINA, IMRAN, "family", "2026-01-01", ""]

    found = verdicts(
        home,
        coordinator,
        [*pair, "2026-01-01", "2026-06-30"],
        [*pair, "2026-07-01", ""],
        [*pair, "2026-06-30", "2026-08-01"],
        [*pair, "2026-01-01", "2026-06-30"],
        equals,
        [equals[1], equals[0], *equals[2:]],
    )

    assert found == [
        ("new", []),
        ("new", []),
        ("wrong", [("since", "crosses")]),
        ("same", []),
        ("new", []),
        ("same", []),
    ]


def test_brought_in_again_what_differs_is_changed_and_the_rest_stays(client, home, me):
    other = TieFactory(institution=home)
    text = (
        "imran@example.org,hina@example.org,assessor,2026-01-01,2026-06-30\n"
        "imran@example.org,bilal@example.org,assessor,2026-01-01,2030-06-30\n"
        "hina@example.org,bilal@example.org,family,2026-01-01,\n"
    )
    take_over(client, upload(client, text))
    before = {tie.pk: tie for tie in Tie.objects.all()}

    again = upload(
        client, text.replace("2030-06-30", "2030-09-30").replace("family,2026-01-01", "family,")
    )
    page = client.get(again.url).content.decode()
    take_over(client, again)

    assert "New: 0. Changes: 1. Nothing new: 2. Cannot be used: 0." in page
    after = {tie.pk: tie for tie in Tie.objects.all()}
    assert set(after) == set(before)
    changed = [pk for pk in after if after[pk].until != before[pk].until]
    assert [str(after[pk].until) for pk in changed] == ["2030-09-30"]
    assert (after[other.pk].since, after[other.pk].source) == (other.since, "staff")


def test_a_rota_may_cut_one_tie_into_two(client, home, me):
    imran, hina = (
        AffiliationFactory._meta.model.objects.get(person__email=f"{name}@example.org").person
        for name in ("imran", "hina")
    )
    TieFactory(institution=home, one=imran, other=hina, since="2026-01-01", until=None)

    take_over(
        client,
        upload(
            client,
            "imran@example.org,hina@example.org,assessor,2030-04-01,2030-06-30\n"
            "imran@example.org,hina@example.org,assessor,2026-01-01,2026-03-31\n",
        ),
    )

    days = Tie.objects.order_by("since").values_list("since", "until")
    assert [(str(since), str(until)) for since, until in days] == [
        ("2026-01-01", "2026-03-31"),
        ("2030-04-01", "2030-06-30"),
    ]


def test_posts_come_by_a_list_too(client, home, me):
    text = "imran@example.org,Head of department,Medicine,2026-01-01,\n"
    take_over(client, upload(client, text, kind="posts", header=POSTS_HEADER))
    answer = upload(
        client, text.replace("Medicine", "médicine "), kind="posts", header=POSTS_HEADER
    )

    assert "Nothing new: 1." in client.get(answer.url).content.decode()
    done = take_over(client, answer)

    assert done.url == "/staff/home/posts/"
    post = Post.objects.get()
    assert (post.person.email, post.department, post.source) == (
        IMRAN,
        "Medicine",
        "list",
    )


def test_a_workbook_is_read_and_its_formulas_are_text(client, home, me):
    book = openpyxl.Workbook()
    book.active.append(["Supervisor", "Trainee", "Relation", "Starts", "Ends"])
    book.active.append([IMRAN, HINA, "supervisor", clock.now().date(), None])
    book.active.append(["=HYPERLINK(1)", HINA, "supervisor", None, None])
    content = io.BytesIO()
    book.save(content)

    answer = upload(client, content.getvalue())
    page = client.get(answer.url).content.decode()

    assert "Cannot be used: 1." in page
    assert Tie.objects.count() == 0
    assert "HYPERLINK" not in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "It is empty"),
        (b"PK\x03\x04 no workbook", "damaged"),
        (b"a,b,c\n1,2,3\n", "Name these columns in the first row: Address of one"),
        (HEADER.encode(), "nobody under them"),
        (b"\x00\x01\x02\xff" * 50, "It is no table"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_file_and_not_kept(
    client, home, me, content, says
):
    answer = upload(client, content)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not TieList.objects.exists()


@pytest.mark.parametrize(
    "language_header",
    ["Address of one;Address of the other;Tie", "ایک کا پتہ;دوسرے کا پتہ;تعلق", "Who;Whom;Kind"],
)
def test_columns_are_known_by_what_they_are_called(language_header):
    found = lists.columns_of("ties", language_header.split(";"))

    assert found == {"one": 0, "other": 1, "kind": 2}


def test_a_list_is_its_uploaders_alone_and_forgotten_after_a_day(client, home, me):
    own, others = TieListFactory(institution=home, by=me), TieListFactory(institution=home)

    assert client.get(f"{LISTS}{own.pk}/").status_code == 200
    for address in ("", "take-over/", "discard/"):
        assert client.post(f"{LISTS}{others.pk}/{address}").status_code == 404
    services.sweep_tie_lists(at=SPRING + DAY - timedelta(minutes=1))
    assert TieList.objects.count() == 2
    services.sweep_tie_lists(at=SPRING + DAY)
    assert not TieList.objects.exists()


def test_a_list_that_is_put_away_is_gone(client, home, me):
    own = TieListFactory(institution=home, by=me)

    assert client.post(f"{LISTS}{own.pk}/discard/").url == LISTS

    assert not TieList.objects.exists()


def test_a_list_is_taken_over_once(home, coordinator):
    made = TieListFactory(
        institution=home,
        by=coordinator,
        lines=[[IMRAN, HINA, "assessor", "", ""]],
    )
    services.take_tie_list_over(made, by=coordinator, at=SPRING)

    with pytest.raises(services.CannotTakeOver, match="meanwhile"):
        services.take_tie_list_over(made, by=coordinator, at=SPRING)
    assert Tie.objects.count() == 1


def test_a_list_has_pairs_looked_at_again_once(home, coordinator, running):
    programme = ProgrammeFactory(institution=home)
    people = queries.people_here(home)
    imran, hina, bilal = (people[f"{name}@example.org"] for name in ("imran", "hina", "bilal"))
    for mentee in (hina, bilal):
        running.append(Running(programme.pk, imran, mentee, programme.pk))
    lines = [[IMRAN, f"{name}@example.org", "assessor", "", ""] for name in ("hina", "bilal")]

    services.take_tie_list_over(
        TieListFactory(institution=home, by=coordinator, lines=lines), by=coordinator, at=SPRING
    )

    assert [(n.person, n.kind) for n in Notice.objects.all()] == [
        (coordinator, "conflicts.another_look")
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_taking_over_costs_the_same_for_one_and_thirty(
    home, coordinator, count, django_assert_num_queries
):
    members = [AffiliationFactory(institution=home).person.email for _ in range(count)]
    lines = [[IMRAN, address, "assessor", "", ""] for address in members]
    made = TieListFactory(institution=home, by=coordinator, lines=lines)

    with django_assert_num_queries(25):
        services.take_tie_list_over(made, by=coordinator, at=SPRING)

    assert Tie.objects.count() == count


def test_somebody_who_is_no_longer_staff_has_no_list(client, home, me):
    own = TieListFactory(institution=home, by=me)
    assert client.get(f"{LISTS}{own.pk}/").status_code == 200

    me.appointments.update(ends_at=clock.now())

    assert client.get(f"{LISTS}{own.pk}/").status_code == 404
