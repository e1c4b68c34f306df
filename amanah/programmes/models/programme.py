"""A programme, its cohorts, and what it asks of those who apply."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.institutions.models import Institution


class Programme(Model):
    """A lasting scheme of an institution, with aims and a form.

    Who runs it is said by appointments: those whose scope is this programme, or the whole
    institution.
    """

    class Form(models.TextChoices):
        PAIR = "pair", _("One-to-one")
        GROUP = "group", _("One mentor with a group")
        CIRCLE = "circle", _("A circle of peers")
        SEVERAL = "several", _("Several mentors, each with a named role")

    class Mode(models.TextChoices):
        COHORT = "cohort", _("Everybody begins on the same day")
        ROLLING = "rolling", _("People join all year round")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being set up")
        OPEN = "open", _("Open")
        ARCHIVED = "archived", _("Archived")

    class Aim(models.TextChoices):
        CAREER = "career", _("Career")
        PROFESSIONALISM = "professionalism", _("Professionalism")
        RESEARCH = "research", _("Research")
        PERSONAL_GROWTH = "growth", _("Personal growth")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="programmes")
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what it is for, in a few lines"), max_length=2000, blank=True)
    # The key of the template that it began from; empty where it was duplicated from another.
    template = models.CharField(max_length=20, blank=True)
    aims: models.JSONField[Any, Any] = models.JSONField(_("aims"), default=list, blank=True)
    form = models.CharField(_("form"), max_length=8, choices=Form, default=Form.PAIR)
    mode = models.CharField(_("when people begin"), max_length=8, choices=Mode, default=Mode.COHORT)
    weeks_between_meetings = models.PositiveSmallIntegerField(
        _("weeks between meetings"), default=4, validators=[MinValueValidator(1)]
    )
    months = models.PositiveSmallIntegerField(
        _("length in months"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    mentor_word = models.CharField(_("what you call a mentor"), max_length=60, blank=True)
    mentee_word = models.CharField(_("what you call a mentee"), max_length=60, blank=True)
    # The named roles of several mentors, in the order in which they are filled.
    mentor_roles: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # None: this programme has no Trust Check-in.
    weeks_between_checkins = models.PositiveSmallIntegerField(
        _("weeks between Trust Check-ins"), null=True, blank=True, validators=[MinValueValidator(2)]
    )
    # The one part of the wall that a programme may lower: see docs/explanation/the-wall.md.
    co_authors_may_pair = models.BooleanField(
        _("people who wrote together may be paired"), default=False
    )
    # Mentees look through the mentors who let themselves be found, and ask up to three.
    mentees_may_ask = models.BooleanField(_("mentees may ask a mentor themselves"), default=False)
    evaluation_plan = models.TextField(
        _("How will you know, in a year, that it did that?"), max_length=4000, blank=True
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    # What an archived programme still holds of people is deleted after this day.
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    # When that was done: from then on it holds nobody, and stays as it is.
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_programme_only_an_archive_is_emptied",
                condition=Q(emptied_at=None) | Q(state="archived"),
            ),
            models.CheckConstraint(
                name="programmes_programme_archive_is_dated",
                condition=Q(state="archived", archived_at__isnull=False, keep_until__isnull=False)
                | (~Q(state="archived") & Q(archived_at=None, keep_until=None)),
                violation_error_message=_("An archive needs the day until which it is kept."),
            ),
            models.CheckConstraint(
                name="programmes_programme_asks_one_by_one",
                condition=Q(mentees_may_ask=False) | Q(form__in=["pair", "several"]),
                violation_error_message=_(
                    "Mentees can ask a mentor themselves only where one mentor is with one "
                    "mentee: choose another form, or leave that out."
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def roles_to_fill(self) -> list[str]:
        """As what its mentors are mentors, where a mentee has several; else none."""
        return list(self.mentor_roles) if self.form == self.Form.SEVERAL else []

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED


class Cohort(Model):
    """One intake of a programme. One that takes people all year has no last day to apply."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    applications_from = models.DateField(_("applications open on"), null=True, blank=True)
    applications_until = models.DateField(_("last day to apply"), null=True, blank=True)
    begins_on = models.DateField(_("mentorships begin on"), null=True, blank=True)
    ends_on = models.DateField(_("mentorships end on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_cohort_closes_after_it_opens",
                condition=Q(applications_from=None)
                | Q(applications_until=None)
                | Q(applications_until__gte=F("applications_from")),
                violation_error_message=_("The last day to apply cannot come before the first."),
            ),
            models.CheckConstraint(
                name="programmes_cohort_ends_after_it_begins",
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("begins_on")),
                violation_error_message=_("Mentorships cannot end before they begin."),
            ),
        ]


class Question(Model):
    """Something that a programme asks beside the five questions. Nobody has to answer it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("A text")
        CHOICE = "choice", _("One of several")
        SEVERAL = "several", _("Any of several")
        SCALE = "scale", _("A scale")
        FILE = "file", _("A file")

    class Asked(models.TextChoices):
        MENTORS = "mentors", _("Mentors")
        MENTEES = "mentees", _("Mentees")
        EVERYBODY = "everybody", _("Everybody")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind of answer"), max_length=7, choices=Kind, default=Kind.TEXT)
    asked = models.CharField(
        _("who is asked"), max_length=9, choices=Asked, default=Asked.EVERYBODY
    )
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("a line of help"), max_length=300, blank=True)
    # What can be chosen, in order; of a scale its two ends in words and how many steps it has.
    options: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # A question that has been answered is put away rather than deleted.
    put_away = models.BooleanField(default=False)
