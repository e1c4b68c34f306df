"""Concerns: what somebody chooses to show to a safeguarding lead. Their words are sealed rooms."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.institutions.models import Institution
from amanah.mentoring.models import Mentorship
from amanah.people.models import Person


class Concern(Model):
    """What one person told, to whom it was sent, and how it stands.

    Nothing says whom it is about, and nothing here is words: these are in `room`, which its author
    shares with those whom they chose, and in `file_room`, which the leads have to themselves.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("Not sent yet")
        SENT = "sent", _("Sent")
        RECEIVED = "received", _("Received")
        LOOKING = "looking", _("Being looked into")
        CLOSED = "closed", _("Closed")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # Out of which mentorship messages are shown; none where it began before there was one.
    mentorship = models.ForeignKey(
        Mentorship, models.SET_NULL, related_name="+", null=True, blank=True
    )
    room = models.OneToOneField(
        "sealing.Room", models.SET_NULL, related_name="+", null=True, blank=True
    )
    file_room = models.OneToOneField(
        "sealing.Room", models.SET_NULL, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=8, choices=State, default=State.BEGUN)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="concerns_concern_sent_is_dated",
                condition=Q(state="begun", sent_at=None)
                | (~Q(state="begun") & Q(sent_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="concerns_concern_close_is_dated",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
            ),
        ]

    @property
    def is_begun(self) -> bool:
        return self.state == self.State.BEGUN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class Recipient(Model):
    """A safeguarding lead whom the author chose. Nobody else comes to a concern by their role."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="concerns_recipient_once",
                fields=["concern", "person"],
                violation_error_message=_("This person is chosen already."),
            ),
        ]


class Disclosed(Model):
    """A copy of one sealed file that is shown, as the courier had it at that moment.

    Nobody here can open it: its key is in the words to the leads. Being a copy, it outlasts what
    is changed, taken back or erased in the mentorship, where nothing tells that it was made.
    """

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="disclosed")
    # The room that it was copied from, and its place there.
    room = models.UUIDField()
    n = models.PositiveIntegerField()
    mid = models.UUIDField()
    epoch = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    ref = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    sha256 = models.BinaryField(max_length=32)
    file = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="concerns_disclosed_once", fields=["concern", "n"]),
        ]
