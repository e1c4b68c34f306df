from tests.factories.institutions import AppointmentFactory, InstitutionFactory
from tests.factories.moments import SPRING, SUMMER
from tests.factories.people import AffiliationFactory, InvitationFactory, PersonFactory

__all__ = [
    "SPRING",
    "SUMMER",
    "AffiliationFactory",
    "AppointmentFactory",
    "InstitutionFactory",
    "InvitationFactory",
    "PersonFactory",
]
