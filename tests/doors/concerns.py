"""What the doors of concerns are opened with: one of the mentee's, sent to the lead."""

from amanah.base import clock
from tests.doors.places import institution_of
from tests.factories.concerns import ConcernFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.sealing import IdentityFactory, WordsFactory


def _mentorship(cast):
    IdentityFactory(person=cast["safeguarding"])
    made = MentorshipFactory(
        institution=institution_of(cast),
        mentor=cast["mentor"],
        mentee=cast["mentee"],
        has_room=True,
    )
    return {"pk": made.pk}


def _concern(cast, state="sent"):
    return ConcernFactory(
        institution=institution_of(cast),
        by=cast["mentee"],
        to=[cast["safeguarding"]],
        state=state,
        begun_at=clock.now(),
    )


def _begun(cast):
    made = _concern(cast, state="begun")
    WordsFactory(room=made.room, n=1, by=cast["mentee"], kind="concern")
    return {"pk": made.pk}


CONCERNS = {
    "concerns:show": _mentorship,
    **{f"concerns:{what}": _begun for what in ("send", "throw_away")},
    **{
        f"concerns:{what}": lambda cast: {"pk": _concern(cast).pk}
        for what in ("concern", "own_files", "file", "files", "say")
    },
}
