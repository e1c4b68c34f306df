"""Whom to turn to beside the confidential contact of an institution."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.base.models import Model
from amanah.base.phones import is_a_phone_number
from amanah.institutions.models import Institution
from amanah.programmes.models import Programme


class Contact(Model):
    """Somebody, or a place, that an institution names: for everybody in it, or for a programme."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="+", verbose_name=_("for"), null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    about = models.CharField(_("who that is"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True, validators=[is_a_phone_number])
    email = models.EmailField(_("mail address"), blank=True)
    hours = models.CharField(_("when they can be reached"), max_length=200, blank=True)
    is_outside = models.BooleanField(_("outside the institution"), default=False)
    # In which order they stand.
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="help_contact_can_be_reached",
                condition=~Q(phone="") | ~Q(email=""),
                violation_error_message=_("Give a phone number or a mail address."),
            ),
        ]
