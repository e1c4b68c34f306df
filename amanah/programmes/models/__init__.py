from amanah.programmes.models.application import SAID, Answer, Application
from amanah.programmes.models.intake import Intake, IntakeRow, KnownColumn, Listed
from amanah.programmes.models.participant import Participant
from amanah.programmes.models.programme import Cohort, Programme, Question

__all__ = [
    "SAID",
    "Answer",
    "Application",
    "Cohort",
    "Intake",
    "IntakeRow",
    "KnownColumn",
    "Listed",
    "Participant",
    "Programme",
    "Question",
]
