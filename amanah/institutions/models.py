from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.base.phones import is_a_phone_number
from amanah.base.zones import is_a_time_zone


class Institution(Model):
    """The tenant: a medical school, a hospital, a health service.

    One installation may hold several.
    """

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), max_length=40, unique=True)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[is_a_time_zone]
    )
    # Somebody to talk to outside every pair; shown at the foot of every page.
    help_name = models.CharField(_("confidential contact"), max_length=200, blank=True)
    help_about = models.CharField(_("who that is"), max_length=300, blank=True)
    help_phone = models.CharField(
        _("phone"), max_length=60, blank=True, validators=[is_a_phone_number]
    )
    # Also how we know them where they have an account: see amanah/help.
    help_email = models.EmailField(_("mail address"), blank=True)
    emergency_phone = models.CharField(
        _("number in danger"), max_length=60, blank=True, validators=[is_a_phone_number]
    )
    # What members wrote in a mentorship is kept for so long after it was closed.
    months_kept = models.PositiveSmallIntegerField(
        _("months"), default=24, validators=[MinValueValidator(3), MaxValueValidator(120)]
    )
    # What it adds, in its own words, to the guarantees that every institution here gives.
    own_guarantees = models.TextField(_("our own guarantees"), max_length=4000, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("home:institution", args=[self.slug])

    def start_of(self, day: date) -> datetime:
        """The moment at which a day begins here."""
        return datetime.combine(day, time.min, tzinfo=ZoneInfo(self.time_zone))

    def end_of(self, day: date) -> datetime:
        """The first moment after a day here."""
        return self.start_of(day + timedelta(days=1))

    def day_of(self, moment: datetime) -> date:
        """The day that it is here at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, at: datetime) -> Self:
        """Appointments that count at this moment: confirmed, begun and not yet ended."""
        return self.not_over(at).filter(is_confirmed=True, begins_at__lte=at)

    def not_over(self, at: datetime) -> Self:
        """In force, about to begin, or waiting for somebody to confirm them."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))


class Appointment(Model):
    """A person's staff role in an institution, from a moment until a moment.

    People name days; they become moments in the institution's own time zone, so that an
    appointment begins and ends for everybody at once. It may also be ended there and then.
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        DEPUTY = "deputy", _("Deputy coordinator")
        EVALUATOR = "evaluator", _("Evaluator")
        SAFEGUARDING_LEAD = "safeguarding", _("Safeguarding lead")
        ADMIN = "admin", _("Institution admin")

    # Roles that come near what people confide: one person alone cannot give them.
    NEEDS_TWO = (Role.EVALUATOR, Role.SAFEGUARDING_LEAD)

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    # The programme it is limited to; none means the whole institution.
    scope = models.UUIDField(null=True, blank=True)
    begins_at = models.DateTimeField(_("from"))
    # The first moment at which it no longer counts.
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    # None: made by the operator on the command line.
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    is_confirmed = models.BooleanField(default=True)
    # The second person, where a role needs two.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="institutions_appointment_ends_after_it_begins",
                condition=Q(ends_at=None) | Q(ends_at__gte=F("begins_at")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.UniqueConstraint(
                name="institutions_appointment_once",
                fields=["institution", "person", "role"],
                condition=Q(ends_at=None, scope=None),
                violation_error_message=_("This person already has that role."),
            ),
            models.UniqueConstraint(
                name="institutions_appointment_once_in_scope",
                fields=["institution", "person", "role", "scope"],
                condition=Q(ends_at=None, scope__isnull=False),
                violation_error_message=_("This person already has that role."),
            ),
        ]

    def is_over(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    @property
    def needs_two(self) -> bool:
        return self.role in self.NEEDS_TWO

    @property
    def first_day(self) -> date:
        return self.institution.day_of(self.begins_at)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts, as people name it."""
        if self.ends_at is None:
            return None
        return self.institution.day_of(self.ends_at - timedelta(microseconds=1))
