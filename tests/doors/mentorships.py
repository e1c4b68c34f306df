"""What the doors of matching and of mentorships are opened with."""

from amanah.base import clock
from amanah.matching.models import Run
from amanah.mentoring.models import Mentorship
from tests.doors.places import a_cohort, institution_of
from tests.factories import CohortFactory
from tests.factories.matching import (
    ProposalFactory,
    RequestFactory,
    a_board,
    mentee_in,
    mentor_in,
)
from tests.factories.mentoring import (
    AgreementFactory,
    MentorshipFactory,
    PairInvitationFactory,
)


def _mentorship(cast):
    mentorship = MentorshipFactory(
        institution=institution_of(cast),
        mentor=cast["mentor"],
        mentee=cast["mentee"],
        has_room=True,
    )
    return {"pk": mentorship.pk}


def _agreement(cast):
    mentorship = Mentorship.objects.get(**_mentorship(cast))
    return {"pk": AgreementFactory(mentorship=mentorship).pk}


def _pair_invitation(cast, secret="handed-over"):
    return PairInvitationFactory(
        institution=institution_of(cast), by=cast["mentee"], secret=secret, made_at=clock.now()
    )


def _open_link(cast):
    _pair_invitation(cast, secret="handed-over")
    return {"secret": "handed-over"}


def _search(cast):
    """The mentee's application, and the mentor's, who lets mentees find them."""
    cohort = CohortFactory(
        programme__institution=institution_of(cast), programme__mentees_may_ask=True
    )
    mentee_in(cohort, person=cast["mentee"])
    return mentor_in(cohort, person=cast["mentor"], story="I once read the wrong ECG.")


def _request(cast):
    request = RequestFactory(
        cohort=_search(cast).participant.cohort,
        mentee=cast["mentee"],
        mentor=cast["mentor"],
        shows_application=True,
        asked_at=clock.now(),
    )
    return {"pk": request.pk}


def _proposed(cast):
    return ProposalFactory(
        cohort=_search(cast).participant.cohort,
        sent_at=clock.now(),
        asked=[(cast["mentor"], "mentor"), (cast["mentee"], "mentee")],
        carried=[["topics", ["leadership"]], ["languages", ["en"]]],
    )


def _proposal(cast):
    return {"pk": _proposed(cast).pk}


def _run(cast):
    cohort = _search(cast).participant.cohort
    for _one in range(2):
        mentor_in(cohort)
    return {"pk": a_board(cohort, at=clock.now()).pk}


def _run_pair(cast):
    board = Run.objects.get(pk=_run(cast)["pk"])
    return {"pk": board.pairs.filter(mentee__person=cast["mentee"]).get().pk}


MENTORSHIPS = {
    "mentoring:mentorship": _mentorship,
    "mentoring:close": _mentorship,
    "mentoring:again": _mentorship,
    "help:assessor": _mentorship,
    "conversation:conversation": _mentorship,
    **{
        f"mentoring:{what}": _mentorship
        for what in (
            *("phase", "agreement", "own_choices", "take", "sign", "take_signature_back"),
            "ask_for_change",
        )
    },
    "mentoring:agreement_version": _agreement,
    "mentoring:withdraw_invitation": lambda cast: {"pk": _pair_invitation(cast).pk},
    "mentoring:invited": _open_link,
    "mentoring:pairs": a_cohort,
    "matching:mentors": lambda cast: {"pk": _search(cast).participant.cohort_id},
    "matching:ask": lambda cast: {"pk": _search(cast).participant_id},
    **{f"matching:{what}": _request for what in ("request", "accept", "decline", "withdraw")},
    **{
        f"matching:{what}": _proposal
        for what in (
            "proposal",
            "accept_proposal",
            "decline_proposal",
            "withdraw_proposal",
        )
    },
    "matching:cohort_proposals": lambda cast: {"pk": _proposed(cast).cohort_id},
    "matching:runs": a_cohort,
    **{
        f"matching:{what}": _run
        for what in (
            "run",
            "compare",
            "call_off",
            "run_again",
            "let_wait",
            "undo",
            "allow_pair",
            "send",
            "choose_for",
        )
    },
    **{f"matching:{what}": _run_pair for what in ("choices", "keep_pair", "rule_out", "take_off")},
    "matching:propose": a_cohort,
}
