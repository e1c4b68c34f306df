"""What the doors of programmes and of applications are opened with."""

import json

from amanah.base import clock
from tests.doors.places import a_cohort, home, institution_of
from tests.factories import (
    AnswerFactory,
    ApplicationFactory,
    CohortFactory,
    CohortLetterFactory,
    IntakeFactory,
    ParticipantFactory,
    ProgrammeFactory,
    QuestionFactory,
)


def _application(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=institution_of(cast), person=cast["mentee"]
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
        cohort__programme__institution=institution_of(cast), person=cast["mentee"]
    )
    return {"pk": _handed_in(ApplicationFactory(participant=participant)).pk}


def _intake(cast):
    intake = IntakeFactory(
        cohort__programme__institution=institution_of(cast),
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
    return {"pk": CohortFactory(programme__institution=institution_of(cast)).programme_id}


def _questions(cast):
    """A programme that asks something of every kind, of everybody and of some."""
    programme = ProgrammeFactory(institution=institution_of(cast))
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
        programme__institution=institution_of(cast), kind="choice", options=["A", "B"]
    )
    return {"pk": question.pk}


def _participant(cast):
    participant = ParticipantFactory(
        cohort__programme__institution=institution_of(cast), person=cast["mentee"]
    )
    return {"pk": participant.pk}


def _cohort_letter(cast):
    at = clock.now()
    letter = CohortLetterFactory(
        cohort__programme__institution=institution_of(cast), by=cast["coordinator"], begun_at=at
    )
    ParticipantFactory(cohort=letter.cohort, person=cast["mentee"])
    return {"pk": letter.pk}


def _letter_to_mentee(cast):
    letter = CohortLetterFactory(
        cohort__programme__institution=institution_of(cast), state="sent", sent_at=clock.now()
    )
    participant = ParticipantFactory(cohort=letter.cohort, person=cast["mentee"])
    letter.recipients.create(participant=participant)
    return {"pk": letter.pk}


PROGRAMMES = {
    "programmes:cohort_letters": a_cohort,
    "programmes:cohort_letters_sheet": a_cohort,
    "programmes:cohort_letter": _cohort_letter,
    **{
        f"programmes:{what}_cohort_letter": _cohort_letter
        for what in ("change", "send", "stop", "discard")
    },
    "applications:letter": _letter_to_mentee,
    **{f"applications:{what}": _application for what in ("be_found", "be_here")},
    "applications:apply": a_cohort,
    **{f"applications:{what}": _application for what in ("application", "more", "withdraw")},
    "applications:file": _file,
    "programmes:read_file": _file,
    "programmes:received": a_cohort,
    "programmes:reading": _application,
    "programmes:programmes": home,
    "programmes:begin": home,
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
    "programmes:cohort": a_cohort,
    "programmes:people": a_cohort,
    "programmes:remove": _participant,
    "programmes:wait_list": a_cohort,
    "programmes:wait": _participant,
    "programmes:wait_no_more": _participant,
    "programmes:lists": a_cohort,
    "programmes:letters": a_cohort,
    "programmes:people_sheet": a_cohort,
    "programmes:letter_again": _participant,
    "programmes:list": _intake,
    "programmes:columns": _intake,
    "programmes:take_list_over": _intake,
    **{f"programmes:{what}_list": _intake for what in ("correct", "stop", "undo", "discard")},
}
