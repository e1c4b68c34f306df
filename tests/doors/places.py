"""Where what a door is opened with stands: the cast's institution, and a cohort of it."""

from tests.factories import CohortFactory


def institution_of(cast):
    return cast["mentee"].affiliations.get().institution


def home(cast):
    return {"slug": "home"}


def a_cohort(cast):
    return {"pk": CohortFactory(programme__institution=institution_of(cast)).pk}
