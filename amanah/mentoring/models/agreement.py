"""What the members of a mentorship agree, version by version: choices, never words."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.mentoring.models.mentorship import Membership, Mentorship

SAID = 20_000
HASH = 64


class Said(Model):
    """Choices by their keys, as one text that a stolen copy of the database cannot read."""

    said = EncryptedTextField(max_length=SAID)

    class Meta:
        abstract = True

    @property
    def choices(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.said) if self.said else {}
        return found

    @choices.setter
    def choices(self, choices: dict[str, str]) -> None:
        self.said = json.dumps(choices, ensure_ascii=False, sort_keys=True)


class Agreement(Said):
    """One version. Once all have signed it, nothing in it changes: a change is the next version."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    # One more with every change, so that whoever signs says which they read.
    change = models.PositiveIntegerField(default=0)
    # Which sealed words stand in which clause, by their names.
    words: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    # SHA-256 of the text that the first who signed was shown; the others must be shown the same.
    hash = models.CharField(max_length=HASH, blank=True)
    opened_at = models.DateTimeField()
    # When the last of them signed: from then on it is in force.
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mentoring_agreement_version_once", fields=["mentorship", "version"]
            ),
            models.UniqueConstraint(
                name="mentoring_agreement_one_open",
                fields=["mentorship"],
                condition=Q(signed_at=None),
            ),
            models.CheckConstraint(
                name="mentoring_agreement_signed_by_hash",
                condition=Q(signed_at=None) | ~Q(hash=""),
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class OwnChoices(Said):
    """What one member would choose in a version. Nobody else sees it until they show it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="sides")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mentoring_own_choices_once", fields=["agreement", "membership"]
            ),
        ]


class Signature(Model):
    """That a member was shown the text of a version, and agreed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mentoring_signature_once", fields=["agreement", "membership"]
            ),
        ]
