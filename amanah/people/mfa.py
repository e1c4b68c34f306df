"""Where allauth's second factors ask how it is done here."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _

from amanah.base.fields import decrypt, encrypt
from amanah.people.models import Person

ABOUT = "mfa.authenticator.data"


class Factors(DefaultMFAAdapter):
    """Secrets lie encrypted in the database, and nothing names a person but themselves."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encrypt(text, about=ABOUT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(base64.b64decode(encrypted_text), about=ABOUT)

    def get_totp_issuer(self) -> str:
        return _("Amanah")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": _("Amanah")}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, object]:
        # The id is a random number; the two names are shown by the device to its owner alone.
        return {"id": user.pk.hex.encode(), "name": user.email, "display_name": user.short_name}
