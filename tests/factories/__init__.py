from tests.factories.conflicts import OwnTiesFactory, PostFactory, TieFactory
from tests.factories.institutions import AppointmentFactory, InstitutionFactory
from tests.factories.moments import SPRING, SUMMER
from tests.factories.people import AffiliationFactory, InvitationFactory, PersonFactory
from tests.factories.programmes import (
    AnswerFactory,
    ApplicationFactory,
    CohortFactory,
    CohortLetterFactory,
    IntakeFactory,
    ParticipantFactory,
    ProgrammeFactory,
    QuestionFactory,
)

__all__ = [
    "SPRING",
    "SUMMER",
    "AffiliationFactory",
    "AnswerFactory",
    "ApplicationFactory",
    "AppointmentFactory",
    "CohortFactory",
    "CohortLetterFactory",
    "InstitutionFactory",
    "IntakeFactory",
    "InvitationFactory",
    "OwnTiesFactory",
    "ParticipantFactory",
    "PersonFactory",
    "PostFactory",
    "ProgrammeFactory",
    "QuestionFactory",
    "TieFactory",
]
