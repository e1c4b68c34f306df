from django.db import models

from amanah.base.models import Model


class Letter(Model):
    """A mail on its way, written in the transaction of what it tells.

    Its text is emptied once it is delivered; what stays is that it went, and when.
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
    address = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
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
