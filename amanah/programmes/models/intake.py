"""Lists of people on their way into a cohort, and what such a list said."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.programmes.models.participant import Participant
from amanah.programmes.models.programme import Cohort, Programme


class Intake(Model):
    """A list that a coordinator uploaded. Nothing happens to anybody until they confirm it.

    What is in it is encrypted at rest, and deleted some days after it was done or put away.
    """

    class State(models.TextChoices):
        READ = "read", _("Columns to say")
        CHECKED = "checked", _("To look through")
        APPLYING = "applying", _("Being taken over")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="intakes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # What everybody in it is; empty where a column says so.
    role = models.CharField(max_length=6, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READ)
    file_name = EncryptedTextField(max_length=200)
    # How it was read: kind, encoding, delimiter.
    how = models.CharField(max_length=200, blank=True)
    # The names of its columns, and which field each is, as JSON.
    header = EncryptedTextField()
    columns = EncryptedTextField()
    # How many rows there are of each verdict.
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    leaves_out_bad_rows = models.BooleanField(default=False)
    # While it is taken over: how far, and whether somebody wants it stopped.
    rows_done = models.PositiveIntegerField(default=0)
    is_stopping = models.BooleanField(default=False)
    read_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateTimeField(db_index=True)


class IntakeRow(Model):
    """One row of a list, what is wrong with it, and what the coordinator decided."""

    class Verdict(models.TextChoices):
        WRONG = "wrong", _("Cannot be used yet")
        ASKED = "asked", _("A question")
        NEW = "new", _("New")
        UPDATED = "updated", _("Changes")
        SAME = "same", _("Nothing new")
        OUT = "out", _("Left out")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = EncryptedTextField()
    verdict = models.CharField(max_length=7, choices=Verdict, default=Verdict.NEW)
    # Problems, questions and notes, as JSON; the sentences are made as they are shown.
    told = EncryptedTextField()
    # What the coordinator answered, {question: answer}.
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    is_left_out = models.BooleanField(default=False)
    # Whether it was taken over, and what stood there before, as JSON, so that it can be undone.
    is_written = models.BooleanField(default=False)
    before = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="programmes_intakerow_once", fields=["intake", "line"]),
        ]
        indexes = [
            models.Index(name="programmes_intakerow_verdict", fields=["intake", "verdict", "line"]),
        ]


class Listed(Model):
    """What a list said of somebody in one of their parts, so that a later list changes only that.

    An application that still says the same is as the list made it; where it differs, the person
    has written it themselves, and no list goes over that.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="listings")
    role = models.CharField(max_length=6)
    # {field: value}, as JSON.
    said = EncryptedTextField()
    listed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="programmes_listed_once", fields=["participant", "role"]),
        ]


class KnownColumn(Model):
    """Which field a column was in a programme's earlier lists, so that it is proposed again."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="known_columns")
    # The name of the column, in small letters.
    name = models.CharField(max_length=300)
    field = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="programmes_knowncolumn_once", fields=["programme", "name"]
            ),
        ]
