"""Whom to be in the demo: in what state each of them is, and what to try as them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.operations.demo import cast, who
from amanah.operations.demo.cast import Somebody


@dataclass(frozen=True)
class Turn:
    """Somebody worth being, why, and what to do first."""

    login: str
    part: Any
    state: Any
    tries: Any

    @property
    def who(self) -> Somebody:
        return who.BY_LOGIN[self.login]


@dataclass(frozen=True)
class Place:
    """A cohort, or the staff, of one institution, with those who show it."""

    name: Any
    about: Any
    turns: tuple[Turn, ...]


IN_KARACHI = (
    Place(
        _("In the middle of its year"),
        _("This year's residents: mentorships that begin, that work, and one that is closed."),
        (
            Turn(
                "bilal",
                _("mentee"),
                _("Walks with Ayesha in the programme, and with Sister Rukhsana without one."),
                _("Open the lock, read what both hope for and have agreed, and write a note."),
            ),
            Turn(
                "ayesha",
                _("mentor"),
                _("Has walked with Bilal for five months. Their agreement is signed."),
                _("Open the lock, read what Bilal hopes for, and ask to change what you agreed."),
            ),
            Turn(
                "khadija",
                _("mentee who reads Urdu"),
                _("Has begun with Dr Farzana, who has signed an agreement. She has not."),
                _("Read the agreement and sign it, from right to left."),
            ),
            Turn(
                "gul",
                _("mentee whose mentorship is closed"),
                _("It was closed some weeks ago. Nobody is told by whom."),
                _("Open the lock: what was written can still be read."),
            ),
            Turn(
                "yumna.rauf",
                _("mentee on the wait-list"),
                _("There was no place for her this year, and she was told so kindly."),
                _("Open Programmes: read the sentence that she was told, and her own place."),
            ),
            Turn(
                "rukhsana",
                _("mentor without a programme"),
                _("Was asked by Bilal himself. No coordinator knows of it."),
                _("Compare what she sees with what Ayesha sees: each has a room of their own."),
            ),
            Turn(
                "maria",
                _("mentee with several mentors"),
                _("New on the faculty: one mentor for research, one for her career, one to begin."),
                _("Open one of the mentorships: nobody in it sees the others."),
            ),
        ),
    ),
    Place(
        _("Just matched"),
        _("Next year's residents: some are asked already, and a run waits to be looked at."),
        (
            Turn(
                "mehwish",
                _("mentee"),
                _("A mentorship with Noor is proposed to her."),
                _("Say yes or no: neither is shown what the other said before both have."),
            ),
            Turn(
                "noor",
                _("mentor"),
                _("A pharmacist. A mentorship with Mehwish is proposed to her."),
                _("Accept it: two taps, and nothing to type."),
            ),
            Turn(
                "hanif",
                _("mentee who waits"),
                _("Has applied. A run may have found somebody; he is told once a person asks."),
                _("See that nothing of the run is shown to those in it."),
            ),
        ),
    ),
    Place(
        _("Staff in Karachi"),
        _("What each of them may do, and what none of them can see."),
        (
            Turn(
                "sana",
                _("coordinator, and a mentor"),
                _("Runs both cohorts; a pair of next year's is her own, and not shown to her."),
                _(
                    "Programmes, Residents and faculty: look at the run of next year's under Match "
                    "people, and at the wait-list of this year's."
                ),
            ),
            Turn(
                "imran",
                _("deputy coordinator"),
                _("Stands in for Sana, and looks at whatever she is a party of."),
                _("Open the proposals of next year's residents: Sana's own is among them."),
            ),
            Turn(
                "nadia",
                _("institution admin"),
                _("An appointment waits for a second admin."),
                _("Confirm it; then see who has left."),
            ),
            Turn(
                "saima",
                _("safeguarding lead"),
                _("Receives what somebody chooses to show her, and nothing else."),
                _("See how little there is to see."),
            ),
            Turn(
                "hina",
                _("evaluator"),
                _("Will find out whether the programme works."),
                _("See that no name is shown to her."),
            ),
        ),
    ),
)
IN_LEEDS = (
    Place(
        _("Taking applications"),
        _("This year's students, who may ask a mentor themselves."),
        (
            Turn(
                "niamh",
                _("mentee"),
                _("Has applied, and asked one mentor."),
                _("Find another mentor and ask."),
            ),
            Turn(
                "oisin",
                _("mentee who has not begun"),
                _("Is on the list, and has said nothing yet."),
                _("Apply, on a phone if you can: it takes three minutes."),
            ),
            Turn(
                "lukasz",
                _("mentor"),
                _("Niamh has asked him."),
                _("Say yes or no. No needs no reason."),
            ),
        ),
    ),
    Place(
        _("One mentor with a group"),
        _("Those who sit finals this summer, in the middle of their year."),
        (
            Turn(
                "meera",
                _("mentor of a group"),
                _("Four students, one room."),
                _("Open the lock and write what you hope for."),
            ),
            Turn(
                "chidi",
                _("one of a group"),
                _("Sits finals, with three others and Dr Meera."),
                _("See who can read what is written in a group."),
            ),
        ),
    ),
    Place(
        _("Circles of peers"),
        _("New registrars, in circles without a mentor: one that lives, and one that is proposed."),
        (
            Turn(
                "hong",
                _("one of a circle"),
                _("Meets three other registrars every other week, and is a mentor of students."),
                _("Open the lock and read what the four of them hope for."),
            ),
            Turn(
                "naomi.clegg",
                _("asked to join a circle"),
                _("A circle of four is proposed to her. She is not told that the others said yes."),
                _("Say yes: she is the last of them, and it begins at once."),
            ),
        ),
    ),
    Place(
        _("Staff in Leeds"),
        _("Those who run the school's programmes."),
        (
            Turn(
                "siobhan",
                _("coordinator"),
                _("Applications come in for three more weeks; three registrars lack a circle."),
                _("Propose a circle to those three: Programmes, Circles of registrars, Proposals."),
            ),
            Turn(
                "ciaran",
                _("deputy coordinator"),
                _("Stands in for Siobhán."),
                _("Open Programmes."),
            ),
            Turn(
                "aoife",
                _("institution admin"),
                _("One letter is open, and one ran out."),
                _("Invite somebody."),
            ),
        ),
    ),
)
HOUSES = ((cast.KOLACHI, IN_KARACHI), (cast.MEANWOOD, IN_LEEDS))


def _turns(houses: Sequence[tuple[cast.House, tuple[Place, ...]]]) -> tuple[Turn, ...]:
    return tuple(turn for _house, places in houses for place in places for turn in place.turns)


TURNS = _turns(HOUSES)
