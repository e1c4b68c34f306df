"""The one next thing to do, chosen by plain states and in a plain order.

Nothing here looks at what anybody read, or how quickly they answered. Whatever may be left out is
suggested until it is done or put away, and then never again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amanah.base import written
from amanah.base.access import Text
from amanah.conversation import queries as conversation
from amanah.institutions import queries as institutions
from amanah.matching import queries as matching
from amanah.mentoring import queries as mentoring
from amanah.people import queries as people
from amanah.people.models import Person
from amanah.people.queries.account import ways_in
from amanah.programmes import queries as programmes

MAY_BE_PUT_AWAY = ("agreement", "card", "second-way", "working-card")


@dataclass(frozen=True)
class Step:
    """One thing to do, and where."""

    name: str
    eyebrow: Text
    heading: Text
    text: Text
    action: Text
    url: str

    @property
    def may_be_put_away(self) -> bool:
        return self.name in MAY_BE_PUT_AWAY


def next_step(person: Person, *, at: datetime) -> Step | None:
    """The first thing that waits for a person; None if nothing does."""
    for find in STEPS:
        step = find(person, at)
        if step and step.name not in person.put_away:
            return step
    return None


def _confirm(person: Person, at: datetime) -> Step | None:
    waiting = institutions.appointments_to_confirm(person, at=at).first()
    if waiting is None:
        return None
    return Step(
        "confirm",
        _("On the staff pages"),
        _("An appointment waits for a second admin"),
        _("It is for a role that comes near what people confide, so two of you agree to it."),
        _("Look at it"),
        reverse("institutions:appointments", args=[waiting.institution.slug]),
    )


def _answer_request(person: Person, at: datetime) -> Step | None:
    asked = matching.newest_request_to(person, at=at)
    if asked is None:
        return None
    return Step(
        "request",
        asked.cohort.programme.name,
        _("Somebody asks you to be their mentor"),
        gettext("It waits for you until %(day)s. Yes or no, no reason is asked.")
        % {"day": written.day(asked.waits_until)},
        _("Look at it"),
        reverse("matching:request", args=[asked.pk]),
    )


def _answer_proposal(person: Person, at: datetime) -> Step | None:
    asked = matching.next_proposal_for(person, at=at)
    if asked is None:
        return None
    return Step(
        "proposal",
        asked.cohort.programme.name,
        _("A mentorship is proposed to you"),
        gettext("It waits for you until %(day)s. Yes or no, no reason is asked.")
        % {"day": written.day(asked.waits_until)},
        _("Look at it"),
        reverse("matching:proposal", args=[asked.pk]),
    )


def _finish_application(person: Person, at: datetime) -> Step | None:
    draft = programmes.unfinished_application(person, at=at)
    if draft is None:
        return None
    last_day = draft.participant.cohort.applications_until
    return Step(
        "application",
        draft.participant.cohort.programme.name,
        _("Finish your application"),
        gettext("It is kept as you left it. The last day is %(day)s.")
        % {"day": written.day(last_day)}
        if last_day
        else _("It is kept as you left it, and only you can see it."),
        _("Go on"),
        reverse("applications:application", args=[draft.pk]),
    )


def _send_letter(person: Person, at: datetime) -> Step | None:
    waits = conversation.letter_that_can_go(person)
    if waits is None:
        return None
    return Step(
        "letter",
        waits.cohort.programme.name if waits.cohort else _("Informal"),
        _("Your first letter can go now"),
        _("It waited, sealed to yourself. Now it can be sealed for the other, too."),
        _("Read it once more"),
        reverse("conversation:conversation", args=[waits.pk]),
    )


def _read_agreement(person: Person, at: datetime) -> Step | None:
    waits = mentoring.mentorship_to_agree_on(person)
    if waits is None:
        return None
    return Step(
        "agreement",
        waits.cohort.programme.name if waits.cohort else _("Informal"),
        _("Agree on how you work together"),
        _("Five things are ready. If they look right, it takes two minutes."),
        _("Read the agreement"),
        reverse("mentoring:agreement", args=[waits.pk]),
    )


def _write_card(person: Person, at: datetime) -> Step | None:
    if people.profile_of(person).is_written:
        return None
    return Step(
        "card",
        _("Next"),
        _("Say in a few lines who you are"),
        _("Your name is enough. A card helps a coordinator, and later your mentor or mentee."),
        _("Write your card"),
        reverse("people:profile"),
    )


def _second_way(person: Person, at: datetime) -> Step | None:
    found = ways_in(person)
    if found.passkeys or found.codes or found.sign_ons:
        return None
    return Step(
        "second-way",
        _("Next"),
        _("Add a second way to sign in"),
        _("If you forget your password, or somebody learns it, the other way still holds."),
        _("Add one"),
        reverse("people:account"),
    )


def _write_working_card(person: Person, at: datetime) -> Step | None:
    if people.working_card_of(person).is_written:
        return None
    return Step(
        "working-card",
        _("Next"),
        _("Say how you like to work"),
        _("Good times, how to reach you, how to give you feedback: for your mentor or mentee."),
        _("Open this card"),
        reverse("people:working_card"),
    )


STEPS = (
    _confirm,
    _answer_request,
    _answer_proposal,
    _finish_application,
    _send_letter,
    _read_agreement,
    _write_card,
    _second_way,
    _write_working_card,
)
