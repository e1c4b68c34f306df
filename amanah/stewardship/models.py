from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from amanah.base.models import Model

INSTALLATION = UUID(int=0)


class Chain(models.Model):
    """One ledger: an institution's, or (id zero) the installation's own.

    Its row holds where the chain stands, and is locked while an entry is added.
    """

    id = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self._meta.label} {self.pk}"


class Entry(Model):
    """One line of a ledger: who did what kind of thing, to what, and when. Never why."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    event = models.CharField(max_length=80)
    about = models.UUIDField()
    # None: the operator, or the installation itself.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    # The person whose data it concerns, who is shown it; none where it concerns nobody by name.
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="stewardship_entry_once", fields=["chain", "number"]),
        ]
        indexes = [
            models.Index(name="stewardship_entry_subject", fields=["subject", "-at", "id"]),
        ]


class Leaving(Model):
    """A person has asked to be erased. It happens on a day they were told, unless taken back."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="stewardship_leaving_due", fields=["due_at", "id"])]


class Parcel(Model):
    """What a person takes along, packed and waiting to be fetched, once, by them alone.

    Its content is a file in `HOME/parcels`, encrypted with the field key and outside every backup.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_packed = models.BooleanField(default=False)
