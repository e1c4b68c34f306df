"""What each door is opened with: something of the kind that it is about, made for the cast."""

from datetime import timedelta

from amanah.base import clock
from amanah.stewardship.models import Parcel
from tests.doors.concerns import CONCERNS
from tests.doors.mentorships import MENTORSHIPS
from tests.doors.places import home, institution_of
from tests.doors.programmes import PROGRAMMES
from tests.doors.sealed import SEALED
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    InvitationFactory,
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
    PasskeyFactory,
    SessionFactory,
    SignOnFactory,
    StopFactory,
)


def _mentees_parcel(cast):
    at = clock.now()
    parcel = Parcel.objects.create(
        person=cast["mentee"], asked_at=at, expires_at=at + timedelta(days=1), is_packed=True
    )
    return {"pk": parcel.pk}


def _belonging(cast):
    return {"pk": cast["mentee"].affiliations.get().pk}


def _waiting(cast):
    appointment = AppointmentFactory(
        institution=institution_of(cast), role="evaluator", is_confirmed=False
    )
    return {"slug": "home", "pk": appointment.pk}


def _invitation(cast):
    invitation = InvitationFactory(institution=institution_of(cast), made_at=clock.now())
    return {"slug": "home", "pk": invitation.pk}


def _dead(cast):
    belonging = AffiliationFactory(institution=institution_of(cast))
    DeathFactory(person=belonging.person, said_at=clock.now())
    return {"slug": "home", "pk": belonging.pk}


def _stop(cast):
    return {"slug": "home", "pk": StopFactory(institution=institution_of(cast)).pk}


def _secret(cast):
    InvitationFactory(institution=institution_of(cast), secret="open", made_at=clock.now())
    return {"secret": "open"}


def _link(cast):
    made = JoinLinkFactory(
        institution=institution_of(cast), made_by=cast["coordinator"], made_at=clock.now()
    )
    return {"slug": "home", "pk": made.pk}


def _handed_out(cast):
    made = JoinLinkFactory(
        institution=institution_of(cast), made_by=cast["coordinator"], made_at=clock.now()
    )
    return {"secret": made.secret}


def _tie(cast):
    tie = TieFactory(institution=institution_of(cast), other=cast["mentee"])
    return {"slug": "home", "pk": tie.pk}


def _post(cast):
    post = PostFactory(institution=institution_of(cast), person=cast["mentee"])
    return {"slug": "home", "pk": post.pk}


def _contact(cast):
    return {**home(cast), "pk": ContactFactory(institution=institution_of(cast)).pk}


def _tie_list(cast):
    made = TieListFactory(
        institution=institution_of(cast),
        by=cast["coordinator"],
        lines=[["nobody@example.org", cast["mentee"].email, "assessor", "", ""]],
    )
    return {"slug": "home", "pk": made.pk}


OBJECTS = {
    **{f"conflicts:{what}": _tie_list for what in ("list", "take_list_over", "discard_list")},
    **{f"help:{what}": home for what in ("contacts", "new_contact")},
    **{f"help:{what}": _contact for what in ("contact", "move_contact", "remove_contact")},
    "conflicts:lists": home,
    **{f"conflicts:{what}": home for what in ("ties", "new_tie", "posts", "new_post")},
    "conflicts:end_tie": _tie,
    "conflicts:end_post": _post,
    "conflicts:pairs": lambda cast: {"pk": institution_of(cast).pk},
    "notifications:put_away": lambda cast: {"pk": NoticeFactory(person=cast["mentee"]).pk},
    "notifications:stop": lambda cast: {"token": "made-up"},
    "account_reset_password_from_key": lambda cast: {"person": "0" * 32, "secret": "made-up"},
    "people:confirm_address": lambda cast: {"secret": "made-up"},
    "people:stop_address": lambda cast: {"secret": "made-up"},
    "people:prove_other": lambda cast: {"secret": "made-up"},
    "people:prove_other_by_passkey": lambda cast: {"secret": "made-up"},
    "people:stop_joining_by_letter": lambda cast: {"secret": "made-up"},
    "people:join_accounts": lambda cast: {
        "pk": JoiningFactory(kept=cast["mentee"], proven_at=clock.now()).pk
    },
    "people:stop_joining": lambda cast: {
        "pk": JoiningFactory(kept=cast["mentee"], confirmed_at=clock.now()).pk
    },
    "people:rename_passkey": lambda cast: {"pk": PasskeyFactory(user=cast["mentee"]).pk},
    "people:remove_passkey": lambda cast: {"pk": PasskeyFactory(user=cast["mentee"]).pk},
    "enter_with": lambda cast: {"sign_on": "none"},
    "openid_connect_callback": lambda cast: {"provider_id": "none"},
    **{
        name: lambda cast: {"organization_slug": "none"}
        for name in ("saml_acs", "saml_finish_acs", "saml_metadata", "saml_sls")
    },
    "people:remove_sign_on": lambda cast: {"pk": SignOnFactory(user=cast["mentee"]).pk},
    "people:end_browser": lambda cast: {"handle": SessionFactory(person=cast["mentee"]).handle},
    "home:acts_of_staff": lambda cast: {
        "pk": cast["coordinator"].appointments.get().institution_id
    },
    "stewardship:fetch_parcel": _mentees_parcel,
    "home:guarantees": home,
    "people:department": _belonging,
    "people:leave": _belonging,
    "people:step_down": lambda cast: {"pk": cast["coordinator"].appointments.get().pk},
    "people:join": _secret,
    "people:join_by_link": _handed_out,
    "people:join_by_link_sent": _handed_out,
    "people:links": home,
    "people:end_link": _link,
    "home:institution": home,
    "institutions:settings": home,
    "institutions:appointments": home,
    "institutions:confirm": _waiting,
    "institutions:end": _waiting,
    "people:roster": home,
    "people:staff_card": lambda cast: {**home(cast), **_belonging(cast)},
    "people:appoint": lambda cast: {**home(cast), **_belonging(cast)},
    "people:gone": lambda cast: {**home(cast), **_belonging(cast)},
    "people:died": lambda cast: {**home(cast), **_belonging(cast)},
    "people:confirm_death": _dead,
    "people:take_back_death": _dead,
    "people:those_gone": home,
    "people:allow": _stop,
    "people:invitations": home,
    "people:withdraw": _invitation,
    "people:resend": _invitation,
    **PROGRAMMES,
    **MENTORSHIPS,
    **CONCERNS,
    **SEALED,
}
