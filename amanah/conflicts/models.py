"""What stands between two people, so that they are not paired: see docs/explanation/the-wall.md."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amanah.base.fields import EncryptedTextField
from amanah.base.folding import fold
from amanah.base.models import Model
from amanah.institutions.models import Institution
from amanah.people.models import Person


def folded_department(department: str) -> str:
    """What departments are compared by: without case, accents and double spaces."""
    return " ".join((fold(department) or "").split())


class Source(models.TextChoices):
    STAFF = "staff", _("Put in by hand")
    LIST = "list", _("From a list")


class DatedQuerySet(models.QuerySet[Any]):
    def not_over(self, day: date) -> Self:
        """What counts on this day, or will later."""
        return self.filter(Q(until=None) | Q(until__gte=day))

    def in_force(self, day: date) -> Self:
        """What counts on this day."""
        return self.not_over(day).filter(since__lte=day)


class Dated(Model):
    """Something that staff of an institution know anyway, from a day until a last day."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(max_length=5, choices=Source, default=Source.STAFF)
    put_in_on = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_over(self, day: date) -> bool:
        return self.until is not None and self.until < day


class Tie(Dated):
    """What stands between two people of an institution, and both know: it is their work.

    `one` is the supervisor, assessor or examiner of `other`. Where neither stands over the other
    the two are stored in the order of their ids.
    """

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", _("Supervisor")
        ASSESSOR = "assessor", _("Assessor")
        EXAMINER = "examiner", _("Examiner")
        FAMILY = "family", _("Family")
        CO_AUTHOR = "co_author", _("Co-author")

    # Between equals: neither stands over the other.
    OF_EQUALS = (Kind.FAMILY, Kind.CO_AUTHOR)

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(_("tie"), max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="conflicts_tie_once",
                fields=["institution", "one", "other", "kind", "since"],
                violation_error_message=_("This tie is already there."),
            ),
            models.CheckConstraint(
                name="conflicts_tie_between_two",
                condition=~Q(one=F("other")),
                violation_error_message=_("A tie is between two people."),
            ),
            models.CheckConstraint(
                name="conflicts_tie_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    @property
    def is_of_equals(self) -> bool:
        return self.kind in self.OF_EQUALS


class Post(Dated):
    """A post that stands over a whole department: over whoever belongs to it."""

    class Kind(models.TextChoices):
        HEAD = "head", _("Head of department")
        DIRECTOR = "director", _("Director of training")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(_("post"), max_length=8, choices=Kind)
    # As it is written; it is compared without minding case, accents and spaces.
    department = models.CharField(_("department"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="conflicts_post_once",
                fields=["institution", "person", "kind", "department", "since"],
                violation_error_message=_("This post is already there."),
            ),
            models.CheckConstraint(
                name="conflicts_post_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def is_over_the_same(self, department: str) -> bool:
        return folded_department(self.department) == folded_department(department)


class OwnTies(Model):
    """Those with whom a person should not be paired because of a tie, as only that person says.

    Why is not asked. Nobody else is shown it, nor that there is one.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="own_ties")
    # A list of {"email": …} or {"name": …}, as JSON, each with the ids ("people") of those whom it
    # meant when it was written: a change of address or name does not undo it. One that is "alone"
    # was not typed but chosen: it means that person, and nobody else of that name.
    named = EncryptedTextField(max_length=20_000)


class TieList(Model):
    """A list of ties or posts that somebody uploaded and looks through. It changes nothing yet."""

    class Kind(models.TextChoices):
        TIES = "ties", _("Who stands over whom")
        POSTS = "posts", _("Heads of departments and directors of training")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    # The rows, as JSON: their line and their cells in the order of the columns that we read.
    rows = EncryptedTextField()
    read_at = models.DateTimeField()
    keep_until = models.DateTimeField(db_index=True)
