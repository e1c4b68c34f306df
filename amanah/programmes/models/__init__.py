from amanah.programmes.models.application import SAID, Answer, Application
from amanah.programmes.models.intake import Intake, IntakeRow, KnownColumn, Listed
from amanah.programmes.models.letter import CohortLetter, Recipient
from amanah.programmes.models.participant import Participant
from amanah.programmes.models.programme import Cohort, Programme, Question

__all__ = [
    "SAID",
    "Answer",
    "Application",
    "Cohort",
    "CohortLetter",
    "Intake",
    "IntakeRow",
    "KnownColumn",
    "Listed",
    "Participant",
    "Programme",
    "Question",
    "Recipient",
]
