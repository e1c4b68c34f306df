"""A small world: two institutions, everybody who can come to a door, a canary in every field."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from amanah.base import clock
from amanah.people.models import AddressChange, FormerAddress, Profile, WorkingCard
from amanah.sealing.models import Way
from amanah.stewardship import ledger
from amanah.stewardship.models import Leaving, Parcel
from tests import canaries
from tests.access import cohorts
from tests.access.places import ELSEWHERE, HOME
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    InvitationFactory,
    OwnTiesFactory,
    PersonFactory,
    PostFactory,
    TieFactory,
)
from tests.factories.conflicts import TieListFactory
from tests.factories.help import ContactFactory
from tests.factories.notifications import NoticeFactory
from tests.factories.people import (
    DeathFactory,
    JoiningFactory,
    JoinLinkFactory,
    SessionFactory,
    SignOnFactory,
    StopFactory,
)
from tests.factories.sealing import IdentityFactory

STAFF = ("coordinator", "deputy", "evaluator", "safeguarding", "admin")
CARD = ("best_times", "reach_me", "feedback", "at_my_best", "please_know")


@dataclass(frozen=True)
class Actor:
    """Somebody at a door: who, of which institution, as what."""

    name: str
    place: str
    role: str  # as in the matrix, on staff's pages
    is_staff: bool = False  # an appointment in force
    is_member: bool = True

    def role_at(self, path):
        """R3: the acting role is in the address. On members' pages staff are members."""
        if self.name == "nobody":
            return "nobody"
        if path.startswith("/staff/"):
            return self.role
        return "mentor" if self.role == "mentor" else "mentee"


ACTORS = (
    Actor("nobody", "", "nobody", is_member=False),
    Actor("stranger", ELSEWHERE, "mentee"),
    Actor("mentee", HOME, "mentee"),
    Actor("mentor", HOME, "mentor"),
    *(Actor(role, HOME, role, is_staff=True) for role in STAFF),
    Actor("farcoordinator", ELSEWHERE, "coordinator", is_staff=True),
    Actor("faradmin", ELSEWHERE, "admin", is_staff=True),
    # Their role is over, or has not begun, or waits for a second admin.
    Actor("lapsed", HOME, "mentee"),
    Actor("notyet", HOME, "mentee"),
    Actor("unconfirmed", HOME, "mentee"),
)
BY_NAME = {actor.name: actor for actor in ACTORS}


@dataclass
class World:
    people: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    # kind -> [(id in the address, owner's name or "", institution)]
    things: dict = field(default_factory=dict)
    # canary -> (resource, field, owner's name or "", institution)
    planted: dict = field(default_factory=dict)
    # (canary, name) of those to whom a thing was sent that is nobody's own
    readers: set = field(default_factory=set)

    def word(self, resource, name, owner, place):
        canary = canaries.plant(name.replace("_", "."), owner or place)
        self.planted[canary] = (resource, name, owner, place)
        return canary

    def thing(self, kind, key, owner, place):
        self.things.setdefault(kind, []).append((key, owner, place))


# On members' pages: how somebody (the first) stands to somebody else's things.
NEAR = {
    ("mentee", "mentor"): "pair",
    ("mentor", "mentee"): "pair",
    # The mentee may find both, and has asked one of them.
    ("mentee", "lapsed"): "found",
    ("mentee", "notyet"): "found",
    ("lapsed", "mentee"): "asks",
    ("notyet", "unconfirmed"): "pair",
    ("unconfirmed", "notyet"): "pair",
}


def state_of(actor, owner, place, path):
    """How somebody stands to a thing, in the matrix's words."""
    if owner and owner == actor.name:
        return "party" if path.startswith("/staff/") else "own"
    if (actor.name, owner) in NEAR and not path.startswith("/staff/"):
        return NEAR[actor.name, owner]
    if actor.place != place:
        return "elsewhere"
    return "here, of staff" if owner in BY_NAME and BY_NAME[owner].is_staff else "here"


def build():
    """The world, as rows in the database."""
    world, at = World(), clock.now()
    for place in (HOME, ELSEWHERE):
        _found(world, place)
    for actor in ACTORS[1:]:
        _populate(world, actor, at)
    _list_ties(world, HOME, "coordinator")
    _list_ties(world, ELSEWHERE, "farcoordinator")
    for place in (HOME, ELSEWHERE):
        _invite(world, place, at)
        cohorts.bring_in(world, place, at)
        _shut_out(world, place, at)
    return world


def _found(world, place):
    texts = ("own_guarantees", "help_name", "help_about")
    institution = InstitutionFactory(
        name=f"The {place}",
        slug=place,
        **{name: world.word("institution", name, "", place) for name in texts},
    )
    world.places[place] = institution
    world.thing("institution slug", place, "", place)
    world.thing("institution id", institution.pk, "", place)
    said = {
        name: world.word("people to turn to", name, "", place)
        for name in ("name", "about", "hours")
    }
    contact = ContactFactory(institution=institution, **said)
    world.thing("contact for help", contact.pk, "", place)


def _populate(world, actor, at):
    def word(resource, name):
        return world.word(resource, name, actor.name, actor.place)

    card, reach = "profile: public card", "profile: contact, availability"
    person = PersonFactory(
        name=word(card, "name"),
        called=word(card, "called"),
        email=f"{word(reach, 'email')}@example.org",
    )
    world.people[actor.name] = person
    Profile.objects.create(
        person=person,
        contact=word(reach, "contact"),
        **{name: word(card, name) for name in ("stage", "specialty", "languages", "about")},
    )
    WorkingCard.objects.create(
        person=person, **{name: word("profile: working card", name) for name in CARD}
    )
    belonging = AffiliationFactory(
        person=person,
        institution=world.places[actor.place],
        department=word("membership", "department"),
    )
    world.thing("belonging", belonging.pk, actor.name, actor.place)
    lock = IdentityFactory(person=person, ways=("phrase", "sheet"))
    Way.objects.filter(identity=lock).update(label=word("lock", "label"))
    world.thing("way", lock.ways.order_by("pk").first().pk, actor.name, actor.place)
    _appoint(world, actor, person, at)
    _own_things(world, actor, person, word, at)


def _appoint(world, actor, person, at):
    day = timedelta(days=1)
    terms = {
        "lapsed": {"role": "coordinator", "ends_at": at - day},
        "notyet": {"role": "admin", "begins_at": at + day},
        "unconfirmed": {"role": "evaluator", "is_confirmed": False},
    }
    if actor.is_staff:
        terms[actor.name] = {"role": actor.role}
    if actor.name in terms:
        held = AppointmentFactory(
            person=person, institution=world.places[actor.place], **terms[actor.name]
        )
        kinds = {
            "lapsed": ("appointment over",),
            "unconfirmed": ("appointment", "appointment to confirm"),
        }
        for kind in kinds.get(actor.name, ("appointment",)):
            world.thing(kind, held.pk, actor.name, actor.place)


def _own_things(world, actor, person, word, at):
    day = timedelta(days=1)
    passkey = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": word("account: ways in", "passkey"), "credential": credential(), "prf": True},
    )
    world.thing("passkey", passkey.pk, actor.name, actor.place)
    sign_on = SignOnFactory(user=person, uid=word("account: ways in", "sign_on"))
    world.thing("sign-on", sign_on.pk, actor.name, actor.place)
    session = SessionFactory(person=person, browser=word("account: browsers", "browser"))
    world.thing("browser", session.handle, actor.name, actor.place)
    _addresses(person, word, at)
    waiting = JoiningFactory(kept=person, confirmed_at=at, due_at=at + day)
    world.thing("joining to stop", waiting.pk, actor.name, actor.place)
    proven = JoiningFactory(kept=person, proven_at=at)
    world.thing("joining", proven.pk, actor.name, actor.place)
    world.thing("notice", NoticeFactory(person=person).pk, actor.name, actor.place)
    _tie(world, actor, person, word)
    parcel = Parcel.objects.create(person=person, asked_at=at, expires_at=at + day, is_packed=True)
    world.thing("parcel", parcel.pk, actor.name, actor.place)
    if actor.name == "mentor":
        Leaving.objects.create(person=person, asked_at=at, due_at=at + day)
    staff = world.people.get("coordinator") if actor.place == HOME else None
    ledger.record(
        "people.card_seen",
        about=person,
        subject=person,
        by=staff,
        at=at,
        institution=world.places[actor.place],
    )


def _addresses(person, word, at):
    """The address that somebody asks to have, and the one that they had."""
    AddressChange.objects.create(
        person=person,
        old_address=person.email,
        new_address=f"{word('account: address', 'new_address')}@example.org",
        confirm_hash=uuid.uuid4().hex,
        stop_hash=uuid.uuid4().hex,
        asked_at=at,
        confirm_until=at + timedelta(days=1),
        stop_until=at + timedelta(days=1),
    )
    FormerAddress.objects.create(
        person=person, address=f"{word('account: address', 'new_address')}@example.org", since=at
    )


def _tie(world, actor, person, word):
    """What staff hold of somebody, which both know; and what only they say themselves."""
    place = world.places[actor.place]
    OwnTiesFactory(person=person, lines=[{"name": word("own ties", "named")}])
    above = AffiliationFactory(institution=place).person
    tie = TieFactory(institution=place, one=above, other=person)
    world.thing("tie", tie.pk, actor.name, actor.place)
    # A department of its own: the post is over nobody but its holder.
    post = PostFactory(institution=place, person=person, department=word("ties", "post"))
    world.thing("post", post.pk, actor.name, actor.place)


def _list_ties(world, place, by):
    """A list of ties that a coordinator is looking through."""
    word = world.word("list of ties", "rows", by, place)
    made = TieListFactory(
        institution=world.places[place],
        by=world.people[by],
        lines=[[f"{word}@example.org", "", "assessor", "", ""]],
        keep_until=clock.now() + timedelta(days=1),
    )
    world.thing("tie list", made.pk, by, place)


def credential():
    """What a passkey leaves with us: enough to be asked for, not to sign in with."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid(bytes(16)), uuid.uuid4().bytes, key)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.AT, 0, made)
    client = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "http://testserver"
    )
    return {
        "id": websafe_encode(made.credential_id),
        "rawId": websafe_encode(made.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }


def _invite(world, place, at):
    invitation = InvitationFactory(
        institution=world.places[place],
        email=f"{world.word('invitation', 'email', '', place)}@example.org",
        name=world.word("invitation", "name", "", place),
        secret=f"letter-{place}",
        made_at=at,
    )
    world.thing("invitation", invitation.pk, "", place)
    link = JoinLinkFactory(
        institution=world.places[place],
        secret=f"handed-out-{place}",
        domains=[f"{world.word('link to hand out', 'domains', '', place)}.example"],
        made_by=PersonFactory(),
        made_at=at,
    )
    world.thing("link to hand out", link.pk, "", place)


def _shut_out(world, place, at):
    """Somebody whose access an admin ended: only admins of that place are told, and who it was."""
    name = "shutout" if place == HOME else "farshutout"
    person = PersonFactory(
        name=world.word("access ended: who", "name", name, place), is_active=False
    )
    stop = StopFactory(person=person, institution=world.places[place], made_at=at)
    world.thing("stop", stop.pk, name, place)
    name = "dead" if place == HOME else "fardead"
    person = PersonFactory(
        name=world.word("access ended: who", "name", name, place), is_active=False
    )
    DeathFactory(person=person, said_at=at, confirmed_at=None)
    belonging = AffiliationFactory(person=person, institution=world.places[place])
    world.thing("dead", belonging.pk, name, place)
