from django.db import models

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model


class Letter(Model):
    """A mail on its way, written in the transaction of what it tells.

    Until it is delivered its text is encrypted at rest: it may carry a link that lets somebody
    in. Then text and address are emptied; what stays is that it went, and when.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENT = "sent", "sent"
        STOPPED = "stopped", "stopped"

    template = models.CharField(max_length=100)
    # One letter an event and reader: telling twice writes once.
    event = models.CharField(max_length=160, unique=True)
    # The reader, by id: people live above this app. None for the operator or an unknown address.
    reader = models.UUIDField(null=True, blank=True)
    # What it tells of, by id: asked for again at the moment of sending (see `hooks.may_send`).
    about = models.UUIDField(null=True, blank=True)
    language = models.CharField(max_length=12, default="en")
    address = EncryptedTextField(max_length=254)
    subject = EncryptedTextField(max_length=200)
    body = EncryptedTextField()
    # Where the reader stops mail of this kind for good; empty where there is nothing to stop.
    stop_url = EncryptedTextField(max_length=500)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="outbox_letter_waiting",
                fields=["written_at", "id"],
                condition=models.Q(state="waiting"),
            ),
        ]
