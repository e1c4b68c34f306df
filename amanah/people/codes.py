"""Codes of an authenticator app, and the ones that stand in when it is lost.

allauth computes them. Its own flows also note when each was last used; we keep no such thing.
"""

import re
import unicodedata
from dataclasses import dataclass

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.utils.translation import gettext as _

from amanah.people.models import Person

TYPE = Authenticator.Type


def are_asked_of(person: Person) -> bool:
    """Whether signing in with a password needs a code too."""
    return Authenticator.objects.filter(user=person, type=TYPE.TOTP).exists()


def accept(person: Person, code: str) -> bool:
    """Whether the code is right at this moment; it cannot be used again."""
    found = Authenticator.objects.filter(user=person, type__in=[TYPE.TOTP, TYPE.RECOVERY_CODES])
    plain = _digits(code)
    return any(each.wrap().validate_code(plain) for each in found.order_by("-type"))


def does_not_fit() -> str:
    """What to say of a code that is not right."""
    return _("This code does not fit. Wait for the next one and try it.")


def fits(secret: str, code: str) -> bool:
    """Whether the code belongs to a secret that is only about to be used."""
    return totp.validate_totp_code(secret, _digits(code))


def new_secret() -> str:
    return totp.generate_totp_secret()


def address_of(person: Person, secret: str) -> str:
    """The otpauth: address that an authenticator app reads."""
    return get_adapter().build_totp_url(person, secret)


@dataclass(frozen=True)
class Square:
    """A QR code as one path of dark squares, each of side one."""

    side: int
    path: str


def drawn(text: str) -> Square:
    """The QR code of a text."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return Square(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))


def _digits(code: str) -> str:
    """The code as digits of the Latin script, however it was typed or grouped."""
    plain = re.sub(r"[\s\-]", "", code)
    return "".join(
        str(unicodedata.digit(character, -1)) if character.isdigit() else character
        for character in plain
    )
