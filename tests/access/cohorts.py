"""The cohorts of the small world: who applies, is written to, is found, and is paired in them."""

import json
from datetime import timedelta

from amanah.mentoring.models import OwnChoices
from amanah.people.models import Profile
from amanah.programmes.models import CohortLetter, IntakeRow
from tests.access import sealed
from tests.access.places import HOME
from tests.factories import (
    AnswerFactory,
    ApplicationFactory,
    CohortFactory,
    IntakeFactory,
    ParticipantFactory,
    QuestionFactory,
)
from tests.factories.concerns import ConcernFactory, DisclosedFactory
from tests.factories.matching import ProposalFactory, RequestFactory, RunPairFactory, mentor_in
from tests.factories.mentoring import (
    AgreementFactory,
    MentorshipFactory,
    PairInvitationFactory,
)
from tests.factories.sealing import RoomFactory


def bring_in(world, place, at):
    """A cohort, somebody in it, and a list that its coordinator is looking through."""
    cohort = CohortFactory(
        programme__institution=world.places[place], programme__mentees_may_ask=True
    )
    world.thing("cohort", cohort.pk, "", place)
    world.thing("programme", cohort.programme_id, "", place)
    world.thing("question", QuestionFactory(programme=cohort.programme).pk, "", place)
    member, coordinator = (
        ("mentee", "coordinator") if place == HOME else ("stranger", "farcoordinator")
    )
    participant = ParticipantFactory(cohort=cohort, person=world.people[member])
    world.thing("participant", participant.pk, member, place)
    _apply(world, participant, member, place)
    _write_to(world, participant, coordinator, place, at)
    if place == HOME:
        _draft(world, cohort)
        _bring_together(world, cohort, at)
    intake = IntakeFactory(
        cohort=cohort,
        by=world.people[coordinator],
        state="checked",
        file_name=world.word("list of people", "file", coordinator, place),
        counts={"wrong": 1},
        keep_until=at + timedelta(days=14),
    )
    IntakeRow.objects.create(
        intake=intake,
        line=2,
        cells=json.dumps([world.word("list of people", "cells", coordinator, place), "no address"]),
        verdict="wrong",
        told=json.dumps([{"kind": "problem", "field": "email", "code": "not_an_address"}]),
    )
    world.thing("intake", intake.pk, coordinator, place)


def _apply(world, participant, member, place):
    """What somebody sent for matching: some for those who coordinate, some for nobody."""

    def word(resource, name):
        return world.word(f"application: {resource}", name, member, place)

    application = ApplicationFactory(
        participant=participant,
        topics=["leadership", word("statement", "topics")],
        languages=["en"],
        stage=word("statement", "stage"),
        specialty=word("statement", "specialty"),
        statement=word("statement", "statement"),
        values=word("wishes", "values"),
        do_not_pair=json.dumps([{"name": word("wishes", "do_not_pair")}]),
        wishes=json.dumps([{"name": word("wishes", "wishes")}]),
        matters=json.dumps({"wants": word("wishes", "matters")}),
    )
    world.thing("application", application.pk, member, place)
    answer = AnswerFactory(
        application=application,
        question__programme=participant.cohort.programme,
        called=f"{word('file', 'file_name')}.txt",
        content=word("file", "content").encode(),
    )
    world.thing("file", answer.pk, member, place)


def _draft(world, cohort):
    """What the mentor has begun to say, and told nobody."""
    participant = ParticipantFactory(
        cohort=cohort, person=world.people["mentor"], as_mentor=True, as_mentee=False
    )
    ApplicationFactory(
        participant=participant,
        role="mentor",
        state="draft",
        submitted_at=None,
        **{
            name: world.word("application: draft", name, "mentor", HOME)
            for name in ("stage", "specialty", "statement", "how_i_mentor", "story")
        },
    )


def _write_to(world, participant, coordinator, place, at):
    """A letter that went to everybody in a cohort, and the draft of another."""
    cohort, by = participant.cohort, world.people[coordinator]
    for state, owner in (("sent", ""), ("draft", coordinator)):
        letter = CohortLetter.objects.create(
            cohort=cohort,
            by=by,
            state=state,
            begun_at=at,
            sent_at=at if state == "sent" else None,
            **{
                name: world.word("cohort letter", name, owner, place)
                for name in ("subject", "text")
            },
        )
        world.thing("letter to a cohort", letter.pk, owner, place)
        if state == "sent":
            letter.recipients.create(participant=participant)
            member = next(n for n, one in world.people.items() if one == participant.person)
            world.thing("letter to me", letter.pk, member, place)
            world.readers |= {(letter.subject, member), (letter.text, member)}


def _show(world, mentorship, at):
    """What the mentee showed to the safeguarding lead out of it, and what they have begun."""
    sent, begun = (
        ConcernFactory(
            institution=mentorship.institution,
            mentorship=mentorship,
            by=world.people["mentee"],
            to=[world.people["safeguarding"]],
            state=state,
            begun_at=at,
        )
        for state in ("sent", "begun")
    )
    word = world.word("safeguarding concern: sent", "file", "mentee", HOME)
    file = sealed.sealed(more=f"{'.' * 40}{word}{'.' * 40}".encode())
    DisclosedFactory(concern=sent, by=world.people["mentor"], file=file)
    world.thing("concern", sent.pk, "mentee", HOME)
    world.thing("concern begun", begun.pk, "mentee", HOME)
    # Whoever was chosen sees who wrote to them, and whose words are shown.
    shown = {("mentee", field) for field in ("name", "email", "stage")} | {("mentor", "name")}
    world.readers |= {
        (word, "safeguarding")
        for word, (_resource, field, owner, _place) in world.planted.items()
        if (owner, field) in shown
    }


def _agree(world, mentorship):
    """What stands in their agreement, and what the mentee would choose and has not shown."""
    agreed = {"meetings.cancelling": world.word("agreement", "choices", "mentee", HOME)}
    agreement = AgreementFactory(mentorship=mentorship, choices=agreed)
    world.thing("agreement", agreement.pk, "mentee", HOME)
    own = {"meetings.cancelling": world.word("agreement: own choices", "choices", "mentee", HOME)}
    OwnChoices.objects.create(
        agreement=agreement,
        membership=mentorship.memberships.get(role="mentee"),
        said=json.dumps(own),
    )


def _bring_together(world, cohort, at):
    """Mentors who can be found, and what came of finding them, of asking and of a run."""
    people = world.people
    for name in ("lapsed", "notyet"):
        said = {
            field: world.word("application: to be found", field, name, HOME)
            for field in ("how_i_mentor", "story")
        } | {
            field: world.word("application: statement", field, name, HOME)
            for field in ("stage", "specialty", "statement")
        }
        part = mentor_in(cohort, person=people[name], places=2, **said).participant
        world.thing("application", part.applications.get().pk, name, HOME)
        world.thing("participant to ask", part.pk, "mentee", HOME)
    world.thing("cohort to search", cohort.pk, "mentee", HOME)
    _ask(world, cohort, at)
    _pair(world, cohort, at)


def _ask(world, cohort, at):
    """A request to one of them, a proposal, and a pair of a run."""
    people = world.people
    asked = RequestFactory(
        cohort=cohort,
        mentee=people["mentee"],
        mentor=people["lapsed"],
        shows_application=True,
        asked_at=at,
    )
    world.thing("request", asked.pk, "mentee", HOME)
    shared = world.word("proposal", "carried", "mentee", HOME)
    proposed = ProposalFactory(
        cohort=cohort,
        sent_at=at,
        carried=[["interests", [shared]]],
        asked=[(people["mentor"], "mentor"), (people["mentee"], "mentee")],
    )
    world.thing("proposal", proposed.pk, "mentee", HOME)
    found = RunPairFactory(
        run__cohort=cohort,
        mentee=cohort.participants.get(person=people["mentee"]),
        mentor=cohort.participants.get(person=people["lapsed"]),
        carried=[["interests", [world.word("matching run", "carried", "mentee", HOME)]]],
    )
    world.thing("run", found.run_id, None, HOME)
    world.thing("run pair", found.pk, "mentee", HOME)


def _pair(world, cohort, at):
    """A pair without a programme and one in the cohort, a room, and a letter that is open."""
    people, home = world.people, world.places[HOME]
    Profile.objects.filter(person=people["mentor"]).update(share_contact=True)
    informal = MentorshipFactory(institution=home, mentor=people["mentor"], mentee=people["mentee"])
    world.thing("mentorship", informal.pk, "mentee", HOME)
    _agree(world, informal)
    _show(world, informal, at)
    paired = MentorshipFactory(cohort=cohort, mentor=people["notyet"], mentee=people["unconfirmed"])
    world.thing("mentorship", paired.pk, "unconfirmed", HOME)
    room = RoomFactory(people=(people["mentor"], people["mentee"]))
    world.thing("room", room.pk, "mentee", HOME)
    sealed.bring_in(world, room)
    invitation = PairInvitationFactory(
        institution=home,
        by=people["mentee"],
        address=f"{world.word('informal invitation', 'address', 'mentee', HOME)}@example.org",
        made_at=at,
    )
    world.thing("pair invitation", invitation.pk, "mentee", HOME)
