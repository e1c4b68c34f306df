"""A matching run: one solving over a saved copy of what people said, and what was decided on it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.people.models import Person
from amanah.programmes.models import Cohort, Participant


class Run(Model):
    """Who could walk with whom in a cohort, by a policy. Nobody hears of it until a person asks."""

    class Preset(models.TextChoices):
        FAIR = "fair", _("Fair to everyone")
        TOTAL = "total", _("Best overall fit")
        STABLE = "stable", _("Nobody would rather swap")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the worker")
        SOLVING = "solving", _("Being worked out")
        READY = "ready", _("To look at")
        SENDING = "sending", _("Being sent")
        CALLED_OFF = "off", _("Called off")
        FAILED = "failed", _("Could not be worked out")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    # None where whoever asked for it was erased.
    by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    # The run whose kept pairs were kept in this one.
    follows = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)
    preset = models.CharField(_("how to match"), max_length=6, choices=Preset, default=Preset.FAIR)
    # What was chosen under Advanced, by name; what is not in it is as the preset has it.
    options: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    # While it is worked out: the stage, and how many are done.
    stage = models.CharField(max_length=40, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    # Why it could not be worked out: a key of `sentences.FAILURES`.
    failure = models.CharField(max_length=40, blank=True)
    # How many pairs could not be asked any more, and were taken off the board instead.
    not_asked = models.PositiveIntegerField(default=0)
    # What the check of the result found, as numbers; its sentences are made as they are shown.
    check_of_result: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="matching_run_once", fields=["cohort", "number"]),
            models.CheckConstraint(
                name="matching_run_solved_is_dated",
                condition=~Q(state__in=["ready", "sending"]) | Q(solved_at__isnull=False),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("matching:run", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.WAITING, self.State.SOLVING}

    @property
    def is_open(self) -> bool:
        """Whether anything can be decided on its board."""
        return self.state == self.State.READY and not self.cohort.programme.is_archived

    @property
    def is_solved(self) -> bool:
        return self.state in {self.State.READY, self.State.SENDING}


class SavedCopy(Model):
    """What a run was made from, and what was worked out of it, as it was at that moment.

    It holds whom people wish for and whom not, so it is encrypted and shown to nobody. It goes as
    soon as somebody in it is erased: the pairs stay, and can no longer be worked out anew.
    """

    run = models.OneToOneField(Run, models.CASCADE, related_name="saved_copy")
    # Compressed JSON of the people, and compressed arrays of the market; see `copies`.
    inputs = EncryptedTextField()
    market = EncryptedTextField()


class RunPair(Model):
    """A pair on the board of a run: found by the engine, or put there by a person."""

    class Origin(models.TextChoices):
        RUN = "run", _("Worked out")
        HAND = "hand", _("Chosen by hand")

    run = models.ForeignKey(Run, models.CASCADE, related_name="pairs")
    mentee = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    # The named role, where a mentee has several mentors.
    role = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=4, choices=Origin, default=Origin.RUN)
    # Fit without what either wished for: 0 to 1000; None where a rule would not allow it.
    fit = models.PositiveSmallIntegerField(null=True, blank=True)
    # [[part of fit, [what they have in common]]], in a fixed order that tells no weight.
    carried: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # Kept: it stays as it is when it is run again. Off: somebody took it from the board.
    is_kept = models.BooleanField(default=False)
    is_off = models.BooleanField(default=False)
    # The proposal by which they were asked.
    proposal = models.ForeignKey(
        "matching.Proposal", models.SET_NULL, related_name="+", null=True, blank=True
    )
    is_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="matching_runpair_once", fields=["run", "mentee", "mentor", "role"]
            ),
        ]
        indexes = [models.Index(name="matching_runpair_board", fields=["run", "is_off"])]

    @property
    def cohort(self) -> Cohort:
        return self.run.cohort


class Decision(Model):
    """What somebody decided on the board of a run, so that it can be undone."""

    class Kind(models.TextChoices):
        KEEP = "keep", _("Kept a pair")
        LET_GO = "let_go", _("Kept a pair no longer")
        FORBID = "forbid", _("Ruled a pair out")
        ALLOW = "allow", _("Allowed a pair again")
        CHANGE = "change", _("Chose another mentor")
        SWAP = "swap", _("Swapped two mentors")
        PUT = "put", _("Paired two people by hand")
        TAKE_OFF = "take_off", _("Took a pair off the board")

    run = models.ForeignKey(Run, models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    # What it changed on the board, as ids of participants: see `services.board`.
    changed: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="matching_decision_once", fields=["run", "number"]),
        ]
