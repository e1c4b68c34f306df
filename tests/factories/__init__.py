from tests.factories.institutions import AppointmentFactory, InstitutionFactory
from tests.factories.moments import SPRING, SUMMER
from tests.factories.people import AffiliationFactory, PersonFactory

__all__ = [
    "SPRING",
    "SUMMER",
    "AffiliationFactory",
    "AppointmentFactory",
    "InstitutionFactory",
    "PersonFactory",
]
