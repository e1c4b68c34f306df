"""Passkeys: what the browser is asked, and whether its answer holds.

A challenge carries its own proof (when it was made, for what and for whom) instead of a line in a
session, so that looking at the sign-in page stores nothing. Each is good for one answer.

Every passkey is asked for PRF when it is made, because one made without can never open a lock
later. What PRF yields never leaves the browser; we keep only whether it can.
"""

import hashlib
import hmac
import json
import secrets
import struct
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.utils import websafe_decode, websafe_encode

from amanah.base.refusal import Refused
from amanah.people.models import Person

ENTER, SECOND, PROVE, ADD, JOIN = "enter", "second", "prove", "add", "join"
LIFE = 60 * 30
LONGEST = 32_768
NONCE, MOMENT = 16, 8
# Evaluated at creation only so that authenticators which need an evaluation say whether they can.
PRF_SALT = hashlib.sha256(b"amanah/prf/v1").digest()
ALGORITHMS = (-8, -7, -257)
BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
    ValidationError,
)


class NotAccepted(Refused):
    """The browser's answer does not hold."""

    code = "passkey_not_accepted"
    status = 422


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that has just been made: its public half, and whether it can do PRF."""

    credential: dict[str, Any]
    has_prf: bool


def ask(request: HttpRequest, *, purpose: str, person: Person | None = None) -> str:
    """What to ask of a passkey, as JSON for `navigator.credentials.get`."""
    options = {
        "challenge": _challenge(purpose, person),
        "rpId": _house()["id"],
        "userVerification": "required",
        "allowCredentials": _known(person) if person else [],
        "timeout": LIFE * 1000,
    }
    return json.dumps(options)


def accept(
    request: HttpRequest, answer: str, *, purpose: str, person: Person | None = None
) -> tuple[Person, Authenticator]:
    """Whose passkey answered, and which; `NotAccepted` if the answer does not hold."""
    try:
        response = _read(answer)
        person = person or _owner(response)
        state = _state(response, purpose, None if purpose == ENTER else person)
        used = auth.get_server().authenticate_complete(
            state, auth.get_credentials(person), response
        )
        found = auth.get_authenticator_by_credential_id(person, used.credential_id)
    except BROKEN as cause:
        raise _not_accepted() from cause
    if found is None:
        raise _not_accepted()
    return person, found


def ask_to_add(request: HttpRequest, person: Person) -> str:
    """What to ask for when a passkey is made, as JSON for `navigator.credentials.create`."""
    whose = get_adapter().get_public_key_credential_user_entity(person)
    options = {
        "challenge": _challenge(ADD, person),
        "rp": _house(),
        "user": {
            "id": websafe_encode(whose["id"]),
            "name": whose["name"],
            "displayName": whose["display_name"],
        },
        "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in ALGORITHMS],
        "excludeCredentials": _known(person),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
        "timeout": LIFE * 1000,
        "extensions": {
            "credProps": True,
            "prf": {"eval": {"first": websafe_encode(PRF_SALT)}},
        },
    }
    return json.dumps(options)


def accept_new(request: HttpRequest, answer: str, person: Person) -> NewPasskey:
    """The new passkey; `NotAccepted` if the answer does not hold."""
    try:
        response = _read(answer)
        auth.get_server().register_complete(_state(response, ADD, person), response)
        prf = response.get("clientExtensionResults", {}).pop("prf", {})
        return NewPasskey(response, has_prf=prf.get("enabled") is True)
    except BROKEN as cause:
        raise _not_accepted() from cause


def _house() -> dict[str, str]:
    return get_adapter().get_public_key_credential_rp_entity()


def _known(person: Person) -> list[dict[str, str]]:
    return [
        {"type": "public-key", "id": websafe_encode(each.credential_id)}
        for each in auth.get_credentials(person)
    ]


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("too long")
    response = json.loads(answer)
    if not isinstance(response, dict):
        raise TypeError("not an object")
    return response


def _owner(response: dict[str, Any]) -> Person:
    handle = websafe_decode(response["response"]["userHandle"]).decode()
    person = Person.objects.filter(pk=UUID(handle)).first()
    if person is None:
        raise ValueError("nobody")
    return person


def _state(response: dict[str, Any], purpose: str, person: Person | None) -> dict[str, str]:
    """What fido2 compares the answer with, once the challenge in it is shown to be ours."""
    client_data = json.loads(websafe_decode(response["response"]["clientDataJSON"]))
    challenge = client_data["challenge"]
    raw = websafe_decode(challenge)
    head, proof = raw[: NONCE + MOMENT], raw[NONCE + MOMENT :]
    (made,) = struct.unpack(">Q", head[NONCE:])
    is_ours = hmac.compare_digest(proof, _proof(head, purpose, person))
    if not is_ours or not 0 <= time.time() - made < LIFE:
        raise ValueError("not our challenge, or an old one")
    if not cache.add(f"passkey:{raw.hex()}", "used", timeout=LIFE):
        raise ValueError("answered before")
    return {"challenge": websafe_encode(raw), "user_verification": "required"}


def _challenge(purpose: str, person: Person | None) -> str:
    head = secrets.token_bytes(NONCE) + struct.pack(">Q", int(time.time()))
    return websafe_encode(head + _proof(head, purpose, person))


def _proof(head: bytes, purpose: str, person: Person | None) -> bytes:
    about = f"passkey/{purpose}/{person.pk if person else ''}/".encode()
    return hmac.new(settings.SECRET_KEY.encode(), about + head, hashlib.sha256).digest()


def _not_accepted() -> NotAccepted:
    return NotAccepted(
        _("That passkey could not be used here. Please try it once more, or another way in.")
    )
