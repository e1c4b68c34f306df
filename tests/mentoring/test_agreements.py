"""Agreeing on how to work together: alone, side by side, and the same text signed by all."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.mentoring import services
from amanah.mentoring.agreement import asked, clauses, exact
from amanah.mentoring.models import Agreement, OwnChoices, Signature
from amanah.notifications.models import Notice
from amanah.stewardship import queries as stewardship
from tests.factories import SPRING, CohortFactory
from tests.factories.matching import mentee_in, mentor_in
from tests.factories.mentoring import MentorshipFactory

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=3)


@pytest.fixture
def pair(institution, amina, bilal):
    return MentorshipFactory(institution=institution, mentor=amina, mentee=bilal, has_room=True)


def text_hash(mentorship):
    version = asked.agreement_of(mentorship)
    return exact.hash_of(exact.text_of(version, asked.members_of(mentorship)))


def sign(mentorship, by, **said):
    version = asked.agreement_of(mentorship)
    told = {"version": version.version, "change": version.change, "text_hash": ""} | said
    told["text_hash"] = told["text_hash"] or text_hash(mentorship)
    return services.sign(mentorship, by=by, at=LATER, **told)


def address(mentorship, name="agreement", **more):
    return reverse(f"mentoring:{name}", kwargs={"pk": mentorship.pk, **more})


def test_it_begins_with_five_defaults_and_nothing_is_kept_until_somebody_acts(pair):
    version = asked.agreement_of(pair)

    assert version.choices == {
        "why.months": "12",
        "meetings.weeks": "4",
        "meetings.minutes": "45",
        "meetings.arranges": "mentee",
        "between.reply": "3",
    }
    assert not Agreement.objects.exists()


def test_in_a_programme_it_begins_with_the_length_and_rhythm_of_the_programme():
    cohort = CohortFactory(programme__months=10, programme__weeks_between_meetings=3)
    paired = MentorshipFactory(
        cohort=cohort,
        mentor=mentor_in(cohort).participant.person,
        mentee=mentee_in(cohort).participant.person,
    )

    choices = asked.agreement_of(paired).choices

    assert (choices["why.months"], choices["meetings.weeks"]) == ("10", "3")


def test_it_is_in_force_once_both_have_signed_the_same_text(pair, amina, bilal):
    first = sign(pair, amina)
    assert (first.is_signed, asked.in_force(pair)) == (False, None)

    signed = sign(pair, bilal)

    assert signed.is_signed
    assert asked.in_force(pair) == signed
    assert signed.hash == exact.hash_of(exact.text_of(signed, asked.members_of(pair)))
    assert {one.membership.person for one in Signature.objects.all()} == {amina, bilal}
    assert [one.event for one in stewardship.entries_shown_to(bilal)] == [
        "mentoring.agreement_signed"
    ]


def test_another_text_is_refused_with_a_sentence(pair, amina):
    with pytest.raises(services.OtherText, match="another text"):
        sign(pair, amina, text_hash="0" * 64)

    assert not Signature.objects.exists()
    assert sign(pair, amina).hash == text_hash(pair)


@pytest.mark.parametrize("said", ["", "f" * 63, "F" * 64, "not a hash"])
def test_what_is_no_hash_is_another_text(client, pair, amina, said):
    client.force_login(amina)
    told = {"version": 1, "change": 0, "hash": said}

    assert "another text" in client.post(address(pair, "sign"), told).content.decode()

    answer = client.post(address(pair, "sign"), told | {"hash": text_hash(pair)})
    assert answer.status_code == 302


def test_a_version_that_changed_meanwhile_is_not_signed(pair, amina, bilal):
    own = asked.own_part(pair, bilal)
    seen = text_hash(pair)
    keep(pair, bilal, {"meetings.minutes": "60"}, is_shown=True)
    services.take(pair, whose=own.pk, key="meetings.minutes", by=bilal, at=LATER)

    with pytest.raises(services.ChangedMeanwhile, match="changed meanwhile"):
        sign(pair, amina, change=0, text_hash=seen)

    assert not Signature.objects.exists()
    assert sign(pair, amina).change == 1


def keep(mentorship, by, choices, *, is_shown=False):
    said = {**asked.agreement_of(mentorship).choices, **choices}
    return services.keep_side(mentorship, said, by=by, at=LATER, is_shown=is_shown)


def test_a_change_takes_every_signature_away_before_all_have_signed(pair, amina, bilal):
    sign(pair, amina)
    keep(pair, bilal, {"meetings.minutes": "60"}, is_shown=True)

    services.take(pair, whose=asked.own_part(pair, bilal).pk, by=bilal, at=LATER)

    version = asked.agreement_of(pair)
    assert (version.choices["meetings.minutes"], version.hash) == ("60", "")
    assert not Signature.objects.exists()


def test_what_is_taken_but_is_there_already_changes_nothing(pair, amina, bilal):
    keep(pair, bilal, {}, is_shown=True)
    sign(pair, amina)

    services.take(pair, whose=asked.own_part(pair, bilal).pk, by=bilal, at=LATER)

    assert Signature.objects.count() == 1


def test_what_was_not_shown_cannot_be_taken(pair, amina, bilal):
    keep(pair, bilal, {"meetings.minutes": "60"})
    whose = asked.own_part(pair, bilal).pk
    with pytest.raises(services.CannotAgree):
        services.take(pair, whose=whose, by=amina, at=LATER)

    keep(pair, bilal, {"meetings.minutes": "60"}, is_shown=True)
    taken = services.take(pair, whose=whose, by=amina, at=LATER)

    assert taken.choices["meetings.minutes"] == "60"


def test_nobody_promises_for_the_other(pair, amina, bilal):
    hers, his = asked.own_part(pair, amina), asked.own_part(pair, bilal)
    promises = {
        clauses.promise_key(hers, "respect"): "listen",
        clauses.promise_key(his, "respect"): "time",
    }

    side = keep(pair, bilal, promises, is_shown=True)

    assert clauses.promise_key(his, "respect") in side.choices
    assert clauses.promise_key(hers, "respect") not in side.choices
    with pytest.raises(services.CannotAgree):
        services.take(
            pair, whose=his.pk, key=clauses.promise_key(hers, "respect"), by=bilal, at=LATER
        )
    taken = services.take(pair, whose=his.pk, by=amina, at=LATER)
    assert taken.choices[clauses.promise_key(his, "respect")] == "time"


def test_what_cannot_be_chosen_is_not_kept(pair, bilal):
    said = {"meetings.minutes": "1000", "why.words": "secret", "meetings.where": "video nowhere"}

    side = keep(pair, bilal, said)

    assert side.choices["meetings.where"] == "video"
    assert "meetings.minutes" not in side.choices
    assert "why.words" not in side.choices


def test_what_is_signed_stays_as_it_is_until_somebody_asks_for_a_change(pair, amina, bilal):
    sign(pair, amina)
    sign(pair, bilal)
    with pytest.raises(services.CannotAgree):
        keep(pair, bilal, {"meetings.minutes": "60"})
    with pytest.raises(services.CannotAgree):
        services.take_signature_back(pair, by=amina, at=LATER)

    services.ask_for_change(pair, by=bilal, at=LATER)
    keep(pair, bilal, {"meetings.minutes": "60"}, is_shown=True)
    services.take(pair, whose=asked.own_part(pair, bilal).pk, by=amina, at=LATER)
    sign(pair, amina)

    stands = asked.in_force(pair)
    assert (stands.version, stands.choices["meetings.minutes"]) == (1, "45")
    sign(pair, bilal)
    stands = asked.in_force(pair)
    assert (stands.version, stands.choices["meetings.minutes"]) == (2, "60")


def test_a_change_that_is_open_is_not_opened_twice(pair, amina, bilal):
    sign(pair, amina)
    sign(pair, bilal)

    services.ask_for_change(pair, by=bilal, at=LATER)
    services.ask_for_change(pair, by=amina, at=LATER)

    assert list(Agreement.objects.values_list("version", flat=True).order_by("version")) == [1, 2]


def test_a_signature_can_be_taken_back_until_all_have_signed(pair, amina, bilal):
    sign(pair, amina)

    back = services.take_signature_back(pair, by=amina, at=LATER)

    assert back.hash == ""
    assert not sign(pair, bilal).is_signed
    assert sign(pair, amina).is_signed


def test_a_group_signs_together(institution, amina, bilal, member):
    group = MentorshipFactory(institution=institution, mentor=amina, mentee=bilal, form="group")
    third = member("Chen Wei")
    group.memberships.create(person=third, role="mentee", joined_at=SPRING)

    sign(group, amina)
    assert not sign(group, third).is_signed
    assert sign(group, bilal).is_signed


def test_nothing_is_agreed_in_a_mentorship_that_is_closed(pair, amina, bilal):
    sign(pair, amina)
    services.close_mentorship(pair, by=amina, at=LATER)

    for act in (
        lambda: sign(pair, bilal),
        lambda: keep(pair, bilal, {}),
        lambda: services.ask_for_change(pair, by=bilal, at=LATER),
    ):
        with pytest.raises(services.CannotAgree, match="closed"):
            act()


def test_each_of_the_others_is_told_once_and_no_more_when_all_have_signed(pair, amina, bilal):
    keep(pair, bilal, {}, is_shown=True)
    keep(pair, bilal, {"meetings.minutes": "60"}, is_shown=True)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind) == (amina, "mentoring.agreement")

    sign(pair, amina)
    assert {one.person for one in Notice.objects.all()} == {amina, bilal}
    sign(pair, bilal)

    assert not Notice.objects.exists()


# Pages.


def test_a_mentee_signs_in_two_minutes_without_a_script(client, pair, amina, bilal):
    for person in (bilal, amina):
        client.force_login(person)
        page = client.get(address(pair))
        form = {"version": 1, "change": 0, "hash": page.context["hash"]}
        answer = client.post(address(pair, "sign"), form, follow=True)
        assert answer.status_code == 200

    assert asked.in_force(pair).version == 1


def test_the_limits_stand_before_anything_else(client, pair, bilal):
    client.force_login(bilal)
    body = client.get(address(pair)).content.decode()

    at = [body.index(f'id="{name}"') for name in ("limits", "agreed", "signing")]
    assert at == sorted(at)
    assert "a serious risk to patients" in body


def test_an_unequal_hash_comes_back_as_a_page_that_says_so(client, pair, bilal):
    client.force_login(bilal)
    wrong = {"version": 1, "change": 0, "hash": "f" * 64}
    answer = client.post(address(pair, "sign"), wrong)
    assert answer.status_code == 409
    assert "so nothing was signed" in answer.content.decode()

    right = client.post(address(pair, "sign"), wrong | {"hash": text_hash(pair)})
    assert right.status_code == 302


def test_what_one_would_choose_is_for_oneself_until_it_is_shown(client, pair, amina, bilal):
    client.force_login(bilal)
    said = {**asked.agreement_of(pair).choices, "meetings.minutes": "90"}
    client.post(address(pair, "own_choices"), said | {"keep": ""})
    assert OwnChoices.objects.get().shown_at is None
    assert "Only you" in client.get(address(pair, "own_choices")).content.decode()
    client.force_login(amina)
    assert "90 minutes" not in client.get(address(pair)).content.decode()

    client.force_login(bilal)
    client.post(address(pair, "own_choices"), said | {"show": ""})

    client.force_login(amina)
    page = client.get(address(pair)).content.decode()
    assert "90 minutes" in page
    assert "Side by side" in page


def test_the_page_costs_as_much_for_one_difference_as_for_many(
    client, pair, amina, bilal, django_assert_max_num_queries
):
    client.force_login(amina)
    keep(pair, bilal, {"meetings.minutes": "90"}, is_shown=True)
    with django_assert_max_num_queries(60) as few:
        client.get(address(pair))
    keep(
        pair,
        bilal,
        {"meetings.minutes": "90", "meetings.weeks": "1", "why.months": "3", "between.reply": "1"},
        is_shown=True,
    )
    with django_assert_max_num_queries(len(few)):
        client.get(address(pair))


def test_a_version_is_read_and_printed_by_its_members_alone(client, pair, amina, bilal, member):
    sign(pair, amina)
    signed = sign(pair, bilal)
    read = reverse("mentoring:agreement_version", args=[signed.pk])
    client.force_login(member("Chen Wei"))
    assert client.get(read).status_code == 404

    client.force_login(amina)
    page = client.get(read).content.decode()

    assert "Version 1, signed by all" in page
    assert signed.hash in page
    # On paper everybody has a name.
    assert "<bdi>Amina Siddiqui</bdi>" in page
    assert "<bdi>You</bdi>" not in page
    assert "<bdi>You</bdi>" in client.get(address(pair)).content.decode()


def test_an_earlier_version_can_be_read_once_another_is_in_force(client, pair, amina, bilal):
    sign(pair, amina)
    first = sign(pair, bilal)
    client.force_login(bilal)
    earlier = address(first, "agreement_version")
    newest = asked.agreement_of(pair)

    def page():
        return client.get(address(pair)).content.decode()

    assert page().count(earlier) == 1
    services.ask_for_change(pair, by=amina, at=LATER)
    assert page().count(earlier) == 1
    sign(pair, amina)
    second = sign(pair, bilal)

    assert second.pk != newest.pk
    assert page().count(earlier) == page().count(address(second, "agreement_version")) == 1
    assert client.get(earlier).status_code == 200
