from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from amanah.base.fields import EncryptedTextField
from amanah.base.models import Model
from amanah.base.zones import is_a_time_zone
from amanah.institutions.models import Appointment, Institution
from amanah.people.names import NameField


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.full_clean()
        person.save()
        return person


class Person(Model, AbstractBaseUser):
    """Somebody who signs in: one account, whatever they are, in however many institutions.

    There is no time of last sign-in: nobody is watched here.
    """

    last_login = None

    email = models.EmailField(_("e-mail address"), max_length=254)
    # As they write it: one word or six, any script, any order, titles if they like.
    name = NameField(_("name"), max_length=200)
    called = NameField(_("what to call you"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default="en"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[is_a_time_zone]
    )
    theme = models.CharField(
        _("light or dark"),
        max_length=5,
        default="",
        blank=True,
        choices=[("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    # The suggestions on Today that they do not want to see again.
    put_away: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # None: staff put them on a list, and they have not come in yet.
    joined_at = models.DateTimeField(null=True, blank=True)
    # Set when the person is erased: the row stays as a nameless stub that the ledger points to.
    erased_at = models.DateTimeField(null=True, blank=True)
    # Of such a stub: the account that its person kept when they made one of two.
    joined_into = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="people_person_email_once",
                violation_error_message=_("Another account uses this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return f"people.Person {self.pk}"

    @property
    def short_name(self) -> str:
        """What to call them: what they chose, else their name as they write it."""
        return self.called or self.name


class Affiliation(Model):
    """A person belongs to an institution."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="affiliations")
    department = models.CharField(_("department"), max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_affiliation_once",
                fields=["person", "institution"],
                condition=Q(until=None),
                violation_error_message=_("This person already belongs to the institution."),
            ),
        ]


class Stop(Model):
    """An institution ended somebody's access to it: the directory said so, or they were dismissed.

    Nothing that was written goes with it. Until it is lifted, no letter, list or sign-on of that
    institution lets them in again.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="stops")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="stops")
    made_at = models.DateTimeField()
    # None: the operator, on the command line.
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_stop_once",
                fields=["person", "institution"],
                condition=Q(lifted_at=None),
                violation_error_message=_("The access of this person has ended already."),
            ),
        ]


class Death(Model):
    """Somebody has died: one admin said so, and it holds once a second one has confirmed it.

    It holds everywhere, and closes the account. The operator needs no second person.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="death")
    day = models.DateField(_("the day"))
    # None: the operator.
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True
    )
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True
    )


class Profile(Model):
    """The card that a person shows: their stage, their field, a few lines. All of it optional."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="profile")
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    specialty = models.CharField(_("specialty or field"), max_length=120, blank=True)
    languages = models.CharField(_("languages you speak"), max_length=200, blank=True)
    about = models.TextField(_("a few lines about you"), max_length=1000, blank=True)
    contact = EncryptedTextField(_("how to reach you"), max_length=300)
    share_contact = models.BooleanField(_("share it with my mentor or mentee"), default=False)

    @property
    def is_written(self) -> bool:
        """Whether there is anything on it."""
        return any((self.stage, self.specialty, self.languages, self.about, self.contact))


class WorkingCard(Model):
    """*How I like to work*: what helps somebody who works with this person."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="working_card")
    best_times = EncryptedTextField(_("good times for me"), max_length=500)
    reach_me = EncryptedTextField(_("how I like to be reached"), max_length=500)
    feedback = EncryptedTextField(_("how I like to hear feedback"), max_length=500)
    at_my_best = EncryptedTextField(_("when I am at my best"), max_length=500)
    please_know = EncryptedTextField(_("something it helps to know"), max_length=500)

    @property
    def is_written(self) -> bool:
        """Whether there is anything on it."""
        written = (self.best_times, self.reach_me, self.feedback, self.at_my_best, self.please_know)
        return any(written)


class Invitation(Model):
    """A letter that lets somebody in. It carries a secret of which we keep only the hash."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = NameField(_("name"), max_length=200, blank=True)
    # The staff role it brings, if any; empty for a member.
    role = models.CharField(_("staff role"), max_length=12, choices=Appointment.Role, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    # None: made by the operator on the command line.
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # It may be sent again once, with a new secret; the first link dies with it.
    resent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "institution",
                name="people_invitation_one_open",
                condition=Q(accepted_at=None, withdrawn_at=None),
                violation_error_message=_("An invitation to this address is already waiting."),
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it opens, as the letter names it."""
        return self.institution.day_of(self.expires_at - timedelta(microseconds=1))


class JoinLink(Model):
    """A link to hand out: whoever opens it asks for a letter to their own address, and joins by it.

    It opens nothing by itself, so a link that travels too far brings nobody in who does not read
    at one of the addresses it is for.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    # To be shown to staff again; looked up by its hash.
    secret = EncryptedTextField(max_length=64)
    secret_hash = models.CharField(max_length=64, unique=True)
    # What their addresses end in; none: any address.
    domains: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    # How many letters may be asked for, and how many have been.
    most = models.PositiveIntegerField(
        _("letters at most"), validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    asked = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    @property
    def last_day(self) -> date:
        return self.institution.day_of(self.expires_at - timedelta(microseconds=1))


class Session(AbstractBaseSession):
    """A signed-in browser. It ends on a fixed day, so nothing here tells when it was last used."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sessions", null=True)
    began_at = models.DateTimeField(null=True)
    # Coarse, for recognising one's own: "Firefox on Android".
    browser = models.CharField(max_length=80, blank=True)
    # What its owner sees and signs out by; the session key itself is never shown.
    handle = models.UUIDField(unique=True, null=True)

    def __str__(self) -> str:
        return f"people.Session of {self.person_id}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from amanah.people.sessions import SessionStore

        return SessionStore


class AddressChange(Model):
    """A person's wish to be reached, and to sign in, at another address.

    It carries two secrets of which we keep the hashes: one goes to the new address, to show that
    its owner reads there; one to the old, to stop it for some days even after it happened.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="address_changes")
    old_address = models.EmailField(max_length=254)
    new_address = models.EmailField(max_length=254)
    confirm_hash = models.CharField(max_length=64, unique=True)
    stop_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    confirm_until = models.DateTimeField()
    stop_until = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)


class FormerAddress(Model):
    """An address that was a person's: whoever named them by it still means them.

    So that a wish not to be paired with somebody holds when they graduate and change it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_addresses")
    address = EncryptedTextField(max_length=254)
    since = models.DateTimeField()


class Joining(Model):
    """Somebody has two accounts and makes one of them: `kept` stays, `other` comes over.

    A letter to the other's address, and its password or passkey, show that both are theirs. Then
    it waits a day, in which either address can stop it.
    """

    kept = models.ForeignKey(Person, models.CASCADE, related_name="joinings")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    letter_hash = models.CharField(max_length=64, unique=True)
    stop_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    # Which of two parts shall stay: {key of the question: "kept" or "other"}.
    chosen: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_joining_of_two", condition=~Q(kept=models.F("other"))
            ),
        ]


class Remembered(models.Model):
    """A line of the short memory: see memory.py."""

    key = models.CharField(max_length=64, primary_key=True)
    value: models.JSONField[Any, Any] = models.JSONField()
    until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return f"people.Remembered {self.key[:8]}"
