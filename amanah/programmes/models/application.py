"""What a participant says for matching."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.base.attachments import AttachmentField
from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.programmes.models.participant import Participant
from amanah.programmes.models.programme import Question

# Everything that an application says, apart from its states and days.
SAID = (
    "topics",
    "stage",
    "languages",
    "times",
    "do_not_pair",
    "specialty",
    "interests",
    "settings",
    "roles",
    "statement",
    "values",
    "matters",
    "wishes",
    "how_i_mentor",
    "story",
    "can_be_found",
)


class Application(Model):
    """What a participant says for matching, in one of their two parts. A draft is only theirs.

    Whom they wish for and whom not, what matters to them and what they write are encrypted at
    rest; staff see that a pair is not available, never why.
    """

    class Role(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Mentee")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Setting(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        OPEN_DOOR = "open_door", _("With the door open")
        PUBLIC_PLACE = "public_place", _("In a public place")
        VIDEO = "video", _("By video")
        THIRD_PERSON = "third_person", _("With a third person")

    class Matters(models.TextChoices):
        A_LOT = "lot", _("A lot")
        A_BIT = "bit", _("A bit")
        NOT_AT_ALL = "none", _("Not at all")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="applications")
    role = models.CharField(max_length=6, choices=Role)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # The five questions.
    topics: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    languages: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    times: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # A list of {"email": …} or {"person": …}, as JSON.
    do_not_pair = EncryptedTextField(max_length=4000)

    # Later, or never.
    specialty = models.CharField(_("specialty or field"), max_length=120, blank=True)
    interests: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    settings: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # Of several mentors with named roles: as what they would mentor, or what they look for first.
    roles: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    statement = EncryptedTextField(_("in your own words"), max_length=2000)
    values = EncryptedTextField(_("what you value"), max_length=1000)
    # {part of fit: "lot" | "bit" | "none"}, as JSON.
    matters = EncryptedTextField(max_length=1000)
    # Ranked, the first first: a list of {"email": …} or {"person": …}, as JSON.
    wishes = EncryptedTextField(max_length=4000)

    # Of mentors.
    how_i_mentor = models.TextField(_("how I mentor"), max_length=1000, blank=True)
    story = models.TextField(_("one thing I got wrong at your stage"), max_length=2000, blank=True)
    can_be_found = models.BooleanField(_("mentees may find me themselves"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="programmes_application_once", fields=["participant", "role"]
            ),
            models.CheckConstraint(
                name="programmes_application_sent_is_dated",
                condition=~Q(state="submitted") | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="programmes_application_withdrawn_is_dated",
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
            ),
        ]


class Answer(Model):
    """What somebody answered to one of the programme's own questions."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    # A text, an option, a list of options or a number, as JSON; of a file what it is called.
    value = EncryptedTextField(max_length=8000)
    # Of a file: its name in the store of attachments, and its size in bytes.
    file = AttachmentField()
    file_bytes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="programmes_answer_once", fields=["application", "question"]
            ),
        ]
