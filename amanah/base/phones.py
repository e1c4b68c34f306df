"""Numbers that a phone can dial, however they are written."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A short number for emergencies has two digits; none in the world has more than twenty with its
# extension.
LEAST, MOST = 2, 20
WRITTEN = re.compile(
    r"(?P<plus>\+?)(?P<number>[0-9(][0-9 ()./-]*?)\s*(?:(?:ext\.?|x|#)\s*(?P<within>[0-9]{1,6}))?",
    re.IGNORECASE,
)


def dialled(written: str) -> str:
    """What stands behind ``tel:``; nothing where it is no number. Digits of every script count."""
    found = WRITTEN.fullmatch(_in_plain_digits(written).strip())
    if found is None:
        return ""
    number = re.sub(r"[^0-9]", "", found["number"])
    if not LEAST <= len(number) <= MOST:
        return ""
    within = f";ext={found['within']}" if found["within"] else ""
    return f"{found['plus']}{number}{within}"


def is_a_phone_number(written: str) -> None:
    """A validator."""
    if not dialled(written):
        raise ValidationError(
            _(
                "Write one number that a phone can dial, such as 1122, +92 21 111 0000 or "
                "021 111 0000 ext. 12."
            )
        )


def _in_plain_digits(written: str) -> str:
    return "".join(
        str(unicodedata.decimal(one)) if unicodedata.category(one) == "Nd" else one
        for one in written
    )
