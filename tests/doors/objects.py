"""What each door is opened with: something of the kind that it is about, made for the cast."""

import json
from datetime import timedelta

from amanah.base import clock
from amanah.matching.models import Run
from amanah.mentoring.models import Mentorship
from amanah.stewardship.models import Parcel
from tests.doors.sealed import SEALED
from tests.factories import (
    AffiliationFactory,
    AnswerFactory,
    ApplicationFactory,
    AppointmentFactory,
    CohortFactory,
    CohortLetterFactory,
    IntakeFactory,
    InvitationFactory,
    ParticipantFactory,
    PostFactory,
    ProgrammeFactory,
    QuestionFactory,
    TieFactory,
)
from tests.factories.conflicts import TieListFactory
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


def _home(cast):
    return {"slug": "home"}


def _belonging(cast):
    return {"pk": cast["mentee"].affiliations.get().pk}


def _waiting(cast):
    appointment = AppointmentFactory(
        institution=_institution(cast), role="evaluator", is_confirmed=False
    )
    return {"slug": "home", "pk": appointment.pk}


def _invitation(cast):
    invitation = InvitationFactory(institution=_institution(cast), made_at=clock.now())
    return {"slug": "home", "pk": invitation.pk}


def _dead(cast):
    belonging = AffiliationFactory(institution=_institution(cast))
    DeathFactory(person=belonging.person, said_at=clock.now())
    return {"slug": "home", "pk": belonging.pk}


def _stop(cast):
    return {"slug": "home", "pk": StopFactory(institution=_institution(cast)).pk}


def _secret(cast):
    InvitationFactory(institution=_institution(cast), secret="open", made_at=clock.now())
    return {"secret": "open"}


def _link(cast):
    made = JoinLinkFactory(
        institution=_institution(cast), made_by=cast["coordinator"], made_at=clock.now()
    )
    return {"slug": "home", "pk": made.pk}


def _handed_out(cast):
    made = JoinLinkFactory(
        institution=_institution(cast), made_by=cast["coordinator"], made_at=clock.now()
    )
    return {"secret": made.secret}


def _institution(cast):
    return cast["mentee"].affiliations.get().institution


def _cohort(cast):
    return {"pk": CohortFactory(programme__institution=_institution(cast)).pk}


def _application(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=_institution(cast), person=cast["mentee"]
    )
    application = ApplicationFactory(
        participant=participant, topics=["leadership"], languages=["en"]
    )
    _handed_in(application)
    return {"pk": application.pk}


def _handed_in(application):
    """The answer to a question of its programme that asks for a file."""
    return AnswerFactory(
        application=application,
        question__programme=application.participant.cohort.programme,
        question__text="A few lines about your work?",
        called="About me.pdf",
    )


def _file(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=_institution(cast), person=cast["mentee"]
    )
    return {"pk": _handed_in(ApplicationFactory(participant=participant)).pk}


def _intake(cast):
    intake = IntakeFactory(
        cohort__programme__institution=_institution(cast),
        by=cast["coordinator"],
        state="checked",
        counts={"wrong": 1, "asked": 2, "new": 1},
    )
    problem = {"kind": "problem", "field": "email", "code": "not_an_address"}
    question = {"kind": "question", "ask": "shared", "lines": [3, 4], "names": ["Hina", "Bilal"]}
    for line, verdict, told in (
        (2, "wrong", [problem]),
        (3, "asked", [question]),
        (4, "asked", [question]),
        (5, "new", []),
    ):
        intake.rows.create(
            line=line, cells='["Hina", "hina"]', verdict=verdict, told=json.dumps(told)
        )
    return {"pk": intake.pk}


def _programme(cast):
    return {"pk": CohortFactory(programme__institution=_institution(cast)).programme_id}


def _questions(cast):
    """A programme that asks something of every kind, of everybody and of some."""
    programme = ProgrammeFactory(institution=_institution(cast))
    kinds = {
        "text": [],
        "choice": ["The ward", "The clinic"],
        "several": ["Teaching", "Research", "Leading"],
        "scale": ["not at all", "very much", "5"],
        "file": [],
    }
    for place, (kind, options) in enumerate(kinds.items()):
        QuestionFactory(
            programme=programme,
            kind=kind,
            options=options,
            place=place,
            text="What do you hope for?",
            help="In a few words.",
        )
    QuestionFactory(programme=programme, put_away=True, text="What did you do before?")
    return {"pk": programme.pk}


def _question(cast):
    question = QuestionFactory(
        programme__institution=_institution(cast), kind="choice", options=["A", "B"]
    )
    return {"pk": question.pk}


def _participant(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=_institution(cast), person=cast["mentee"]
    )
    return {"pk": participant.pk}


def _tie(cast):
    tie = TieFactory(institution=_institution(cast), other=cast["mentee"])
    return {"slug": "home", "pk": tie.pk}


def _post(cast):
    post = PostFactory(institution=_institution(cast), person=cast["mentee"])
    return {"slug": "home", "pk": post.pk}


def _cohort_letter(cast):
    at = clock.now()
    letter = CohortLetterFactory(
        cohort__programme__institution=_institution(cast), by=cast["coordinator"], begun_at=at
    )
    ParticipantFactory(cohort=letter.cohort, person=cast["mentee"])
    return {"pk": letter.pk}


def _letter_to_mentee(cast):
    letter = CohortLetterFactory(
        cohort__programme__institution=_institution(cast), state="sent", sent_at=clock.now()
    )
    participant = ParticipantFactory(cohort=letter.cohort, person=cast["mentee"])
    letter.recipients.create(participant=participant)
    return {"pk": letter.pk}


def _tie_list(cast):
    made = TieListFactory(
        institution=_institution(cast),
        by=cast["coordinator"],
        lines=[["nobody@example.org", cast["mentee"].email, "assessor", "", ""]],
    )
    return {"slug": "home", "pk": made.pk}


def _mentorship(cast):
    mentorship = MentorshipFactory(
        institution=_institution(cast),
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
        institution=_institution(cast), by=cast["mentee"], secret=secret, made_at=clock.now()
    )


def _open_link(cast):
    _pair_invitation(cast, secret="handed-over")
    return {"secret": "handed-over"}


def _search(cast):
    """The mentee's application, and the mentor's, who lets mentees find them."""
    cohort = CohortFactory(
        programme__institution=_institution(cast), programme__mentees_may_ask=True
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


OBJECTS = {
    **{f"conflicts:{what}": _tie_list for what in ("list", "take_list_over", "discard_list")},
    "conflicts:lists": _home,
    **{f"conflicts:{what}": _home for what in ("ties", "new_tie", "posts", "new_post")},
    "conflicts:end_tie": _tie,
    "conflicts:end_post": _post,
    "conflicts:pairs": lambda cast: {"pk": _institution(cast).pk},
    "programmes:cohort_letters": _cohort,
    "programmes:cohort_letters_sheet": _cohort,
    "programmes:cohort_letter": _cohort_letter,
    **{
        f"programmes:{what}_cohort_letter": _cohort_letter
        for what in ("change", "send", "stop", "discard")
    },
    "applications:letter": _letter_to_mentee,
    "applications:be_found": _application,
    "mentoring:mentorship": _mentorship,
    "mentoring:close": _mentorship,
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
    "mentoring:pairs": _cohort,
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
    "matching:runs": _cohort,
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
    "matching:propose": _cohort,
    "applications:apply": _cohort,
    **{f"applications:{what}": _application for what in ("application", "more", "withdraw")},
    "applications:file": _file,
    "programmes:read_file": _file,
    "programmes:received": _cohort,
    "programmes:reading": _application,
    "programmes:programmes": _home,
    "programmes:begin": _home,
    **{
        f"programmes:{what}": _programme
        for what in ("programme", "settings", "open", "archive", "reopen", "duplicate", "deputy")
    },
    "programmes:questions": _questions,
    "programmes:add_question": _programme,
    "programmes:as_applicant": _questions,
    **{
        f"programmes:{what}": _question
        for what in (
            "question",
            "move_question",
            "put_question_away",
            "take_question_back",
            "delete_question",
        )
    },
    "programmes:add_cohort": _programme,
    "programmes:cohort": _cohort,
    "programmes:people": _cohort,
    "programmes:remove": _participant,
    "programmes:wait_list": _cohort,
    "programmes:wait": _participant,
    "programmes:wait_no_more": _participant,
    "programmes:lists": _cohort,
    "programmes:letters": _cohort,
    "programmes:people_sheet": _cohort,
    "programmes:letter_again": _participant,
    "programmes:list": _intake,
    "programmes:columns": _intake,
    "programmes:take_list_over": _intake,
    **{f"programmes:{what}_list": _intake for what in ("correct", "stop", "undo", "discard")},
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
    "home:guarantees": _home,
    "people:department": _belonging,
    "people:leave": _belonging,
    "people:step_down": lambda cast: {"pk": cast["coordinator"].appointments.get().pk},
    "people:join": _secret,
    "people:join_by_link": _handed_out,
    "people:join_by_link_sent": _handed_out,
    "people:links": _home,
    "people:end_link": _link,
    "home:institution": _home,
    "institutions:settings": _home,
    "institutions:appointments": _home,
    "institutions:confirm": _waiting,
    "institutions:end": _waiting,
    "people:roster": _home,
    "people:staff_card": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:appoint": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:gone": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:died": lambda cast: {**_home(cast), **_belonging(cast)},
    "people:confirm_death": _dead,
    "people:take_back_death": _dead,
    "people:those_gone": _home,
    "people:allow": _stop,
    "people:invitations": _home,
    "people:withdraw": _invitation,
    "people:resend": _invitation,
    **SEALED,
}
