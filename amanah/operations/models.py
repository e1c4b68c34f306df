from django.db import models

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model


class Installation(Model):
    """The one row that says which installation this database belongs to.

    `known` is a text that everybody may know, encrypted like any other: if the field keys at
    hand do not open it, they are not the keys of this database.
    """

    known = EncryptedTextField()
    began_at = models.DateTimeField()
