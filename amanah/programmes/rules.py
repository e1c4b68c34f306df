"""Who may do what in a programme. Never when: that is the services' to say."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import ONLY_YOU, THE_PROGRAMME, Rule
from amanah.institutions import rules as staff
from amanah.institutions.models import Institution
from amanah.people.models import Affiliation
from amanah.programmes import queries
from amanah.programmes.models import (
    Answer,
    Application,
    Cohort,
    CohortLetter,
    Participant,
    Programme,
    Question,
)


def _programme(thing: Any) -> Programme:
    """The programme that a thing is, or belongs to."""
    if isinstance(thing, Programme):
        return thing
    found = (thing if isinstance(thing, Cohort | Question) else thing.cohort).programme
    assert isinstance(found, Programme)  # noqa: S101 (for the type checker)
    return found


def coordinates(person: Any, thing: Any, *, at: datetime) -> bool:
    return queries.programmes_run_by(person, at=at).filter(pk=_programme(thing).pk).exists()


def _takes_part(person: Any, participant: Participant) -> bool:
    return bool(participant.person_id == person.pk)


is_coordinator = Rule((THE_PROGRAMME,), coordinates)
# Lists of people: whoever coordinates, and of a list only who uploaded it.
can_list = is_coordinator
# Settings, cohorts, and who takes part.
can_run = is_coordinator
# Letters to a cohort: whoever coordinates, and of a draft only who wrote it.
can_write = is_coordinator
can_set_up = staff.is_coordinator
# Whoever coordinates the whole institution: the copy is nobody's by a role of its own.
can_duplicate = staff.is_coordinator


def _has_programmes(person: Any, institution: Institution, *, at: datetime) -> bool:
    run = queries.programmes_run_by(person, at=at).filter(institution=institution)
    return run.exists() or (can_set_up | staff.is_admin)(person, institution, at=at)


# The list of an institution: what one runs; for admins, by name, everything.
can_see_programmes = Rule((THE_PROGRAMME,), _has_programmes)
is_own_part = Rule((ONLY_YOU,), _takes_part)


def _is_authors(person: Any, thing: Application | Answer) -> bool:
    application = thing.application if isinstance(thing, Answer) else thing
    return bool(application.participant.person_id == person.pk)


def _reads(person: Any, thing: Any, *, at: datetime) -> bool:
    """Whether somebody reads what was sent, or (of a belonging) whatever will be sent there."""
    if isinstance(thing, Affiliation):
        run = queries.programmes_run_by(person, at=at).filter(institution=thing.institution)
        return thing.person_id != person.pk and run.exists()
    if isinstance(thing, Answer):
        return queries.files_run_by(person, at=at).filter(pk=thing.pk).exists()
    read = queries.applications_run_by(person, at=at).filter(state=Application.State.SUBMITTED)
    return read.filter(pk=thing.pk).exists()


def _authors_only(person: Any, thing: Any, *, at: datetime) -> bool:
    return isinstance(thing, Application) and _is_authors(person, thing)


def _may_apply(person: Any, cohort: Cohort, *, at: datetime) -> bool:
    return queries.takes_applications(cohort, at=at)


def _was_sent(person: Any, letter: CohortLetter) -> bool:
    return queries.letters_to(person).filter(pk=letter.pk).exists()


# A letter to a cohort is read by everybody it went to, and by those who coordinate.
can_read_letter = Rule((_("Everybody it goes to"), THE_PROGRAMME), _was_sent)
is_author = Rule((ONLY_YOU,), _is_authors)
can_apply = Rule((ONLY_YOU,), _may_apply)
# What is said for matching: read by those who coordinate, once it is sent.
can_read_application = Rule((THE_PROGRAMME,), _reads)
# A file that was handed in with it: the same.
can_read_file = Rule((THE_PROGRAMME,), _reads)


def _finds(person: Any, thing: Any, *, at: datetime) -> bool:
    """Whether a mentee of the same cohort reads it, because its mentor lets them find him."""
    if not isinstance(thing, Application) or thing.role != Application.Role.MENTOR:
        return False
    cohort = thing.participant.cohort
    looks = queries.cohorts_to_search(person, at=at).filter(pk=cohort.pk).exists()
    today = cohort.programme.institution.day_of(at)
    return looks and queries.findable_mentors(cohort, today=today).filter(pk=thing.pk).exists()


# How a mentor mentors, and the story they share: also mentees of the cohort, if they may find them.
can_read_when_found = can_read_application | Rule((THE_PROGRAMME,), _finds)
# Whom one wishes for and whom not, what matters and what one values: used, and read by nobody.
can_read_wishes = Rule((ONLY_YOU,), _authors_only)

sights.declare(
    "application: statement",
    _("what you say in an application, once you have sent it"),
    can_read_application,
)
sights.declare(
    "application: to be found",
    _(
        "how you mentor and the story you share: also for mentees of the same cohort, if you let "
        "them find you"
    ),
    can_read_when_found,
)
sights.declare(
    "application: file",
    _("a file with which you answered a question, once you have sent the application"),
    can_read_file,
)
sights.declare(
    "application: wishes",
    _("whom you wish for or do not want, what matters to you, and what you value"),
    can_read_wishes,
)
